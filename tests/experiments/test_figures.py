"""Pictures as a library: a table in, a figure out; nothing hidden in them, readable in grey."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import experiments.figures as figures
from experiments.figures import style
from experiments.figures.districts import ink_on
from experiments.report.story import read_story
from experiments.texts.phrasebook import Phrasebook

WORDS = Phrasebook("vi")


def test_every_picture_takes_a_table_and_returns_a_figure(run_folder: Path) -> None:
    results = read_story(run_folder, "vi").results
    lines = [figures.Line("study_cards", "Thẻ", False), figures.Line("baseline", "Cơ sở", True)]
    tiles = {"a": figures.Tile(0, 0, "Hạ Long", 3.0, "+3"), "b": figures.Tile(0, 1, "Cẩm Phả", -2.0, "−2", False)}
    with figures.styled():
        made = [
            figures.indicator_path(results.indicators, "certified_share", lines, None, None, WORDS),
            figures.employment_by_contract(results.indicators, "baseline", WORDS),
            figures.spending_by_source(results.ledger, "study_cards", 3, WORDS),
            figures.district_map(tiles, "Thay đổi"),
        ]
    assert all(isinstance(figure, Figure) for figure in made)


def test_a_district_that_loses_is_told_apart_without_colour() -> None:
    tiles = {"a": figures.Tile(0, 0, "Hạ Long", 3.0, "+3"), "b": figures.Tile(0, 1, "Cẩm Phả", -3.0, "−3")}
    with figures.styled():
        axes = figures.district_map(tiles, "").axes[0]
    gain, loss = axes.patches
    assert gain.get_linestyle() != loss.get_linestyle()
    assert [text.get_text() for text in axes.texts] == ["Hạ Long", "+3", "Cẩm Phả", "−3"]


def test_lines_and_layers_stay_apart_on_a_grey_print() -> None:
    grey = [float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722))) for colour in style.STACK_COLOURS]
    assert all(after - before > 0.07 for before, after in pairwise(grey))
    reference, first = (
        np.dot(to_rgb(one), (0.2126, 0.7152, 0.0722)) for one in (style.REFERENCE_COLOUR, style.SCENARIO_COLOURS[0])
    )
    assert abs(float(reference - first)) > 0.05


def test_a_picture_that_there_is_not_is_named() -> None:
    with pytest.raises(AttributeError, match="there is no picture 'pie'"):
        figures.pie  # noqa: B018


@given(st.tuples(*[st.floats(0.0, 1.0)] * 3))
def test_words_on_a_tile_stand_out_from_any_colour(colour: tuple[float, float, float]) -> None:
    light = sum(
        weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for weight, part in zip((0.2126, 0.7152, 0.0722), colour, strict=True)
    )
    contrast = 1.05 / (light + 0.05) if ink_on(colour) == "white" else (light + 0.05) / 0.05
    assert contrast > 4.5
