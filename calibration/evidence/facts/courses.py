"""C1 to C3: what a course paid by a study card does to those who take it, against the same persons without cards.

Participants are those whom the card reaches in its first half-year. C1 counts from completion: formal work and income
against the arm without cards, in the first and in the third year. C2 counts from the start: how many fewer of those
without a formal job enter one while the course runs, and whether long courses lose more. C3 is the picture of vouchers:
more courses and certificates, little employment, little pay.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.lives import Lives

START, HALF_YEAR = 12, 6
LIVES = Lives(START - 1, "study_card")
#: Courses of so many months or fewer are short.
SHORT = 3
YEARS = {"first_year": range(1, 13), "third_year": range(25, 37)}

Bits = npt.NDArray[np.uint8]


def _lives(recording: Recording, name: str, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """State of some rows at the end of each month from the one before cards begin, (months, rows)."""
    people = len(recording["lives.reached"])
    return np.array([np.unpackbits(month, count=people)[rows] for month in recording[f"lives.{name}"]]).astype(bool)


def _effects(with_cards: Recording, without: Recording) -> Mapping[str, float]:
    reached = with_cards["lives.reached"]
    rows = np.flatnonzero((reached >= START) & (reached < START + HALF_YEAR))
    begun = reached[rows].astype(np.int64) - LIVES.first  # place of the month of the start among the months kept
    studying = _lives(with_cards, "studying", rows)
    ours, theirs = (_lives(arm, "formal", rows) for arm in (with_cards, without))
    months = np.arange(len(studying))[:, None]
    over = (months > begun[None, :]) & ~studying
    ended = np.where(over.any(axis=0), over.argmax(axis=0), len(studying))
    found = {name: _since(ours, theirs, ended, span) for name, span in YEARS.items()}
    pay = with_cards["lives.income"][:, rows], without["lives.income"][:, rows]
    found["earnings"] = float(pay[0][-1].sum() / pay[1][-1].sum() - 1.0)
    found["lock_in"] = _lost_entries(ours, theirs, begun, np.minimum(ended - begun, HALF_YEAR))
    change = (ours.astype(np.int64) - theirs) * _window(months, begun, HALF_YEAR)
    long = ended - begun > SHORT
    lost = [float(change[:, group].sum() / max(int(group.sum()), 1)) for group in (long, ~long)]
    found["longer_courses_lose_more"] = lost[1] - lost[0]
    certified = [_lives(arm, "certified", rows)[-1].mean() for arm in (with_cards, without)]
    found["more_certificates"] = float(certified[0] - certified[1])
    found["jobs_after_three_years"] = found["third_year"]
    found["growth"] = found["third_year"] - found["first_year"]
    return found


def _window(months: npt.NDArray[np.int64], begun: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.bool_]:
    """Months from the start of each person's course to ``length`` months on, (months, rows)."""
    return np.asarray((months >= begun) & (months < begun + length))


def _since(
    ours: npt.NDArray[np.bool_], theirs: npt.NDArray[np.bool_], ended: npt.NDArray[np.int64], span: range
) -> float:
    """Mean difference of the share in formal work over months since completion, in points of one hundred."""
    place = ended[None, :] + np.array(span)[:, None]
    within = place < len(ours)
    row = np.arange(ours.shape[1])[None, :]
    at = np.minimum(place, len(ours) - 1)
    change = ours[at, row].astype(np.float64) - theirs[at, row]
    return float(100.0 * change[within].mean()) if within.any() else float("nan")


def _lost_entries(
    ours: npt.NDArray[np.bool_],
    theirs: npt.NDArray[np.bool_],
    begun: npt.NDArray[np.int64],
    length: npt.NDArray[np.int64],
) -> float:
    """Share of entries into formal work that are lost while the course runs, among those without such a job before."""
    rows = np.flatnonzero(~ours[begun - 1, np.arange(ours.shape[1])])
    months = np.arange(len(ours))[:, None]
    running = (months >= begun[rows]) & (months < begun[rows] + length[rows])
    entered = [(arm[:, rows] & running).any(axis=0).mean() for arm in (ours, theirs)]
    return float(1.0 - entered[0] / entered[1]) if entered[1] > 0.0 else float("nan")


def statistics(recordings: Recordings) -> Statistics:
    """Effects on participants, paired on seed."""
    found = by_seed("C", _effects, recordings["cards"], recordings["no_cards"])
    names = {
        "C1.first_year": "first_year",
        "C1.third_year": "third_year",
        "C1.growth": "growth",
        "C1.earnings": "earnings",
        "C2.lock_in": "lock_in",
        "C2.longer_courses_lose_more": "longer_courses_lose_more",
        "C3.more_certificates": "more_certificates",
        "C3.jobs_after_three_years": "jobs_after_three_years",
    }
    return {item: found[f"C.{name}"] for item, name in names.items()}


FACTS = (Fact(("C1", "C2", "C3"), {"cards": (LIVES,), "no_cards": (LIVES,)}, statistics),)
