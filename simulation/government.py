"""The provincial government: levers in force, their budgets, and the ledger they pay through."""

from typing import TYPE_CHECKING, Any

from mesa import Agent

if TYPE_CHECKING:
    from simulation.policies.base import Lever


class Government(Agent):
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
        for lever in self.levers:
            lever.open_month(self.model)

    def pay_for_courses(self, rows: Any, programme: Any, support: Any) -> None:
        """Settle the support of the courses that begin this month, each with its own lever; tell all who studies."""
        for lever in self.levers:
            lever.note_students(self.model, rows, programme)
        for number, scheme in enumerate(self.model.supports):
            supported = support == number
            if supported.any():
                scheme.lever.settle(self.model, rows[supported], programme[supported])
