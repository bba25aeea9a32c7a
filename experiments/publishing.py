"""From finished runs to a complete run folder: tables, report, pictures, and the manifest that seals them."""

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from experiments.experiment import Experiment
from experiments.parts import copy_events
from experiments.report import write_report
from experiments.run_folder import assembling, workshop, write_manifest, write_parameter_sets, write_tables
from experiments.texts import Language
from experiments.uncertainty import split, write_uncertainty

_LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "scipy")


def publish(experiment: Experiment, place: Path, command: str, language: Language) -> None:
    """Turn the parts beside ``place`` into the run folder ``place``; ``command`` is how to do it again.

    Raises OSError when the disk refuses; then ``place`` is as it was and the parts remain.
    """
    with assembling(place) as folder:
        results = experiment.results(workshop(place))
        write_tables(folder, results)
        write_uncertainty(split(results.indicators, experiment.arms.reference_of), folder)
        write_parameter_sets(folder, experiment.arms.scenarios)
        copy_events(experiment.own_runs, workshop(place), folder)
        facts = {**experiment.facts(command), "machine": machine_facts()}
        write_manifest(folder, facts)
        write_report(folder, language)
        write_manifest(folder, facts)


def machine_facts() -> dict[str, Any]:
    """When, on what machine and with which libraries: nothing in the tables depends on these."""
    return {
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": platform.machine(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
