"""One experiment: arms, seeds and draws become runs, runs become the tables and facts of a run folder."""

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.arms import Arms
from experiments.decomposition import cost_effectiveness, decomposition, recipients
from experiments.draws import drawn_parameters
from experiments.effects import effects, effects_by_rho
from experiments.parts import (
    Run,
    read_decomposition,
    read_indicators,
    read_labour_balance,
    read_ledger,
    read_reconciliation,
    read_ripples,
)
from experiments.ripples import ripples
from experiments.run_folder import Results
from experiments.scorecard import scorecard
from simulation.months import month_text
from simulation.vocabulary import LEVELS

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.province import Province

#: Parameter that says how job creation answers the ease of hiring.
ANSWER = "job_creation_response"


@dataclass(frozen=True)
class Experiment:
    """What runs: every arm under ``seeds`` seeds, or under ``seeds`` seeds for each of ``draws`` parameter sets.

    Seeds are numbered from 1 on; with draws every draw has its own, so that a seed names one run of an arm. ``answers``
    are values of the answer of job creation to hiring under which effects are measured as well: how many jobs follow
    the ease of hiring decides how much displacement there is, and nobody has measured it. With ``events`` the runs
    under the scenarios' own parameters keep a log of every person's events.
    """

    arms: Arms
    province: "Province"
    seeds: int
    draws: int
    answers: tuple[float, ...] = ()
    events: bool = False

    @cached_property
    def own_runs(self) -> list[Run]:
        """Runs under the scenarios' own parameters, by scenario and seed."""
        return self._runs(None)

    @cached_property
    def runs(self) -> list[Run]:
        """All runs; results stand in this order whoever finishes first."""
        return [*self.own_runs, *(run for rho in self.other_answers for run in self._runs(rho))]

    @property
    def own_answer(self) -> float | None:
        """The answer of job creation that all scenarios have of their own, None where they differ or it is drawn."""
        central = self.province.value(ANSWER)
        own = {scenario.parameters.get(ANSWER, central) for scenario in self.arms.scenarios.values()}
        return None if self.draws or len(own) > 1 else own.pop()

    @property
    def other_answers(self) -> tuple[float, ...]:
        """Answers that need runs of their own: none where nothing is compared."""
        return tuple(rho for rho in self.answers if rho != self.own_answer) if self.arms.reference_of else ()

    @property
    def scheduled(self) -> list[Run]:
        """The runs to simulate: a reference is stepped beside the scenarios it is measured against, not by itself."""
        beside = {run.reference.key for run in self.runs if run.reference is not None}
        return [run for run in self.runs if run.reference is not None or run.key not in beside]

    def _runs(self, rho: float | None) -> list[Run]:
        return [
            self._run(stem, draw, (max(draw, 1) - 1) * self.seeds + seed, rho)
            for stem in sorted(self.arms.scenarios)
            for draw in (range(1, self.draws + 1) if self.draws else (0,))
            for seed in range(1, self.seeds + 1)
        ]

    def _run(self, stem: str, draw: int, seed: int, rho: float | None, beside: bool = True) -> Run:
        from simulation.compiling import SOURCES

        basis = f"{SOURCES} {self.province.content_hash}"
        against = self.arms.reference_of.get(stem) if beside else None
        reference = None if against is None else self._run(against, draw, seed, rho, beside=False)
        scenario = _drawn(self.arms.scenarios[stem], self.province, draw, rho)
        return Run(scenario, seed, draw, basis, rho, self.events and rho is None, reference)

    @property
    def first(self) -> "Scenario":
        """The first scenario asked for; its province, horizon and scale are everybody's."""
        return next(iter(self.arms.scenarios.values()))

    def results(self, parts: Path) -> Results:
        """The tables, from the finished parts of all runs."""
        indicators = read_indicators(self.own_runs, parts)
        ledger, pairs = read_ledger(self.own_runs, parts), read_decomposition(self.own_runs, parts)
        return Results(
            indicators=indicators,
            effects=effects(indicators, self.arms.reference_of),
            effects_by_rho=self._by_answer(indicators, parts),
            scorecard=scorecard(indicators, list(self.arms.scenarios), self.province.targets),
            decomposition=self._decomposition(pairs, ledger, parts),
            recipients=recipients(pairs),
            ripples=ripples(read_ripples(self.own_runs, parts), pairs, indicators, self.arms.reference_of),
            cost_effectiveness=cost_effectiveness(pairs, ledger, self.arms.reference_of),
            ledger=ledger,
            labour_balance=read_labour_balance(self.own_runs, parts),
            reconciliation=read_reconciliation(self.runs[0], parts),
            parameters=pd.DataFrame([asdict(entry) for entry in self.province.parameters.values()]),
        )

    def _by_answer(self, indicators: pd.DataFrame, parts: Path) -> pd.DataFrame:
        """Effects on province totals under every answer of job creation, the scenarios' own among them."""
        own = indicators[indicators["by"] == "all"]
        found = {} if self.own_answer is None else {self.own_answer: own}
        for rho in self.other_answers:
            found[rho] = read_indicators(self._runs(rho), parts, totals=True)
        return effects_by_rho(found, self.arms.reference_of)

    def _decomposition(self, pairs: pd.DataFrame, ledger: pd.DataFrame, parts: Path) -> pd.DataFrame:
        """Gross, deadweight, displaced and net under every answer of job creation, the scenarios' own first."""
        own = self.own_answer
        frames = [decomposition(pairs, ledger, self.arms.reference_of, float("nan") if own is None else own)]
        for rho in self.other_answers:
            runs = self._runs(rho)
            found = read_decomposition(runs, parts), read_ledger(runs, parts)
            frames.append(decomposition(*found, self.arms.reference_of, rho))
        return pd.concat(frames, ignore_index=True)

    def facts(self, command: str) -> dict[str, Any]:
        """What the manifest says of the question: scenarios, seeds, hashes, names of the province's groups."""
        from simulation import __version__
        from simulation.compiling import SOURCES

        first = self.first
        return {
            "version": __version__,
            "command": command,
            "scenarios": {stem: _scenario_facts(scenario) for stem, scenario in self.arms.scenarios.items()},
            "reference_of": self.arms.reference_of,
            "policy_start": _policy_start(self.arms),
            "seeds": sorted({run.seed for run in self.runs}),
            "draws": self.draws,
            "job_creation_response": self.own_answer,
            "scale": first.scale,
            "months": [month_text(first.start), month_text(first.end)],
            "province": {
                "id": self.province.id,
                "name": {"vi": self.province.name_vi, "en": self.province.name_en},
                "hash": self.province.content_hash,
                "plan": {"vi": self.province.plan_vi, "en": self.province.plan_en},
            },
            "parameter_table_hash": self.province.values_hash,
            "code_hash": SOURCES,
            "tiles": {place.id: [place.tile_row, place.tile_column] for place in self.province.districts},
            "bodies": _bodies(self.province),
            "plan_levers": {
                dose.lever: dose.plan_lever for arm in self.arms.scenarios.values() for dose in arm.policies
            },
            "labels": labels_of(self.province) | ({"programme": programmes_of(self.province)} if self.events else {}),
        }


def _drawn(scenario: "Scenario", province: "Province", draw: int, rho: float | None) -> "Scenario":
    """The scenario under a parameter draw; what its own file sets stays, but for the answer of job creation ``rho``."""
    drawn = drawn_parameters(scenario, province, draw) if draw else {}
    answer = {} if rho is None else {ANSWER: rho}
    if not drawn and not answer:
        return scenario
    return scenario.with_sets(None).with_(parameters={**drawn, **scenario.parameters, **answer})


def _scenario_facts(scenario: "Scenario") -> dict[str, Any]:
    doses = scenario.policies
    return {
        "name": {"vi": scenario.name.vi, "en": scenario.name.en},
        "hash": scenario.content_hash,
        "levers": sorted({dose.lever for dose in doses}),
        "lever_parameters": sorted({name for dose in doses for name in dose.parameters}),
        "text": scenario.text,
    }


def _policy_start(arms: Arms) -> str | None:
    """First month in which the levers of a scenario differ from those of its reference."""
    months = [
        month
        for stem, reference in arms.reference_of.items()
        for month in _months_of_change(arms.scenarios[stem], arms.scenarios[reference])
    ]
    return month_text(min(months)) if months else None


def _months_of_change(scenario: "Scenario", reference: "Scenario") -> list[int]:
    """For each lever that differs the month from which it does; a dose written anew counts from its own first month."""
    ours, theirs = ({dose.key: dose for dose in arm.policies} for arm in (scenario, reference))
    changed = [key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key)]
    months = []
    for key in changed:
        pair = [dose for dose in (ours.get(key), theirs.get(key)) if dose is not None]
        same_until_end = len(pair) == 2 and pair[0].model_copy(update={"to": pair[1].to}) == pair[1]
        months.append(min(dose.to for dose in pair) + 1 if same_until_end else max(dose.from_ for dose in pair))
    return [max(month, scenario.start) for month in months]


def _bodies(province: "Province") -> list[dict[str, Any]]:
    """The bodies of the plan in its order: id, clause, months, and their part in each lever."""
    return [
        {
            "id": agency.id,
            "clause": agency.clause,
            "from": agency.first_month,
            "to": agency.last_month,
            "successors": list(agency.successors),
            "duties": [
                {"lever": duty.lever, "role": duty.role, "from": duty.first_month, "to": duty.last_month}
                for duty in province.duties
                if duty.agency == agency.id
            ],
        }
        for agency in province.agencies.values()
    ]


def labels_of(province: "Province") -> dict[str, dict[str, dict[str, str]]]:
    """Names of a province's own groups: by, group, language."""
    groups: dict[str, tuple[Any, ...]] = {
        "district": province.districts,
        "sector": province.sectors,
        "occupation": province.occupations,
        "park": province.parks,
        "field": province.fields,
        "agency": tuple(province.agencies.values()),
    }
    return {
        by: {entry.id: {"vi": entry.name_vi, "en": entry.name_en} for entry in table} for by, table in groups.items()
    }


def programmes_of(province: "Province") -> dict[str, dict[str, str]]:
    """Names of the programmes by row: field and college; the level is a word of its own."""
    programmes = province.programmes
    named = {}
    for row in range(len(programmes)):
        field, college = province.fields[programmes.field[row]], province.colleges[programmes.college[row]]
        level = LEVELS[programmes.level[row]]
        named[str(row)] = {
            "vi": f"{field.name_vi}, {college.name_vi}",
            "en": f"{field.name_en}, {college.name_en}",
            "level": level,
        }
    return named
