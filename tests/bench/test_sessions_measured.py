"""Weighing a tree of processes from /proc, and reading latencies off a speaker file."""

import mmap
import os
from pathlib import Path

import numpy as np
import pytest

from companion.bench._latency import AROUND, STILL, longest_silence, positions, silent_from
from companion.bench._played import added_memory, can_weigh, effort, proportional, tree
from companion.errors import CompanionError
from companion.units import RATE

ROLLUP = """\
55e52f45e000-7ffe0dc54000 ---p 00000000 00:00 0                          [rollup]
Rss:               91728 kB
Pss:               60217 kB
Pss_Dirty:         40112 kB
Pss_Anon:          40112 kB
"""


def _process(proc: Path, pid: int, parent: int, name: str = "python") -> None:
    (proc / str(pid)).mkdir()
    (proc / str(pid) / "stat").write_text(f"{pid} ({name}) S {parent} {pid} {pid} 0", encoding="utf-8")
    (proc / str(pid) / "smaps_rollup").write_text(ROLLUP, encoding="ascii")


def test_weight_is_the_proportional_size_and_no_other_line(tmp_path: Path) -> None:
    """kB of the kernel are 1024 bytes; a process that has ended weighs nothing."""
    _process(tmp_path, 10, 1)
    assert proportional(10, tmp_path) == 60_217 * 1024
    assert proportional(11, tmp_path) == 0


def test_a_tree_is_the_process_and_all_below_it(tmp_path: Path) -> None:
    """Children of children count, neighbours do not, whatever a process calls itself."""
    _process(tmp_path, 10, 1)
    _process(tmp_path, 12, 10, "a) S 1 (b")
    _process(tmp_path, 11, 12)
    _process(tmp_path, 13, 1)
    (tmp_path / "self").mkdir()
    (tmp_path / "14").mkdir()
    assert sorted(tree(10, tmp_path)) == [10, 11, 12]


def test_effort_is_that_of_the_tree_and_of_who_has_ended(tmp_path: Path) -> None:
    """User and system time of each process, and of its children that are gone; what ends meanwhile counts nothing."""
    for pid, parent, ticks in ((10, 1, "300 100 40 10"), (11, 10, "50 0 0 0"), (13, 1, "9000 0 0 0")):
        (tmp_path / str(pid)).mkdir()
        stat = f"{pid} (a) b) S {parent} {pid} {pid} 0 -1 0 0 0 0 0 {ticks} 20 0 1"
        (tmp_path / str(pid) / "stat").write_text(stat, encoding="utf-8")
    assert effort(10, tmp_path) == 500 / os.sysconf("SC_CLK_TCK")
    assert effort(12, tmp_path) == 0


def test_silence_begins_after_the_last_loud_sample() -> None:
    """A gap shorter than a tenth of a second is a consonant; the end of the file is silence."""
    sound = np.zeros(RATE, np.int16)
    sound[:4000] = 900
    sound[4800:6000] = 900
    sound[9000:9500] = 900
    assert silent_from(sound, 0) == 6000
    assert silent_from(sound, 5000) == 6000
    assert silent_from(sound, 6500) == 6500
    assert silent_from(sound, 9100) == 9500
    assert silent_from(np.full(RATE, 900, np.int16), 100) == RATE


def test_faint_sound_is_silence() -> None:
    """Up to 60 dB below full scale counts as silence, on either side of zero."""
    sound = np.array([0, 32, -32, 0, 33, 0, 0], np.int16)
    assert longest_silence(sound) == 4
    assert longest_silence(-sound) == 4
    assert longest_silence(np.zeros(5, np.int16)) == 5


def test_stop_is_said_where_no_pause_could_be_taken_for_it() -> None:
    """Places are spread over the line, and none has a pause near it."""
    sound = np.full(10 * RATE, 900, np.int16)
    sound[4 * RATE : 4 * RATE + 5600] = 0
    places = positions(sound, 0, len(sound), 5)
    assert len(places) == 5
    assert places == sorted(places)
    pause = range(4 * RATE - AROUND + STILL, 4 * RATE + 5600 + AROUND - STILL)
    assert not any(place in pause for place in places)
    assert positions(np.zeros(10 * RATE, np.int16), 0, 10 * RATE, 5) == []


@pytest.mark.skipif(not can_weigh(), reason="memory is read from /proc, which is Linux's")
def test_what_an_ear_adds() -> None:
    """Memory that is kept is what it adds, whatever this process held before."""
    held = _megabytes(30)
    assert 50 < added_memory(lambda: _megabytes(60)) < 80
    assert len(held) == 30_000_000


def _megabytes(count: int) -> mmap.mmap:
    """Memory fresh from the system: what this process has freed before is not used again."""
    memory = mmap.mmap(-1, count * 1_000_000)
    for _ in range(count):
        memory.write(os.urandom(1_000_000))
    return memory


def test_a_process_that_cannot_be_weighed() -> None:
    """What ends before it is weighed is told in a sentence."""
    with pytest.raises(CompanionError, match="weighed"):
        added_memory(lambda: os._exit(1))
