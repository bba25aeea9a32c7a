"""Ratios of labour incomes: what men earn over what women earn, town over country; all the employed, wage or not."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from simulation.observation.tally import AREAS, Tally, share
from simulation.vocabulary import Sex

Floats = npt.NDArray[np.float64]


def income_ratios(tally: Tally) -> Iterator[tuple[str, Floats]]:
    """Name and value, (1,), of each ratio; missing where one of the two groups has nobody at work."""
    mean = share(tally.income, tally.count("employed"))
    sex, area = mean[tally.groups.rows["sex"]], mean[tally.groups.rows["urban"]]
    yield "income_ratio_men_women", share(sex[Sex.male : Sex.male + 1], sex[Sex.female : Sex.female + 1])
    rural, urban = (area[AREAS.index(name)][None] for name in ("rural", "urban"))
    yield "income_ratio_urban_rural", share(urban, rural)
