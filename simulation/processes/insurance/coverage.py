"""Compulsory cover: whom the law makes liable and whom employers insure.

A firm insures its share of the staff, each person by their own lasting luck with the firm. Civil staff, and staff on
contracts too short for it by the law of the month, stand outside unemployment insurance. Labour inspectors look into
firms at random once a quarter: one found pays a fine for each uninsured worker, and insures everybody from then on; its
practice then slips back. The level it slips to is the one at which today's inspections give today's cover. Owners of
household businesses are liable by the dated law; some declare, some comply, and they join little by little.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.compiling import kernel, piece
from simulation.months import month_of
from simulation.population.employers import insuring_practice
from simulation.processes.insurance.rules import Floats
from simulation.processes.moves import COMPULSORY, COMPULSORY_ONLY, EMPLOYED, OWN_ACCOUNT, end_insurance
from simulation.processes.staff import staff_of
from simulation.randomness import Lot, Stream, month_key, uniform, uniform_pair, uniforms
from simulation.vocabulary import Insurance

if TYPE_CHECKING:
    from simulation.model import LabourMarket

MONTHS_BETWEEN_INSPECTIONS = 3


@piece
def begin_cover(row, month, place, civil_key, outside_share, people, places):  # type: ignore[no-untyped-def]
    """Insure a person on a payroll line from this month, against unemployment too unless the law leaves them out."""
    outside = uniform_pair(civil_key, row, places.firm[place]) < outside_share[places.sector[place]]
    people.insurance[row] = COMPULSORY_ONLY if outside else COMPULSORY
    people.changed[row] = 1
    people.insured_since[row] = month


@piece
def cover(row, month, place, key, civil_key, outside_share, people, places, firms):  # type: ignore[no-untyped-def]
    """Insure a person newly on a payroll line if the firm insures that person."""
    firm = places.firm[place]
    if uniform_pair(key, row, firm) < firms.insures[firm]:
        begin_cover(row, month, place, civil_key, outside_share, people, places)


@kernel
def _insure_staff(staff, month, civil_key, outside_share, people, places):  # type: ignore[no-untyped-def]
    """Insure the uninsured among the rows; returns how many."""
    insured = 0
    for index in range(staff.shape[0]):
        row = staff[index]
        if people.insurance[row] == 0:
            begin_cover(row, month, people.workplace[row], civil_key, outside_share, people, places)
            insured += 1
    return insured


@kernel
def _owners(rows, luck, month, join, liable, complies, liable_key, complies_key, people, places):  # type: ignore[no-untyped-def]
    """Owners of household businesses who are liable, comply and join now; returns how many."""
    joined = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        if luck[index] >= join or people.status[row] != EMPLOYED or people.insurance[row] >= COMPULSORY_ONLY:
            continue
        if places.contract[people.workplace[row]] != OWN_ACCOUNT or uniform(liable_key, row) >= liable:
            continue
        if uniform(complies_key, row) < complies:
            end_insurance(row, month, people)
            people.insurance[row] = COMPULSORY_ONLY
            people.changed[row] = 1
            people.insured_since[row] = month
            joined += 1
    return joined


@kernel
def _against_unemployment(rows, month, civil_key, outside_share, people, places):  # type: ignore[no-untyped-def]
    """Bring insured staff whom the law no longer leaves out into unemployment insurance, as contracts are renewed."""
    for index in range(rows.shape[0]):
        row = rows[index]
        place = people.workplace[row]
        if people.status[row] != EMPLOYED or people.insurance[row] != COMPULSORY_ONLY or places.firm[place] < 0:
            continue
        if uniform_pair(civil_key, row, places.firm[place]) >= outside_share[places.sector[place]]:
            end_insurance(row, month, people)
            people.insurance[row] = COMPULSORY
            people.changed[row] = 1
            people.insured_since[row] = month


def outside_unemployment_insurance(market: "LabourMarket") -> Floats:
    """Share of the insured whom unemployment insurance leaves out, (sectors,): civil staff, and short contracts."""
    value = market.province.value
    short = (
        value("short_contract_share") if market.insurance_law.liable_months > value("short_contract_months") else 0.0
    )
    return np.where(market.civil_sector, market.civil_share, short)


def civil_share(market: "LabourMarket") -> Floats:
    """Share of civil staff's insured whom unemployment insurance leaves out, (sectors,), from the first month."""
    insurance = market.people.insurance[: market.residents]
    sector = market.workplaces.sector[market.people.workplace[: market.residents]]
    number = len(market.province.sectors)
    outside = np.bincount(sector[insurance == Insurance.compulsory_only], minlength=number)
    insured = np.bincount(sector[insurance >= Insurance.compulsory_only], minlength=number)
    return np.where(market.civil_sector, outside / np.maximum(insured, 1), 0.0)


def slipping_to(market: "LabourMarket") -> Floats:
    """Share of those they hire whom firms would insure without inspections, (sectors,).

    With inspections at the table's rate r, and practice slipping back at rate d, practice p stands still where
    ``r (1 - p) = d (p - p0)``: p0 follows from the practice behind the cover that is measured.
    """
    value = market.province.value
    found = value("inspections_per_firm_year") / value("inspected_practice_decay")
    practice = insuring_practice(market.province)
    return np.asarray(np.maximum(practice - found * (1.0 - practice), 0.0))


def keep_compulsory_cover(market: "LabourMarket") -> None:
    """Inspections, the slipping back of practice, owners who join, and contracts that become liable."""
    _inspect(market)
    firms, value = market.employers, market.province.value
    willing = np.maximum(market.cover_without_inspection[firms.sector], market.terms.cover)
    speed = value("inspected_practice_decay") / 12.0
    firms.insures -= (np.maximum(firms.insures - willing, 0.0) * speed).astype(np.float32)
    firms.insures += (np.maximum(market.terms.cover - firms.insures, 0.0) * speed).astype(np.float32)
    _join_as_owners(market)
    if market.insurance_law.liable_months <= value("short_contract_months"):
        rows, _ = market.lots.of(Lot.insurance)
        _against_unemployment(
            rows, market.month, month_key(market.seed, Stream.civil), market.outside_share, market.person_arrays,
            market.place_arrays,
        )  # fmt: skip


def _inspect(market: "LabourMarket") -> None:
    """The quarter's inspections: who is found insures everybody and pays for those it had not."""
    market.flows["inspected_firms"] = market.flows["insured_by_inspection"] = 0
    market.flows["inspection_fines"] = 0.0
    if month_of(market.month) % MONTHS_BETWEEN_INSPECTIONS != 0:
        return
    firms = market.employers
    draw = uniforms(month_key(market.seed, Stream.inspection, market.month), np.arange(firms.rows))
    found = (draw < market.inspection_rate * MONTHS_BETWEEN_INSPECTIONS / 12.0) & (firms.insures < 1.0)
    found &= firms.closed_until <= market.month
    firms.insures[found] = 1.0
    places = market.workplaces
    on_lines = np.zeros(places.rows, dtype=np.bool_)
    on_lines[places.payroll] = found[places.firm[places.payroll]]
    staff = staff_of(market, on_lines)
    insured = _insure_staff(
        staff, market.month, month_key(market.seed, Stream.civil), market.outside_share, market.person_arrays,
        market.place_arrays,
    )  # fmt: skip
    market.flows["inspected_firms"], market.flows["insured_by_inspection"] = int(found.sum()), int(insured)
    market.flows["inspection_fines"] = insured * market.inspection_fine


def _join_as_owners(market: "LabourMarket") -> None:
    law, value = market.insurance_law, market.province.value
    market.flows["owners_joined"] = 0
    declaring = value("declaring_owner_share") if law.declaring_owners else 0.0
    share = value("registered_owner_share") * (1.0 if law.other_owners else declaring)
    if share <= 0.0:
        return
    rows, luck = market.lots.of(Lot.insurance)
    market.flows["owners_joined"] = _owners(
        rows, luck, market.month, value("owner_joining_monthly"), share, value("compliance_business_owner"),
        month_key(market.seed, Stream.business_owner), month_key(market.seed, Stream.owner_compliance),
        market.person_arrays, market.place_arrays,
    )  # fmt: skip
