"""The folder of a fit: posterior, the scenario that draws from it, targets, diagnoses and the page that tells them."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from threadpoolctl import threadpool_limits

from calibration.fitting.diagnosis import correlations, parameters_table, predictive_table, profiles
from calibration.fitting.fit import Fit
from calibration.fitting.posterior import Likelihood, Posterior, best_point
from calibration.fitting.recovery import Verdict
from calibration.surveys.answering import Survey
from calibration.surveys.targets import Targets
from experiments.fit_page import write_page
from experiments.run_folder import assembling, write_manifest
from experiments.texts import Language

POSTERIOR, OVERLAY, POINT = "posterior.parquet", "calibrated.yaml", "point.yaml"


@dataclass(frozen=True)
class Fitted:
    """A finished fit; ``misfit`` is by what the variances of the errors grew to allow for what the model misses."""

    fit: Fit
    survey: Survey
    targets: Targets
    used: Targets
    likelihood: Likelihood
    posterior: Posterior
    fresh: pd.DataFrame
    runs: int
    misfit: float


def tables_of(fitted: Fitted) -> dict[str, pd.DataFrame]:
    """Every table of a fit by the name of its file."""
    best = best_point(fitted.likelihood, len(fitted.posterior.priors))
    table = parameters_table(fitted.posterior, fitted.likelihood, best)
    return {
        "parameters": table,
        "predictive": predictive_table(fitted.used, fitted.likelihood, fitted.posterior, fitted.fresh),
        "profiles": profiles(fitted.likelihood, fitted.posterior, list(table["parameter"])),
        "correlations": correlations(fitted.posterior).reset_index(names="parameter"),
        "survey_report": fitted.survey.report,
    }


def publish_fit(fitted: Fitted, place: Path, facts: dict[str, Any], language: Language) -> dict[str, pd.DataFrame]:
    """Write the folder, complete or not at all; the tables are returned. No record of the survey is in it."""
    with threadpool_limits(limits=1):  # the same sums in the same order on every machine
        tables = tables_of(fitted)
    with assembling(place) as folder:
        fitted.targets.write(folder)
        for name, frame in tables.items():
            frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        _write_sets(fitted, folder / POSTERIOR)
        names = {"vi": fitted.fit.question.name.vi, "en": fitted.fit.question.name.en}
        (folder / OVERLAY).write_text(_overlay(fitted.fit, names, f"parameters: {POSTERIOR}"), encoding="utf-8")
        best = tables["parameters"].set_index("parameter")["best"]
        values = "".join(f"\n  {name}: {value:.10g}" for name, value in best.items())
        (folder / POINT).write_text(_overlay(fitted.fit, names, f"parameters:{values}"), encoding="utf-8")
        shutil.copyfile(fitted.fit.path, folder / "fit.yaml")
        write_manifest(folder, facts)
        write_page(folder, tables, fitted.targets.table, facts, language)
        write_manifest(folder, facts)
    return tables


def publish_self_test(verdict: Verdict, pairs: pd.DataFrame, place: Path, facts: dict[str, Any]) -> None:
    """Write what a self-test found: by parameter, by truth, ranks."""
    with assembling(place) as folder:
        for name, frame in {"recovery": verdict.table, "truths": pairs, "ranks": verdict.ranks}.items():
            frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        found = {
            "identifiable": verdict.identifiable,
            "spread": verdict.spread,
            "coverage": verdict.coverage,
            "rank_probability": verdict.probability,
            "held": verdict.checks,
        }
        write_manifest(folder, {**facts, "found": found})


def _write_sets(fitted: Fitted, path: Path) -> None:
    """Parameter sets of the posterior, a row a set, in an order that says nothing."""
    sets = fitted.posterior.thinned(fitted.fit.question.sets)
    frame = pd.DataFrame(sets.values, columns=[prior.name for prior in sets.priors])
    frame.sample(frac=1.0, random_state=1).to_parquet(path, index=False)


def _overlay(fit: Fit, names: dict[str, str], parameters: str) -> str:
    """A scenario on top of the shipped one of the fit, with the parameters."""
    return (
        f"name: {{vi: {_quoted(names['vi'])}, en: {_quoted(names['en'])}}}\n"
        f"extends: {fit.scenario.path.name}\n{parameters}\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
