"""Two arms of one seed: what differs between them, person by person, and lotteries that both arms draw alike."""

import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from simulation import LabourMarket
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract, Status

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Result = TypeVar("Result")


def drawn(market: LabourMarket, among: Rows, number: int, lottery: str) -> Rows:
    """``number`` of the rows by a keyed lottery of its own name, (number,); the same in both arms of a seed."""
    draw = uniforms(month_key(market.seed, Stream.card, zlib.crc32(lottery.encode())), among)
    return np.sort(among[np.argsort(draw, kind="stable")[:number]])


def rows_in(market: LabourMarket, status: Status) -> Rows:
    """Rows of everybody of age in a status now."""
    return np.flatnonzero(market.people.status[: market.of_age] == status)


def of_working_age(market: LabourMarket, rows: Rows) -> Rows:
    """Those of the rows below the statutory age of their sex."""
    people = market.people
    return np.asarray(rows[market.age_month - people.birth[rows] < market.legal_age[people.sex[rows]]])


def employer(market: LabourMarket) -> npt.NDArray[np.int32]:
    """Firm of everybody of age; -1 for work off the payroll and for none, (of age,)."""
    return np.asarray(market.workplaces.firm[market.people.workplace[: market.of_age]])


def formal(market: LabourMarket) -> Mask:
    """Who of everybody of age holds a formal wage job, (of age,)."""
    contract = market.workplaces.contract[market.people.workplace[: market.of_age]]
    return np.asarray(contract == Contract.formal_wage)


def differing(one: LabourMarket, other: LabourMarket, apart: Rows) -> Mask:
    """Who differs between two arms in status or employer, those ``apart`` never, (of age,)."""
    mine, yours = one.people.status[: one.of_age], other.people.status[: other.of_age]
    found = (mine != yours) | (employer(one) != employer(other))
    found[apart] = False
    return np.asarray(found)


def different_columns(one: LabourMarket, other: LabourMarket) -> dict[str, int]:
    """Rows in which two arms differ, by column of people, firms and workplaces; columns that agree are left out.

    Numbers are compared as they are stored, so that a missing value equals itself and no rounding hides a difference.
    """
    found = {}
    for store in ("people", "employers", "workplaces"):
        mine, yours = getattr(one, store).snapshot(), getattr(other, store).snapshot()
        for name, column in mine.items():
            rows = int((_as_stored(column) != _as_stored(yours[name])).sum())
            if rows:
                found[f"{store}.{name}"] = rows
    return found


def _as_stored(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(column).view(f"u{column.dtype.itemsize}")


def over_seeds(measure: Callable[..., Result], seeds: Iterable[int], workers: int, *arguments: Any) -> list[Result]:
    """``measure(seed, *arguments)`` of every seed, in order of seeds, in up to ``workers`` fresh processes."""
    if workers == 1:
        return [measure(seed, *arguments) for seed in seeds]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [future.result() for future in [pool.submit(measure, seed, *arguments) for seed in seeds]]
