"""The file of a sweep: what it asks, and every fault with its place and the nearest name.

See ``scenarios/experiments`` for files that run as they are.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.question_file import Page, load_scenario, open_question
from experiments.sweeps.designs import DESIGNS, LATIN_HYPERCUBE, LIST, MORRIS, ONE_AT_A_TIME, SOBOL, Point, points_of
from experiments.sweeps.factors import Factor
from experiments.sweeps.keys import SEED
from experiments.sweeps.question import Sweep
from experiments.sweeps.simulating import Keep
from experiments.sweeps.varying import Varying
from simulation.months import month_index, month_text
from simulation.observation.tally import groups_of
from simulation.scenario import Fault, Scenario, ScenarioError, check
from simulation.scenario.faults import nearest, quoted
from simulation.scenario.reading import Mapping, Node, Scalar
from simulation.scenario.reading import Sequence as Listed
from simulation.scenario.units import shown
from simulation.scenario.values import plain

if TYPE_CHECKING:
    from simulation.province import Province

KEYS = (
    "name", "scenarios", "design", "samples", "levels", "random", "points", "vary", "seeds", "scale", "until", "keep",
    "retries",
)  # fmt: skip
_MOST_POINTS = 1_000_000
#: Samples where the file names no number: enough for a first look.
_SAMPLES = {LATIN_HYPERCUBE: 32, SOBOL: 64, MORRIS: 8}


@dataclass(frozen=True)
class Frame:
    """What every run of a question shares: its scenarios at one scale to one last month, and their province."""

    scenarios: tuple[Scenario, ...]
    province: "Province"


def read_sweep(path: Path) -> Sweep:
    """The sweep in a file, or the shipped one of that name. Raises ScenarioError with every fault found."""
    sweep: Sweep = open_question(path, _read)
    return sweep


def _read(path: Path, tree: Mapping, faults: list[Fault]) -> Sweep | None:
    page = Page(tree, KEYS, faults, "a sweep")
    name = page.name()
    frame = read_frame(path, page, "scenarios")
    if frame is None:
        return None
    design = page.choice("design", DESIGNS, LATIN_HYPERCUBE)
    samples = _samples(page, design)
    levels = page.whole("levels", 3, 2, 1000)
    random = page.whole("random", 1, 0, 2**31 - 1)
    varying = Varying(page, frame.scenarios, frame.province)
    factors, points = _listed_points(page, varying) if design == LIST else (varying.factors(), ())
    seeds = read_seeds(page, factors)
    keep, retries = read_keep(page, frame), page.whole("retries", 1, 0, 20)
    if faults:
        return None
    if design != LIST:
        points = _made_points(page, design, factors, samples, levels, random)
    return Sweep(
        path, name, frame.scenarios, frame.province, factors, design, samples, levels, random, points, seeds, keep,
        retries,
    )  # fmt: skip


def _samples(page: Page, design: str) -> int:
    samples = page.whole("samples", _SAMPLES.get(design, 1), 1, _MOST_POINTS)
    if "samples" in page.tree.items and design not in _SAMPLES:
        page.refuse(page.place("samples"), f"design {design} takes no samples", "delete the line")
    if design == SOBOL and samples & (samples - 1):
        near = 1 << (samples.bit_length() - 1)
        page.refuse(page.place("samples"), f"Sobol' samples are a power of two, got {samples}", f"{near} or {2 * near}")
    return samples


def _made_points(
    page: Page, design: str, factors: tuple[Factor, ...], samples: int, levels: int, random: int
) -> tuple[Point, ...]:
    of_seed = any(factor.key == SEED for factor in factors)
    if of_seed and design in (SOBOL, MORRIS, LATIN_HYPERCUBE, ONE_AT_A_TIME):
        page.refuse(page.place("vary"), f"a seed is not varied in design {design}", "use: seeds, or design: grid")
        return ()
    count = _size(design, factors, samples, levels)
    if count > _MOST_POINTS:
        page.refuse(
            page.place("design"), f"the design has {count:,} points, more than {_MOST_POINTS:,}", "fewer levels"
        )
        return ()
    return tuple(points_of(design, factors, samples, levels, random))


def _size(design: str, factors: tuple[Factor, ...], samples: int, levels: int) -> int:
    """Number of points before they are made."""
    if design == SOBOL:
        return samples * (len(factors) + 2)
    if design == MORRIS:
        return samples * (len(factors) + 1)
    if design == LATIN_HYPERCUBE:
        return samples
    size = 1
    for factor in factors:
        count = len(factor.levels(levels))
        size = size + count if design == ONE_AT_A_TIME else size * count
    return size


def _listed_points(page: Page, varying: Varying) -> tuple[tuple[Factor, ...], tuple[Point, ...]]:
    """Points written out one by one, and the factors they name."""
    example = "points: [{policies.study_card.cards: 0 per year}, {policies.study_card.cards: 1000 per year}]"
    node = page.node("points", example)
    items = node.items if isinstance(node, Listed) else []
    if node is not None and not items:
        page.refuse(node, "expected a list of points", f"write for example {example}")
    points = tuple(_point(page, varying, item) for item in items)
    keys = dict.fromkeys(key for point in points for key in point)
    factors = []
    for key in keys:
        values = tuple(dict.fromkeys(point[key] for point in points if key in point))
        own = varying.own(key, page.place("points")) or (None, "", False)
        factors.append(Factor(key, values=values, own=own[0], unit=own[1], assumed=own[2]))
    return tuple(factors), points


def _point(page: Page, varying: Varying, item: Node) -> Point:
    if not isinstance(item, Mapping):
        page.refuse(item, f"a point holds keys with values, got {shown(plain(item))}")
        return {}
    found = {}
    for key, node in item.items.items():
        value = varying.value(key, node) if varying.own(key, item.keys[key]) is not None else None
        if value is not None:
            found[key] = value
    return found


def read_frame(path: Path, page: Page, key: str) -> Frame | None:
    """The scenarios under ``key``, all of one province, at the scale and to the month that the file gives."""
    names = page.words(key, f"{key}: plan_66.yaml")
    loaded = [scenario for name in names if (scenario := load_scenario(name, path, page)) is not None]
    scale = page.share("scale", 0.0) if "scale" in page.tree.items else None
    end = _until(page)
    if page.faults or not loaded:
        return None
    try:
        scenarios = tuple(one.with_(scale=scale, end=end) for one in loaded)
    except ScenarioError as error:
        for fault in error.faults:
            page.refuse(page.place("until"), fault.message, fault.hint)
        return None
    return _one_frame(page, key, names, scenarios)


def _one_frame(page: Page, key: str, names: list[Scalar], scenarios: tuple[Scenario, ...]) -> Frame | None:
    from simulation.province import load_province

    first = scenarios[0]
    for name, one in zip(names, scenarios, strict=True):
        for fault in check(one):
            if not fault.warning:
                page.refuse(name, f"scenario {quoted(name.text)}: {fault.message}", fault.hint)
        if (one.province, one.start, one.end, one.scale) != (first.province, first.start, first.end, first.scale):
            page.refuse(name, f"{one.stem} and {first.stem} differ in province, horizon or scale")
        if sum(other.stem == one.stem for other in scenarios) > 1:
            page.refuse(name, f"two scenarios are called {one.stem}", "results are kept by file name")
    return None if page.faults else Frame(scenarios, load_province(first.province))


def _until(page: Page) -> int | None:
    node = page.tree.items.get("until")
    if node is None:
        return None
    try:
        return month_index(node.text if isinstance(node, Scalar) else "")
    except ValueError:
        page.refuse(node, f"expected a month, got {shown(plain(node))}", "months are YYYY-MM, for example 2025-12")
        return None


def read_seeds(page: Page, factors: tuple[Factor, ...] = ()) -> tuple[int, ...]:
    """Seeds: how many, numbered from 1, or a list of them."""
    node = page.tree.items.get("seeds")
    if any(factor.key == SEED for factor in factors):
        if node is not None:
            page.refuse(page.place("seeds"), "seeds are given twice", f"delete this line or {SEED!r} under vary")
        return (0,)
    if isinstance(node, Listed):
        seeds = [plain(item) for item in node.items]
        if seeds and all(isinstance(seed, int) and seed >= 0 for seed in seeds) and len(set(seeds)) == len(seeds):
            return tuple(seeds)
        page.refuse(node, "seeds are different whole numbers", "write for example seeds: 8 or seeds: [1, 2, 5]")
        return (1,)
    return tuple(range(1, page.whole("seeds", 4, 1, 100_000) + 1))


def read_keep(page: Page, frame: Frame) -> Keep:
    """What is kept of every run."""
    node = page.tree.items.get("keep")
    if node is None:
        return Keep()
    if not isinstance(node, Mapping):
        page.refuse(
            node, f"expected keys with values, got {shown(plain(node))}", "keep: {indicators: [unemployment_rate]}"
        )
        return Keep()
    inner = Page(node, ("indicators", "by", "months"), page.faults, "keep")
    indicators = _known(inner, "indicators", _indicators())
    by = _known(inner, "by", list(groups_of(frame.province).names))
    first = frame.scenarios[0]
    months = _known(inner, "months", [month_text(month) for month in range(first.start, first.end + 1)])
    return Keep(indicators, tuple(dict.fromkeys(("all", *by))), months)


def _known(page: Page, key: str, known: "list[str] | tuple[str, ...]") -> tuple[str, ...]:
    """Words of a list, each among the known ones; nothing for ``all``."""
    nodes = page.words(key)
    if [node.text for node in nodes] == ["all"]:
        return ()
    for node in nodes:
        if node.text not in known:
            hint = nearest(node.text, known) or (f"from {known[0]} to {known[-1]}" if key == "months" else "")
            page.refuse(node, f"unknown {key.removesuffix('s')} {quoted(node.text)}", hint)
    return tuple(dict.fromkeys(node.text for node in nodes))


def _indicators() -> list[str]:
    from experiments.texts import indicators

    return list(indicators())
