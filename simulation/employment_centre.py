"""The employment service centre: counsellors, what it sees of vacancies, and how many seekers it can serve."""

from typing import Any

from mesa import Agent


class EmploymentCentre(Agent):
    """The province's centre and its offices. Seekers who turn to it are served as far as its counsellors reach."""

    def __init__(self, model: Any) -> None:
        """Open with the counsellors and caseload of the parameter table."""
        super().__init__(model)
        value = model.province.value
        self.counsellors = value("esc_counsellors")
        self.cases_per_counsellor = value("esc_cases_per_counsellor_month")
        self.seen_share = value("openings_reported_share")
        self.wanting = 0.0
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
