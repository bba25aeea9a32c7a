"""The file of a search: what it asks, and every fault with its place and the nearest name."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from experiments.draws import drawn_parameters
from experiments.question_file import Page, open_question
from experiments.search.question import Budget, Constraint, Objective, Search
from experiments.sweeps.outcomes import LAST
from experiments.sweeps.reading import read_frame, read_seeds
from experiments.sweeps.simulating import SPENDING
from experiments.sweeps.varying import Varying
from experiments.texts import indicators
from simulation.months import month_text
from simulation.scenario import Fault, MoneyPerYear, Scenario, ScenarioError, read_parameter_sets
from simulation.scenario.faults import nearest, quoted
from simulation.scenario.reading import Mapping, Node, Scalar
from simulation.scenario.reading import Sequence as Listed
from simulation.scenario.units import shown
from simulation.scenario.values import plain

if TYPE_CHECKING:
    from simulation.province import Province

KEYS = (
    "name", "scenario", "doses", "objectives", "constraints", "budget", "seeds", "draws", "posterior", "trials",
    "batch", "sampler", "random", "fresh_seeds", "scale", "until", "retries",
)  # fmt: skip
SAMPLERS = ("tpe", "random")
#: Parameter sets of a posterior where the file names no number.
_SETS = 8
SOURCES = ("SR", "NP", "TU", "DF", "FU")
_OBJECTIVE = "objectives: [{minimise: spending}, {maximise: certified_share, window: 2025}]"


def read_search(path: Path) -> Search:
    """The search in a file, or the shipped one of that name. Raises ScenarioError with every fault found."""
    search: Search = open_question(path, _read)
    return search


def _read(path: Path, tree: Mapping, faults: list[Fault]) -> Search | None:
    page = Page(tree, KEYS, faults, "a search")
    name, frame = page.name(), read_frame(path, page, "scenario")
    if frame is None:
        return None
    if len(frame.scenarios) > 1:
        page.refuse(page.place("scenario"), "a search has one scenario")
    scenario = frame.scenarios[0]
    factors = Varying(page, [scenario], frame.province).factors("doses")
    for factor in factors:
        if not factor.key.startswith("policies."):
            page.refuse(page.place("doses"), f"{factor.key} is no dose", "doses are keys that begin with policies.")
    numbers = {
        key: page.whole(key, otherwise, low, 100_000)
        for key, otherwise, low in (("trials", 64, 4), ("batch", 16, 1), ("fresh_seeds", 4, 0), ("retries", 1, 0))
    }
    search = Search(
        path=path,
        name=name,
        scenario=scenario,
        province=frame.province,
        factors=factors,
        objectives=tuple(_objectives(page, scenario)),
        constraints=tuple(_constraints(page, frame.province)),
        budget=_budget(page),
        seeds=read_seeds(page),
        draws=_draws(page, scenario, frame.province, path),
        trials=numbers["trials"],
        batch=numbers["batch"],
        sampler=page.choice("sampler", SAMPLERS, "tpe"),
        random=page.whole("random", 1, 0, 2**31 - 1),
        fresh=numbers["fresh_seeds"],
        retries=numbers["retries"],
    )
    return None if faults else search


def _entries(page: Page, key: str, needed: str) -> list[Mapping]:
    """Mappings of a list."""
    node = page.node(key, needed)
    found = []
    for item in node.items if isinstance(node, Listed) else [] if node is None else [node]:
        if isinstance(item, Mapping):
            found.append(item)
        else:
            page.refuse(item, f"expected keys with values, got {shown(plain(item))}", needed)
    return found


def _objectives(page: Page, scenario: Scenario) -> Iterator[Objective]:
    entries = _entries(page, "objectives", _OBJECTIVE)
    if "objectives" in page.tree.items and not entries:
        page.refuse(page.place("objectives"), "a search has at least one objective", f"write for example {_OBJECTIVE}")
    for entry in entries:
        inner = Page(entry, ("minimise", "maximise", "window", "assurance", "sources"), page.faults, "an objective")
        directions = [name for name in ("minimise", "maximise") if name in entry.items]
        if len(directions) != 1:
            page.refuse(entry, "an objective is to minimise or to maximise one indicator", f"for example {_OBJECTIVE}")
            continue
        node = entry.items[directions[0]]
        name = _known_indicator(inner, node)
        assurance = inner.share("assurance", 0.5) if "assurance" in entry.items else None
        if "sources" in entry.items and name != SPENDING:
            page.refuse(entry.keys["sources"], f"sources are those of money, not of {name}", "delete them")
        yield Objective(name, directions[0], _window(inner, scenario), assurance, _sources(inner))


def _known_indicator(page: Page, node: Node) -> str:
    name = node.text if isinstance(node, Scalar) else shown(plain(node))
    if name not in indicators():
        page.refuse(node, f"unknown indicator {quoted(name)}", nearest(name, indicators()))
    return name


def _window(page: Page, scenario: Scenario) -> str:
    node = page.tree.items.get("window")
    if node is None:
        return LAST
    text = node.text if isinstance(node, Scalar) else shown(plain(node))
    months = [month_text(month) for month in range(scenario.start, scenario.end + 1)]
    if text != LAST and not any(text in (month, month[:4]) for month in months):
        page.refuse(
            node, f"no months of {quoted(text)}", f"last12, or a year or month from {months[0]} to {months[-1]}"
        )
    return text


def _constraints(page: Page, province: "Province") -> Iterator[Constraint]:
    example = "constraints: [{target: unemployment_rate, probability: 80%}]"
    if "constraints" not in page.tree.items:
        return
    targets = {target.indicator: target for target in province.targets}
    for entry in _entries(page, "constraints", example):
        inner = Page(entry, ("target", "probability"), page.faults, "a constraint")
        node = inner.node("target", example)
        name = node.text if isinstance(node, Scalar) else ""
        if node is not None and name not in targets:
            page.refuse(node, f"the plan has no target of {quoted(name)}", nearest(name, targets))
        elif node is not None:
            yield Constraint(targets[name], inner.share("probability", 0.5))


def _budget(page: Page) -> Budget | None:
    node = page.tree.items.get("budget")
    if node is None:
        return None
    inner = Page(node, ("most", "sources"), page.faults, "a budget") if isinstance(node, Mapping) else None
    amount = inner.node("most", "most: 300 billion VND per year") if inner else node
    sources = _sources(inner) if inner else ()
    if amount is None:
        return None
    try:
        most = MoneyPerYear.read(plain(amount))
    except PydanticCustomError as error:
        context = error.context or {}
        page.refuse(amount, str(context.get("message")), str(context.get("hint", "")))
        return None
    return Budget(float(most), sources)


def _sources(page: Page) -> tuple[str, ...]:
    """Sources of money, as the ledger writes them."""
    found = page.words("sources")
    for source in found:
        if source.text not in SOURCES:
            page.refuse(source, f"unknown source {quoted(source.text)}", nearest(source.text, SOURCES))
    return tuple(source.text for source in found)


def _draws(page: Page, scenario: Scenario, province: "Province", file: Path) -> tuple[dict[str, float], ...]:
    """Parameter sets of a posterior's file, of the scenario's own posterior, or drawn from the table's ranges."""
    draws = page.whole("draws", 0, 1, 1000)
    node = page.tree.items.get("posterior")
    if node is None:
        return tuple(drawn_parameters(scenario, province, draw) for draw in range(1, draws + 1))
    try:
        sets = read_parameter_sets(file.parent / (node.text if isinstance(node, Scalar) else ""), node.place)
    except ScenarioError as error:
        page.faults += error.faults
        return ()
    for name in sets.names:
        if name not in province.parameters:
            page.refuse(node, f"the file has a column {quoted(name)}", nearest(name, province.parameters))
    if draws > len(sets):
        page.refuse(page.place("draws"), f"the file has {len(sets)} parameter sets", f"draw at most these: {len(sets)}")
    return tuple(sets.of(draw) for draw in range(1, (draws or min(_SETS, len(sets))) + 1))
