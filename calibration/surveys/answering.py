"""From the cells of a survey file to answers: province, weights, identity and time, concepts, numbers; all checked."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.surveys.answers import CODES
from calibration.surveys.codebook import Allowed, Codebook, Coded, Number
from calibration.surveys.reading import TOLERATED, Reading, fits, numbers_of, open_survey
from simulation.months import month_index

#: Fewest records that anything is estimated from.
FEWEST = 30
#: Whom a concept is asked of; blanks of others are no missing answers.
_ASKED = {
    "hours": "employed",
    "work": "employed",
    "agriculture": "employed",
    "wants_hours": "employed",
    "search": "unemployed",
}
_MIDDLE = 2


@dataclass(frozen=True)
class Survey:
    """A survey as read: its ``answers``, and a ``report`` with a row a count: what, column, records, note."""

    file: str
    codebook: Codebook
    answers: pd.DataFrame
    report: pd.DataFrame


def read_survey(path: Path, codebook: Codebook, province: str, tolerated: float = TOLERATED) -> Survey:
    """A file's answers about a province. Raises SurveyFileError with every fault."""
    reading = open_survey(path, codebook, tolerated)
    reading.count("read", "", reading.records)
    _choose_place(reading, codebook, province)
    answers = pd.DataFrame(index=range(reading.records))
    answers["weight"] = _weights(reading, codebook)
    answers["month"] = _months(reading, codebook)
    for name, number in codebook.numbers.items():
        if _is_asked(reading, number):
            answers[name] = _number(reading, name, number)
    for name, concept in codebook.concepts.items():
        if _is_asked(reading, concept):
            answers[name] = _coded(reading, name, concept)
    _identify(reading, codebook, answers)
    _check_sense(reading, codebook, answers)
    reading.stop_if_wrong()
    _count_missing(reading, codebook, answers)
    return Survey(str(path), codebook, answers, pd.DataFrame(reading.counts))


def _is_asked(reading: Reading, part: Number | Coded) -> bool:
    return not part.optional or all(name in reading.cells for name in part.used)


def _choose_place(reading: Reading, codebook: Codebook, province: str) -> None:
    """Keep the province's records. Stops when there are none."""
    if codebook.place is None:
        return
    column, codes = codebook.place.column, codebook.place.codes
    if province not in codes:
        reading.wrong(
            column,
            reading.records,
            f"the codebook has no code of {province}",
            f"add to the codebook: place: codes: {{{province}: ...}}",
        )
        reading.stop_if_wrong()
    here = fits(reading.cells[column], codes[province])
    if not here.any():
        common = ", ".join(str(one) for one in reading.cells[column].value_counts().index[:5])
        reading.wrong(
            column,
            0,
            f"holds no record of {province} (code {_shown(codes[province])}); most often: {common}",
            "choose the file of the province, or correct its code in the codebook",
        )
        reading.stop_if_wrong()
    if not here.all():
        reading.count("outside the province", column, int((~here).sum()))
    reading.keep(here)


def _shown(allowed: tuple[Allowed, ...]) -> str:
    return ", ".join(
        f"{one[0]:g}..{one[1]:g}" if isinstance(one, tuple) else f"{one:g}" if isinstance(one, float) else str(one)
        for one in allowed
    )


def _weights(reading: Reading, codebook: Codebook) -> npt.NDArray[np.float64]:
    if codebook.weight == "none":
        reading.count("unweighted", "", reading.records, "every record counts the same")
        return np.ones(reading.records)
    name = codebook.weight
    values, blank, text = numbers_of(reading.cells[name])
    for bad, message in (
        (blank, "has no weight"),
        (text, "holds text where a weight was expected"),
        (values <= 0, "has weights of zero or less"),
    ):
        if bad.any():
            reading.wrong(
                name, int(bad.sum()), message, "complete the weights, or delete records that were not interviewed"
            )
    return np.where(np.isfinite(values), values, 0.0)


def _months(reading: Reading, codebook: Codebook) -> npt.NDArray[np.int64]:
    """Month number of each record; 0 where the codebook does not tell time."""
    time = codebook.time
    if time.always is not None:
        return np.full(reading.records, month_index(time.always))
    if time.year is None:
        return np.zeros(reading.records, dtype=np.int64)
    years = _whole(reading, time.year, 1900, 2100)
    if time.month is not None:
        months = _whole(reading, time.month, 1, 12)
    elif time.quarter is not None:
        months = 3 * (_whole(reading, time.quarter, 1, 4) - 1) + _MIDDLE
    else:
        months = np.full(reading.records, 6)
    return (years - 1900) * 12 + months - 1


def _whole(reading: Reading, name: str, low: int, high: int) -> npt.NDArray[np.int64]:
    values, blank, _ = numbers_of(reading.cells[name])
    bad = blank | ~((values >= low) & (values <= high) & (values == np.floor(np.nan_to_num(values))))
    if bad.any():
        reading.wrong(
            name, int(bad.sum()), f"is not a whole number from {low} to {high}", "correct the dates of these records"
        )
    return np.where(bad, low, np.nan_to_num(values)).astype(np.int64)


def _number(reading: Reading, name: str, number: Number) -> npt.NDArray[np.float64]:
    total = np.zeros(reading.records)
    known = np.zeros(reading.records, dtype=bool)
    for column in number.columns:
        values, blank, text = numbers_of(reading.cells[column])
        reading.impossible(
            column,
            text,
            f"holds text where a number was expected, as {_example(reading, column, text)}",
            "write decimals with a point; name words for no answer in the codebook: missing: [...]",
        )
        unknown = blank | text | fits(reading.cells[column], number.missing)
        total += np.where(unknown, 0.0, values)
        known |= ~unknown
    with np.errstate(over="ignore"):
        scaled = (np.exp(total) if number.log else total) * number.factor
    bad = known & ~((scaled >= number.range[0]) & (scaled <= number.range[1]))
    if _has_another_unit(reading, name, number, scaled[known]):
        return scaled
    columns = ", ".join(number.columns)
    low, high = number.range
    reading.impossible(
        columns,
        bad,
        f"has a {name} outside {low:g} to {high:g}, as {_first(scaled, bad)}",
        "correct the records, or name codes for no answer in the codebook: missing: [...]",
    )
    return np.where(known & ~bad, scaled, np.nan)


def _first(values: npt.NDArray[np.float64], bad: npt.NDArray[np.bool_]) -> str:
    return f"{values[bad][0]:g}" if bad.any() else ""


def _example(reading: Reading, column: str, bad: npt.NDArray[np.bool_]) -> str:
    return repr(str(reading.cells[column][bad].iloc[0]))[:40] if bad.any() else ""


def _coded(reading: Reading, name: str, concept: Coded) -> npt.NDArray[np.int8]:
    words = CODES[name]
    code = np.full(reading.records, -1, dtype=np.int8)
    rules = concept.rules or tuple({word: {str(concept.column): allowed}} for word, allowed in concept.codes.items())
    for rule in reversed(rules):
        ((word, tests),) = rule.items()
        meets = np.all([fits(reading.cells[column], allowed) for column, allowed in tests.items()], axis=0)
        code[meets] = words.index(word)
    if concept.otherwise is not None:
        code[code < 0] = words.index(concept.otherwise)
    if concept.column is not None:
        cells = reading.cells[concept.column]
        _, blank, _ = numbers_of(cells)
        bad = (code < 0) & ~blank & ~fits(cells, concept.missing)
        reading.impossible(
            concept.column,
            bad,
            f"has codes of {name} that the codebook does not know, as {_example(reading, concept.column, bad)}",
            "add them to the codebook, or name codes for no answer: missing: [...]; give codes, not labels",
        )
    return code


def _identify(reading: Reading, codebook: Codebook, answers: pd.DataFrame) -> None:
    """Numbers of persons, strata and clusters; nobody stands twice in a month."""
    answers["person"] = _numbered(reading, codebook.person)
    answers["stratum"] = _numbered(reading, codebook.stratum) if codebook.stratum else 0
    answers["cluster"] = _numbered(reading, codebook.cluster or codebook.person)
    if not codebook.cluster:
        reading.count("unclustered", "", reading.records, "standard errors leave clusters out of account")
    if codebook.person and not reading.faults:
        twice = answers.duplicated(["person", "month"], keep=False).to_numpy()
        if twice.any():
            reading.wrong(
                ", ".join(codebook.person),
                int(twice.sum()),
                "names a person more than once in a month",
                "delete the records that stand twice, or complete the columns that name a person",
            )
        blank = np.any([numbers_of(reading.cells[name])[1] for name in codebook.person], axis=0)
        if blank.any():
            reading.wrong(
                ", ".join(codebook.person),
                int(blank.sum()),
                "does not name the person",
                "complete the column: interviews of a person cannot be linked without it",
            )


def _numbered(reading: Reading, columns: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """The same number for records alike in all columns; one each where there are none."""
    if not columns:
        return np.arange(reading.records)
    groups = reading.cells[list(columns)].astype(str).groupby(list(columns), sort=True).ngroup()
    return np.asarray(groups, dtype=np.int64)


def _check_sense(reading: Reading, codebook: Codebook, answers: pd.DataFrame) -> None:
    """Whether the answers as a whole can be those of a labour market."""
    if reading.records < FEWEST:
        reading.wrong("", reading.records, f"has fewer than {FEWEST} records", "nothing can be estimated from so few")
    if reading.faults:
        return
    if "age" in answers and not (answers["age"] >= 15).any():
        reading.wrong(
            _columns(codebook, "age"),
            reading.records,
            "nobody is 15 or over",
            "the column may hold years of birth or age groups: give age in years",
        )
    for name, word in (("activity", "employed"), ("sex", "female"), ("sex", "male")):
        if (
            name in answers
            and _is_expected(codebook, name, word)
            and not (answers[name] == CODES[name].index(word)).any()
        ):
            reading.wrong(
                _columns(codebook, name),
                reading.records,
                f"nobody is {word}",
                "the codes may be those of another year: compare them with the questionnaire",
            )


def _is_expected(codebook: Codebook, name: str, word: str) -> bool:
    return word in codebook.concepts[name].words


def _columns(codebook: Codebook, name: str) -> str:
    part = codebook.numbers.get(name) or codebook.concepts[name]
    return ", ".join(part.used)


def _has_another_unit(reading: Reading, name: str, number: Number, told: npt.NDArray[np.float64]) -> bool:
    """Whether the median lies where only another unit can put it; then that is noted."""
    if number.plausible is None:
        return False
    known, columns = told[np.isfinite(told) & (told > 0)], ", ".join(number.columns)
    low, high = number.plausible
    if not len(known):
        remedy = "the column is empty for this province: take it out of the codebook"
        reading.wrong(columns, reading.records, f"tells nobody's {name}", remedy)
        return True
    middle = float(np.median(known))
    if low <= middle <= high:
        return False
    message = f"the median {name} is {middle:.4g}, where {low:g} to {high:g} is plausible: another unit"
    remedy = f"correct the unit in the codebook, for example factor: {_other_factor(number, middle):g}"
    reading.wrong(columns, len(known), message, remedy)
    return True


def _other_factor(number: Number, middle: float) -> float:
    """The factor, a power of a thousand away, that brings the median nearest to what is plausible."""
    assert number.plausible is not None
    centre = np.sqrt(number.plausible[0] * number.plausible[1])
    return float(number.factor * 1000.0 ** np.round(np.log10(centre / middle) / 3.0))


def _count_missing(reading: Reading, codebook: Codebook, answers: pd.DataFrame) -> None:
    """Count records that were asked and did not answer."""
    reading.count("kept", "", reading.records)
    for name in (*codebook.numbers, *codebook.concepts):
        if name not in answers:
            reading.count("not asked", name, reading.records)
            continue
        asked = np.ones(reading.records, dtype=bool)
        if name in _ASKED and "activity" in answers:
            asked = answers["activity"].to_numpy() == CODES["activity"].index(_ASKED[name])
        values = answers[name].to_numpy()
        missing = asked & ((values < 0) if name in CODES else ~np.isfinite(values.astype(np.float64)))
        if missing.any() and name != "pay" and name != "tenure":
            reading.count("no answer", _columns(codebook, name), int(missing.sum()), name)
