"""halong: an agent-based simulator of a province's labour market.

``LabourMarket`` is the model and ``Scenario`` the validated question put to it. Both load on first use, so that
``import simulation`` stays cheap for commands that only read files.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.model import LabourMarket as LabourMarket
    from simulation.scenario import Scenario as Scenario

__all__ = ["LabourMarket", "Scenario"]
__version__ = "0.1.0"

_HOMES = {"LabourMarket": "simulation.model", "Scenario": "simulation.policies"}


def __getattr__(name: str) -> Any:
    """Import ``LabourMarket`` or ``Scenario`` when first asked for; the levers register themselves on the way."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
