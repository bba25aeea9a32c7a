"""What a search leaves: all trials, the frontier as table, picture and scenario files, and a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.figures import style
from experiments.figures.frontiers import frontier_chart, titled
from experiments.pages import render
from experiments.publishing import machine_facts
from experiments.report.document import Picture
from experiments.run_folder import write_manifest
from experiments.search.frontier import frontier
from experiments.search.question import Search
from experiments.search.scoring import Scores
from experiments.search.searching import Trial
from experiments.search.writing import FOLDER, Written
from experiments.sweeps.report import shown
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook
from simulation.months import month_text

PAGE = "search.html"


@dataclass(frozen=True)
class Outcome:
    """A finished search: every trial, the mixes of the frontier, and what those are worth under fresh seeds."""

    search: Search
    trials: Sequence[Trial]
    written: Sequence[Written]
    fresh: Sequence[Scores]


def publish_search(folder: Path, outcome: Outcome, command: str, words: Phrasebook) -> Path:
    """Write tables, picture, page and manifest; the page's place."""
    trials_table(outcome.trials).to_csv(folder / "trials.csv", encoding="utf-8", index=False, lineterminator="\n")
    frontier_table(outcome).to_csv(folder / "frontier.csv", encoding="utf-8", index=False, lineterminator="\n")
    pictures = _pictures(folder, outcome, words)
    search = outcome.search
    content = {
        "title": search.name[0] if words.language == "vi" else search.name[1],
        "subtitle": words(
            "search.subtitle", trials=len(outcome.trials), seeds=len(search.seeds), draws=max(len(search.draws), 1),
            best=len(outcome.written), scale=words.number(search.scenario.scale, 2),
        ),
        "note": words("search.note"),
        "sections": [{"title": words("search.frontier"), "pictures": [shown(picture) for picture in pictures]}],
        "tables": [printed(outcome, words)],
        "command": command,
    }  # fmt: skip
    (folder / PAGE).write_text(render("sweep.html.j2", words, **content), encoding="utf-8", newline="\n")
    write_manifest(folder, _facts(outcome, command))
    return folder / PAGE


def trials_table(trials: Sequence[Trial]) -> pd.DataFrame:
    """Table ``trials.csv``: doses, objectives, the dearest year, probabilities of targets, on the frontier or not."""
    best = {trial.mix.number for trial in frontier(trials)}
    return pd.DataFrame([{**_line(trial), "frontier": trial.mix.number in best} for trial in trials])


def frontier_table(outcome: Outcome) -> pd.DataFrame:
    """Table ``frontier.csv``: the mixes of the frontier with intervals, and their worth under fresh seeds."""
    rows = []
    for place, written in enumerate(outcome.written):
        row = {"file": f"{FOLDER}/{written.file}", **_line(written.trial)}
        for number, objective in enumerate(outcome.search.objectives):
            low, high = written.trial.scores.interval(number)
            row |= {f"{objective.indicator}_low": low, f"{objective.indicator}_high": high}
            if outcome.fresh:
                row[f"{objective.indicator}_fresh"] = outcome.fresh[place].values[number]
        if outcome.fresh:
            row["feasible_fresh"] = outcome.fresh[place].feasible
        rows.append(row)
    return pd.DataFrame(rows)


def printed(outcome: Outcome, words: Phrasebook) -> Table:
    """The frontier as people read it."""
    search = outcome.search
    rows = []
    for place, written in enumerate(outcome.written):
        cells = [_worth(search, outcome, place, number, words) for number in range(len(search.objectives))]
        chances = [f"{100.0 * share:.0f}%" for share in written.trial.scores.probabilities]
        rows.append([written.file, *cells, *chances, *map(str, written.trial.mix.point.values())])
    columns = [
        words("search.file"),
        *(f"{words(f'search.{one.direction}')} {titled(one.indicator, words)}" for one in search.objectives),
        *(words("search.chance", indicator=words.indicator(one.target.indicator)) for one in search.constraints),
        *(key.removeprefix("policies.") for key in (factor.key for factor in search.factors)),
    ]
    return Table(words("search.frontier"), columns, rows, note=words("search.fresh") if outcome.fresh else "")


def nearest_miss(outcome: Outcome, page: Path, words: Phrasebook) -> str:
    """What is said where no mix holds every constraint: the one whose worst miss is smallest."""
    nearest = min(outcome.trials, key=lambda trial: max(trial.scores.violations, default=0.0))
    pairs = zip(outcome.search.constraints, nearest.scores.probabilities, strict=True)
    return words(
        "search.none",
        trial=nearest.mix.number + 1,
        doses=_doses(nearest),
        money=words.number(nearest.scores.dearest_year / 1000.0, 1),
        chances="; ".join(f"{words.indicator(one.target.indicator)} {100.0 * share:.0f}%" for one, share in pairs)
        or "–",
        page=page,
    )


def _doses(trial: Trial) -> str:
    return "; ".join(f"{key.removeprefix('policies.')} = {value}" for key, value in trial.mix.point.items())


def _worth(search: Search, outcome: Outcome, place: int, number: int, words: Phrasebook) -> str:
    name = search.objectives[number].indicator
    value = words.value(name, outcome.written[place].trial.scores.values[number])
    return f"{value} ({words.value(name, outcome.fresh[place].values[number])})" if outcome.fresh else value


def _line(trial: Trial) -> dict[str, Any]:
    search, scores = trial.scores.search, trial.scores
    names = [one.indicator for one in search.objectives]
    chances = {
        f"probability_{one.target.indicator}": chance
        for one, chance in zip(search.constraints, scores.probabilities, strict=True)
    }
    return {
        "trial": trial.mix.number + 1,
        **{key: str(value) for key, value in trial.mix.point.items()},
        **dict(zip(names, scores.values, strict=True)),
        **chances,
        "dearest_year": scores.dearest_year,
        "feasible": scores.feasible,
    }


def _pictures(folder: Path, outcome: Outcome, words: Phrasebook) -> list[Picture]:
    search = outcome.search
    if len(search.objectives) < 2:
        return []
    names = [one.indicator for one in search.objectives]
    tried = pd.DataFrame([trial.scores.values[:2] for trial in outcome.trials], columns=names[:2])
    tried["feasible"] = [trial.scores.feasible for trial in outcome.trials]
    best = pd.DataFrame([written.trial.scores.values[:2] for written in outcome.written], columns=names[:2])
    with style.styled():
        figure = frontier_chart(tried, best, names[0], names[1], words)
    caption = words("search.picture", first=words.indicator(names[0]), second=words.indicator(names[1]))
    picture = Picture("frontier", caption, caption, figure)
    (folder / "frontier.svg").write_bytes(picture.svg)
    with style.styled():
        (folder / "frontier.png").write_bytes(style.as_png(figure))
    return [picture]


def _facts(outcome: Outcome, command: str) -> dict[str, Any]:
    from simulation import __version__
    from simulation.compiling import SOURCES

    search = outcome.search
    return {
        "version": __version__,
        "command": command,
        "name": {"vi": search.name[0], "en": search.name[1]},
        "scenario": search.scenario.text,
        "doses": [factor.key for factor in search.factors],
        "objectives": [vars(one) for one in search.objectives],
        "constraints": {one.target.indicator: one.probability for one in search.constraints},
        "budget": None if search.budget is None else vars(search.budget),
        "seeds": list(search.seeds),
        "draws": len(search.draws),
        "trials": len(outcome.trials),
        "sampler": search.sampler,
        "random": search.random,
        "months": [month_text(search.scenario.start), month_text(search.scenario.end)],
        "scale": search.scenario.scale,
        "code_hash": SOURCES,
        "machine": machine_facts(),
    }
