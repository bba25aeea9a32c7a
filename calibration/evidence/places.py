"""The province whose evidence this is: that of the shipped baseline."""

from functools import cache

from simulation.province import Province, load_province
from simulation.scenario import Scenario


@cache
def evidence_province() -> Province:
    """Tables with the published bands of part D."""
    return load_province(Scenario.baseline().province)
