"""Mesa's own page runs a market in the browser, for modellers: pictures, a step, a reset."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from experiments.dashboard.modellers import MEASURES
from simulation.model import HEADLINES
from tests.browser.conftest import ROOT, free_port

_APP = """
from experiments.dashboard.modellers import mesa_page
from simulation import LabourMarket, Scenario
from simulation.months import month_index

scenario = Scenario.baseline().with_(scale=0.02, end=month_index("2021-03"))
page = mesa_page(LabourMarket(scenario=scenario, rng=7))
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "app.py").write_text(_APP)
    port = free_port()
    command = [sys.executable, "-m", "solara", "run", "app.py", "--no-open", "--port", port, "--production"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "--no-check-version"], cwd=tmp_path, env=environment, **quiet) as server:
        yield f"http://localhost:{port}/"
        server.terminate()


def test_the_figures_of_mesa_s_page_are_collected_by_the_model() -> None:
    assert {name for group in MEASURES for name in group} <= set(HEADLINES)


def test_a_modeller_steps_and_resets_a_market(page: Page, address: str, complaints: list[str]) -> None:
    for _ in range(60):
        try:
            page.goto(address)
            break
        except Error:
            time.sleep(0.5)
    expect(page.get_by_role("button", name="Step")).to_be_visible(timeout=120_000)
    complaints.clear()
    page.get_by_role("button", name="Step").click()
    expect(page.get_by_text("Step: 1")).to_be_visible(timeout=120_000)
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("Step: 0")).to_be_visible(timeout=120_000)
    assert [one for one in complaints if "http" in one] == []
