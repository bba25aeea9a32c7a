"""Study cards, tuition exemption and worker housing: each moves what it is meant to move."""

from pathlib import Path

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.processes.moves import WORKER_PLACE
from simulation.processes.separations import Quits, quit_hazard

SCALE = 0.03
HEAD = (
    "name: {vi: Thử đòn bẩy, en: A lever on trial}\nextends: baseline.yaml\nhorizon: {start: 2021-01, end: 2021-12}\n"
)
#: A card that would change much: it begins in April, with intakes in April, June, August, September and later.
CARD = "from: 2021-04, to: 2021-12, awareness: 100%, covers: {tuition: 100%, up_to: 20 million VND}"
FREE = "from: 2021-04, to: 2021-12, levels: [short, elementary], awareness: 100%"
BEGIN = month_index("2021-04")


def scenario(folder: Path, *levers: str, scale: float = SCALE) -> Scenario:
    """The shipped baseline with some further levers."""
    path = folder / "on_trial.yaml"
    path.write_text(HEAD + "policies:\n" + "".join(f"  - {lever}\n" for lever in levers), encoding="utf-8")
    return Scenario.load(path).with_(scale=scale)


def reference(scale: float = SCALE) -> Scenario:
    return Scenario.baseline().with_(scale=scale, end=month_index("2021-12"))


PLACES = (
    "worker_housing: {id: more, from: 2021-04, to: 2021-12, eligible: {status: formal}, rent: 0.2 million VND/month, "
    "cost_per_place: 400 million VND per place, public_share: 20%, places: "
    "[{district: ha_long, places: 8000, ready: 2021-04}, {district: cam_pha, places: 8000, ready: 2021-04}]}"
)


def enrolled(market: LabourMarket) -> np.ndarray:
    """Courses that somebody without a certificate began while the lever could be in force, by row."""
    people = market.people
    count = np.zeros(people.rows, dtype=np.int64)
    while market.month <= market.end:
        programme, ends, month = people.programme.copy(), people.course_ends.copy(), market.month
        eligible = people.credential < 2
        market.step()
        begun = (people.programme != -1) & ((programme == -1) | (ends == month))
        if month >= BEGIN:
            count += begun & eligible
    return count


def test_study_cards_raise_enrolments_of_the_eligible_within_cards_and_budget(tmp_path: Path) -> None:
    most = "cards: 6000 per year, budget: 12 billion VND per year"
    dose = f"study_card: {{{CARD}, {most}, eligible: {{certificate: false}}}}"
    scale = 0.1
    without = LabourMarket(scenario=reference(scale), rng=5)
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=scale), rng=5)
    assert enrolled(market).sum() > 1.02 * enrolled(without).sum()
    ledger = market.ledger.to_frame()
    cards = ledger[ledger["lever"] == "study_card"]
    assert 0 < cards["amount"].sum() <= 12_000.0
    assert 0 < cards.loc[cards["recipient"] == "college", "persons"].sum() <= 6_000


def test_cards_bind_where_few_are_issued(tmp_path: Path) -> None:
    dose = f"study_card: {{{CARD}, cards: 300 per year, eligible: {{certificate: false}}}}"
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=0.1), rng=5).run()
    ledger = market.ledger.to_frame()
    cards = ledger[(ledger["lever"] == "study_card") & (ledger["recipient"] == "college")]
    assert cards["persons"].sum() == 300


def test_a_waiver_pays_the_colleges_its_share_of_the_price(tmp_path: Path) -> None:
    dose = f"tuition_exemption: {{id: courses, {FREE}, share: 40%, eligible: {{certificate: false}}}}"
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=0.1), rng=5)
    people, prices, paid = market.people, market.course_price, 0.0
    while market.month <= market.end:
        programme, ends, month = people.programme.copy(), people.course_ends.copy(), market.month
        market.step()
        names = [support.lever.name for support in market.supports]
        begun = (people.programme != -1) & ((programme == -1) | (ends == month))
        if "tuition_exemption:courses" in names:
            mine = people.programme[begun & (people.support == names.index("tuition_exemption:courses"))]
            paid += 0.4 * prices[np.where(mine < -1, -2 - mine, mine)].sum() * market.weight
    ledger = market.ledger.to_frame()
    waived = ledger[ledger["lever"] == "tuition_exemption:courses"]
    assert (waived["recipient"] == "college").all()
    assert waived["amount"].sum() == pytest.approx(paid)
    assert paid > 0


def test_a_card_is_used_while_an_earlier_lever_waives_part_of_other_courses(tmp_path: Path) -> None:
    """The baseline's waiver covers long courses for everybody from September on; a card also covers the short ones."""
    card = CARD.replace("2021-04", "2021-10")
    dose = f"study_card: {{{card}, cards: 20000 per year, eligible: {{certificate: false}}}}"
    market = LabourMarket(scenario=scenario(tmp_path, dose), rng=5).run()
    assert (market.ledger.to_frame()["lever"] == "study_card").any()


def test_worker_places_house_people_and_never_more_than_there_are_places(tmp_path: Path) -> None:
    market = LabourMarket(scenario=scenario(tmp_path, PLACES, scale=0.1), rng=5)
    without = LabourMarket(scenario=reference(0.1), rng=5)
    people, places = market.people, market.workplaces
    while market.month <= market.end:
        market.step()
        without.step()
        housed = np.flatnonzero(people.housing >= WORKER_PLACE)
        estate = people.housing[housed].astype(int) - WORKER_PLACE
        assert (np.bincount(estate, minlength=len(market.estates.places)) <= np.array(market.estates.places)).all()
        staff = places.firm[people.workplace[housed]] >= 0
        here = places.district[people.workplace[housed]] == np.array(market.estates.district)[estate]
        lately = market.month - people.since[housed] <= 12
        assert (staff & here | lately).all()
    assert (people.housing >= WORKER_PLACE).sum() > (without.people.housing >= WORKER_PLACE).sum() + 100


def test_a_worker_place_lowers_the_hazard_of_quitting_by_the_parameter() -> None:
    rule = Quits(
        floor=0.2,
        half_life=12.0,
        wage_elasticity=0.5,
        young=1.5,
        housed=0.7,
        season=1.0,
        probation=2,
        probation_ends=0.0,
    )
    at_home, housed = (quit_hazard(0.01, 6, 0.9, 30.0, place, rule) for place in (False, True))
    assert housed == pytest.approx(0.7 * at_home)
