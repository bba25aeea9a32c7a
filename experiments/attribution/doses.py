"""One lever at several doses: whom it reaches, what it adds, and which limit binds at which dose.

A dose is a lever's field at a multiple of the scenario's value, all else of the lever as it stands, alone on top of the
reference. What binds at a dose is found by asking again without one limit at a time: everybody eligible knows of the
lever, it has all the money it asks for, every programme takes whoever applies. A limit binds where lifting it reaches
more people, beyond chance (90 % interval, paired on seed) and by more than a twentieth. Where none does, either the
next dose reaches more, and the dose itself is what binds, or it does not, and there are no more takers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel

from experiments.arms import ArmsError
from experiments.decomposition import decomposition
from experiments.effects import LAST
from experiments.intervals import band
from experiments.parts import Run, read_decomposition, read_ledger
from experiments.spending import spent
from simulation.scenario.faults import nearest
from simulation.scenario.units import CountPerYear, Quantity, Share

if TYPE_CHECKING:
    from experiments.attribution.arms import Question
    from simulation import Scenario
    from simulation.scenario import LeverDose

#: Multiples of the scenario's dose unless others are asked for.
FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0)
#: Limits that are lifted one at a time; then what binds where none of them does.
AWARENESS, BUDGET, SEATS = "awareness", "budget", "seats"
LIMITS = (AWARENESS, BUDGET, SEATS)
DOSE, TAKERS, UNKNOWN = "dose", "takers", "unknown"
#: Lifting a limit must reach more people by this share to count.
NOTICEABLE = 0.05
COLUMNS = ["lever", "field", "factor", "dose", "reached", "reached_low", "reached_high"]
COLUMNS += [f"reached_without_limit_of_{limit}" for limit in LIMITS]
COLUMNS += ["binding", "spending", "outcome", "gross", "deadweight", "displaced", "net", "low", "high"]

Floats = NDArray[np.float64]
#: Persons reached by seed, by factor and the limit that is lifted.
Reached = dict[tuple[float, str | None], Floats]


@dataclass(frozen=True)
class Response:
    """A lever and the field of its dose that is varied; the question whose reference it is added to."""

    question: "Question"
    lever: str
    field: str
    factors: tuple[float, ...]

    @property
    def values(self) -> list[float]:
        """The field at each factor."""
        return [self._total(self._scaled(factor)) for factor in self.factors]

    def _total(self, doses: "list[LeverDose]") -> float:
        """Sum of the field over doses and their parts; of shares and prices the mean."""
        amounts = [value for dose in doses for value in _values(dose, self.field)]
        total = float(sum(amounts))
        return total if _rank(self.field, amounts[0]) < 2 else total / len(amounts)

    @property
    def _doses(self) -> "list[LeverDose]":
        return [dose for dose in self.question.scenario.policies if dose.lever == self.lever]

    def scenario(self, factor: float, without: str | None = None) -> "Scenario":
        """The reference with the lever at a multiple of its dose, one limit lifted."""
        return _lifted(self.question.reference, self.lever, without, self._scaled(factor))

    def reference(self, without: str | None = None) -> "Scenario":
        """What an arm is measured against: places in courses are lifted in both arms, or the lifting is the effect."""
        return _lifted(self.question.reference, self.lever, without)

    def _scaled(self, factor: float) -> "list[LeverDose]":
        return [_with(dose, self.field, factor) for dose in self._doses]


def response(question: "Question", lever: str, field: str | None, factors: Sequence[float]) -> Response:
    """What is to be asked. Raises ArmsError where the scenario lacks the lever, or the lever a dose of that name."""
    if lever not in question.levers:
        hint = nearest(lever, question.levers)
        raise ArmsError(f"{question.scenario.stem} and its reference do not differ in a lever {lever!r}: {hint}")
    doses = [dose for dose in question.scenario.policies if dose.lever == lever]
    fields = [name for name in _numeric(doses[0]) if all(name in _numeric(dose) for dose in doses)]
    if not fields:
        raise ArmsError(f"no field of {lever!r} is a number above zero in {question.scenario.stem}")
    if field is not None and field not in fields:
        raise ArmsError(f"{lever!r} has no dose {field!r} above zero: {nearest(field, fields)}")
    chosen = field or next((name for name in fields if "." not in name), fields[0])
    values = [value for dose in doses for value in _values(dose, chosen)]
    most = min(1.0 / value if isinstance(value, Share) and value else np.inf for value in values)
    within = tuple(sorted({float(factor) for factor in factors if factor <= most + 1e-12}))
    if not within:
        raise ArmsError(f"{chosen!r} of {lever!r} is a share: no factor asked for keeps it below 100%")
    return Response(question, lever, chosen, within)


def limits_of(asked: Response) -> tuple[str, ...]:
    """Limits that the lever has: everybody must know, and courses have seats; money binds where there is a budget."""
    budget = any(dose.budget is not None or dose.budgets for dose in asked._doses)
    return tuple(limit for limit in LIMITS if limit != BUDGET or budget)


def runs_of(asked: Response, seeds: int, basis: str) -> dict[tuple[float, str | None], list[Run]]:
    """Pairs of runs by factor and the limit lifted (None: all stand)."""
    found = {}
    for limit in (None, *limits_of(asked)):
        reference = asked.reference(limit)
        for factor in asked.factors:
            scenario = asked.scenario(factor, limit)
            found[factor, limit] = [
                Run(scenario, seed, 0, basis, reference=Run(reference, seed, 0, basis)) for seed in range(1, seeds + 1)
            ]
    return found


def dose_response(asked: Response, runs: dict[tuple[float, str | None], list[Run]], parts: Path) -> pd.DataFrame:
    """Table ``dose_response.csv``: a row for each factor and outcome, over the last twelve months."""
    reached = {key: _reached(some, parts) for key, some in runs.items()}
    binding = _binding(asked, reached)
    frames = []
    for factor, value in zip(asked.factors, asked.values, strict=True):
        rows = _effects(runs[factor, None], parts)
        mean, low, high = _over_seeds(reached[factor, None])
        rows = rows.assign(lever=asked.lever, field=asked.field, factor=factor, dose=value, binding=binding[factor])
        rows = rows.assign(reached=mean, reached_low=low, reached_high=high)
        for limit in LIMITS:
            known = (factor, limit) in reached
            rows[f"reached_without_limit_of_{limit}"] = reached[factor, limit].mean() if known else np.nan
        frames.append(rows)
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def _binding(asked: Response, reached: Reached) -> dict[float, str]:
    """What binds at each factor: limits joined by a plus sign, else the dose itself, or takers."""
    found = {}
    for place, factor in enumerate(asked.factors):
        base, higher = reached[factor, None], asked.factors[place + 1 : place + 2]
        lifted = [limit for limit in limits_of(asked) if _more(base, reached[factor, limit])]
        if not lifted:
            lifted = [DOSE if _more(base, reached[more, None]) else TAKERS for more in higher] or [UNKNOWN]
        found[factor] = "+".join(lifted)
    return found


def _more(base: Floats, lifted: Floats) -> bool:
    """Whether more people are reached, beyond chance and by a noticeable share."""
    mean, low, _ = _over_seeds(lifted - base)
    return mean > NOTICEABLE * max(float(base.mean()), 1.0) and low > 0.0


def _over_seeds(values: Floats) -> tuple[float, float, float]:
    """Mean and 90 % interval of a value a seed."""
    mean, low, high = band(values[None, :], np.zeros(len(values), dtype=np.int64))
    return float(mean[0]), float(low[0]), float(high[0])


def _reached(runs: list[Run], parts: Path) -> Floats:
    """Persons whom the lever has reached by the last month, (seeds,)."""
    pairs = read_decomposition(runs, parts)
    return np.asarray(pairs.groupby("seed")["reached"].max(), dtype=np.float64)  # nobody leaves those once reached


def _effects(runs: list[Run], parts: Path) -> pd.DataFrame:
    """Gross to net of each outcome over the last twelve months, and the money spent, billion VND."""
    pairs = read_decomposition(runs, parts).assign(scenario="with")
    arms = (read_ledger(runs, parts), read_ledger([run.reference for run in runs if run.reference], parts))
    ledger = pd.concat([arm.assign(scenario=name) for arm, name in zip(arms, ("with", "without"), strict=True)])
    table = decomposition(pairs, ledger, {"with": "without"}, float("nan"))
    table = table[table["month"] == LAST].copy()
    table["displaced"] = table["displaced_residents"] + table["displaced_outside"]
    costs = [float(spent(arm)["amount"].sum()) for arm in arms]
    return table.assign(spending=(costs[0] - costs[1]) / len(runs) / 1e3)


def _lifted(reference: "Scenario", lever: str, without: str | None, added: "Sequence[LeverDose]" = ()) -> "Scenario":
    """The reference, the lever's own doses replaced by ``added`` where there are any, with one limit lifted."""
    changed: list[LeverDose] = list(reference.policies)
    if added:
        changed = [dose for dose in changed if dose.lever != lever]
        changed += [_free(dose, without) for dose in added]
    seats = {"seats": "unlimited"} if without == SEATS else None
    return reference.with_(policies=changed, mechanisms=seats)


def _free(dose: "LeverDose", limit: str | None) -> "LeverDose":
    """The dose without one of its own limits."""
    if limit == AWARENESS:
        return dose.model_copy(update={"awareness": Share(1.0)})
    return dose.model_copy(update={"budget": None, "budgets": None}) if limit == BUDGET else dose


def _numeric(dose: "LeverDose") -> list[str]:
    """Fields of a dose that are amounts above zero: persons a year, other counts, shares, money; as written in each."""
    common = {"from_", "to", "eligible", "budget", "budgets", "awareness", "id"}
    found = list(_amounts(dose, common))
    return [name for name, _ in sorted(found, key=lambda one: (_rank(one[0], one[1]), found.index(one)))]


def _rank(field: str, value: Any) -> int:
    """What people call the dose first: how many, then which share, then how much money, then how long."""
    if field.endswith("months"):
        return 4
    kinds = ((CountPerYear, 0), (Share, 2), (Quantity, 3))
    return next((rank for kind, rank in kinds if isinstance(value, kind)), 1)


def _amounts(part: Any, left_out: set[str]) -> Iterator[tuple[str, Any]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        within = value[0] if isinstance(value, tuple) and value else value
        if name in left_out or isinstance(value, bool):
            continue
        if isinstance(value, Quantity | int) and value > 0:
            yield name, value
        elif isinstance(within, BaseModel):
            yield from ((f"{name}.{below}", amount) for below, amount in _amounts(within, {"ready"}))


def _values(part: Any, field: str) -> list[Any]:
    """The amounts under a dotted name, one for each entry of the lists on the way."""
    if isinstance(part, tuple):
        return [value for entry in part for value in _values(entry, field)]
    name, _, below = field.partition(".")
    value = getattr(part, name)
    return _values(value, below) if below else [value]


def _with(part: Any, field: str, factor: float) -> Any:
    """A copy of a dose with the amounts under a dotted name multiplied; whole numbers stay whole."""
    if isinstance(part, tuple):
        return tuple(_with(entry, field, factor) for entry in part)
    name, _, below = field.partition(".")
    value = getattr(part, name)
    if below:
        return part.model_copy(update={name: _with(value, below, factor)})
    return part.model_copy(
        update={name: round(value * factor) if isinstance(value, int) else type(value)(value * factor)}
    )
