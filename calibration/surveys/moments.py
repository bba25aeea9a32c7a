"""What a survey measures of a labour market: the moments that targets and the model are compared in.

Each moment is a weighted ratio over the interviews that can tell it, a quantile, or a coefficient of the pay equation,
so each has an influence for every interview: by how much the estimate moves with that interview's weight. They give the
design-based covariance of all moments together (linearisation: Binder 1983; quantiles: Woodruff 1952).

Stocks are over all interviews; flows over two interviews of a person a quarter apart.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.surveys.answers import (
    EMPLOYED,
    FARM,
    FORMAL_WAGE,
    INFORMAL_WAGE,
    OWN_ACCOUNT,
    SEARCH,
    UNEMPLOYED,
    Standard,
    column,
    under,
)
from simulation.vocabulary import Credential

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

QUARTER = 3
#: Log points a quarter beyond which a change of pay counts as this, so that no single one decides a mean; and a jump.
_LARGEST_GROWTH, _JUMP = 0.5, 0.1
#: Longest spell without a job, in months, whose hazard is told.
LONGEST_SPELL = 6


@dataclass(frozen=True)
class Moment:
    """An estimate: ``cell`` interviews can tell it, ``effect`` (interviews,) is the influence of each on it.

    Of a share, the cell is the smaller of those who have the mark and those who do not.
    """

    name: str
    value: float
    cell: int
    effect: Floats = field(repr=False)


class Interviews:
    """The columns of a survey's answers, by one definition of employment, and the pairs a quarter apart."""

    def __init__(self, answers: pd.DataFrame, standard: Standard) -> None:
        self._answers = under(standard, answers)
        self.weight = column(answers, "weight").astype(np.float64)
        self.known = frozenset(answers.columns)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return column(self._answers, name)

    def has(self, *names: str) -> bool:
        """Whether the survey asks all of these."""
        return self.known.issuperset(names)

    @cached_property
    def adult(self) -> Bools:
        """Interviews of persons of 15 and over; all where no age is asked."""
        age = np.asarray(self["age"], dtype=np.float64)
        return np.asarray((age >= 15) | ~np.isfinite(age))

    @cached_property
    def employed(self) -> Bools:
        """At work; everybody in a file that does not ask."""
        return np.asarray(self.adult & (self["activity"] == EMPLOYED)) if self.has("activity") else self.adult

    @cached_property
    def unemployed(self) -> Bools:
        """Without work, searching and available."""
        return np.asarray(self.adult & (self["activity"] == UNEMPLOYED))

    @cached_property
    def active(self) -> Bools:
        """In the labour force."""
        return self.employed | self.unemployed

    @cached_property
    def employee(self) -> Bools:
        """Works for pay."""
        return self.works(FORMAL_WAGE) | self.works(INFORMAL_WAGE)

    def works(self, kind: int) -> Bools:
        """At work in this way."""
        return np.asarray(self.employed & (self["work"] == kind))

    @cached_property
    def log_pay(self) -> Floats:
        """Logarithm of pay; missing where there is none."""
        pay = np.asarray(self["pay"], dtype=np.float64)
        return np.log(pay, out=np.full(len(pay), np.nan), where=pay > 0)

    @cached_property
    def pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Rows of first and second interview of everybody asked twice a quarter apart."""
        person, month = np.asarray(self["person"]), np.asarray(self["month"])
        order = np.lexsort((month, person))
        first, second = order[:-1], order[1:]
        linked = (person[first] == person[second]) & (month[second] - month[first] == QUARTER)
        return first[linked], second[linked]


class _Estimator:
    """Makes moments of interviews."""

    def __init__(self, told: Interviews) -> None:
        self.told = told

    def ratio(self, name: str, over: Bools, top: npt.NDArray[Any]) -> Moment:
        """Weighted mean of ``top`` over the interviews ``over``."""
        weight = np.where(over, self.told.weight, 0.0)
        total = weight.sum()
        values = np.where(over, top, 0.0).astype(np.float64)
        mean = float(weight @ values / total) if total > 0 else np.nan
        effect = weight * (values - mean) / total if total > 0 else np.zeros(len(weight))
        return Moment(name, mean, _cell(over, values), effect)

    def quantile(self, name: str, over: Bools, values: Floats, share: float) -> Moment:
        """Weighted quantile; its influence by the density that a tenth of the distribution around it shows."""
        rows = np.flatnonzero(over & np.isfinite(values))
        order = rows[np.argsort(values[rows], kind="stable")]
        weight = self.told.weight[order]
        effect = np.zeros(len(values))
        if not len(order) or weight.sum() <= 0:
            return Moment(name, np.nan, 0, effect)
        place = (np.cumsum(weight) - 0.5 * weight) / weight.sum()
        low, here, high = np.interp((share - 0.05, share, share + 0.05), place, values[order])
        density = 0.1 / max(high - low, 1e-12)
        effect[order] = -weight / weight.sum() * ((values[order] <= here) - share) / density
        return Moment(name, float(here), len(order), effect)

    def paired(self, name: str, over: Bools, top: npt.NDArray[Any]) -> Moment:
        """Weighted mean over pairs, (pairs,); the influence is that of the first interview."""
        first, _ = self.told.pairs
        weight = np.where(over, self.told.weight[first], 0.0)
        total = weight.sum()
        values = np.where(over, top, 0.0).astype(np.float64)
        mean = float(weight @ values / total) if total > 0 else np.nan
        effect = np.zeros(len(self.told.weight))
        if total > 0:
            effect[first] = weight * (values - mean) / total
        return Moment(name, mean, _cell(over, values), effect)


def _cell(over: Bools, values: Floats) -> int:
    """Interviews that tell a mean; of a mark, those who have it or those who do not, whoever are fewer."""
    told = values[over]
    if not ((told == 0.0) | (told == 1.0)).all():
        return len(told)
    marked = int(told.sum())
    return min(marked, len(told) - marked)


def moments(answers: pd.DataFrame, standard: Standard = "icls19") -> dict[str, Moment]:
    """Every moment that the answers can tell, by name."""
    from threadpoolctl import threadpool_limits

    told = Interviews(answers, standard)
    made = _Estimator(told)
    with threadpool_limits(limits=1):  # sums in one order on every machine; threads would wait for one another
        return {one.name: one for kind in _KINDS for one in kind(told, made) if one.cell and one.value == one.value}


def _stocks(told: Interviews, made: _Estimator) -> Iterator[Moment]:
    yield from _shares_of_work(told, made)
    if not told.unemployed.any():
        return  # who only asks about work cannot tell the unemployed from those outside the labour force
    age = np.asarray(told["age"], dtype=np.float64)
    for name, low, high in (("15_24", 15, 25), ("25_54", 25, 55), ("55_plus", 55, 200)):
        if told.has("age"):
            yield made.ratio(f"participation_{name}", told.adult & (age >= low) & (age < high), told.active)
    yield made.ratio("participation", told.adult, told.active)
    yield made.ratio("unemployment_rate_15plus", told.active, told.unemployed)
    if told.has("age"):
        yield made.ratio("unemployment_rate_15_24", told.active & (age < 25), told.unemployed)
        yield made.ratio("unemployment_rate_25plus", told.active & (age >= 25), told.unemployed)


def _shares_of_work(told: Interviews, made: _Estimator) -> Iterator[Moment]:
    work, certificate = told["work"], told["certificate"]
    if told.has("work"):
        known = told.employed & (work >= 0)
        for name, kind in (
            ("formal_wage", FORMAL_WAGE),
            ("informal_wage", INFORMAL_WAGE),
            ("own_account", OWN_ACCOUNT),
        ):
            yield made.ratio(f"{name}_share", known, work == kind)
    if told.has("agriculture"):
        yield made.ratio("agriculture_share", told.employed & (told["agriculture"] >= 0), told["agriculture"] == 1)
    if told.has("certificate"):
        known = told.employed & (certificate >= 0)
        yield made.ratio("certified_share_survey", known, certificate >= Credential.elementary)
        yield made.ratio("certified_share", known, certificate >= Credential.short_certificate)
    for name, asked in (("insured_share", "insured"), ("short_hours_share", "wants_hours")):
        if told.has(asked):
            yield made.ratio(name, told.employed & (told[asked] >= 0), told[asked] == 1)


def _durations(told: Interviews, made: _Estimator) -> Iterator[Moment]:
    if told.has("search"):
        search = told["search"]
        asked = told.unemployed & (search >= 0)
        rough = SEARCH.index("3_or_more")
        yield made.ratio("search_under_1", asked, search == 0)
        yield made.ratio("search_under_3", asked, search <= 1)
        if not (asked & (search == rough)).any():
            yield made.ratio("search_under_12", asked, search <= 2)
    if told.has("tenure", "work"):
        tenure = np.asarray(told["tenure"], dtype=np.float64)
        for name, kind in (("formal", FORMAL_WAGE), ("own_account", OWN_ACCOUNT)):
            asked = told.works(kind) & np.isfinite(tenure)
            for months in (3, 12, 36):
                yield made.ratio(f"tenure_{name}_under_{months}", asked, tenure < months)


def _pay(told: Interviews, made: _Estimator) -> Iterator[Moment]:
    if not told.has("pay"):
        return
    paid = np.isfinite(told.log_pay) & told.adult
    staff = paid & told.employee if told.has("work") else paid
    for percent in (10, 25, 50, 75, 90):
        yield made.quantile(f"log_pay_p{percent}", staff, told.log_pay, percent / 100.0)
    if told.has("work"):
        for name, kind in (("informal_wage", INFORMAL_WAGE), ("own_account", OWN_ACCOUNT), ("farm", FARM)):
            yield made.ratio(f"log_pay_{name}", paid & told.works(kind), told.log_pay)
    yield from _pay_equation(told, staff)


def _pay_equation(told: Interviews, staff: Bools) -> Iterator[Moment]:
    """Coefficients of log pay on papers, sex, place, age and its square, and farm work; and the spread left over."""
    columns = _regressors(told)
    rows = np.flatnonzero(staff & np.all([np.isfinite(values) for values in columns.values()], axis=0))
    if len(rows) < 5 * len(columns):
        return
    design = np.stack([values[rows] for values in columns.values()], axis=1)
    kept = [place for place in range(design.shape[1]) if place == 0 or np.ptp(design[:, place]) > 0]
    design, names = design[:, kept], [list(columns)[place] for place in kept]
    weight, pay = told.weight[rows], told.log_pay[rows]
    inverse = np.linalg.pinv((design * weight[:, None]).T @ design)
    slope = inverse @ (design.T @ (weight * pay))
    left = pay - design @ slope
    reach = (design @ inverse) * (weight * left)[:, None]
    for place, name in enumerate(names):
        if name not in ("constant", "age", "age_squared"):
            yield Moment(f"pay_{name}", float(slope[place]), len(rows), _spread(reach[:, place], rows, len(staff)))
    spread = float(weight @ left**2 / weight.sum())
    effect = weight * (left**2 - spread) / weight.sum() / (2.0 * np.sqrt(spread)) if spread > 0 else 0.0 * weight
    yield Moment("pay_residual_sd", float(np.sqrt(spread)), len(rows), _spread(effect, rows, len(staff)))


def _regressors(told: Interviews) -> dict[str, Floats]:
    found: dict[str, Floats] = {"constant": np.ones(len(told.weight))}
    if told.has("certificate"):
        certificate = np.asarray(told["certificate"])
        for level in (Credential.elementary, Credential.intermediate, Credential.college, Credential.university):
            found[level.name] = np.where(certificate < 0, np.nan, certificate == level)
    for name, asked, code in (("men", "sex", 0), ("urban", "urban", 1), ("agriculture", "agriculture", 1)):
        if told.has(asked):
            found[name] = np.where(told[asked] < 0, np.nan, told[asked] == code)
    if told.has("work"):
        found["informal"] = np.where(told["work"] < 0, np.nan, told["work"] == INFORMAL_WAGE)
    if told.has("age"):
        age = np.asarray(told["age"], dtype=np.float64) / 10.0
        found["age"], found["age_squared"] = age, age**2
    return found


def _spread(values: Floats, rows: npt.NDArray[np.int64], length: int) -> Floats:
    effect = np.zeros(length)
    effect[rows] = values
    return effect


def _flows(told: Interviews, made: _Estimator) -> Iterator[Moment]:
    if not told.has("activity", "work") or not len(told.pairs[0]):
        return
    side = _sides(told)
    first, second = told.pairs
    names = ("formal", "informal", "unemployed", "inactive")
    for origin, begins in enumerate(names):
        for target, ends in enumerate(names):
            if origin != target:
                yield made.paired(f"flow_{begins}_to_{ends}", side[first] == origin, side[second] == target)
    yield from _changes_of_job(told, made, side)


def _sides(told: Interviews) -> npt.NDArray[np.int64]:
    """Formal 0, informal 1, unemployed 2, outside the labour force 3; -1 unknown, (interviews,)."""
    work, activity = told["work"], told["activity"]
    side = np.where(told.unemployed, 2, np.where(activity >= 0, 3, -1))
    side = np.where(told.employed, np.where(work < 0, -1, np.where(work == FORMAL_WAGE, 0, 1)), side)
    return np.where(told.adult, side, -1)


def _changes_of_job(told: Interviews, made: _Estimator, side: npt.NDArray[np.int64]) -> Iterator[Moment]:
    first, second = told.pairs
    both = (side[first] == 0) & (side[second] == 0)
    if told.has("tenure"):
        tenure = np.asarray(told["tenure"], dtype=np.float64)[second]
        moved = tenure < QUARTER
        yield made.paired("formal_job_change", both & np.isfinite(tenure), moved)
    else:
        moved = np.zeros(len(first), dtype=bool)
    if told.has("pay"):
        growth = told.log_pay[second] - told.log_pay[first]
        for name, who in (("stayers", ~moved), ("changers", moved)):
            asked = both & np.isfinite(growth) & who
            yield made.paired(f"pay_growth_{name}", asked, np.clip(growth, -_LARGEST_GROWTH, _LARGEST_GROWTH))
            yield made.paired(f"pay_jump_{name}", asked, np.abs(growth) > _JUMP)


def _spells(told: Interviews, made: _Estimator) -> Iterator[Moment]:
    """Chance of a job in the first, second, ... month of a spell, of those still without one: Kaplan and Meier 1958."""
    if not told.has("spell", "found"):
        return
    spell, found = np.asarray(told["spell"], dtype=np.float64), told["found"]
    known = np.isfinite(spell) & (found >= 0)
    for month in range(1, LONGEST_SPELL + 1):
        yield _hazard(told, f"finding_hazard_{month}", known, spell, found == 1, month)


def _hazard(told: Interviews, name: str, known: Bools, spell: Floats, found: Bools, month: int) -> Moment:
    """One less the product over the month's ends of spells of one less events over those at risk there."""
    weight, effect, staying, cell = told.weight, np.zeros(len(spell)), 1.0, 0
    for end in np.unique(spell[known & (spell > month - 1) & (spell <= month)]):
        risk = known & (spell >= end)
        total = float(weight[risk].sum())
        event = found & (spell == end)
        share = float(weight[risk & event].sum()) / total
        if share < 1.0:
            effect += np.where(risk, weight * (event - share) / total, 0.0) / (1.0 - share)
        staying, cell = staying * (1.0 - share), max(cell, int(risk.sum()))
    return Moment(name, 1.0 - staying if cell else np.nan, cell, effect * staying)


_KINDS: tuple[Callable[[Interviews, _Estimator], Iterator[Moment]], ...] = (
    _stocks,
    _durations,
    _pay,
    _flows,
    _spells,
)
