"""Running markets are watched without being touched, twinned exactly, and shocked as the arm says."""

from dataclasses import dataclass

import numpy as np
import pytest

from calibration.evidence.arms import Arm, arms
from calibration.evidence.measuring import measure
from calibration.evidence.shocks import Certification, DemandDrop, Dismissals, set_aside
from calibration.evidence.twins import bring_to, twin_of
from calibration.evidence.variants import Variant
from calibration.evidence.watches import Watcher
from calibration.evidence.watches.claims import Claims
from calibration.evidence.watches.districts import Districts
from calibration.evidence.watches.impulses import Impulses
from calibration.evidence.watches.learning import Learning
from calibration.evidence.watches.moves import GONE, PAYROLL, STUDYING, Moves
from calibration.evidence.watches.pay import Pay
from calibration.evidence.watches.seeking import Seeking
from calibration.evidence.watches.series import Series
from calibration.evidence.watches.structure import Structure
from simulation import LabourMarket, Scenario
from simulation.vocabulary import Credential, Status

SCALE = 0.03


def _question(months: int = 6) -> tuple[Arm, Scenario]:
    arm = Arm("test", "", months, mechanisms={"demand": "constant"})
    return arm, arm.question(SCALE, Variant())


def _columns(market: LabourMarket) -> dict[str, bytes]:
    return {
        f"{store}.{name}": column.tobytes()
        for store in ("people", "employers", "workplaces")
        for name, column in getattr(market, store).snapshot().items()
    }


@dataclass(frozen=True)
class _Last:
    """Leaves the columns of the last month behind."""

    def watcher(self, market: LabourMarket) -> Watcher:
        return _Keeper()


class _Keeper(Watcher):
    columns: dict[str, bytes]

    def after(self, market: LabourMarket, elapsed: int) -> None:
        _Keeper.columns = _columns(market)


def test_watching_changes_nothing() -> None:
    arm, scenario = _question()
    watches = (
        Moves(0, 6), Seeking(0, 6), Pay((0, 3)), Structure((0, 5)), Claims(0, 6), Learning(0, 6), Impulses(1, 6, 1),
        Districts(0, 6),
    )  # fmt: skip
    measure(arm, scenario, 3, (_Last(),))
    alone = _Keeper.columns
    measure(arm, scenario, 3, (*watches, _Last()))
    assert _Keeper.columns == alone


def test_a_twin_lives_the_same_life_from_the_state_it_was_given() -> None:
    _, scenario = _question(12)
    market = LabourMarket(scenario=scenario, rng=2)
    twin = twin_of(market)
    for _ in range(5):
        market.step()
    bring_to(twin, market)
    for _ in range(4):
        market.step()
        twin.step()
        assert _columns(market) == _columns(twin)


def test_a_market_with_levers_has_no_twin() -> None:
    with pytest.raises(ValueError, match="levers"):
        twin_of(LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE), rng=1))


def test_moves_leave_nobody_out() -> None:
    arm, scenario = _question(4)
    found = measure(arm, scenario, 1, (Moves(0, 4), Series(("wage_employment", "residents_15plus"))))
    flows = found["moves.flows"]
    staff = found["moves.staff"].sum(axis=1)
    assert np.allclose(flows[:, PAYROLL].sum(axis=1), staff)
    kept = [state for state in range(GONE) if state != STUDYING]  # whoever comes of age joins the students
    assert np.allclose(flows[1:].sum(axis=2)[:, kept], flows[:-1].sum(axis=1)[:, kept])
    left = found["moves.left"].sum()
    stayed = flows[:, PAYROLL, PAYROLL].sum() - found["moves.job_to_job"].sum()
    assert left == pytest.approx(staff.sum() - stayed)


def test_demand_that_drops_costs_vacancies() -> None:
    arm, scenario = _question(6)
    series = (Series(("vacancies",)),)
    calm = measure(arm, scenario, 1, series)
    shocked = measure(Arm("drop", "", 6, shocks=(DemandDrop(0.1, 2, 6),)), scenario, 1, series)
    assert np.array_equal(calm["series.vacancies"][:2], shocked["series.vacancies"][:2])
    assert (shocked["series.vacancies"][2:] < calm["series.vacancies"][2:]).all()


def test_those_dismissed_search_and_their_posts_stay_open() -> None:
    arm, scenario = _question(3)
    series = (Series(("unemployed", "vacancies", "employed")),)
    calm = measure(arm, scenario, 1, series)
    shocked = measure(Arm("out", "", 3, shocks=(Dismissals(0.02, 1),)), scenario, 1, series)
    assert shocked["series.unemployed"][1] > calm["series.unemployed"][1] + 2000
    assert shocked["series.vacancies"][1] > calm["series.vacancies"][1] + 2000


def test_certificates_go_by_lot_to_those_set_aside() -> None:
    _, scenario = _question(3)
    market = LabourMarket(scenario=scenario, rng=1)
    before = market.people.credential.copy()
    watcher = Certification(0.1, 0).watcher(market)
    watcher.before(market, 0)
    changed = np.flatnonzero(market.people.credential != before)
    status = market.people.status[: market.of_age]
    force = (status == Status.employed) | (status == Status.unemployed)
    certified = int((force & (before[: market.of_age] >= Credential.elementary)).sum())
    assert len(changed) == round(0.1 * certified)
    assert (market.people.credential[changed] == Credential.intermediate).all() and set_aside(market, changed).all()


def test_more_search_and_more_places_bring_more_hires() -> None:
    arm, scenario = _question(13)
    found = measure(arm, scenario.with_(scale=0.2), 1, (Impulses(1, 13, 2),))
    search, places = found["impulses.search"].sum(axis=0), found["impulses.places"].sum(axis=0)
    assert (search[:, 1] >= search[:, 0]).all() and (np.diff(search[:, 0]) > 0).all()
    assert places[1] > places[0]


def test_two_watches_that_disagree_are_refused() -> None:
    arm, scenario = _question(2)
    with pytest.raises(ValueError, match="differently"):
        measure(arm, scenario, 1, (Seeking(0, 1), Seeking(0, 2)))


def test_every_arm_is_a_valid_question() -> None:
    for arm in arms().values():
        assert arm.question(0.1, Variant()).end - arm.question(0.1, Variant()).start + 1 == arm.months
        assert arm.why
