"""How time and memory grow with the province: the same tables with 10,000 to many million persons.

Each size has a process of its own, so that its peak of memory is its own. A size that the machine has no memory for
is left out and said to be. Openings of markets larger than the province are not kept.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from experiments.benchmark.loop import enlarged, load_kernels, measure
from experiments.benchmark.memory import available_bytes, peak_bytes

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000, 75_000_000)
#: Memory that opening a market takes at its peak, measured from 1 to 10 million persons, and that of Python itself.
_PEAK_BYTES_A_PERSON = 450.0
_PEAK_BYTES_OF_PROGRAM = 4e8


class Size(NamedTuple):
    """A market of ``persons``: nanoseconds a person-month, seconds to open it, bytes a person in columns and at most.

    Without memory for it all but ``persons`` is not a number.
    """

    persons: float
    nanoseconds: float
    opening: float
    column_bytes: float
    peak_bytes: float


def measured_sizes(largest: int, months: int, seed: int) -> Iterator[Size]:
    """Every size up to ``largest``, the smallest first."""
    for persons in sizes_up_to(largest):
        needed = _PEAK_BYTES_OF_PROGRAM + _PEAK_BYTES_A_PERSON * persons
        yield _measured(persons, months, seed) if needed < available_bytes() else Size(persons, *[float("nan")] * 4)


def sizes_up_to(largest: int) -> Sequence[int]:
    """The sizes asked for: the list's own, and the largest itself."""
    return sorted({size for size in SIZES if size < largest} | ({largest} if largest else set()))


def _measured(persons: int, months: int, seed: int) -> Size:
    context = get_context("spawn")
    told = context.SimpleQueue()
    with _own_openings():
        process = context.Process(target=_measure, args=(persons, months, seed, told))
        process.start()
        process.join()
    if process.exitcode:
        raise RuntimeError(f"the market of {persons} persons failed")
    return Size(*told.get())


def _measure(persons: int, months: int, seed: int, told: Any) -> None:
    from simulation import Scenario

    load_kernels(seed)
    province = Scenario.baseline()
    residents = measure(province.with_(scale=0.02), 1, seed).market.persons / 0.02
    began = monotonic()
    loop = measure(enlarged(province, persons / residents), months, seed)
    opening = monotonic() - began - loop.elapsed
    nanoseconds = 1e9 * loop.processor / loop.person_months
    told.put((loop.market.persons, nanoseconds, opening, loop.market.bytes_per_person, peak_bytes()))


@contextmanager
def _own_openings() -> Iterator[None]:
    """A folder for what is kept that shares the compiled code and forgets the openings."""
    from simulation.compiling import user_cache

    before = os.environ.get("HALONG_CACHE_DIR")
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "halong"
        own.mkdir()
        try:
            (own / "kernels").symlink_to(user_cache() / "kernels", target_is_directory=True)
            os.environ["HALONG_CACHE_DIR"] = folder
        except OSError:  # no links here: the usual folder keeps the openings
            pass
        try:
            yield
        finally:
            os.environ.pop("HALONG_CACHE_DIR", None)
            if before is not None:
                os.environ["HALONG_CACHE_DIR"] = before
