"""Pictures as a library: each function takes a table and returns a matplotlib Figure.

    from experiments.figures import indicator_path, styled
    with styled():
        figure = indicator_path(indicators, "certified_share", lines, None, None, Phrasebook("vi"))

Report, dashboard and notebooks use the same functions. Each lives in a file of its own, loaded when it is asked for;
``style`` gives them one look and fixed bytes.
"""

from importlib import import_module
from typing import Any

_FOUND_IN = {
    "indicator_path": "paths",
    "effect_paths": "changes",
    "employment_by_contract": "employment",
    "monthly_flows": "flows",
    "district_map": "districts",
    "spending_by_source": "spending",
    "Line": "paths",
    "Target": "paths",
    "Tile": "districts",
    "styled": "style",
    "as_svg": "style",
    "as_png": "style",
}


def __getattr__(name: str) -> Any:
    if name not in _FOUND_IN:
        raise AttributeError(f"there is no picture {name!r}; there are: {', '.join(_FOUND_IN)}")
    return getattr(import_module(f"experiments.figures.{_FOUND_IN[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_FOUND_IN)
