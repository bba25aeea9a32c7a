"""The provincial government: levers in force, their budgets, and the ledger they pay through."""

from typing import TYPE_CHECKING, Any

from simulation.light_mesa import mesa

if TYPE_CHECKING:
    from simulation.policies.base import Lever


class Government(mesa.Agent):
    """Holds the levers of the scenario. Levers open the month; nothing else of theirs may write to the world."""

    def __init__(self, model: Any, levers: "list[Lever]") -> None:
        """Take office with the scenario's levers."""
        super().__init__(model)
        self.levers = levers
        self.told: dict[str, float] = {}

    def told_of(self, lever: str) -> float:
        """Share of those who would not know of a lever who have been told of it, by campaigns or by their records.

        What ``told`` holds under "all" is said of every lever.
        """
        return 1.0 - (1.0 - self.told.get(lever, 0.0)) * (1.0 - self.told.get("all", 0.0))

    def open_month(self) -> None:
        """Let every lever in force set prices, places, reach or rules for the month."""
        self.model.supports = []
        self.model.estates.close()
        self.told = {}
        for lever in sorted(self.levers, key=lambda one: not one.tells_of_others):
            lever.open_month(self.model)

    def note_hires(self, rows: Any, origin: Any, channel: Any) -> None:
        """Tell the levers in force who was hired, from which status and through which channel, (hires,) each."""
        for lever in self.levers:
            if lever.in_force(self.model.month):
                lever.note_hires(self.model, rows, origin, channel)

    def note_departures(self, rows: Any) -> None:
        """Tell the levers in force who left for a contract abroad, (departures,)."""
        for lever in self.levers:
            if lever.in_force(self.model.month):
                lever.note_departures(self.model, rows)

    def note_registered(self, rows: Any) -> None:
        """Tell the levers in force whose work was registered this month, (rows,)."""
        for lever in self.levers:
            if lever.in_force(self.model.month):
                lever.note_registered(self.model, rows)

    def note_household_places(self) -> None:
        """Tell the levers that loans' places off the payroll have been offered for the month."""
        if self.model.terms.household_places.any():
            for lever in self.levers:
                lever.note_household_places(self.model)

    def tell(self, lever: str, share: float) -> None:
        """Let a share of those who would not know of a lever ("all": of any) know of it this month."""
        self.told[lever] = 1.0 - (1.0 - self.told.get(lever, 0.0)) * (1.0 - share)

    def pay_for_courses(self, rows: Any, programme: Any, support: Any) -> None:
        """Settle the support of the courses that begin this month, each with its own lever; tell all who studies."""
        for lever in self.levers:
            lever.note_students(self.model, rows, programme)
        for number, scheme in enumerate(self.model.supports):
            supported = support == number
            if supported.any():
                scheme.lever.settle(self.model, rows[supported], programme[supported])
