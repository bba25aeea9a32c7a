"""Whether a fit finds hidden parameters: what is promised before the truths are drawn, and what is held after.

A parameter is declared identifiable when the targets' errors alone promise a posterior sd of at most ``INFORMED`` times
the prior's, on average over the prior. Then truths are drawn from the prior, each surveyed and fitted like a real
survey; intervals must cover, and the truth's rank among the posterior's draws must be even (Talts et al. 2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.fitting.posterior import INFORMED, Posterior
from calibration.fitting.priors import Prior

Floats = npt.NDArray[np.float64]

#: Share of the posterior's interval, and what its coverage may be.
INTERVAL, COVERED = 0.90, (0.80, 0.98)
#: Fewest parameters that must be declared identifiable, and the least probability of the ranks if they are even.
FEWEST_IDENTIFIABLE, LEAST_PROBABILITY = 6, 0.01
_BINS = 10
_RANKS = 200


@dataclass(frozen=True)
class Verdict:
    """What the self-test found: ``table`` by parameter, ``ranks`` by bin, and whether each promise is held."""

    table: pd.DataFrame
    ranks: pd.DataFrame
    truths: int
    identifiable: int
    spread: float
    coverage: float
    probability: float

    @property
    def checks(self) -> dict[str, bool]:
        """The promises by name, and whether they are held."""
        return {
            "identifiable": self.identifiable >= FEWEST_IDENTIFIABLE,
            "spread": self.spread <= INFORMED,
            "coverage": COVERED[0] <= self.coverage <= COVERED[1],
            "ranks": self.probability > LEAST_PROBABILITY,
        }


def judge(
    priors: Sequence[Prior], promised: Floats, truths: Floats, posteriors: Sequence[Posterior]
) -> tuple[Verdict, pd.DataFrame]:
    """Verdict and a row a truth and parameter. ``promised`` (parameters,); ``truths`` (truths, parameters) in units."""
    rows = []
    for number, posterior in enumerate(posteriors):
        draws = posterior.thinned(_RANKS).points
        for place, prior in enumerate(priors):
            low, high = np.quantile(draws[:, place], (0.5 - INTERVAL / 2.0, 0.5 + INTERVAL / 2.0))
            truth = truths[number, place]
            rows.append({
                "truth": number + 1,
                "parameter": prior.name,
                "declared": promised[place] <= INFORMED,
                "value": float(prior.value(np.array([truth]))[0]),
                "mean": float(posterior.values[:, place].mean()),
                "sd": float(posterior.values[:, place].std()),
                "spread": float(posterior.spread[place]),
                "covered": bool(low <= truth <= high),
                "rank": float((draws[:, place] < truth).mean()),
            })  # fmt: skip
    pairs = pd.DataFrame(rows)
    return _verdict(pairs, priors, promised, len(posteriors)), pairs


def _verdict(pairs: pd.DataFrame, priors: Sequence[Prior], promised: Floats, truths: int) -> Verdict:
    from scipy.stats import chisquare

    declared = pairs[pairs["declared"]]
    table = pairs.groupby("parameter", sort=False).agg(spread=("spread", "mean"), coverage=("covered", "mean"))
    table.insert(0, "promised", promised)
    table.insert(1, "declared", [value <= INFORMED for value in promised])
    count = np.histogram(declared["rank"], bins=_BINS, range=(0.0, 1.0))[0]
    ranks = pd.DataFrame({"from": np.arange(_BINS) / _BINS, "pairs": count})
    spread = float(table.loc[table["declared"], "spread"].max()) if len(declared) else float("nan")
    return Verdict(
        table.reset_index(),
        ranks,
        truths,
        int(table["declared"].sum()),
        spread,
        float(declared["covered"].mean()) if len(declared) else float("nan"),
        float(chisquare(count).pvalue) if len(declared) else float("nan"),
    )
