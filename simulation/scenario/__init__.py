"""Scenario files: reading, units, validation with the place of each fault, and what the model asks of them."""

from simulation.scenario.checking import check
from simulation.scenario.faults import Fault, Place, ScenarioError
from simulation.scenario.groups import GroupFilter
from simulation.scenario.levers import LeverDose, lever, registered_levers
from simulation.scenario.parameter_sets import ParameterSets, read_parameter_sets
from simulation.scenario.scenario import Scenario
from simulation.scenario.shipped import shipped_folder
from simulation.scenario.units import CountPerYear, Money, MoneyPerMonth, MoneyPerPlace, MoneyPerYear, Range, Share

__all__ = [
    "CountPerYear",
    "Fault",
    "GroupFilter",
    "LeverDose",
    "Money",
    "MoneyPerMonth",
    "MoneyPerPlace",
    "MoneyPerYear",
    "ParameterSets",
    "Place",
    "Range",
    "Scenario",
    "ScenarioError",
    "Share",
    "check",
    "lever",
    "read_parameter_sets",
    "registered_levers",
    "shipped_folder",
]
