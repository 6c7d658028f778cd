"""The child process: what comes out of it, and what happens when it hangs, dies, or has no engine."""

import io
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import VoiceError
from companion.voices import _render
from companion.voices._booth import DEATHS, Booth

Opener = Callable[..., Booth]

RENDER = f"""
import importlib.util, os, sys, time
spec = importlib.util.spec_from_file_location("render", {_render.__file__!r})
render = importlib.util.module_from_spec(spec)
spec.loader.exec_module(render)
def serve():
    render.main(sys.argv[1], float(sys.argv[2]))
"""


def child(program: str) -> tuple[str, ...]:
    """A child that runs `program`, with the real one at hand as `render`."""
    return (sys.executable, "-P", "-c", RENDER + textwrap.dedent(program))


@pytest.fixture
def booth() -> Iterator[Opener]:
    """Opens booths and closes them."""
    opened: list[Booth] = []

    def opener(*arguments: object, **named: object) -> Booth:
        opened.append(Booth(*arguments, **named))  # type: ignore[arg-type]
        return opened[-1]

    yield opener
    for each in opened:
        each.close()


def gone(pid: int) -> bool:
    """Whether the process ends within ten seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        os.sched_yield()
    return False


@given(st.lists(st.binary(max_size=300)), st.integers(0, 50))
def test_frames_come_out_as_they_went_in(frames: list[bytes], cut: int) -> None:
    """Any bytes, in order, then None; a stream cut off in mid-frame ends with None as well."""
    pipe = io.BytesIO()
    for frame in frames:
        _render.send(pipe, frame)
    whole = pipe.getvalue()
    pipe.seek(0)
    assert [_render.receive(pipe) for _ in frames] == frames
    assert _render.receive(pipe) is None
    short = io.BytesIO(whole[: max(0, len(whole) - cut)])
    received = list(iter(lambda: _render.receive(short), None))
    assert received == frames[: len(received)]


def test_an_utterance_is_a_wav_file_and_nothing_is_printed() -> None:
    """pyttsx3 prints where it saves and espeak complains: neither reaches the terminal of the program."""
    program = """
    from companion.voices._booth import Booth
    booth = Booth()
    assert booth.say("Breathe in.", "", 170, 50)[:4] == b"RIFF"
    booth.close()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_the_same_words_are_the_same_sound_whatever_was_said_before(booth: Opener) -> None:
    """Byte for byte: first, later, after another rate, pitch and voice, and in another child."""
    one, other = booth(), booth()
    first = one.say("Timeout. Nobody has to answer.", "", 170, 50)
    one.say("Something else.", "gmw/en-us+f3", 320, 80)
    assert one.say("Timeout. Nobody has to answer.", "", 170, 50) == first
    assert other.say("Timeout. Nobody has to answer.", "", 170, 50) == first


@pytest.mark.parametrize("voice", ["", "gmw/en-us"])
def test_the_rate_holds_from_the_first_utterance(booth: Opener, voice: str) -> None:
    """80 to 450 words a minute, each shorter than the one before; twice as fast is about half as long."""
    spoken = booth()
    text = "When you are ready, let your shoulders drop, and feel where your feet touch the floor."
    lengths = [len(spoken.say(text, voice, rate, 50)) for rate in (80, 120, 160, 240, 320, 450)]
    assert lengths == sorted(lengths, reverse=True)
    assert 0.4 < lengths[3] / lengths[1] < 0.6
    assert 0.4 < lengths[4] / lengths[2] < 0.6


@pytest.mark.parametrize("voice", ["nonsense", "gmw/en-us+nonsense"])
def test_a_voice_or_variant_the_engine_lacks_is_an_error(booth: Opener, voice: str) -> None:
    """espeak would go on in its default voice and say nothing; here it is an error, and the child lives on."""
    spoken = booth()
    with pytest.raises(VoiceError, match="does not have this voice"):
        spoken.say("Breathe in.", voice, 170, 50)
    pid = spoken.pid
    assert spoken.say("Breathe in.", "", 170, 50)
    assert spoken.pid == pid


def test_odd_texts_are_spoken_or_silent_and_never_break_it(booth: Opener) -> None:
    """Punctuation, other scripts, control characters, half a surrogate pair, markup and a very long word."""
    spoken = booth()
    pid = spoken.pid
    for text in ("...", "?!", "é", "日本語", "a\0b\n", "\ud800 hi", "<break/> & [[h@]]", "%s %n", "-h", "x" * 4000):
        assert spoken.say(text, "", 170, 50)[:4] == b"RIFF"
    assert spoken.pid == pid


def test_every_voice_listed_can_be_asked_for(booth: Opener) -> None:
    """Ids, names and languages as the engine has them, English among them."""
    spoken = booth()
    voices = spoken.voices()
    english = [voice for voice in voices if "en-us" in voice.languages]
    assert english
    assert all(spoken.say("In.", voice.id, 170, 50) for voice in english)


def test_a_private_folder_holds_nothing_after_an_utterance(booth: Opener) -> None:
    """Where there is no nameless memory: a folder of mode 0700, empty again after each clip, and gone in the end."""
    spoken = booth(folder=True)
    folder = Path(str(spoken._folder))
    assert spoken.say("Breathe in.", "", 170, 50) == booth().say("Breathe in.", "", 170, 50)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == []
    spoken.close()
    assert not folder.exists()


LEAVES_A_FILE = """
data = open(os.path.join(sys.argv[1], "clip.wav"), "wb")
data.write(b"words"); data.flush()
render.receive(sys.stdin.buffer)
time.sleep(1000)
"""


def test_a_child_killed_in_mid_render_leaves_nothing(booth: Opener) -> None:
    """What lay in its folder goes with it: when it is late, and when the booth is closed."""
    spoken = booth(child(LEAVES_A_FILE), patience=0.5, folder=True)
    folders = [Path(str(spoken._folder))]
    with pytest.raises(VoiceError):
        spoken.say("Breathe in.", "", 170, 50)
    folders.append(Path(str(spoken._folder)))
    spoken.close()
    assert not any(folder.exists() for folder in folders)


def test_a_program_that_ends_without_closing_leaves_nothing() -> None:
    """An uncaught error ends the child and takes its folder away too."""
    program = """
    from companion.voices._booth import Booth
    booth = Booth(folder=True)
    booth.say("Breathe in.", "", 170, 50)
    print(booth.pid, booth._folder, flush=True)
    raise SystemExit
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60)
    pid, folder = done.stdout.split()
    assert gone(int(pid))
    assert not Path(folder).exists()


def test_a_program_that_is_killed_leaves_no_child_and_no_folder() -> None:
    """The child notices that its parent is gone, and goes."""
    program = """
    import os, signal
    from companion.voices._booth import Booth
    booth = Booth(folder=True)
    booth.say("Breathe in.", "", 170, 50)
    print(booth.pid, booth._folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60)
    pid, folder = done.stdout.split()
    assert gone(int(pid))
    assert not Path(folder).exists()


HANGS_ONCE = """
mark = os.environ["COMPANION_TEST_MARK"]
if not os.path.exists(mark):
    open(mark, "w").close()
    {fault}
serve()
"""


@pytest.mark.parametrize(
    "fault",
    ["time.sleep(1000)", "os.abort()", "os.write(1, b'\\xff' * 3); os._exit(0)", "os.write(1, b'\\0\\0\\0\\1F' * 9)"],
)
def test_a_child_that_hangs_dies_or_babbles_is_replaced(
    booth: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """The order is tried once more in a new child, and the caller notices nothing."""
    monkeypatch.setenv("COMPANION_TEST_MARK", str(tmp_path / "mark"))
    spoken = booth(child(HANGS_ONCE.format(fault=fault)), patience=3)
    first = spoken.pid
    assert spoken.say("Breathe in.", "", 170, 50)[:4] == b"RIFF"
    assert spoken.pid != first
    assert gone(first)


def test_an_engine_that_hangs_ends_with_the_booth(booth: Opener, tmp_path: Path) -> None:
    """Not only the child, also the fork in which the engine hangs."""
    pids = tmp_path / "pids"
    hang = f"""
    def hang(*_):
        open({str(pids)!r}, "a").write(f"{{os.getpid()}}\\n")
        time.sleep(1000)
    render._speak = hang
    serve()
    """
    spoken = booth(child(hang), patience=2.5)
    with pytest.raises(VoiceError, match="cannot speak this line"):
        spoken.say("Breathe in.", "", 170, 50)
    tried = [int(pid) for pid in pids.read_text().split()]
    assert len(tried) == 2
    assert all(gone(pid) for pid in tried)


def test_after_repeated_deaths_it_stays_silent_and_says_so_at_once(booth: Opener, tmp_path: Path) -> None:
    """DEATHS in a row, then no child is started any more: every order fails with what to do."""
    started = tmp_path / "started"
    spoken = booth(child(f"open({str(started)!r}, 'a').write('x'); os._exit(1)"))
    for _ in range(4):
        with pytest.raises(VoiceError) as raised:
            spoken.say("Breathe in.", "", 170, 50)
    assert "reinstall espeak-ng" in str(raised.value)
    assert gone(spoken.pid)
    assert len(started.read_text()) == DEATHS + 1


def test_without_an_engine_the_error_names_the_package(booth: Opener) -> None:
    """A machine without espeak-ng, played by a child that cannot find the library."""
    missing = """
    import ctypes
    def not_there(*_): raise OSError("no such library")
    ctypes.cdll.LoadLibrary = not_there
    serve()
    """
    spoken = booth(child(missing))
    for order in (spoken.voices, lambda: spoken.say("Breathe in.", "", 170, 50)):
        with pytest.raises(VoiceError, match=r"sudo apt install espeak-ng"):
            order()


def test_without_fork_an_utterance_is_rendered_too(booth: Opener) -> None:
    """The way of macOS and Windows, run here: one process, a fresh engine each time, every file whole."""
    spoken = booth(child("render._FORKS = False\nserve()"))
    assert spoken.say("Breathe in.", "", 170, 50) == booth().say("Breathe in.", "", 170, 50)
    lengths = [len(spoken.say(text, "", 170, 50)) for text in ("In.", "Let your shoulders drop.", "Out.")]
    assert max(lengths) == lengths[1]


def test_the_child_is_inside_the_fence_even_where_the_parent_is_not(booth: Opener) -> None:
    """It denies itself the network before it loads an engine."""
    spoken = booth()
    spoken.say("Breathe in.", "", 170, 50)
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{spoken.pid}/status").read_text().splitlines())
    assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")


def test_a_closed_booth_says_so(booth: Opener) -> None:
    """An order after closing is a VoiceError and starts nothing."""
    spoken = booth()
    spoken.close()
    pid = spoken.pid
    with pytest.raises(VoiceError, match="closed"):
        spoken.say("Breathe in.", "", 170, 50)
    assert spoken.pid == pid
