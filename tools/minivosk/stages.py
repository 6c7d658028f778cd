"""A build in stages, each with a stamp, so that a build that was cut short goes on where it stopped.

Rules
1. A stage that has its stamp is not run again.
2. A stamp holds what the stage and all before it depended on: what changes runs a stage and every later one again.
3. A stage that was cut short finds what it had put into its own folder again, as long as it depends on the same.
4. One plain line for each thing that happens.
"""

import shutil
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
        self._depends = ""
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, name: str, depends: str, work: Callable[[Path], None]) -> None:
        """Run `work` unless its stamp says that it was done with the same `depends`, after the same stages.

        `work` is given a folder for what is half done; it is taken away at the end.
        """
        self._depends += f"{name}: {depends}\n"
        stamp = self._folder / f"{name}.done"
        if stamp.exists() and stamp.read_text("utf-8") == self._depends:
            report(f"{name}: done before")
            return
        stamp.unlink(missing_ok=True)
        begun, part = self._folder / f"{name}.begun", self._folder / f"{name}.part"
        again = begun.exists() and begun.read_text("utf-8") == self._depends
        if not again:
            shutil.rmtree(part, ignore_errors=True)
            begun.write_text(self._depends, "utf-8")
        part.mkdir(exist_ok=True)
        report(f"{name}: goes on" if again else f"{name}: begins")
        began = time.monotonic()
        work(part)
        stamp.write_text(self._depends, "utf-8")
        begun.unlink()
        shutil.rmtree(part)
        report(f"{name}: done in {time.monotonic() - began:.0f} s")
