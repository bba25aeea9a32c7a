"""The employment service centre: counsellors, what it sees of vacancies, and how many seekers it can serve."""

from dataclasses import dataclass
from typing import Any, Protocol

from mesa import Agent


class Centre(Protocol):
    """What search needs to know of a centre: the share of open places it sees, and of those who come that it serves."""

    seen_share: float
    counselled_share: float

    def open_month(self) -> None:
        """Prepare for the month."""


@dataclass
class OpenDoor:
    """The centre of the warm-up: sees its share of places and serves everybody who comes."""

    seen_share: float
    counselled_share: float = 1.0

    def open_month(self) -> None:
        """Nothing changes from month to month."""


class EmploymentCentre(Agent):
    """The province's centre and its offices. Seekers who turn to it are served as far as its counsellors reach."""

    def __init__(self, model: Any, wanting: float) -> None:
        """Open with the counsellors and caseload of the parameter table; ``wanting`` come in a usual month, rows."""
        super().__init__(model)
        value = model.province.value
        self.counsellors = value("esc_counsellors")
        self.cases_per_counsellor = value("esc_cases_per_counsellor_month")
        self.seen_share = value("openings_reported_share")
        self.wanting = wanting
        self.counselled_share = 1.0

    @property
    def capacity(self) -> float:
        """Cases a month at the model's scale."""
        return float(self.counsellors * self.cases_per_counsellor * self.model.scale)

    def open_month(self) -> None:
        """Share of those who turn to the centre that it can serve, from the year's mean demand."""
        share = self.model.channel_share[self.model.reach.centre]
        self.wanting += (self.model.flows_before.get("searches", 0) * share - self.wanting) / 12.0
        self.counselled_share = min(1.0, self.capacity / max(self.wanting, 1.0))
