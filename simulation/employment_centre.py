"""The employment service centre of the province: its offices, staff, registers, fairs, platform and links.

Every attribute is set to the province's parameters when the month opens; a lever that acts on the centre changes
attributes after that and so for one month at a time. What the centre does with them is in
``processes/employment_service.py``.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.light_mesa import mesa

Floats = npt.NDArray[np.float64]


class EmploymentCentre(mesa.Agent):
    """The centre and its offices; staff and people are counts of the whole province, whatever the model's scale.

    ``offices`` (offices,) are the districts they stand in, ``office_of`` (districts,) the nearest one,
    ``minutes_to_office`` (districts,) the way there, ``staff_share`` (offices,) of the counsellors, by population.
    """

    counsellors: float  # persons
    cases_per_counsellor: float  # cases a month
    referral_share: float  # share of the people seen who are shown posts
    counsel_gain: float  # effort that being seen adds, ratio
    registration: float  # share of the unemployed beside an office who register of their own will
    claimants_registered: float  # share of benefit claimants who register
    reported_share: Floats  # (firms,) share of a firm's open places that the centre is told of
    freshness: float  # months a filled place stays on the register
    platform_reach: float  # share of online searchers who see the centre's posts
    fairs: float  # fairs a month, all offices
    firms_per_fair: float  # firms
    fair_visits: float  # share of the unemployed beside an office who go to one fair
    outside_fairs: float  # fairs with other provinces a month
    outside_visitors: float  # persons from outside at one of them
    outside_contacts: float  # persons from outside met otherwise, a month
    agency_share: Floats  # (firms,) chance that a firm hires through staffing agencies

    def __init__(self, model: Any) -> None:
        """Open the offices of the province's table."""
        super().__init__(model)
        province = model.province
        self.offices = np.array([office.district for office in province.offices], dtype=np.int64)
        minutes = province.travel_minutes[:, self.offices]
        self.office_of = np.argmin(minutes, axis=1).astype(np.int64)
        self.minutes_to_office = minutes.min(axis=1)
        persons = province.by_district("population")
        served = np.bincount(self.office_of, weights=persons, minlength=len(self.offices))
        self.staff_share = served / served.sum()

    def open_month(self) -> None:
        """Set every attribute to the province's parameters."""
        value, employers = self.model.province.value, self.model.employers
        self.counsellors = value("esc_counsellors")
        self.cases_per_counsellor = value("esc_cases_per_counsellor_month")
        self.referral_share = value("esc_referral_share")
        self.counsel_gain = value("esc_counsel_effort_gain")
        self.registration = value("esc_registration_share")
        self.claimants_registered = value("esc_claimants_registered_share")
        self.reported_share = np.full(employers.rows, value("openings_reported_share"))
        self.freshness = value("esc_register_freshness_months")
        self.platform_reach = value("esc_platform_reach")
        self.fairs = value("esc_fairs_per_month")
        self.firms_per_fair = value("esc_firms_per_fair")
        self.fair_visits = value("esc_fair_visit_share")
        self.outside_fairs = value("esc_outside_fairs_per_month")
        self.outside_visitors = value("esc_outside_visitors_per_fair")
        self.outside_contacts = 0.0
        parks = np.array([sector.park for sector in self.model.province.sectors])
        usual = np.where(parks, value("agency_firm_share_parks"), value("agency_firm_share_others"))
        self.agency_share = usual[employers.sector]
