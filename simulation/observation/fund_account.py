"""The fund's account of a month: who paid in, to which branch, and what was paid out. Million VND of the province.

Contributions are the dated rates on insured pay, which is counted person by person with everybody else. Social
insurance is told with health and accidents; unemployment insurance is a fund of its own. Both are national: what the
province pays in and draws need not balance.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from simulation.observation.observed import Observed
from simulation.observation.tables import JOBS_A_SECTOR, Tables
from simulation.vocabulary import Contract

Floats = npt.NDArray[np.float64]

#: Contributions by payer and branch, in the order they are told.
RECEIPTS = (
    "contributions_employers_social",
    "contributions_workers_social",
    "contributions_employers_unemployment",
    "contributions_workers_unemployment",
    "contributions_owners_social",
    "contributions_voluntary_members",
    "contributions_voluntary_state",
)
#: What the processes paid out, names of flows.
UNEMPLOYMENT_OUTGO = ("unemployment_benefit", "unemployment_training_support")


def month_account(market: Observed, tables: Tables) -> dict[str, float]:
    """Receipts by payer and branch, income of the two branches, and the unemployment branch's outgo."""
    law = market.insurance_law
    insured = tables.insured_pay[:-1].reshape(-1, JOBS_A_SECTOR, 2)
    payroll = insured[:, Contract.formal_wage - 1]
    owners = insured[:, Contract.own_account - 1].sum(axis=1)
    social, unemployment = payroll.sum(axis=1), payroll[:, 1]
    paid = (
        (social * law.employer_social).sum(),
        (social * law.employee_social).sum(),
        (unemployment * law.employer_unemployment).sum(),
        (unemployment * law.employee_unemployment).sum(),
        (owners * (law.employer_social + law.employee_social)).sum(),
        (tables.members * law.member_price).sum(),
        (tables.members * law.state_price).sum(),
    )
    account = {name: float(amount) * market.weight for name, amount in zip(RECEIPTS, paid, strict=True)}
    return account | _branches(account, market.flows, market.weight)


def _branches(account: Mapping[str, float], flows: Mapping[str, float], weight: float) -> dict[str, float]:
    unemployment = sum(amount for name, amount in account.items() if name.endswith("_unemployment"))
    return {
        "social_fund_income": sum(account.values()) - unemployment,
        "unemployment_fund_income": unemployment,
        "unemployment_fund_outgo": sum(flows.get(name, 0.0) for name in UNEMPLOYMENT_OUTGO) * weight,
    }
