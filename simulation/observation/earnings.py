"""What the month pays: labour income by profile and by job, pay on which contributions are due, and skill at work.

Pay changes every month with every workplace, so these sums are taken anew over the employed, in the order of rows.
"""

import numpy as np

from simulation.compiling import kernel
from simulation.looking_ahead import AHEAD, look_ahead, request
from simulation.observation.tables import JOBS_A_SECTOR
from simulation.processes.insurance.insured_pay import insured_wage
from simulation.processes.moves import EMPLOYED

#: Rows looked at together, so that the second look finds them in the processor's cache.
BLOCK = 4096
_ONE, _TWO = np.uint64(1), np.uint64(2)


@kernel
def sum_pay(last, people, pay, insured_terms, kept, tables, at_work, covered):  # type: ignore[no-untyped-def]
    """Add up what the employed among the first ``last`` rows earn; ``at_work`` and ``covered`` are room for a block.

    Lists are made without a branch. Codes are unsigned: signed indices would be tested for counting from the end.
    """
    income, job_income, formal = tables.income.reshape(-1), tables.job_income, tables.formal
    insured_pay, cover_of = tables.insured_pay.reshape(-1), tables.cover_of
    for first in range(0, last, BLOCK):
        working = 0
        for row in range(first, min(first + BLOCK, last)):
            at_work[working] = row
            working += people.status[row] == EMPLOYED
        insured = 0
        for index in range(working):
            row = at_work[index]
            job = kept.job[row]
            earned = np.float64(pay[np.uint32(people.workplace[row])]) * people.pay_factor[row]
            income[kept.profile[row] * _TWO + formal[job]] += earned
            job_income[job] += earned
            covered[insured] = row
            insured += cover_of[kept.outcome[row]] > 0
        for index in range(insured):
            row = covered[index]
            kind = kept.job[row] * _TWO + cover_of[kept.outcome[row]] - _ONE
            insured_pay[kind] += insured_wage(np.uint32(people.workplace[row]), people.pay_factor[row], insured_terms)


@kernel
def sum_skill(rows, people, job_of, skill):  # type: ignore[no-untyped-def]
    """Add what skill from courses adds to the output of each employed person of the rows, by sector."""
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        if index + AHEAD < rows.shape[0]:
            request(people.skill, rows[index + AHEAD])
        if people.status[row] == EMPLOYED:
            sector = job_of[people.workplace[row]] // JOBS_A_SECTOR
            skill[sector] += np.exp(np.float64(people.skill[row])) - 1.0
