"""Levers on trial: two arms of one seed on the real province, and what is watched in both month by month.

Each lever has a file in ``doses``: under ``strong`` a dose that would change much from April 2021, under ``zero`` by
name what turns it into no lever at all, and under ``bound`` (where it spends) a budget that must bind. ``alone`` stands
where a lever works through others only, and so changes nothing by itself.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy import stats

from simulation import LabourMarket, Scenario
from simulation.months import month_index

BEGIN = month_index("2021-04")
DOSES = Path(__file__).parent / "doses"
#: Levers whose controls are tried.
CONTROLS = len(list(DOSES.glob("*.yaml")))
HEAD = {"name": {"vi": "Thử đòn bẩy", "en": "A lever on trial"}, "extends": "baseline.yaml"}

Watch = Callable[[LabourMarket], float]
Floats = npt.NDArray[np.float64]


@cache
def doses_of(lever: str) -> dict[str, Any]:
    """What the file of a lever holds: ``strong``, ``zero``, ``bound``."""
    return dict(yaml.safe_load((DOSES / f"{lever}.yaml").read_text(encoding="utf-8")))


def strong(lever: str, **changes: Any) -> dict[str, Any]:
    """The strong dose of a lever as an entry of a scenario's policies, with some fields changed."""
    return {lever: {**doses_of(lever)["strong"], **changes}}


def scenario(
    folder: Path, *levers: dict[str, Any], scale: float, end: str = "2021-12", base: str = "baseline.yaml", **head: Any
) -> Scenario:
    """A shipped scenario with some further levers; ``head`` sets other keys of the file."""
    content = {**HEAD, "extends": base, "horizon": {"start": "2021-01", "end": end}, **head, "policies": list(levers)}
    path = folder / "on_trial.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Scenario.load(path).with_(scale=scale)


def fingerprint(market: LabourMarket) -> str:
    """Hash of every column of people, firms and workplaces."""
    digest = hashlib.sha256()
    for store in (market.people, market.employers, market.workplaces):
        for column in store.snapshot().values():
            digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()


def monthly(market: LabourMarket) -> list[str]:
    """Fingerprints from before the first month on."""
    found = [fingerprint(market)]
    while market.month <= market.end:
        market.step()
        found.append(fingerprint(market))
    return found


def watched(question: Scenario, seeds: Sequence[int], watches: Sequence[Watch]) -> Floats:
    """Sum over the months from ``BEGIN`` on of what each watch sees at the end of a month, (watches, seeds)."""
    found = np.zeros((len(watches), len(seeds)))
    for column, seed in enumerate(seeds):
        market = LabourMarket(scenario=question, rng=seed)
        while market.month <= market.end:
            market.step()
            if market.month > BEGIN:
                found[:, column] += [watch(market) for watch in watches]
    return found


def flow(*names: str) -> Watch:
    """A watch of events of the month by name, rows."""
    return lambda market: float(sum(market.flows[name] for name in names))


def bites(with_lever: Floats, without: Floats, direction: int) -> bool:
    """Whether the paired difference over seeds has the direction at p < 0.01, one-sided, (seeds,) each."""
    difference = direction * (with_lever - without)
    if np.ptp(difference) == 0.0:
        return bool(difference[0] > 0)
    return bool(stats.ttest_1samp(difference, 0.0, alternative="greater").pvalue < 0.01)


def stays(with_control: Floats, without_control: Floats, with_first: Floats, without_first: Floats) -> bool:
    """Whether a control stays put: its 90 % interval is narrower than a tenth of the first-order change and within it.

    Both in percent of their own level without the lever. Zero must lie in the interval too, but in the one that all
    controls of the plan's levers together leave with a chance of one in ten if none of them moves: each at 90 % would
    have half a dozen of them fail under any new luck.
    """
    change = 100.0 * (with_control - without_control) / without_control.mean()
    first = 100.0 * abs((with_first - without_first).mean()) / max(without_first.mean(), 1e-9)
    if np.ptp(change) == 0.0:
        return bool(change[0] == 0.0)
    error, mean = change.std(ddof=1) / np.sqrt(len(change)), abs(change.mean())
    half, half_of_all = (
        stats.t.ppf((1.0 + level) / 2.0, len(change) - 1) * error for level in (0.9, 0.9 ** (1.0 / CONTROLS))
    )
    return bool(mean <= half_of_all and mean + half <= first / 10.0 and 2.0 * half < first / 10.0)
