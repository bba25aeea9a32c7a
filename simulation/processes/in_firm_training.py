"""In-firm training: firms that train take people below the level a job asks for and bring them up to it.

Whether a firm trains is its own for good, more often so the larger it is. Such a firm weighs a missing level less when
it chooses, and whoever it hires below the level learns on the job for some months: afterwards the person can do the
trade, has skill, but no paper (``trained_without_paper`` at most). Who leaves the job before the end learns nothing.
"""

from simulation.compiling import piece

#: Stands in ``programme`` while a firm trains a person: beyond the row of any college's programme.
IN_FIRM = 30000


@piece
def begin_in_firm(row, month, months, people):  # type: ignore[no-untyped-def]
    """Begin training on the job, unless the person is in a course already."""
    if people.programme[row] == -1:
        people.programme[row] = IN_FIRM
        people.course_ends[row] = month + months


@piece
def finish_in_firm(row, skill_gain, people, places):  # type: ignore[no-untyped-def]
    """What training on the job leaves with somebody who still has it."""
    people.skill[row] += skill_gain
    people.occupation[row] = places.occupation[people.workplace[row]]
    people.credential[row] = max(people.credential[row], 1)
    people.changed[row] = 1
