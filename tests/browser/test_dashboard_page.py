"""The dashboard as a planner uses it: language, a slider, a run, the scorecard, a wrong dose, the scenario kept."""

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from experiments.cli import main
from experiments.texts.phrasebook import Phrasebook
from tests.browser.conftest import serious

_PATIENCE = 180_000


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("form.controls")
    page.wait_for_load_state("networkidle")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.select_option("#scale", "0.05")
    _fill(page, "#seeds", "1")
    _fill(page, "#until", "2023-12")
    page.wait_for_selector('form[data-settings="0.05 1 2023-12"]')


def _fill(page: Page, field: str, text: str) -> None:
    page.fill(field, text)
    page.press(field, "Tab")


def _run(page: Page) -> None:
    page.click("button.run")
    expect(page.locator("button.run")).to_be_disabled()
    expect(page.locator("button.run")).to_be_enabled(timeout=_PATIENCE)
    expect(page.locator(".told")).to_contain_text("Done")


def _scorecard(page: Page) -> str:
    return page.locator("#panel table").first.inner_text()


def test_a_planner_moves_a_slider_runs_and_takes_the_scenario_along(
    page: Page, dashboard: str, complaints: list[str], tmp_path: Path
) -> None:
    _open(page, dashboard)
    assert serious(page) == []
    _run(page)
    before = _scorecard(page)

    slider = page.get_by_role("slider", name="Study card, cards")
    slider.focus()
    slider.press("End")
    expect(page.locator("#dose-study_card-cards")).to_have_value("5000 per year")
    _fill(page, "#dose-study_card-budget", "60 billion VND per year")
    _run(page)
    after = _scorecard(page)
    assert after != before
    assert "changed" in after

    page.click("#tab-map")
    expect(page.locator("#panel svg[role=img]").first).to_be_visible()
    page.click("#tab-life")
    page.get_by_role("button", name="Tell").click()
    expect(page.locator("#panel table")).to_contain_text("At the end")
    assert serious(page) == []

    with page.expect_download() as waiting:
        page.click("#download-yaml")
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    again = _again(file, tmp_path)
    assert len(again) > 10
    assert [value for value in again if value not in after] == []

    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thị trường lao động tỉnh Quảng Ninh: thử các biện pháp")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.click("#tab-answer")
    expect(page.locator("#panel")).to_contain_text("Liều lượng là giả định của dự án này", timeout=_PATIENCE)
    expect(page.locator("#panel")).to_contain_text("Tỷ lệ thất nghiệp trong độ tuổi lao động")
    assert serious(page) == []
    assert complaints == []


def _again(file: Path, folder: Path) -> list[str]:
    """What `halong run` finds for the file: every value of the plan's targets, as the scorecard writes it."""
    command = ["run", str(file), "--out", str(folder / "again"), "--scale", "0.05", "--seeds", "1"]
    assert main([*command, "--until", "2023-12", "--rho", "none", "--language", "en"]) == 0
    card = pd.read_csv(folder / "again" / "scorecard.csv").set_index("scenario").loc[file.stem].dropna(subset=["value"])
    words = Phrasebook("en")
    return [words.value(name, value) for name, value in zip(card["indicator"], card["value"], strict=True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [("1000", "expected a number per year"), ("-5 per year", "is negative"), ("many", "expected a number per year")],
)
def test_a_wrong_dose_is_answered_as_halong_check_does(page: Page, dashboard: str, text: str, said: str) -> None:
    _open(page, dashboard)
    _fill(page, "#dose-study_card-cards", text)
    alert = page.locator("[role=alert]")
    expect(alert).to_contain_text(said)
    expect(alert).to_contain_text("study_cards_draft.yaml:")
    expect(page.locator("#dose-study_card-cards")).to_have_value(text)
    page.click("button.run")
    expect(page.locator(".told")).to_contain_text("was not run")
