"""What a market holds from month to month, declared by subject with types and units; processes read and write it.

What ``start`` begins the name of is the first month's value, which changes are measured against. Counts are rows, not
weighted persons.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.employment_centre import EmploymentCentre
from simulation.firms import FirmArrays, Firms, PlaceArrays, Workplaces
from simulation.processes.absences import Absence, Away
from simulation.processes.demography import RetirementRule
from simulation.processes.employment_service import Service
from simulation.processes.hours import Hours
from simulation.processes.housing import Estates, Rooms
from simulation.processes.in_firm_training import TrainingScheme
from simulation.processes.informal_work import Trades
from simulation.processes.insurance.insured_pay import Terms
from simulation.processes.insurance.rules import BenefitLaw, InsuranceLaw
from simulation.processes.insurance.unemployment_benefit import Claims
from simulation.processes.investment import Projects
from simulation.processes.job_retention import Kept
from simulation.processes.labour_demand import DemandPath
from simulation.processes.laid_off import LaidOff
from simulation.processes.lots import Lots
from simulation.processes.matching import Ranking
from simulation.processes.participation import ParticipationHazards
from simulation.processes.search import (
    Applications,
    Kinds,
    Reach,
    Ring,
    SearchRule,
    Worth,
)
from simulation.processes.seats import WaitingList
from simulation.processes.study_terms import StudyTerms
from simulation.terms import MonthlyTerms
from simulation.workers import PeopleArrays, Workers

if TYPE_CHECKING:
    from simulation.policies.base import CourseSupport

Floats = npt.NDArray[np.float64]


class MarketState:
    """The state of a market beside its scenario, province, agents and observers."""

    # The month
    month: int  # month number that is simulated now
    age_month: int  # month number that ages are counted to; stands still with demography frozen
    path_step: int  # months since the start: row of the exogenous paths
    tet_month: bool  # Tết or the month after it
    tet_multiplier: float  # ratio of the month's quits to those of the year's mean month
    quiet_multiplier: float  # the same in a month without Tết
    flows: dict[str, float]  # events of the month by name; money in million VND of the rows
    flows_before: dict[str, float]  # events of the month before
    lots: Lots  # who could have which event this month
    terms: MonthlyTerms  # what levers have changed for the month

    # People
    people: Workers
    person_arrays: PeopleArrays  # the columns of people as kernels take them
    residents: int  # first rows of people: residents aged 15 and over in the first month
    adults: int  # rows of residents and of the outside pool; children who will come of age follow
    of_age: int  # rows in use this month
    birth_order: npt.NDArray[np.int32]  # (people,) rows by month of birth
    births_sorted: npt.NDArray[np.int16]  # (people,) months of birth in that order
    participation: ParticipationHazards
    ease: float | None  # log open places a search, mean of about a quarter
    usual_ease: float | None  # the same, mean of about two years
    absences: list[Absence]  # kinds of absence for a fixed time
    away: Away  # who is away
    accident_risk: Floats  # (occupations,) onset of a disability on a payroll over that of everybody
    legal_age: npt.NDArray[np.int64]  # (sexes,) legal age of retirement, months
    retirement_rules: list[RetirementRule]
    retired_births: npt.NDArray[np.int64]  # (sexes, rules) last month of birth retired

    # Employers and their demand for labour
    employers: Firms
    firm_arrays: FirmArrays  # the columns of employers as kernels take them
    workplaces: Workplaces
    place_arrays: PlaceArrays  # the columns of workplaces as kernels take them
    path: DemandPath  # exogenous paths from the start month on
    creation: Floats  # (sectors,) ratio: what job creation's answer to hiring has made of demand
    projects: Projects  # investment projects, to come and there
    planned_firms: dict[int, int]  # firm of each project of the scenario that has arrived, by its number there
    usual_offer: Floats  # (sectors, occupations) mean log offer of the first month
    start_jobs: Floats  # (sectors,) payroll jobs wanted in the first month
    incumbent_index: Floats  # (sectors,) demand of the month over that of the start, of firms there from the start
    project_index: Floats  # (sectors,) demand of the month over its highest so far: what projects have of their size
    demand_index: Floats  # (sectors,) demand of the month over that of the start
    log_productivity: Floats  # (sectors,) log nominal productivity over that of the start
    shock_spread: Floats  # (firms,) standard deviation of the monthly innovation, log points
    exit_hazard: Floats  # (firms,) monthly probability of closing
    rounding: Floats  # (workplaces,) in [0, 1), added before a wanted headcount is cut to a whole one
    cut: npt.NDArray[np.int16]  # (workplaces,) persons laid off this month
    laid_off: LaidOff  # who waits for a call of the firm that laid them off
    recalled: npt.NDArray[np.int64]  # rows of those whom a firm has called back this month

    # Vacancies, search and matching
    centre: EmploymentCentre
    service: Service  # what the centre and its like do for searchers this month
    seen: npt.NDArray[np.bool_]  # (seekers,) unemployed whom a counsellor sees this month
    counselled: npt.NDArray[np.int32]  # rows of those whom a counsellor saw
    coached: npt.NDArray[np.bool_]  # (seekers,) unemployed who learnt at school how to look for work
    fair_firms: npt.NDArray[np.bool_]  # (firms,) who comes to a fair this month
    kinds: Kinds  # numbers of the rings
    ring: Ring  # open places of the month
    heard: npt.NDArray[np.float32]  # (firms, districts + 1) chance that people of an origin hear of a place
    reach: Reach  # tables of channels
    worth: Worth  # tables of the worth of a job
    search_rule: SearchRule  # parameters of effort
    most_search: Floats  # (statuses,) largest monthly probability of searching
    most_at_work: Floats  # (sectors, contracts) limit to it by one's work
    channel_weight: Floats  # (channels of one's own,) shares of searches
    hires_by_channel: Floats  # (channels,) hires since they were last set to zero
    applications: Applications  # of the month, until matching
    tried: npt.NDArray[np.int64]  # (districts, occupations) searches of the month
    ranking: Ranking  # weights of what an employer sees
    occupation_level: npt.NDArray[np.int64]  # (occupations,) credential usually asked for
    match_sd: float  # standard deviation of the quality of a match, log points
    posts_market: Floats  # (districts, occupations) open places, mean of about a year
    tried_market: Floats  # (districts, occupations) searches, mean of about a year
    openings_seen: list[Floats]  # (occupations,) open places, mean of about a year, as every month began
    offers_seen: Floats  # (6, occupations) what was seen of the unemployed this month: see ``search.holding_out``
    usual_offers: Floats  # (6, occupations) the same, mean of about two years
    staff_seen: Floats  # (3,) payroll staff, places they met, who left their job this month
    usual_staff: Floats  # (3,) the same, mean of about two years
    market_weight: float  # searches at which a market counts as much as its occupation's mean
    normal_tightness: Floats | None  # (districts, occupations) posts over searches at the end of the warm-up
    posts_year: Floats  # (sectors,) open places, mean of about a year
    hires_year: Floats  # (sectors,) hires, mean of about a year
    normal_fill: Floats  # (sectors,) hires over open places at the end of the warm-up

    # Pay
    minimum_wage: Floats  # (districts,) million VND a month
    start_premium: Floats  # (credentials,) log points
    premium: Floats  # (credentials,) log points
    supply: Floats  # (levels,) log employed by level of paper over those without, mean of about a year
    start_supply: Floats | None  # (levels,) the same in the first month observed
    floor_paid: Floats  # (districts,) minimum wage that staff's pay was last held to, million VND a month
    mean_pay: Floats  # (occupations,) mean pay of payroll staff, million VND a month
    start_offer_by_occupation: Floats  # (occupations,) mean log offer of the first month
    usual_income: float  # the province's mean labour income of the first month, million VND a month
    civil_sector: npt.NDArray[np.bool_]  # (sectors,) paid by the State's scale
    start_base_salary: float  # million VND a month
    state_pay: float  # log base salary over that of the start

    # Insurance
    insurance_law: InsuranceLaw
    benefit_law: BenefitLaw
    employer_rate: Floats  # (sectors,) employers' contributions, share of all pay
    start_employer_rate: Floats  # (sectors,) log of one plus the first month's
    civil_share: Floats  # (sectors,) share of civil staff's insured whom unemployment insurance leaves out
    outside_share: Floats  # (sectors,) the same with contracts too short for it by the month's law
    usual_leaving: float  # a month, hazard of leaving the province of a resident to whom no ratio applies
    cover_without_inspection: Floats  # (sectors,) share of staff that firms would insure if nobody looked
    inspection_rate: float | Floats  # share of firms looked into a year, of all or (firms,)
    inspection_fine: float  # million VND for each worker found uninsured
    kept_terms: Terms | None  # (6, workplaces, 3) level, least, most insured pay of the last six months
    insured_terms: Terms  # (workplaces, 3) those of the last month
    claims: Claims  # entitled leavers and claimants at the desk
    voluntary_join: float  # monthly hazard of joining at the start's price that holds the start's membership
    voluntary_growth: float  # what is on top of it, for membership was growing at the start
    start_voluntary_price: float  # million VND a month
    withdrawal_ban: int  # who joins from this month on may not withdraw

    # Training
    supports: "list[CourseSupport]"  # support in force this month
    study: StudyTerms  # seats, ways and who asks people to study this month
    seats_now: npt.NDArray[np.int64]  # (programmes,) seats of one intake
    course_price: Floats  # (programmes,) list price of a whole course, million VND
    course_constant: Floats  # (levels,) constants of the choice of a course
    intakes: Floats  # (levels,) courses begun since they were last set to zero
    waiting_list: WaitingList  # who waits for a seat in the next intake
    applicants: npt.NDArray[np.int32]  # room for rows of school leavers who apply for a course
    applying_leavers: int  # how many of them there are this month
    vocational_share_at_15: float
    schools_reached: float  # share of schools that career guidance reaches
    trains_unaided: npt.NDArray[np.uint8]  # (firms,) 0/1: who trains whom it hires below the level, without support
    training_schemes: list[TrainingScheme]  # who bears part of the cost of training in firms this month
    kept: Kept  # who is kept on a payroll while a fund pays for training
    college_distance_weight: Floats  # (districts, programmes)
    college_field_weight: Floats  # (occupations, fields)
    occupation_after: Floats  # (levels, fields, occupations) cumulative chances after a course
    graduates: npt.NDArray[np.int64]  # (districts, occupations) graduates of the month who stay, new to the market
    graduate_occupations: Floats  # (occupations,) cumulative chances after university

    # Work off the payroll
    trades: Trades
    hours: Hours  # who works short hours, and what is usual
    trade_failure: Floats  # (workplaces,) monthly probability that a business fails
    entry_weights: Floats  # (trades,) attraction that holds the headcounts of constant demand

    # Housing
    estates: Estates  # worker places that levers have built
    rooms: Rooms  # private rooms and their rents
    room_rents: Floats  # (districts,) rent of a private room, million VND a month at the first month's prices
    renters: Floats  # (districts,) who rents a room: payroll staff by place of work, the unemployed where they live
    outside_search: float  # monthly probability of searching outside the province at the first month's rents
