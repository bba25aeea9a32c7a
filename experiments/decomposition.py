"""What a lever truly does: gross, deadweight, displaced and net, and what net costs at three prices.

A month's row is the mean over pairs of arms; a window's (calendar years, the last twelve months) is the mean of its
months. ``low`` and ``high`` bound net (90 %, paired on seed). Money is what the scenario spends beyond its reference
from the first month on, up to the end of the row's month or window: net per billion VND is persons (million VND a month
for income) standing at that time for each billion spent until then, at the public price.

Three prices: *provincial* counts what the province's own budgets bear (state recurrent money and tuition income),
*public* adds national programmes and funds, *social* counts real resources alone, whoever pays, since transfers leave
one pocket for another. Money lent is never spending.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.effects import windows
from experiments.intervals import band, ratio

KEYS = ["scenario", "lever", "outcome", "month", "rho"]
SUMS = ["gross", "deadweight", "displaced_residents", "displaced_outside", "substitution", "net"]
FATES = ["reached", "anyway", "gained", "lost", "never"]
DECOMPOSITION = [*KEYS, *SUMS, "low", "high", "net_per_billion"]
RECIPIENTS = [*KEYS[:-1], *FATES]
COSTS = ["scenario", "lever", "outcome", "price", "spending", "net", "low", "high", "net_per_billion"]
COSTS += ["net_per_billion_low", "net_per_billion_high", "cost_per_net", "cost_per_net_low", "cost_per_net_high"]
_SPENT = ("transfer", "real resource", "foregone revenue")
#: Outcomes that a measure pays for, by the person.
WANTED = ("formal_wage_employment", "certified", "insured")
#: Sources and kinds that each price counts.
PRICES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "provincial": (("SR", "TU"), _SPENT),
    "public": (("SR", "NP", "TU", "FU"), _SPENT),
    "social": (("SR", "NP", "TU", "FU", "DF", "HH"), ("real resource",)),
}


def decomposition(pairs: pd.DataFrame, ledger: pd.DataFrame, reference_of: dict[str, str], rho: float) -> pd.DataFrame:
    """Table ``decomposition.csv`` of one answer of job creation; ``pairs`` as ``read_decomposition`` gives them."""
    frames, spending = [], _spending(ledger, reference_of)
    for keys, wide in _by_series(pairs):
        spent = spending(keys[0], "public", wide["net"])
        frames.append(_rows(wide, spent).assign(scenario=keys[0], lever=keys[1], outcome=keys[2], rho=rho))
    return pd.concat(frames, ignore_index=True)[DECOMPOSITION] if frames else pd.DataFrame(columns=DECOMPOSITION)


def recipients(pairs: pd.DataFrame) -> pd.DataFrame:
    """Table ``recipients.csv``: whom a lever has reached by the end of each year, and what they have in either arm.

    ``anyway`` with the outcome in both arms, ``gained`` only with the lever, ``lost`` only without, ``never``. How many
    change places depends on how luck is shared between the arms; gross, deadweight and net do not.
    """
    states = pairs[(pairs["outcome"] != "labour_income") & pairs["month"].astype(str).str.endswith("-12")]
    keys = KEYS[:-1]
    table = states.astype(dict.fromkeys(keys, "object")).groupby(keys, sort=False)[FATES].mean().reset_index()
    return table[RECIPIENTS]


def cost_effectiveness(pairs: pd.DataFrame, ledger: pd.DataFrame, reference_of: dict[str, str]) -> pd.DataFrame:
    """Table ``cost_effectiveness.csv``: net of the last twelve months and what it cost, at the three prices.

    ``spending`` in billion VND. The cost of one net person, in million VND, stands only for outcomes that one pays for
    and only where the 90 % interval of net lies above zero, with Fieller's interval: elsewhere net cannot be told from
    zero, or is a loss.
    """
    rows, spending = [], _spending(ledger, reference_of)
    for (scenario, lever, outcome), wide in _by_series(pairs):
        months = list(wide["net"].index)
        net = wide["net"].loc[months[-12:]].mean().to_numpy()
        if not np.isfinite(net).all():
            continue
        mean, low, high = (float(value[0]) for value in band(net[None, :], _draws(wide["net"])))
        for price in PRICES:
            spent = spending(scenario, price, wide["net"]).iloc[-1].to_numpy()
            row = {"scenario": scenario, "lever": lever, "outcome": outcome, "price": price}
            row |= {"spending": float(spent.mean()), "net": mean, "low": low, "high": high}
            row |= dict(zip(COSTS[8:11], ratio(net, spent), strict=True))
            known = outcome in WANTED and low > 0 and spent.mean() > 0
            row |= dict(zip(COSTS[11:], ratio(1e3 * spent, net) if known else (np.nan,) * 3, strict=True))
            rows.append(row)
    return pd.DataFrame(rows, columns=COSTS)


def _by_series(pairs: pd.DataFrame) -> Iterator[Any]:
    """Scenario, lever and outcome, and by quantity the frame of its months by run."""
    keys = ["scenario", "lever", "outcome"]
    named = pairs.astype({name: "object" for name in (*keys, "month")}).set_index([*keys, "month", "draw", "seed"])
    whole = {name: named[name].unstack(["draw", "seed"]).sort_index(axis=0).sort_index(axis=1) for name in SUMS}
    index: Any = whole["net"].index
    place = index.droplevel("month")
    for series in dict.fromkeys(zip(*(named.index.get_level_values(key) for key in keys), strict=True)):
        rows = place.get_loc(series)  # a slice: the index is sorted
        yield series, {name: frame.iloc[rows].droplevel(keys) for name, frame in whole.items()}


def _draws(by_run: pd.DataFrame) -> NDArray[np.int64]:
    """Number of the draw of each run, (runs,)."""
    return np.asarray(by_run.columns.get_level_values("draw"), dtype=np.int64)


def _rows(wide: dict[str, pd.DataFrame], spent: pd.DataFrame) -> pd.DataFrame:
    """Months, then windows, of one series."""
    names, means, last = _spans(tuple(str(month) for month in wide["net"].index))
    net = means @ wide["net"].to_numpy(dtype=np.float64)
    _, low, high = band(net, _draws(wide["net"]))
    table = pd.DataFrame({"month": names, "low": low, "high": high})
    for name in SUMS:
        table[name] = means @ wide[name].to_numpy(dtype=np.float64).mean(axis=1)
    money = spent.to_numpy(dtype=np.float64).mean(axis=1)[last]
    table["net_per_billion"] = np.divide(table["net"], money, out=np.full(len(table), np.nan), where=money > 0)
    return table


@cache
def _spans(months: tuple[str, ...]) -> tuple[list[str], NDArray[np.float64], NDArray[np.int64]]:
    """Names of months and windows; what each month weighs in their means, (spans, months); last month of each."""
    spans = [*((month, [month]) for month in months), *windows(list(months))]
    members = np.array([[month in within for month in months] for _, within in spans])
    last = len(months) - 1 - np.argmax(members[:, ::-1], axis=1)
    return [name for name, _ in spans], members / members.sum(axis=1, keepdims=True), last


def _spending(ledger: pd.DataFrame, reference_of: dict[str, str]) -> Callable[[str, str, pd.DataFrame], pd.DataFrame]:
    """Billion VND a scenario has spent beyond its reference by the end of each month, months × runs of a frame.

    Asked by scenario, price and frame. Each scenario's money is summed once a price, however many series ask.
    """

    @cache
    def by_run(name: str, price: str) -> pd.DataFrame:
        sources, kinds = PRICES[price]
        rows = ledger[(ledger["scenario"] == name) & ledger["source"].isin(sources) & ledger["kind"].isin(kinds)]
        rows = rows.astype({"month": "object"})
        return rows.pivot_table(index="month", columns=["draw", "seed"], values="amount", aggfunc="sum")

    def beyond(scenario: str, price: str, like: pd.DataFrame) -> pd.DataFrame:
        own, reference = (
            by_run(name, price).reindex(index=like.index, columns=like.columns).fillna(0.0)
            for name in (scenario, reference_of[scenario])
        )
        return (own - reference).cumsum() / 1e3

    return beyond
