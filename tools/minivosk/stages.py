"""A build in stages, each with a stamp, so that a build that was cut short goes on where it stopped.

Rules
1. A stage that has its stamp is not run again; a stage that is run takes away the stamps of all later ones.
2. A stamp holds what the stage depended on; another recipe or seed therefore runs the stage again.
3. One plain line for each thing that happens.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")


def report(line: str) -> None:
    """One line of progress, with the time of day."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)  # noqa: T201 - the progress is what the tool prints


def counted(items: Iterable[Item], total: int, what: str, every: int = 1000) -> Iterator[Item]:
    """`items` as they come, with a line after each `every` of them."""
    for done, item in enumerate(items, 1):
        yield item
        if done % every == 0 or done == total:
            report(f"  {what}: {done} of {total}")


class Stages:
    """The stages of one build, in the order in which they are run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stale = False
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, name: str, depends: str, work: Callable[[], None]) -> None:
        """Run `work` unless the stamp of `name` says that it was done with the same `depends`."""
        stamp = self._folder / f"{name}.done"
        if not self._stale and stamp.exists() and stamp.read_text("utf-8") == depends:
            report(f"{name}: done before")
            return
        self._stale = True
        stamp.unlink(missing_ok=True)
        report(f"{name}: begins")
        began = time.monotonic()
        work()
        stamp.write_text(depends, "utf-8")
        report(f"{name}: done in {time.monotonic() - began:.0f} s")
