"""One undisturbed sweep for all tests that disturb one."""

from pathlib import Path

import pytest

from tests.command_line import halong
from tests.experiments.sweeps.trials import RUNS, result, write_sweep


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sweep that nothing happened to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    write_sweep(folder)
    done = halong("sweep", "trial.yaml", "--out", "sweep", "--workers", "2", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(result(folder / "sweep")) == RUNS + 1
    return folder / "sweep"
