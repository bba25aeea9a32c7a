"""Tiny markets whose rules run as Python, line by line: what a count of lines sees of compiled rules (make coverage).

Integers are as wide as the compiler makes them: a column of bytes is read as 64 bits. Every shipped scenario, every
lever and every way to watch a market is run once, a few thousand persons for two years.
"""

import os

os.environ["NUMBA_DISABLE_JIT"] = "1"

import sys
import tempfile
import warnings
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import numba
import numpy as np


class Wide(np.ndarray):
    """An array whose numbers are read as compiled rules read them."""

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        if isinstance(found, np.bool_):
            return bool(found)
        if isinstance(found, np.integer) and not isinstance(found, np.uint64):
            return int(found)
        return np.float64(found) if isinstance(found, np.floating) else found


def widened(value: Any) -> Any:
    """An argument of a rule: arrays, and records of arrays, read wide."""
    if isinstance(value, np.ndarray):
        return value.view(Wide)
    if isinstance(value, tuple):
        parts = [widened(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if isinstance(value, np.bool_ | np.integer | np.floating) and not isinstance(value, np.uint64):
        return value.item()
    return value


def interpreted(*functions: Any, **options: Any) -> Callable[..., Any]:
    """What stands in for the compiler."""

    def made(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(*arguments: Any) -> Any:
            return function(*map(widened, arguments))

        return run

    return made(functions[0]) if functions else made


numba.njit = interpreted
looking_ahead = import_module("simulation.looking_ahead")
vars(looking_ahead)["request"] = lambda array, row: None  # asks the processor for what will be read soon
