"""Identities of every month at several scales and seeds: stocks, flows, headcounts, seats, papers, money."""

import numpy as np
import numpy.typing as npt
from hypothesis import given

from simulation.months import year_of
from simulation.processes.in_firm_training import IN_FIRM
from simulation.vocabulary import Level, Status
from tests.engine.histories import (
    NEVER,
    RESIDENT,
    YEAR,
    History,
    Month,
    changed,
    every_month,
    histories,
    moves,
    on_payroll,
)


@every_month
@given(histories)
def test_employment_is_the_sum_of_headcounts(told: History) -> None:
    for month in told.months():
        employed = month.people["status"] == Status.employed
        assert np.array_equal(employed, month.people["workplace"] > 0)
        staff = np.bincount(month.people["workplace"][employed], minlength=len(month.places["headcount"]))
        assert np.array_equal(staff, month.places["headcount"])


@every_month
@given(histories)
def test_groups_add_up_to_the_province(told: History) -> None:
    for _ in told.months():
        pass
    table = told.market.indicators()
    counts = table[
        table["indicator"].isin(["employed", "unemployed", "labour_force", "residents_15plus", "in_training"])
    ]
    sums = counts.groupby(["month", "indicator", "by"])["value"].sum().unstack()
    assert set(sums.columns) >= {"all", "district", "sex", "age_band", "education", "urban", "sector", "contract"}
    for by in sums.columns:
        given_by = sums[by].dropna()
        assert np.allclose(given_by, sums["all"][given_by.index], rtol=1e-12, atol=1e-6)


@every_month
@given(histories)
def test_statuses_share_out_all_persons_and_the_indicators_count_them(told: History) -> None:
    market = told.market
    for number, month in enumerate(told.months()):
        status = month.people["status"]
        count = np.bincount(status, minlength=len(Status))
        assert len(count) == len(Status) and count.sum() == market.people.rows
        assert (status[month.of_age :] == Status.child).all() and (status[: month.of_age] != Status.child).all()
        said = {name: market.observatory.series(name)[number] for name in ("employed", "unemployed", "in_training")}
        assert said == {name: count[Status[name]] * market.weight for name in said}
        residents = market.observatory.series("residents_15plus")[number]
        assert residents == sum(count[one] for one in RESIDENT) * market.weight


@every_month
@given(histories)
def test_the_month_s_flows_are_the_persons_who_moved(told: History) -> None:
    for month in told.months():
        flows = month.flows
        coming = moves(month, (Status.child,), RESIDENT)
        assert coming.sum() == flows["came_of_age"]
        assert moves(month, RESIDENT, (Status.gone,)).sum() == flows["deaths"]
        leaving = sum(
            flows[name] for name in ("out_migrants", "migrants_gone_home", "returns_outside", "graduates_left")
        )
        assert moves(month, RESIDENT, (Status.outside,)).sum() == leaving + flows.get("students_lost", 0)
        assert moves(month, (Status.outside,), RESIDENT).sum() == flows["in_migrants"] == flows["hires_from_outside"]


@every_month
@given(histories)
def test_stocks_change_by_who_came_less_who_went(told: History) -> None:
    for month in told.months():
        before, after = (np.bincount(c["status"], minlength=len(Status)) for c in (month.before, month.people))
        table = np.zeros((len(Status), len(Status)), dtype=np.int64)
        np.add.at(table, (month.before["status"], month.people["status"]), 1)
        assert np.array_equal(after - before, table.sum(axis=0) - table.sum(axis=1))
        arrived = table[:, Status.employed].sum() - table[Status.employed, Status.employed]
        since = month.people["since"]
        new = (month.people["status"] == Status.employed) & (since == month.index)
        assert arrived <= new.sum()
        settled = moves(month, (Status.employed,), (Status.employed,)) & ~changed(month, "workplace")
        assert not (changed(month, "since") & settled).any()
        assert (since[changed(month, "status")] == month.index).all()


@every_month
@given(histories)
def test_hires_are_the_new_names_on_the_payroll(told: History) -> None:
    for month in told.months():
        new = on_payroll(month, month.people) & (month.people["since"] == month.index)
        assert new.sum() == month.flows["hires"]
        stood = on_payroll(month, month.before) & new
        assert stood.sum() == month.flows["job_to_job"]
        assert changed(month, "workplace")[stood].all()


@every_month
@given(histories)
def test_birth_sex_and_ability_last_and_nobody_comes_back_from_death(told: History) -> None:
    for month in told.months():
        for name in ("birth", "sex", "ability", "minority", "farm_household"):
            assert not changed(month, name).any()
        gone = month.before["status"] == Status.gone
        assert (month.people["status"][gone] == Status.gone).all()
        assert not (changed(month, "district") & np.isin(month.before["status"], RESIDENT)).any()


@every_month
@given(histories)
def test_people_come_of_age_in_the_month_in_which_they_turn_fifteen(told: History) -> None:
    for month in told.months():
        child = month.before["status"] == Status.child
        came = child & (month.people["status"] != Status.child)
        assert np.array_equal(came, child & (month.people["birth"] <= month.index - 15 * YEAR))
        assert (month.people["status"][came] != Status.outside).all()


@every_month
@given(histories)
def test_open_places_are_what_is_wanted_and_not_filled(told: History) -> None:
    """Staff at the month's end, places still open and who left after the posting make up the whole wanted headcount."""
    for month in told.months():
        places, lines = month.places, slice(1, 1 + told.market.workplaces.payroll_lines)
        size = len(places["posts"])
        assert (places["posts"] >= 0).all() and (places["headcount"] >= 0).all() and (places["wanted"] >= 0).all()
        assert not places["posts"][lines.stop :].any()
        was, now = on_payroll(month, month.before), on_payroll(month, month.people)
        moved_on = was & now & changed(month, "workplace")
        moved_out = was & (month.people["status"] == Status.outside)
        left = np.bincount(month.before["workplace"][moved_on | moved_out], minlength=size)
        new = now & (month.people["since"] == month.index)
        hired = np.bincount(month.people["workplace"][new], minlength=size)
        wanted = np.floor(places["wanted"].astype(np.float64) + told.market.rounding)
        posted = (places["posts"] + hired)[lines] > 0
        filled = (places["headcount"] + places["posts"] + left)[lines]
        assert np.array_equal(filled[posted], wanted[lines][posted])
        closed = (month.firms["closed_until"] > month.index)[places["firm"][lines]]
        assert not (posted & closed).any() and not places["headcount"][lines][closed].any()
        assert month.flows["vacancies"] == (places["posts"] + hired)[lines].sum()


def programmes_begun(month: Month) -> npt.NDArray[np.int64]:
    """Programme of each college course that began this month; whoever will drop out carries it negative."""
    free = (month.before["programme"] == -1) | (month.before["course_ends"] == month.index)
    begun = month.people["programme"][free & (month.people["programme"] != -1)].astype(np.int64)
    begun = begun[begun != IN_FIRM]
    return np.asarray(np.where(begun < -1, -2 - begun, begun))


def gone_at_once(month: Month) -> int:
    """How many left the province this month, by death or otherwise: a course they began in it they have left too."""
    away = (Status.outside, Status.gone, Status.away)
    return int(moves(month, RESIDENT, away).sum())


@every_month
@given(histories)
def test_no_intake_takes_more_than_its_seats_or_outside_its_month(told: History) -> None:
    programmes = told.market.province.programmes
    for month in told.months():
        begun = np.bincount(programmes_begun(month), minlength=len(programmes))
        assert (begun <= month.seats).all()
        open_now = (programmes.intake_months >> (month.index % 12)) & 1 == 1
        assert not begun[~open_now].any()
        kept = begun[programmes.level < Level.university].sum()
        assert 0 <= month.flows["vet_enrolment"] - kept <= gone_at_once(month)


@every_month
@given(histories)
def test_trainees_have_a_course_that_still_runs_and_who_is_dead_or_away_has_none(told: History) -> None:
    programmes = told.market.province.programmes
    for month in told.months():
        people = month.people
        trainee = people["status"] == Status.in_training
        programme = people["programme"].astype(np.int64)
        assert (programme[trainee] != -1).all() and (people["course_ends"][trainee] > month.index).all()
        assert programmes.full_time[np.where(programme < -1, -2 - programme, programme)[trainee]].all()
        assert np.array_equal(programme == -1, people["course_ends"] == NEVER)
        left = np.isin(people["status"], (Status.outside, Status.gone, Status.away))
        assert (programme[left] == -1).all()


@every_month
@given(histories)
def test_papers_are_never_lost(told: History) -> None:
    for month in told.months():
        assert (month.people["credential"] >= month.before["credential"]).all()
        assert (month.people["retrained"] >= month.before["retrained"]).all()
        risen = changed(month, "credential") & (month.people["credential"] >= 2)
        assert (month.people["certified_since"][risen] == month.index).all()


@every_month
@given(histories)
def test_levers_pay_within_budget_and_quota(told: History) -> None:
    for _ in told.months():
        pass
    ledger = told.market.ledger
    assert all(payment.amount >= 0 and payment.persons >= 0 for payment in ledger.payments)
    for lever in told.market.government.levers:
        paid = [payment for payment in ledger.payments if payment.lever == lever.name]
        for year in {year_of(payment.month) for payment in paid}:
            own = [one for one in paid if year_of(one.month) == year and one.source in ("SR", "NP")]
            budget = float("inf") if lever.dose.budget is None else float(lever.dose.budget)
            assert sum(one.amount for one in own) <= budget * (1 + 1e-9)
            quota = getattr(lever.dose, "persons", None) or getattr(lever.dose, "cards", None) or float("inf")
            served = sum(one.persons for one in own if one.recipient == "college")
            assert served <= float(quota) * (1 + 1e-9)


@every_month
@given(histories)
def test_colleges_earn_the_list_price_of_the_courses_begun_whoever_pays(told: History) -> None:
    """Students pay what levers do not: support changes who pays, never how much a college earns on a seat."""
    market, tuition = told.market, 0.0
    for month in told.months():
        begun, enrolled = programmes_begun(month), month.flows["vet_enrolment"]
        short = market.province.programmes.level[begun] < Level.university
        if short.sum() != enrolled:
            return  # somebody left the province in the month of enrolling, and nothing tells for which course
        tuition += market.course_price[begun].sum() * market.weight
    assert np.isclose(sum(college.income for college in market.colleges), tuition, rtol=1e-9)
