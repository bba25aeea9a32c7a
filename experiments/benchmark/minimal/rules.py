"""The rules of the minimal market as numbers, and what a run of it tells.

Every month: each job ends with chance ``separation``; firms open each place that is empty at a random point of a ring;
each person who was unemployed before this month looks with chance ``contact``: throws a point on the ring and applies
to the next open place clockwise; each place that was applied to takes one of its applicants, all being alike. Then the
unemployed are counted. Nobody is born, dies or moves, and firms keep the places they have.
"""

from typing import NamedTuple


class Rules(NamedTuple):
    """Persons who work or search, how many of them work at the start, places and firms, chances per month."""

    persons: int
    employed: int
    places: int
    firms: int
    separation: float
    contact: float

    def shrunk(self, persons: int) -> "Rules":
        """The same market with fewer persons, places and firms in the same proportions."""
        share = persons / self.persons
        employed, places, firms = (max(1, round(number * share)) for number in self[1:4])
        return self._replace(persons=persons, employed=employed, places=places, firms=firms)

    def places_of_firms(self) -> list[int]:
        """Places of each firm: all alike, the rest one each to the first."""
        each, rest = divmod(self.places, self.firms)
        return [each + (firm < rest) for firm in range(self.firms)]


class Told(NamedTuple):
    """What a run tells: persons who work or search, months, processor seconds, mean unemployment rate."""

    persons: float
    months: int
    processor: float
    unemployment: float

    @property
    def nanoseconds(self) -> float:
        """Processor time of a person-month."""
        return 1e9 * self.processor / (self.persons * self.months)
