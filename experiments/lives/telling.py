"""A life in words: who the person is, then month by month only where something happens, both arms side by side."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.lives.reading import Lives
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook, phrases
from simulation.months import month_index

#: Events after which the place one works at is a new one.
_TO_WORK = ("hired", "recalled", "changed_job", "entered_trade")
#: Events that may lead to one standing or another.
_LEAD_ON = ("quit", "laid_off", "firm_closed", "left_school", "came_of_age", "left_labour_force", "returned")
#: Standings of people at work.
_AT_WORK = ("formal_wage", "informal_wage", "own_account", "farm")
#: How many of the persons who live otherwise are listed.
LISTED = 12


class Teller:
    """Tells the lives of a run's persons in one language."""

    def __init__(self, lives: Lives, words: Phrasebook) -> None:
        self.lives, self.words = lives, words
        self._programmes = lives.manifest["labels"].get("programme", {})

    def introduction(self, who: dict[str, Any]) -> str:
        """Age, sex, home, paper and work in the first month."""
        words, first = self.words, self.lives.manifest["months"][0]
        years = (month_index(first) - int(who["born"])) // 12
        marks = [words(f"life.{mark}") for mark in ("poor", "minority", "migrant") if who[mark]]
        home = words.group("district", who["district"]) + ", " + words(f"life.urban_{int(who['urban'])}")
        text = words(
            "life.who", person=int(who["person"]), month=words.month(first), age=years,
            sex=words(f"life.sex_{who['sex']}"), home=home, paper=words.group("education", who["credential"]),
            state=self._state(who["state"], who),
        )  # fmt: skip
        return text + (words("life.marks", marks=", ".join(marks)) if marks else "")

    def _state(self, state: str, work: dict[str, Any]) -> str:
        """A standing, with the work of those who have some."""
        named = self.words(f"life.state.{state}")
        return named + self._work(work) if state in _AT_WORK else named

    def _work(self, work: dict[str, Any]) -> str:
        """Sector, occupation, place and income of work, as far as known."""
        words = self.words
        parts = [
            words.group(by, work[by])
            for by in ("sector", "occupation", "district")
            if by in work and isinstance(work[by], str) and not (by == "district" and "born" in work)
        ]
        income = words("life.income", income=words.number(float(work["income"]), 1))
        return f" ({', '.join([*parts, income])})"

    def event(self, row: dict[str, Any]) -> str:
        """One event in words."""
        name, words = str(row["event"]), self.words
        if name == "supported":
            lever = str(row["lever"]).partition(":")[0]
            return words("life.event.supported", lever=words.group("lever", lever))
        if name in ("began_course", "finished_course", "dropped_course"):
            return words(f"life.event.{name}", course=self._course(int(row["programme"]))) + self._paper(name, row)
        if name in _TO_WORK:
            trade = words(f"life.state.{row['to_state']}") if name == "entered_trade" else ""
            return words(f"life.event.{name}", trade=trade) + self._work(row)
        known = f"life.event.{name}"
        return words(known) + (f" → {self._state(str(row['to_state']), row)}" if name in _LEAD_ON else "")

    def _course(self, programme: int) -> str:
        known = self._programmes.get(str(programme))
        if known is None:
            return self.words("life.course_in_firm")
        return f"{self.words('life.level.' + known['level'])}, {known[self.words.language]}"

    def _paper(self, name: str, row: dict[str, Any]) -> str:
        """The highest paper after a course that was finished."""
        if name != "finished_course":
            return ""
        return self.words("life.paper", paper=self.words.group("education", row["credential"]))

    def end(self, who: dict[str, Any], events: pd.DataFrame) -> str:
        """What the person does in the last month, and the highest paper; ``who`` is of the arm that ``events`` are."""
        last = {"to_state": who["state"], **who}
        if len(events):
            last = {str(key): value for key, value in events.iloc[-1].to_dict().items()}
        state = self._state(last["to_state"], last | {"income": who["end_income"]})
        return f"{state}; {self.words.group('education', last['credential'])}"

    def table(self, person: int) -> Table:
        """Both lives side by side."""
        words, lives = self.words, self.lives
        who = lives.who(person)
        logs = [lives.events(stem, person) for stem in lives.arms]
        told = [self._by_month(events) for events in logs]
        rows, parted = [], False
        for month in sorted({month for arm in told for month in arm}):
            cells = [arm.get(month, "") for arm in told]
            if len(set(cells)) > 1 and not parted:
                rows.append([words("life.parting"), *([""] * len(cells))])
                parted = True
            told_again = [words("life.same_cell")] if len(cells) > 1 and cells[0] == cells[1] else cells[1:]
            rows.append([words.month(month), *(text or "–" for text in (cells[0], *told_again))])
        if len(told) > 1 and not parted:
            rows.append([words("life.same"), "", ""])
        ends = [self.end(lives.who(person, stem), events) for stem, events in zip(lives.arms, logs, strict=True)]
        rows.append([words("life.end"), *ends])
        titles = [lives.name(stem, words.language) for stem in lives.arms]
        columns = [words("life.month"), *titles]
        return Table(
            self.introduction(who), columns, rows, labels=len(columns), note=words("life.note", seed=lives.seed)
        )

    def _by_month(self, events: pd.DataFrame) -> dict[str, str]:
        told: dict[str, list[str]] = {}
        for row in events.to_dict("records"):
            one = {str(key): value for key, value in row.items()}
            told.setdefault(str(row["month"]), []).append(self.event(one))
        return {month: "; ".join(texts) for month, texts in told.items()}

    def differing(self) -> Table:
        """Some persons who live otherwise in the scenario, and how many there are."""
        words, found = self.words, self.lives.differing()
        shown = _spread(found)
        people = self.lives.people(shown["person"].tolist())
        rows = [
            self._difference({str(key): value for key, value in one.items()}, people[int(one["person"])])
            for one in shown.to_dict("records")
        ]
        names = ("person", "who", "levers", "in_reference", "in_scenario")
        columns = [words(f"life.differing.{name}") for name in names]
        scenario = self.lives.name(self.lives.scenario, words.language)
        reached = int((found["levers"].map(len) > 0).sum()) if len(found) else 0
        caption = words("life.differing.caption", scenario=scenario, persons=words.number(len(found)),
                        reached=words.number(reached), seed=self.lives.seed)  # fmt: skip
        return Table(caption, columns, rows, labels=len(columns), note=words("life.differing.note"))

    def _difference(self, row: dict[str, Any], who: dict[str, Any]) -> list[str]:
        words, first = self.words, self.lives.manifest["months"][0]
        years = (month_index(first) - int(who["born"])) // 12
        sex, home = words(f"life.sex_{who['sex']}"), words.group("district", who["district"])
        levers = ", ".join(words.group("lever", lever.partition(":")[0]) for lever in row["levers"]) or "–"
        ends = [self._short_state(row[arm], who) for arm in ("in_reference", "in_scenario")]
        return [str(row["person"]), words("life.short", age=years, sex=sex, district=home), levers, *ends]

    def _short_state(self, state: Any, who: dict[str, Any]) -> str:
        """A standing; that of the first month for whom nothing ever happens to in an arm."""
        known = state if isinstance(state, str) else str(who["state"])
        return self.words(f"life.state.{known}") if f"life.state.{known}" in phrases() else known


def _spread(found: pd.DataFrame) -> pd.DataFrame:
    """Persons to list: of the foremost rank that is large enough evenly from the first to the last, else the first."""
    foremost = found[found["rank"] == found["rank"].max()]
    if len(foremost) < LISTED:
        return found.head(LISTED)
    chosen: pd.DataFrame = foremost.iloc[np.linspace(0, len(foremost) - 1, LISTED).astype(int)]
    return chosen
