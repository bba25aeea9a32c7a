"""Answers as a survey file: the columns of the Labour Force Survey 2018, and what names an interview and its draw.

Columns with the survey's own names are ``tinh ttnt c3 c5 c17 c19 hdkt c30c c35 c36 c44a c45 c64 cal_weigh``. Of the
schooling code c17 only the levels that are trained papers are told (6 to 9); industry is the first code of its group
(0111 farm work, 9999 other); hours are the province's usual ones, fewer for who wants more. ``year month person
stratum cluster visit activity insured wants_hours tenure_months`` are the model's own.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.surveys.answers import EMPLOYED, FORMAL_WAGE, INFORMAL_WAGE, UNEMPLOYED
from calibration.surveys.reading import FORMATS
from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from calibration.surveys.codebook import Codebook
    from simulation.province import Province

CODEBOOK = "halong"
#: Formats in which a survey is written; of SPSS and Stata only Stata.
WRITTEN = (".csv", ".parquet", ".dta")
_FARM_INDUSTRY, _OTHER_INDUSTRY = 111, 9999
_EMPLOYEE, _OWN_ACCOUNT = 5, 2
_WRITTEN_CONTRACT, _ORAL_CONTRACT = 1, 6
_THOUSANDS = 1000.0
_ACTIVITY = np.array([3, 4, 2, 1])  # inactive, own use, unemployed, employed
_SEARCH = np.array([1, 2, 3, 4, 5])
_CERTIFICATE = np.array([1, 2, 4, 5, 6, 7, 1])
_SCHOOLING = {Credential.intermediate: 6, Credential.college: 7, Credential.university: 8}


def area_code(codebook: "Codebook", province: str) -> int:
    """Code of a province in the codebook; 0 for one that it does not name."""
    codes = codebook.place.codes.get(province, (0.0,)) if codebook.place else (0.0,)
    return int(codes[0]) if isinstance(codes[0], float) else 0


def as_lfs(answers: pd.DataFrame, province: "Province", area_code: int) -> pd.DataFrame:
    """The answers under the survey's column names and codes; blanks where a question was not asked."""
    work, activity = answers["work"].to_numpy(), answers["activity"].to_numpy()
    employed, staff = activity == EMPLOYED, np.isin(work, (FORMAL_WAGE, INFORMAL_WAGE))
    paper, month = answers["certificate"].to_numpy(), answers["month"].to_numpy().astype(np.int64)
    usual, short = province.value("hours_mean"), province.value("short_hours_mean")
    wants = answers["wants_hours"].to_numpy() == 1
    columns = {
        "year": 1900 + month // 12,
        "month": month % 12 + 1,
        "person": answers["person"].to_numpy(),
        "stratum": answers["stratum"].to_numpy(),
        "cluster": answers["cluster"].to_numpy(),
        "visit": answers["visit"].to_numpy(),
        "tinh": np.full(len(answers), area_code),
        "ttnt": np.where(answers["urban"] == 1, 1, 2),
        "c3": np.where(answers["sex"] == 0, 1, 2),
        "c5": answers["age"].to_numpy().astype(np.int64),
        "c17": np.select([paper == level for level in _SCHOOLING], list(_SCHOOLING.values()), 0),
        "c19": _CERTIFICATE[paper],
        "hdkt": np.where(employed, 1, np.where(activity == UNEMPLOYED, 2, 3)),
        "activity": _ACTIVITY[activity],
        "c30c": _of(employed, np.where(answers["agriculture"] == 1, _FARM_INDUSTRY, _OTHER_INDUSTRY)),
        "c35": _of(employed, np.where(staff, _EMPLOYEE, _OWN_ACCOUNT)),
        "c36": _of(staff, np.where(work == FORMAL_WAGE, _WRITTEN_CONTRACT, _ORAL_CONTRACT)),
        "c44a": np.round(answers["pay"].to_numpy() * _THOUSANDS, 3),
        "c45": _of(employed, np.where(wants, short, usual)),
        "c64": _of(activity == UNEMPLOYED, _SEARCH[answers["search"]]),
        "tenure_months": answers["tenure"].to_numpy(),
        "wants_hours": _of(employed, np.where(wants, 1, 2)),
        "insured": np.where(answers["insured"] == 1, 1, 2),
        "cal_weigh": answers["weight"].to_numpy(),
    }
    return pd.DataFrame(columns)


def _of(asked: npt.NDArray[np.bool_], values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    return np.where(asked, values.astype(np.float64), np.nan)


def write_survey(frame: pd.DataFrame, path: Path) -> None:
    """Write a survey file in the format of its ending. Raises OSError when the disk refuses."""
    assert path.suffix in FORMATS
    if path.suffix == ".csv":
        frame.to_csv(path, index=False, lineterminator="\n")
    elif path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        import pyreadstat

        pyreadstat.write_dta(frame, str(path))
