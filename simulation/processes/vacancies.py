"""Vacancies: the gap of every payroll line as open places, and how long they have been open.

A line posts what it wants beyond its staff, in whole places. Places that stay open from one month to the next age; new
ones begin at zero: ``post_age`` is the mean over a line's places. Offers rise and what employers ask falls with it.
"""

from typing import TYPE_CHECKING

from simulation.compiling import kernel
from simulation.sums import sums_by

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@kernel
def _post(places, firms, lines, foreigners, month, rounding):  # type: ignore[no-untyped-def]
    """Open places of every line and their mean age; ``posts`` holds what hiring left open. Returns their number.

    ``foreigners`` (workplaces,) fill places of a line too, though they are none of the province's people.
    """
    total = 0
    for line in range(1, lines + 1):
        posts = 0
        if firms.closed_until[places.firm[line]] <= month:
            posts = max(0, int(places.wanted[line] + rounding[line]) - places.headcount[line] - int(foreigners[line]))
        age = 0.0
        if posts > 0:
            age = (places.post_age[line] + 1.0) * min(places.posts[line], posts) / posts
        places.post_age[line] = age
        places.posts[line] = posts
        total += posts
    return total


def post_vacancies(market: "LabourMarket") -> None:
    """Post the month's open places."""
    places = market.workplaces
    lines = places.payroll
    market.flows["vacancies"] = _post(
        market.place_arrays, market.firm_arrays, places.payroll_lines, market.terms.foreigners, market.month,
        market.rounding,
    )  # fmt: skip
    market.note_posts(sums_by(places.sector[lines], places.posts[lines], len(market.province.sectors)))
