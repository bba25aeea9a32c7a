"""Job search: who looks, how, where, for what, and the applications that come of it.

Modules: ``effort``, ``channels`` and ``relatives``, ``ring``, ``worth``, ``holding_out``, ``applications``.
"""

from simulation.processes.search.applications import Applications, apply_for_work
from simulation.processes.search.channels import Reach, first_weights, reach_of_channels, settle_channels
from simulation.processes.search.effort import SearchRule, most_at_work, most_search, search_rule
from simulation.processes.search.holding_out import hold_out
from simulation.processes.search.relatives import hear_of_work
from simulation.processes.search.ring import Kinds, Ring, kinds_of
from simulation.processes.search.worth import Worth, worth_of_work

__all__ = [
    "Applications",
    "Kinds",
    "Reach",
    "Ring",
    "SearchRule",
    "Worth",
    "apply_for_work",
    "first_weights",
    "hear_of_work",
    "hold_out",
    "kinds_of",
    "most_at_work",
    "most_search",
    "reach_of_channels",
    "search_rule",
    "settle_channels",
    "worth_of_work",
]
