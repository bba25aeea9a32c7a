"""Indicators of persons, each by its official definition over the month's tally.

Employment follows the 19th conference of labour statisticians (ICLS-19, in force in Viet Nam since 2021): one hour of
work for pay or profit; who farms for own use alone stands outside. Full-time students and trainees are outside the
labour force. Working age is 15 to the statutory age of retirement of the month. Counts are rows here and are weighted
when recorded; shares and rates are fractions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from simulation.observation.tally import Tally, share
from simulation.vocabulary import Credential

Values = npt.NDArray[Any]
Definition = Callable[[Tally], Values]

PERSONS = ("all", "district", "sex", "age_band", "education", "urban")
#: For indicators of work: also by the sector of the work.
WORK = (*PERSONS, "sector")
JOBS = (*WORK, "contract")
NOT_BY_PAPER = tuple(by for by in WORK if by != "education")
OF_AREA = ("all", "district", "sex", "education")
OF_YOUNG = (*OF_AREA, "urban")


@dataclass(frozen=True)
class Indicator:
    """A named definition; ``by`` are the classifications it is given by, ``counts`` tells persons from rates."""

    name: str
    of: Definition
    by: tuple[str, ...]
    counts: bool


INDICATORS: list[Indicator] = []


def _indicator(by: tuple[str, ...], counts: bool = False) -> Callable[[Definition], Definition]:
    """Enter a definition into the list under the function's name."""

    def enter(definition: Definition) -> Definition:
        INDICATORS.append(Indicator(definition.__name__, definition, by, counts))
        return definition

    return enter


@_indicator(PERSONS, counts=True)
def residents_15plus(tally: Tally) -> Values:
    """Residents aged 15 and over; the outside pool is not among them."""
    return tally.count("residents")


@_indicator(PERSONS, counts=True)
def labour_force(tally: Tally) -> Values:
    """Employed and unemployed, 15 and over."""
    return tally.count("labour_force")


@_indicator(JOBS, counts=True)
def employed(tally: Tally) -> Values:
    """Persons with work for pay or profit, 15 and over; own-use farmers are not."""
    return tally.count("employed")


@_indicator(PERSONS, counts=True)
def unemployed(tally: Tally) -> Values:
    """Persons without work who search and are available, 15 and over."""
    return tally.count("unemployed")


@_indicator(PERSONS, counts=True)
def in_training(tally: Tally) -> Values:
    """Full-time trainees."""
    return tally.count("in_training")


@_indicator(PERSONS, counts=True)
def in_school(tally: Tally) -> Values:
    """Students of upper-secondary schools and universities."""
    return tally.count("in_school")


@_indicator(PERSONS, counts=True)
def inactive(tally: Tally) -> Values:
    """Persons outside the labour force who neither study, nor farm for own use, nor are retired."""
    return tally.count("inactive")


@_indicator(PERSONS, counts=True)
def outside_labour_force(tally: Tally) -> Values:
    """Everybody of 15 and over neither employed nor unemployed: study, household, own-use farming, retirement."""
    return tally.count("residents") - tally.count("labour_force")


@_indicator(PERSONS, counts=True)
def own_use_farmers(tally: Tally) -> Values:
    """Farmers mainly for own use: employed by the definition of 2013, outside the labour force by that of 2019."""
    return tally.count("own_use_farmer")


@_indicator(PERSONS, counts=True)
def retired(tally: Tally) -> Values:
    """Retired persons without work."""
    return tally.count("retired")


@_indicator(WORK, counts=True)
def formal_wage_employment(tally: Tally) -> Values:
    """Employees on a formal payroll, insured or not."""
    return tally.count("formal")


@_indicator(WORK, counts=True)
def informal_employment(tally: Tally) -> Values:
    """Employed on anything but formal wage terms: informal employees, own account, household farms."""
    return tally.count("employed") - tally.count("formal")


@_indicator(WORK, counts=True)
def wage_employment(tally: Tally) -> Values:
    """Employees, formal and informal."""
    return tally.count("wage")


@_indicator(WORK, counts=True)
def own_account_employment(tally: Tally) -> Values:
    """Own-account workers and household businesses off the farm."""
    return tally.count("own_account")


@_indicator(WORK, counts=True)
def farm_employment(tally: Tally) -> Values:
    """Household farmers whose output is mainly for sale."""
    return tally.count("farm")


@_indicator(PERSONS)
def participation_rate(tally: Tally) -> Values:
    """Labour force over residents aged 15 and over."""
    return share(tally.count("labour_force"), tally.count("residents"))


@_indicator(PERSONS)
def unemployment_rate(tally: Tally) -> Values:
    """Headline rate of the statistics office: unemployed over labour force, both of working age."""
    return share(tally.count("unemployed", "working_age"), tally.count("labour_force", "working_age"))


@_indicator(PERSONS)
def unemployment_rate_15plus(tally: Tally) -> Values:
    """Unemployed over labour force, both 15 and over."""
    return share(tally.count("unemployed"), tally.count("labour_force"))


@_indicator(OF_AREA)
def urban_unemployment_rate(tally: Tally) -> Values:
    """Headline rate of those who live in urban wards."""
    return share(tally.count("unemployed", "urban_working_age"), tally.count("labour_force", "urban_working_age"))


@_indicator(OF_YOUNG)
def youth_unemployment_rate(tally: Tally) -> Values:
    """Unemployed over labour force, both aged 15 to 24."""
    return share(tally.count("unemployed", "young"), tally.count("labour_force", "young"))


@_indicator(OF_AREA)
def urban_youth_unemployment_rate(tally: Tally) -> Values:
    """Unemployed over labour force, both aged 15 to 24 in urban wards."""
    return share(tally.count("unemployed", "urban_young"), tally.count("labour_force", "urban_young"))


@_indicator(WORK)
def underemployment_rate(tally: Tally) -> Values:
    """Time-related: employed under 35 hours who want and are able to work more, over the employed, 15 and over."""
    return share(tally.count("underemployed"), tally.count("employed"))


@_indicator(OF_AREA)
def rural_youth_underemployment_rate(tally: Tally) -> Values:
    """Time-related underemployed over the employed, both aged 15 to 24 in rural communes."""
    return share(tally.count("underemployed", "rural_young"), tally.count("employed", "rural_young"))


@_indicator(PERSONS, counts=True)
def potential_labour_force(tally: Tally) -> Values:
    """People outside the labour force who want work and do not search: the marginally attached."""
    return tally.count("potential")


@_indicator(PERSONS)
def labour_underutilisation_rate(tally: Tally) -> Values:
    """Unemployed and time-related underemployed over the labour force, 15 and over (the ILO's combined rate LU2)."""
    return share(tally.count("unemployed") + tally.count("underemployed"), tally.count("labour_force"))


@_indicator(PERSONS)
def labour_underutilisation_rate_lu4(tally: Tally) -> Values:
    """The statistics office's composite rate (LU4): as LU2, with the potential labour force on both sides."""
    potential = tally.count("potential")
    unused = tally.count("unemployed") + tally.count("underemployed") + potential
    return share(unused, tally.count("labour_force") + potential)


@_indicator(OF_YOUNG)
def neet_share(tally: Tally) -> Values:
    """Persons of 15 to 24 not in employment, education or training, over all of that age."""
    return share(tally.count("neet", "young"), tally.count("residents", "young"))


@_indicator(WORK)
def informal_share(tally: Tally) -> Values:
    """Employed on anything but formal wage terms (informal employees, own account, farms) over the employed."""
    return share(tally.count("employed") - tally.count("formal"), tally.count("employed"))


@_indicator(WORK)
def informal_share_nonfarm(tally: Tally) -> Values:
    """Informally employed over the employed, both outside agriculture."""
    return share(tally.count("nonfarm_informal"), tally.count("nonfarm"))


@_indicator(PERSONS)
def agriculture_share(tally: Tally) -> Values:
    """Employed in agriculture, forestry and fishery over the employed, own-use farmers in neither (ICLS-19)."""
    return share(tally.count("agriculture"), tally.count("employed"))


@_indicator(PERSONS)
def agriculture_share_icls13(tally: Tally) -> Values:
    """The same with own-use farmers employed in agriculture (ICLS-13), as when the plan's target was written."""
    own_use = tally.count("own_use_farmer")
    return share(tally.count("agriculture") + own_use, tally.count("employed") + own_use)


@_indicator(NOT_BY_PAPER)
def certified_share(tally: Tally) -> Values:
    """Administrative observer, the plan's: employed with any paper, those of courses under three months included."""
    return share(tally.employed_with(Credential.short_certificate), tally.count("employed"))


@_indicator(NOT_BY_PAPER)
def certified_share_survey(tally: Tally) -> Values:
    """Labour-force survey: employed with an elementary certificate or higher, over the employed."""
    return share(tally.employed_with(Credential.elementary), tally.count("employed"))


@_indicator(NOT_BY_PAPER)
def trained_share(tally: Tally) -> Values:
    """Employed who are trained, with or without a paper, over the employed."""
    return share(tally.employed_with(Credential.trained_without_paper), tally.count("employed"))


@_indicator(PERSONS)
def retrained_share(tally: Tally) -> Values:
    """Labour force that has finished a course of retraining since the start, over the labour force."""
    return share(tally.retrained, tally.count("labour_force"))


@_indicator(WORK)
def social_insurance_share(tally: Tally) -> Values:
    """Compulsorily and voluntarily insured over the labour force, both of working age (by sector: the employed)."""
    return share(tally.count("insured", "working_age"), tally.count("labour_force", "working_age"))


@_indicator(WORK)
def voluntary_insurance_share(tally: Tally) -> Values:
    """Voluntarily insured over the labour force, both of working age."""
    return share(tally.count("voluntary", "working_age"), tally.count("labour_force", "working_age"))


@_indicator(WORK)
def unemployment_insurance_share(tally: Tally) -> Values:
    """Insured against unemployment over the labour force, both of working age; exempt civil staff do not count."""
    return share(tally.count("unemployment_insured", "working_age"), tally.count("labour_force", "working_age"))


@_indicator(JOBS)
def average_labour_income(tally: Tally) -> Values:
    """Labour income of all the employed, wage or not, million VND a month a person."""
    return share(tally.income, tally.count("employed"))


@_indicator(WORK)
def average_formal_wage(tally: Tally) -> Values:
    """Pay of formal wage staff, million VND a month a person."""
    return share(tally.formal_income, tally.count("formal"))
