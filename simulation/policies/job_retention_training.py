"""Job retention: the unemployment insurance fund pays firms to retrain staff whom they would lay off, and keep them.

Plan clause: II.1 b2(i). Verb: propose (the clause is in law, its conditions narrow, nothing is paid). Competence: the
centre and the fund. Agency: that of the month in the table `agency_of_lever`.

Mechanism: a firm with more staff than it wants, that knows of it and whose staff is insured against unemployment, keeps
those of whom the fund bears enough: the share of firms that keep somebody rises with the part of the pay that the
support covers. Who is kept is trained on the job for the contract's months; the firm lays off only what its excess is
beyond them. Afterwards they are staff like others: layoffs may be merely postponed. The fund pays for the whole
contract when it begins. Closures are not held back, nor are civil services in the scheme.

Parameters: `job_retention_response` (3, 1-6: elasticity of keeping on the part of pay not covered; assumed),
`in_firm_skill_gain`, `awareness_start` (assumed). In law up to 1.5 million VND a month for six months; the dose states
it.

First-order quantity: layoffs in firms under contract fall while it runs. Negative control: layoffs in firms outside
unemployment insurance. Evidence: none; a sweep.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.policies.employers import employers_knowing
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import CountPerYear, LeverDose, MoneyPerMonth, lever
from simulation.scenario.units import Number
from simulation.vocabulary import Insurance

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("job_retention_training")
class JobRetentionDose(LeverDose):
    """Dose of job retention: support a person and month, and how long. Persons are per calendar year."""

    clauses = ("II.1 b2(i)",)
    verb = ("propose",)
    competence = ("centre", "fund")
    first_order = "layoffs in firms under contract fall while it runs"
    negative_control = "layoffs in firms outside unemployment insurance"
    sources_of_money = ("FU",)
    parameters = ("job_retention_response", "in_firm_skill_gain", "awareness_start")

    support: MoneyPerMonth = Field(description="what the fund pays a firm for each person kept and trained")
    contract: Number = Field(default=6, ge=1, le=24, description="months for which a person is kept")
    persons: CountPerYear = Field(description="persons who may be kept in a calendar year")

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is paid for anybody."""
        return super().changes_nothing or self.support * self.persons == 0.0


class JobRetention(Lever):
    """Contracts of a dose with firms that would lay people off."""

    dose: JobRetentionDose

    @property
    def months(self) -> int:
        """Months for which a person is kept."""
        return int(self.dose.contract)

    def open_month(self, market: "LabourMarket") -> None:
        """Stand ready to pay."""
        if self.in_force(market.month):
            market.kept.schemes.append(self)

    def takes(self, market: "LabourMarket", rows: Rows) -> Rows:
        """Whom firms keep of those about to be laid off, by lottery within persons and budget; the fund pays."""
        mine = rows[self._kept(market, rows)]
        places = int(min(self.places_left(market.month, float(self.dose.persons)) * market.scale, len(mine)) + 1e-9)
        cost = np.full(len(mine), float(self.dose.support) * self.months)
        stays = self.lottery(market, mine, min(places, self.affordable(market, cost, "FU")))
        if len(stays):
            self.serve(market, stays)
            persons = len(stays) * market.weight
            fund = "unemployment insurance fund"
            self.pay(market, "FU", fund, "firm", "real resource", persons, persons * float(cost[0]))
        return stays

    def _kept(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Whom the support makes worth keeping, (n,): readiness is a firm's own for good, and so is knowing of it."""
        people, places = market.people, market.workplaces
        place = people.workplace[rows]
        firm, pay = places.firm[place], places.pay[place] * people.pay_factor[rows]
        covered = np.minimum(1.0, float(self.dose.support) / np.maximum(pay, 1e-6))
        ready = 1.0 - (1.0 - covered) ** market.province.value("job_retention_response")
        firms = np.arange(market.employers.rows)
        willing = uniforms(month_key(market.seed, Stream.retention), firms)[firm] < ready
        inside = employers_knowing(market, self)[firm] & ~market.civil_sector[places.sector[place]]
        insured = people.insurance[rows] == Insurance.compulsory
        return np.asarray(willing & inside & insured & self.eligible(market, rows))
