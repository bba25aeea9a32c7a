"""The parts of ``odd.md`` that are made from the code and the tables: state variables, streams, parameters, indicators.

    python -m docs.odd           write the parts anew
    python -m docs.odd --check   exit with 1 where a part is stale

Each part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``; the text around it is written by hand. A process
lists the parameters that its source names; the tables have every parameter of the province.
"""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import simulation
from simulation import state
from simulation.columns import Column, ColumnStore, Derived
from simulation.firms import Firms, Workplaces
from simulation.observation.events import Event
from simulation.observation.indicators import INDICATORS
from simulation.observation.standing import Standing
from simulation.province import Province, load_province
from simulation.randomness import Lot, Stream
from simulation.scenario.levers import registered_levers
from simulation.workers import Workers

PAGE = Path(__file__).with_name("odd.md")
ROOT = Path(simulation.__file__).parent
PROVINCE = "quang_ninh"
_PART = re.compile(r"(<!-- made: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
#: How families of parameters are read: the first word of their names, the member, and for some a last word.
_FAMILIES = ("by_sector", "by_firm_class", "by_credential")
_SHORTEST_STEM = 4  # letters of a family's name that a source must spell out


def table(titles: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    """A Markdown table."""
    lines = [" | ".join(titles), " | ".join("---" for _ in titles)]
    lines += [" | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in row) for row in rows]
    return "".join(f"| {line} |\n" for line in lines)


def columns(store: type[ColumnStore]) -> str:
    """State variables of a column store."""

    def rows() -> Iterator[tuple[object, ...]]:
        declared: tuple[Column | Derived, ...] = (*store.COLUMNS, *store.DERIVED)
        for entry in declared:
            kind = entry.dtype if isinstance(entry, Column) else "computed"
            codes = f": {', '.join(f'{int(code)} {code.name}' for code in entry.codes)}" if entry.codes else ""
            yield f"`{entry.name}`", kind, entry.unit, entry.meaning + codes

    return table(("name", "type", "unit", "meaning"), rows())


def market_state() -> str:
    """What the market keeps besides, from the comments of its declaration."""
    found = re.findall(r"^    (\w+): [^#\n]+?  # (.+)$", inspect.getsource(state.MarketState), re.MULTILINE)
    return table(("name", "meaning"), ((f"`{name}`", meaning) for name, meaning in found))


def members(enumeration: type) -> dict[str, str]:
    """Comment beside each member of an enumeration in its source, empty where there is none."""
    lines = inspect.getsource(enumeration).splitlines()
    found = (re.match(r"    (\w+) = [^#]+?(?:  # (.+))?$", line) for line in lines)
    return {match[1]: match[2] or "" for match in found if match}


def streams() -> str:
    """Streams of random numbers in the order of their numbers."""
    said = members(Stream)
    return table(("stream", "number", "what for"), ((f"`{s.name}`", int(s), said[s.name]) for s in sorted(Stream)))


def slots() -> str:
    """Slots of the month's number, in order."""
    return table(("slot", "events"), ((f"`{name}`", meaning) for name, meaning in members(Lot).items()))


def events() -> str:
    """Kinds of events and the standings that they lead between."""
    said = members(Event)
    names = ", ".join(f"`{standing.name}`" for standing in Standing)
    return table(("event", "note"), ((f"`{e.name}`", said[e.name]) for e in Event)) + f"\nStandings: {names}.\n"


def indicators() -> str:
    """Indicators of persons with their definitions."""
    rows = ((f"`{entry.name}`", (entry.of.__doc__ or "").strip(), ", ".join(entry.by)) for entry in INDICATORS)
    return table(("indicator", "definition", "by"), rows)


def levers() -> str:
    """Levers with what they do and the parameters that they are held against."""

    def rows() -> Iterator[tuple[object, ...]]:
        for name, dose in sorted(registered_levers().items()):
            source = sys.modules[dose.__module__].__doc__ or ""
            yield f"`{name}`", source.split("\n")[0], ", ".join(f"`{entry}`" for entry in dose.parameters)

    return table(("lever", "what it is", "parameters"), rows())


def parameters(province: Province, file: str) -> str:
    """The parameters of one file of the province's tables."""
    lines = (province.folder / "parameters" / file).read_text(encoding="utf-8").splitlines()
    known = [province.parameters[line.split(",")[0]] for line in lines[1:]]
    titles = ("name", "value", "low", "high", "unit", "status", "process", "moves", "source")
    return table(
        titles,
        (
            (f"`{p.name}`", f"{p.value:g}", f"{p.low:g}", f"{p.high:g}", p.unit, p.status, p.process, p.moves, p.source)
            for p in known
        ),
    )


def process_files() -> dict[str, Path]:
    """Every file of the processes by its name in the document, ``search/ring`` for one of a package."""
    folder = ROOT / "processes"
    files = sorted(path for path in folder.rglob("*.py") if path != folder / "__init__.py")
    named = {path.relative_to(folder).with_suffix("").as_posix().removesuffix("/__init__"): path for path in files}
    return dict(sorted(named.items()))


def other_readers() -> dict[str, Path]:
    """Files outside the processes that read parameters."""
    files = (path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] != "processes")
    named = {path.relative_to(ROOT).with_suffix("").as_posix(): path for path in files}
    return {name: path for name, path in named.items() if parameters_in(path)}


@cache
def _province() -> Province:
    return load_province(PROVINCE)


@cache
def parameters_in(path: Path) -> dict[str, str]:
    """Parameters that a source reads, and how it names each: in full, with a gap, or as a family."""
    known = _province().parameters
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in prose and node.value in known:
            found[str(node.value)] = str(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values]
            found |= _fitting("".join(parts)) if len(parts[0]) >= _SHORTEST_STEM else {}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FAMILIES:
            words = [str(word.value) for word in node.args if isinstance(word, ast.Constant)]
            found |= _fitting("_*_".join([*words, ""][:2]).rstrip("_")) if words else {}
    return found


def _fitting(name: str) -> dict[str, str]:
    """Parameters that a name with gaps (``*``) can stand for."""
    pattern = re.compile(".+".join(map(re.escape, name.split("*"))))
    return {known: name for known in _province().parameters if pattern.fullmatch(known)}


def reads(path: Path) -> str:
    """The line that lists what a source reads; a star stands for the members of a family."""
    names = sorted(set(parameters_in(path).values()))
    return f"Reads: {', '.join(f'`{name}`' for name in names)}.\n" if names else "Reads no parameter of its own.\n"


def parts() -> dict[str, Callable[[], str]]:
    """Every part of the page by its name."""
    province = _province()
    made: dict[str, Callable[[], str]] = {
        "persons": lambda: columns(Workers),
        "firms": lambda: columns(Firms),
        "workplaces": lambda: columns(Workplaces),
        "market": market_state,
        "streams": streams,
        "slots": slots,
        "events": events,
        "indicators": indicators,
        "levers": levers,
        "other readers": lambda: table(
            ("file", "parameters"),
            ((f"`{name}`", reads(path).strip()) for name, path in other_readers().items()),
        ),
    }
    made |= {f"reads {name}": partial(reads, path) for name, path in process_files().items()}
    files = sorted(path.name for path in (province.folder / "parameters").glob("*.csv"))
    made |= {f"parameters {name}": partial(parameters, province, name) for name in files}
    return made


def renewed(page: str) -> str:
    """The page with every made part anew. Raises KeyError for a part that nobody knows."""
    made = parts()
    return _PART.sub(lambda match: f"{match[1]}{made[match[2]]()}{match[4]}", page)


def main() -> int:
    """Write the page, or say whether it is stale."""
    page = PAGE.read_text(encoding="utf-8")
    now = renewed(page)
    if "--check" in sys.argv[1:]:
        return int(now != page)
    PAGE.write_text(now, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
