"""Faults of scenario files in the reader's language: their places stay, their sentences are told."""

from collections.abc import Iterable
from dataclasses import replace

from experiments.texts import Language
from experiments.texts.sentences import said
from simulation.scenario import Fault, ScenarioError


def told(fault: Fault, language: Language) -> str:
    """A fault on its lines, as `halong check` prints it."""
    plain = replace(fault, message=said(fault.message, language), hint=said(fault.hint, language), warning=False)
    if not fault.warning:
        return str(plain)
    return str(replace(plain, message=said(f"warning: {plain.message}", language)))


def told_all(faults: Iterable[Fault] | ScenarioError, language: Language) -> str:
    """Every fault, a paragraph each."""
    found = faults.faults if isinstance(faults, ScenarioError) else faults
    return "\n".join(told(fault, language) for fault in found)
