"""Pay of the first month: offers of workplaces and workers' factors on them, scaled to the sectors' published incomes.

``ln wage = sector + occupation + firm + paper + ability + match + seniority`` on payrolls; household trades pay a share
of the sector's level, and half the return to a paper. The sector term is solved so that the mean income of everybody in
the sector is the published one, taken back to the start year by the province's mean.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from simulation.firms import Firms, Workplaces
from simulation.province import Province
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract
from simulation.workers import Workers


def set_pay(
    people: Workers, firms: Firms, workplaces: Workplaces, province: Province, residents: int, month: int, seed: int
) -> None:
    """Write ``start_offer``, ``offer`` and ``pay`` of workplaces and ``pay_factor`` of residents."""
    workers = np.flatnonzero(people.workplace[:residents] > 0)
    place = people.workplace[workers]
    payroll = workplaces.firm[place] >= 0
    premium = province.by_credential("premium")[people.credential[workers]]
    match = province.value("match_quality_sd") * ndtri(
        uniforms(month_key(seed, Stream.synthesis, 40), workers).clip(1e-6, 1 - 1e-6)
    )
    years = np.minimum((month - people.since[workers]) // 12, province.value("tenure_raise_years"))
    served = years * province.value("tenure_raise_yearly")
    log_factor = np.where(payroll, premium + match + served, premium * province.value("household_return_share"))
    people.pay_factor[workers] = np.exp(log_factor + people.ability[workers])
    workplaces.start_offer[:] = _relative_offers(firms, workplaces, province)
    level_pay(people, workplaces, province, residents)


def level_pay(people: Workers, workplaces: Workplaces, province: Province, residents: int) -> None:
    """Shift the sectors' offers so that the mean income of everybody in a sector is the published one; pay by them."""
    workers = np.flatnonzero(people.workplace[:residents] > 0)
    place = people.workplace[workers]
    income = np.exp(workplaces.start_offer[place].astype(np.float64)) * people.pay_factor[workers]
    sector = workplaces.sector[place]
    wanted = province.by_sector("labour_income")
    count = np.bincount(sector, minlength=len(wanted))
    wanted = wanted * province.margins["average_labour_income"].value * count.sum() / (wanted * count).sum()
    have = np.bincount(sector, weights=income, minlength=len(wanted)) / np.maximum(count, 1)
    shift = np.where(count > 0, np.log(wanted / np.maximum(have, 1e-9)), 0.0)
    workplaces.start_offer[:] += shift[workplaces.sector]
    workplaces.start_offer[0] = -30.0
    workplaces.offer[:] = workplaces.start_offer
    workplaces.pay[:] = np.exp(workplaces.start_offer)
    workplaces.pay[0] = 0.0


def _relative_offers(firms: Firms, workplaces: Workplaces, province: Province) -> npt.NDArray[np.float64]:
    """Log pay of workplaces relative to their sector's term, (workplaces,)."""
    occupation = province.by_occupation("relative_income")
    level = occupation[workplaces.occupation] + firms.premium[workplaces.firm]
    relative = np.zeros(workplaces.contract.max() + 1)
    relative[Contract.own_account] = np.log(province.value("own_account_relative_pay"))
    relative[Contract.farm] = np.log(province.value("own_account_relative_pay"))
    relative[Contract.informal_wage] = np.log(province.value("informal_wage_relative_pay"))
    return np.where(workplaces.firm >= 0, level, relative[workplaces.contract])
