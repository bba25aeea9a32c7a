"""The few ways in which a person's state changes; every process that moves somebody calls one of these kernels.

They keep headcounts, insurance spells and clocks together, so that employment is the sum of headcounts at any moment,
and mark who has changed, for the month's count looks at nobody else: whoever writes status, work, paper, skill,
retraining, insurance, hours or home of a person without them marks the row too.
"""

from simulation.compiling import piece
from simulation.population import POPULATION_SEED
from simulation.randomness import Stream, month_key, uniform

NEVER = -32768
#: Key of the lasting number that says who works short hours first; like the first month's people it is no seed's luck.
HOURS_KEY = month_key(POPULATION_SEED, Stream.hours)
EMPLOYED, UNEMPLOYED, INACTIVE, RETIRED, IN_TRAINING, OUTSIDE, GONE, AWAY = 7, 6, 3, 5, 2, 8, 9, 10
NO_COLLEGE = 255
NO_COURSE = -1
FORMAL_WAGE, INFORMAL_WAGE, OWN_ACCOUNT, FARM = 1, 2, 3, 4
VOLUNTARY, COMPULSORY_ONLY, COMPULSORY = 1, 2, 3
#: Codes of housing from this one on are worker places, one an estate.
WORKER_PLACE = 2


@piece
def end_insurance(row, month, people):  # type: ignore[no-untyped-def]
    """Close the present spell of insurance and add its months to the person's records."""
    kind = people.insurance[row]
    if kind > 0:
        spell = month - people.insured_since[row]
        people.insured_months[row] = min(people.insured_months[row] + spell, 32000)
        if kind == COMPULSORY:
            people.unemployment_months[row] = min(people.unemployment_months[row] + spell, 32000)
        people.insured_until[row] = month
        people.insurance[row] = 0
        people.changed[row] = 1


@piece
def months_of_last_two_years(row, month, people):  # type: ignore[no-untyped-def]
    """Months of unemployment insurance in the 24 before ``month`` of a person insured now.

    Of earlier spells only their sum and the end of the last are known: they are taken to have come one after another.
    """
    spell = month - people.insured_since[row]
    earlier = min(people.unemployment_months[row], max(0, people.insured_until[row] - (month - 24)))
    return min(24, spell + earlier)


@piece
def note_leaver(row, month, place, people):  # type: ignore[no-untyped-def]
    """Enter who leaves a compulsorily insured job into the month's list; a full list only counts on."""
    kind = people.insurance[row]
    if kind >= COMPULSORY_ONLY:
        leavers = people.leavers
        entry = leavers.number[0]
        leavers.number[0] = entry + 1
        if entry < leavers.row.shape[0]:
            leavers.row[entry] = row
            leavers.place[entry] = place
            leavers.factor[entry] = people.pay_factor[row]
            leavers.recent[entry] = months_of_last_two_years(row, month, people) if kind == COMPULSORY else 0


@piece
def leave_work(row, month, people, places):  # type: ignore[no-untyped-def]
    """Take a person off a workplace, whatever comes next. The status is the caller's to set."""
    place = people.workplace[row]
    if place == 0:
        return
    places.headcount[place] -= 1
    contract = places.contract[place]
    if contract in (FORMAL_WAGE, INFORMAL_WAGE):
        people.last_wage_job[row] = month
    note_leaver(row, month, place, people)
    end_insurance(row, month, people)
    people.workplace[row] = 0
    people.pay_factor[row] = 0.0
    people.wish_hours[row] = 0
    people.changed[row] = 1


@piece
def begin_work(row, month, place, factor, people, places):  # type: ignore[no-untyped-def]
    """Put a person on a workplace at ``factor`` times its pay; whoever works elsewhere leaves there first."""
    leave_work(row, month, people, places)
    people.status[row] = EMPLOYED
    people.changed[row] = 1
    people.since[row] = month
    people.workplace[row] = place
    people.pay_factor[row] = factor
    people.search_since[row] = NEVER
    people.wish_hours[row] = 1 if uniform(HOURS_KEY, row) < places.short_hours[place] else 0
    people.college[row] = NO_COLLEGE
    places.headcount[place] += 1


@piece
def seek_work(row, month, people):  # type: ignore[no-untyped-def]
    """Make a person unemployed from this month; to be matched from the next."""
    people.status[row] = UNEMPLOYED
    people.changed[row] = 1
    people.since[row] = month
    people.search_since[row] = month


@piece
def stand_aside(row, month, status, people, places):  # type: ignore[no-untyped-def]
    """Take a person out of the labour force into ``status``; who dies or leaves the province leaves the course too."""
    leave_work(row, month, people, places)
    people.status[row] = status
    people.changed[row] = 1
    people.since[row] = month
    people.search_since[row] = NEVER
    if status >= OUTSIDE:
        people.programme[row] = NO_COURSE
        people.course_ends[row] = NEVER
        people.support[row] = NO_COURSE
