"""The employment service centre: registers, counsellors, referrals, fairs and links, and what a change of each does."""

from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.arms import different_columns
from simulation import LabourMarket, Scenario
from simulation.employment_centre import EmploymentCentre
from simulation.vocabulary import Channel, Status
from tests.processes.conftest import Search, WatchedMarket, months_of

Change = Callable[[EmploymentCentre], None]


class ChangedCentre(EmploymentCentre):
    """A centre that somebody changes every month, as a lever would."""

    change: Change = staticmethod(lambda centre: None)

    def open_month(self) -> None:
        super().open_month()
        self.change(self)


def changed(change: Change, scale: float = 0.05, seed: int = 2) -> WatchedMarket:
    """A market whose centre is changed from the first month on."""
    market = WatchedMarket(Scenario.baseline().with_(scale=scale), rng=seed)
    market.centre = ChangedCentre(market)
    market.centre.change = change
    return market


def totals(market: WatchedMarket, months: int = 6) -> dict[str, int]:
    """Flows of the months together."""
    found: dict[str, int] = {}
    for _ in months_of(market, months):
        for name, count in market.flows.items():
            found[name] = found.get(name, 0) + count
    return found


@pytest.fixture(scope="module")
def usual() -> dict[str, int]:
    return totals(changed(lambda centre: None))


def test_a_centre_that_is_changed_by_nothing_changes_nothing() -> None:
    plain, same = LabourMarket(Scenario.baseline().with_(scale=0.05), rng=2), changed(lambda centre: None)
    for _ in range(3):
        plain.step()
        same.step()
    assert not different_columns(plain, same)


def test_counsellors_see_registered_seekers_only_and_all_claimants_first(searches: list[Search]) -> None:
    for month in searches:
        seen, rows = month.seen, month.seekers
        claimants = (month.people["benefit_until"][rows] > month.month) & (
            month.people["status"][rows] == Status.unemployed
        )
        assert 0 < seen.sum() <= month.flows["registered_seekers"]
        assert claimants.sum() <= month.flows["registered_seekers"]
        assert seen[claimants].mean() > seen[~claimants].mean()


def test_cases_bind() -> None:
    few = totals(changed(lambda centre: setattr(centre, "counsellors", 5.0)))
    assert few["counselled"] == pytest.approx(6 * 5 * 60 * 0.05, rel=0.3)


def test_without_counsellors_nobody_is_referred(usual: dict[str, int]) -> None:
    none = totals(changed(lambda centre: setattr(centre, "counsellors", 0.0)))
    assert none["counselled"] == none["referrals"] == none["hires_by_centre"] == 0
    assert usual["referrals"] >= usual["hires_by_centre"] > 0


def test_without_fairs_nobody_visits_one(usual: dict[str, int]) -> None:
    none = totals(changed(lambda centre: setattr(centre, "fairs", 0.0)))
    assert none["fair_visitors"] == none["hires_by_fair"] == none["hires_by_link"] == 0
    assert usual["fair_visitors"] > usual["hires_by_fair"] > 0


def test_what_employers_do_not_report_nobody_is_referred_to() -> None:
    silent = totals(changed(lambda centre: setattr(centre, "reported_share", 0.0 * centre.reported_share)))
    assert silent["reported_posts"] == silent["hires_by_centre"] == silent["hires_by_platform"] == 0
    told = totals(changed(lambda centre: setattr(centre, "reported_share", 0.0 * centre.reported_share + 1.0)))
    assert told["reported_posts"] == told["vacancies"]


def test_more_reports_bring_more_placements(usual: dict[str, int]) -> None:
    told = totals(changed(lambda centre: setattr(centre, "reported_share", 4.0 * centre.reported_share)))
    assert told["placements_by_centre"] > 1.2 * usual["placements_by_centre"]


def test_a_register_that_is_up_to_date_sends_fewer_for_nothing(usual: dict[str, int]) -> None:
    fresh = totals(changed(lambda centre: setattr(centre, "freshness", 1.0)))
    assert fresh["filled_on_register"] == 0 < usual["filled_on_register"]
    assert fresh["stale_referrals"] == 0 < usual["stale_referrals"]


def test_referrals_lead_to_reported_places_and_fairs_to_firms_that_came(searches: list[Search]) -> None:
    for month in searches:
        referred = month.applications.channel == Channel.centre
        assert month.ring.reported[month.applications.place[referred]].all()
        for channel in (Channel.fair, Channel.link):
            _, lines = month.through(channel)
            assert month.fair_firms[month.market.workplaces.firm[lines]].all()


def test_the_unemployed_go_to_the_fair_of_their_own_office(searches: list[Search]) -> None:
    for month in searches:
        rows, lines = month.through(Channel.fair)
        office = month.market.centre.office_of
        work, home = month.market.workplaces.district[lines], month.people["district"][rows]
        assert np.array_equal(office[work], office[home])


def test_offices_serve_the_districts_near_them(searches: list[Search]) -> None:
    centre, province = searches[0].market.centre, searches[0].market.province
    assert (centre.office_of[centre.offices] == np.arange(len(centre.offices))).all()
    assert (centre.minutes_to_office[centre.offices] == 0).all()
    assert centre.staff_share.sum() == pytest.approx(1.0)
    assert len(centre.office_of) == len(province.districts)


def test_placements_by_the_centre_are_those_from_non_employment(usual: dict[str, int]) -> None:
    through = sum(usual[f"hires_by_{channel.name}"] for channel in Channel if channel >= Channel.centre)
    assert 0 < usual["placements_by_centre"] <= through
