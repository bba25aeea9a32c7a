"""The minimal market as a Mesa model is usually written: an object a person, an object a firm, verbs of agent sets.

Nothing in the rules depends on who goes first. The tutorials of Mesa activate agents in random order all the same
(``shuffle_do``), and most models do; ``shuffled=False`` leaves that out and is the fastest that plain Mesa can be.
"""

from bisect import bisect_left
from time import process_time

import mesa

from experiments.benchmark.minimal.rules import Rules, Told


class Person(mesa.Agent):
    """Somebody who works for ``firm`` or, where that is None, has been unemployed since the month ``since``."""

    def __init__(self, model: "PlainMarket", firm: "Firm | None") -> None:
        super().__init__(model)
        self.firm = firm
        self.since = -1

    def leave(self) -> None:
        """Lose the job with the month's chance."""
        if self.firm is not None and self.random.random() < self.model.rules.separation:
            self.firm.staff -= 1
            self.firm = None
            self.since = self.model.month

    def search(self) -> None:
        """Look at the next place clockwise of a random point, unless the job was lost this month."""
        if self.firm is None and self.since < self.model.month and self.random.random() < self.model.rules.contact:
            self.model.apply(self)


class Firm(mesa.Agent):
    """An employer with a fixed number of places."""

    def __init__(self, model: "PlainMarket", places: int) -> None:
        super().__init__(model)
        self.places = places
        self.staff = 0

    def post(self) -> None:
        """Open each empty place."""
        for _ in range(self.places - self.staff):
            self.model.open_places.append(Place(self, self.random.random()))


class Place:
    """An open place at a point of the ring, and who applied to it."""

    __slots__ = ("applicants", "firm", "point")

    def __init__(self, firm: Firm, point: float) -> None:
        self.firm = firm
        self.point = point
        self.applicants: list[Person] = []


class PlainMarket(mesa.Model):
    """The market; ``open_places`` stands in the order of the ring while people search."""

    def __init__(self, rules: Rules, rng: int, shuffled: bool) -> None:
        super().__init__(rng=rng)
        self.rules = rules
        self.activation = "shuffle_do" if shuffled else "do"
        self.month = 0
        self.open_places: list[Place] = []
        self.points: list[float] = []
        firms = [Firm(self, places) for places in rules.places_of_firms()]
        self.persons = [Person(self, None) for _ in range(rules.persons)]
        for person, firm in zip(self.persons[: rules.employed], _in_turn(firms), strict=False):
            person.firm = firm
            firm.staff += 1
        self.datacollector = mesa.DataCollector(model_reporters={"unemployment": "unemployment"})
        self.unemployment = 0.0

    def step(self) -> None:
        """Simulate one month."""
        people, firms = self.agents_by_type[Person], self.agents_by_type[Firm]
        getattr(people, self.activation)("leave")
        self.open_places.clear()
        getattr(firms, self.activation)("post")
        self.open_places.sort(key=lambda place: place.point)
        self.points = [place.point for place in self.open_places]
        getattr(people, self.activation)("search")
        self.hire()
        self.unemployment = sum(person.firm is None for person in people) / self.rules.persons
        self.datacollector.collect(self)
        self.month += 1

    def apply(self, person: Person) -> None:
        """Put the person before the next open place clockwise of a random point."""
        if self.open_places:
            place = bisect_left(self.points, self.random.random()) % len(self.points)
            self.open_places[place].applicants.append(person)

    def hire(self) -> None:
        """Fill each place that was applied to by one of its applicants."""
        for place in self.open_places:
            if place.applicants:
                self.random.choice(place.applicants).firm = place.firm
                place.firm.staff += 1


def run(rules: Rules, months: int, seed: int, shuffled: bool) -> Told:
    """Months of the market under the processor's clock, its set-up not counted."""
    market = PlainMarket(rules, seed, shuffled)
    began = process_time()
    for _ in range(months):
        market.step()
    seconds = process_time() - began
    told = market.datacollector.get_model_vars_dataframe()["unemployment"]
    return Told(float(rules.persons), months, seconds, float(told.mean()))


def _in_turn(firms: list[Firm]) -> list[Firm]:
    """A firm for each of its places, all firms in turn."""
    most = max(firm.places for firm in firms)
    return [firm for round_ in range(most) for firm in firms if round_ < firm.places]
