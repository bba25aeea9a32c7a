"""Running scenarios and telling people what came of it.

``experiments.load(folder)`` gives the results of a sweep as one tidy table.
"""

from typing import Any

__all__ = ["load"]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: the command answers ``--help`` without pandas."""
    if name == "load":
        from experiments.sweeps.loading import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
