"""The machine a figure was measured on, in one line: a figure without it says nothing."""

import os
import platform
import re
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """`load` is how many processes wanted a core on average over the last minute; None where nobody counts."""

    cores: int
    processor: str
    python: str
    system: str
    load: float | None

    def __str__(self) -> str:
        cores = "1 core" if self.cores == 1 else f"{self.cores} cores"
        told = f"Measured on {cores}, {self.processor}, Python {self.python}, {self.system}"
        return told if self.load is None else f"{told}, load {self.load:.1f} when it began"

    def data(self) -> dict[str, object]:
        return asdict(self)


def this_machine() -> Machine:
    """What this process runs on."""
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    system = f"{platform.system()} {platform.release()}"
    return Machine(cores, _processor(), platform.python_version(), system, load)


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()
