"""Custom: work that few of one's own sex do, on payrolls and off.

Women and men are found in different sectors, and newcomers go where people like them are. Who would work in a sector at
all is a person's own luck, for good. All of the sex that is found there more would; the other sex is so much less
likely to that newcomers of the labour force's composition bring about the sector's published one (`female_share_*`).
Custom is taken as it is: no process of the model changes it.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import piece
from simulation.randomness import uniform_pair

if TYPE_CHECKING:
    from simulation.province import Province

Floats = npt.NDArray[np.float64]


def composition(province: "Province") -> Floats:
    """Each sex's share of a sector's employed over its share of all employed, (sexes, sectors)."""
    share = np.stack([1.0 - province.by_sector("female_share"), province.by_sector("female_share")])
    employment = province.by_sector("employment_share")
    return np.asarray(share / (share @ employment / employment.sum())[:, None])


def custom_of_work(province: "Province") -> Floats:
    """Share of each sex who would work in a sector at all, (sexes, sectors)."""
    ratio = composition(province)
    return np.asarray(ratio / ratio.max(axis=0))


@piece
def would_work(row, sector, key, custom, people):  # type: ignore[no-untyped-def]
    """Whether the person would work in the sector at all."""
    return uniform_pair(key, row, sector) < custom[people.sex[row], sector]
