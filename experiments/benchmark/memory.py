"""What the machine's memory can do: how much is free, how fast it streams, how long one scattered read takes."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np

_ELEMENTS = 8_000_000  # 64 MB an array: three of them lie far outside any cache of a core
_TRIES = 8


def bytes_a_second() -> float:
    """Bytes a second that one core streams: ``a = b + c`` over arrays outside the caches, the best of several tries.

    Three arrays are counted, as in the benchmark STREAM; that the line written is read first is not.
    """
    first, second, result = (np.full(_ELEMENTS, value) for value in (1.0, 2.0, 0.0))
    best = min(_seconds(lambda: np.add(first, second, out=result)) for _ in range(_TRIES))
    return 3.0 * first.nbytes / best


def nanoseconds_a_scattered_read() -> float:
    """Time of one read at a random place of 64 MB, many under way at once, the best of several tries."""
    values = np.ones(_ELEMENTS)
    places = np.random.default_rng(1).integers(0, _ELEMENTS, _ELEMENTS // 8)
    found = np.empty(len(places))
    best = min(_seconds(lambda: np.take(values, places, out=found, mode="clip")) for _ in range(_TRIES))
    return 1e9 * best / len(places)


def available_bytes() -> float:
    """Memory that a process may still take; without limit where the system does not say."""
    try:
        free = _told_by(Path("/proc/meminfo"), "MemAvailable:")
    except (OSError, StopIteration, ValueError):
        names = getattr(os, "sysconf_names", {})
        if "SC_PHYS_PAGES" not in names:
            return float("inf")
        free = float(os.sysconf("SC_PHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    return min(free, _limit_of_the_group())


def peak_bytes() -> float:
    """Most memory this process has held; not a number where the system does not say.

    Linux is asked for this program's own mark: ``getrusage`` begins with that of the process that started it.
    """
    try:
        return _told_by(Path("/proc/self/status"), "VmHWM:")
    except (OSError, StopIteration, ValueError):
        pass
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _told_by(file: Path, name: str) -> float:
    """Bytes in the line of a file of the kernel that begins with ``name``; its unit is kB."""
    lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    return next(float(line.split()[1]) * 1024.0 for line in lines if line.startswith(name))


def _limit_of_the_group() -> float:
    """What a container may hold in all, where it is limited."""
    try:
        return float(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").replace("max", "inf"))
    except (OSError, ValueError):
        return float("inf")


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
