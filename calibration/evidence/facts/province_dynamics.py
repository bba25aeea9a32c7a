"""D: rates, flows and later levels of the province and the nation, held against 2022 and 2023 of the baseline.

Rates of moving are a month's, of the persons in the state before it; flows are persons a year. Nothing of 2024 is used.
"""

from collections.abc import Mapping

import numpy as np

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.places import evidence_province
from calibration.evidence.watches import moves
from calibration.evidence.watches.claims import Claims
from calibration.evidence.watches.learning import Learning
from calibration.evidence.watches.moves import Moves
from calibration.evidence.watches.series import Series
from calibration.evidence.watches.structure import Structure
from simulation.vocabulary import Level

FIRST, END = 12, 36
LAST_YEAR = 24
MEANS = (
    "unemployment_rate", "urban_unemployment_rate", "youth_unemployment_rate", "underemployment_rate",
    "vacancy_rate", "social_insurance_share", "unemployment_insurance_share", "voluntary_insurance_share",
)  # fmt: skip
YEARLY = (
    "hires", "placements", "new_certificates", "retirements", "deaths", "out_migrants", "in_migrants",
    "migrants_gone_home", "returns_outside", "firm_exits", "firm_entries", "layoffs",
)  # fmt: skip
OTHERS = (
    "vacancies", "employed", "residents_15plus", "certified_share", "certified_share_survey", "trained_share",
    "average_labour_income", "labour_productivity", "informal_share", "labour_force",
)  # fmt: skip


def _needed() -> tuple[Series, ...]:
    channels = tuple(f"hires_by_{channel.id}" for channel in evidence_province().channels)
    return (Series((*MEANS, *YEARLY, *OTHERS, *channels)),)


WORK = (moves.PAYROLL, moves.INFORMAL_WAGE, moves.OWN_ACCOUNT, moves.FARM)


def _rates(recording: Recording) -> dict[str, float]:
    """Monthly rates between states, from everybody's moves."""
    flow = recording["moves.flows"].sum(axis=0)
    stock = flow.sum(axis=1)
    work, wage = list(WORK), [moves.PAYROLL, moves.INFORMAL_WAGE]
    seekers, idle, farm = stock[moves.UNEMPLOYED], stock[moves.INACTIVE], stock[moves.FARM]
    from_farm = farm - flow[moves.FARM, moves.FARM]
    return {
        "job_finding_rate_monthly": flow[moves.UNEMPLOYED, work].sum() / seekers,
        "wage_job_finding_from_unemployment_monthly": flow[moves.UNEMPLOYED, wage].sum() / seekers,
        "unemployed_to_inactive_monthly": flow[moves.UNEMPLOYED, moves.INACTIVE] / seekers,
        "separation_to_unemployment_monthly": flow[work, moves.UNEMPLOYED].sum() / stock[work].sum(),
        "employment_to_inactive_monthly": flow[work, moves.INACTIVE].sum() / stock[work].sum(),
        "inactive_to_employment_monthly": flow[moves.INACTIVE, work].sum() / idle,
        "job_to_job_rate_monthly": recording["moves.job_to_job"].sum() / stock[wage].sum(),
        "agri_exit_rate_annual": 1.0 - (1.0 - from_farm / farm) ** 12,
    }


def _turnover(recording: Recording) -> dict[str, float]:
    """Ends of payroll jobs but retirement and death, a month, by sector; off the farms and the State's, a year."""
    quit, staff = recording["moves.quit"].sum(axis=0), recording["moves.staff"].sum(axis=0)
    sectors = evidence_province().sectors
    found = {f"turnover_{sector.id}_monthly": quit[row] / staff[row] for row, sector in enumerate(sectors)}
    private = np.array([not (sector.farm or sector.state) for sector in sectors])
    return found | {"turnover_manufacturing_services_annual": 12.0 * quit[private].sum() / staff[private].sum()}


def _flows(recording: Recording) -> dict[str, float]:
    """Means of 2022-23 and flows a year; who came for work and goes home moves out as residents do, in surveys too."""
    found = {name: recording[f"series.{name}"][FIRST:END].mean() for name in MEANS}
    found["cohort_15_19_a_year"] = recording["structure.cohort_15_19_a_year"][:2].mean()  # the middle of 2022
    found |= {f"{name}_a_year": 12.0 * recording[f"series.{name}"][FIRST:END].mean() for name in YEARLY}
    mean = {
        name: recording[f"series.{name}"][FIRST:END].mean() for name in ("vacancies", "employed", "residents_15plus")
    }
    gone = found["out_migrants_a_year"] + found["migrants_gone_home_a_year"] + found["returns_outside_a_year"]
    return found | {
        "vacancy_mean_duration_months": mean["vacancies"] / (found["hires_a_year"] / 12.0),
        "layoff_rate_monthly": found["layoffs_a_year"] / 12.0 / mean["employed"],
        "net_labour_in_migration": (found["in_migrants_a_year"] - gone) / mean["residents_15plus"],
        "out_migration_rate": gone / mean["residents_15plus"],
        "ui_claims_per_year": recording["claims.new"].sum() / (END - FIRST) * 12.0,
    }


def _channels(recording: Recording) -> dict[str, float]:
    """Shares of hires by channel; those without a published share of their own are the employment centre's."""
    hires = recording["series.hires"][FIRST:END].sum()
    found = {"hire_channel_share_centre": 0.0}
    for channel in evidence_province().channels:
        name = f"hire_channel_share_{channel.id}"
        name = name if name in evidence_province().parameters else "hire_channel_share_centre"
        share = recording[f"series.hires_by_{channel.id}"][FIRST:END].sum() / hires
        found[name] = found.get(name, 0.0) + share
    return found


def _courses(recording: Recording) -> dict[str, float]:
    """Courses begun in 2023 by the tables' two groups of levels, as the institutions report them.

    The model knows residents; reports count every student of the province's institutions, so students from other
    provinces are added to long courses by their share of all students.
    """
    begun = recording["learning.begun"][LAST_YEAR - FIRST :].sum(axis=0)
    residents = 1.0 - evidence_province().value("students_from_other_provinces_share")
    short, long = begun[: Level.intermediate].sum(), begun[Level.intermediate : Level.university].sum() / residents
    return {"intake_elementary_short": short, "intake_college_intermediate": long, "intake_total": short + long}


def _later_levels(recording: Recording) -> dict[str, float]:
    """Levels of the years the tables are of: the end of 2023, the mean of a year, growth."""
    series = {name: recording[f"series.{name}"] for name in OTHERS}
    output = series["labour_productivity"]
    found = {
        "certified_share_2023": series["certified_share"][END - 1],
        "certified_share_survey_2022": series["certified_share_survey"][FIRST:LAST_YEAR].mean(),
        "trained_share_2023": series["trained_share"][END - 1],
        "labour_income_2023": series["average_labour_income"][LAST_YEAR:END].mean(),
        "labour_force_2023": series["labour_force"][LAST_YEAR:END].mean(),
        "informal_share_2023": series["informal_share"][LAST_YEAR:END].mean(),
        "productivity_growth_2022": output[FIRST:LAST_YEAR].mean() / output[:FIRST].mean() - 1.0,
        "labour_productivity_2023": output[LAST_YEAR:END].mean(),
    }
    levels = {name.removeprefix("structure."): values[-1] for name, values in recording.items() if "structure." in name}
    sectors = [sector.id for sector in evidence_province().sectors]
    kept = [
        f"{family}_{sector}" for sector in sectors for family in ("labour_income", "employment_share", "employment")
    ]
    kept += ["out_of_province_share_coal_miners", "out_of_province_share_fdi_workers", "park_employment"]
    kept += ["underground_miners", "long_term_unemployed_share", "not_ui_liable_share"]
    return found | {f"{name}_end_2023": levels[name] for name in kept}


def _firms(recording: Recording) -> dict[str, float]:
    """Exits and entries over the stock of firms."""
    stock = recording["structure.operating_enterprises"].mean()
    exits, entries = (12.0 * recording[f"series.firm_{name}"][FIRST:END].mean() for name in ("exits", "entries"))
    return {"firm_exit_rate_annual": exits / stock, "firm_entry_rate_annual": entries / stock}


def _found(recording: Recording) -> Mapping[str, float]:
    parts = (_rates, _turnover, _flows, _channels, _courses, _later_levels, _firms)
    return {name: float(value) for part in parts for name, value in part(recording).items()}


def statistics(recordings: Recordings) -> Statistics:
    """Rates, flows and later levels."""
    return by_seed("D.dynamic", _found, recordings["baseline"])


FACTS = (
    Fact(
        ("D.dynamic",),
        {
            "baseline": (
                *_needed(),
                Moves(FIRST, END),
                Structure((12, 24, 36)),
                Claims(FIRST, END),
                Learning(FIRST, END),
            )
        },
        statistics,
    ),
)
