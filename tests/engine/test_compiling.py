"""Which edits make a kernel's machine code stale: its module, what it imports, the records it is given."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulation import compiling

FILES = {
    "moves.py": "LIMIT = 3\n",
    "search.py": "from toy.moves import LIMIT\nclass Ring(NamedTuple):\n    first: int\n    second: int\n",
    "matching.py": "from toy.search import Ring\n",
    "report.py": "TITLE = 1\n",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root = tmp_path / "toy"
    root.mkdir()
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(compiling, "_ROOT", root)
    monkeypatch.setattr(compiling, "_PACKAGE", "toy")
    yield root
    _forget()


def _forget() -> None:
    for kept in (compiling._source, compiling._all_records, compiling.lineage):
        kept.cache_clear()


def _lineage(module: str) -> str:
    _forget()
    return compiling.lineage(f"toy.{module}")


@pytest.mark.parametrize("file", ["matching.py", "search.py", "moves.py"])
def test_an_edit_of_what_a_kernel_is_made_of_compiles_it_again(package: Path, file: str) -> None:
    before = _lineage("matching")
    with (package / file).open("a", encoding="utf-8") as source:
        source.write("NEW = 1\n")
    assert _lineage("matching") != before


def test_an_edit_elsewhere_compiles_nothing_again(package: Path) -> None:
    before = _lineage("matching")
    (package / "report.py").write_text("TITLE = 2\n", encoding="utf-8")
    assert _lineage("matching") == before


def test_another_order_of_a_record_compiles_every_kernel_again(package: Path) -> None:
    before = _lineage("moves")
    swapped = FILES["search.py"].replace("first", "x").replace("second", "first").replace("x: int", "second: int")
    (package / "search.py").write_text(swapped, encoding="utf-8")
    assert _lineage("moves") != before


def test_lineages_are_kept_from_start_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "user_cache", lambda: tmp_path)
    compiling._lineages.cache_clear()
    found = compiling._lineages()
    [kept] = tmp_path.iterdir()
    assert found["simulation.processes.matching"] == compiling.lineage("simulation.processes.matching")
    monkeypatch.setattr(compiling, "lineage", None)  # nothing is found anew
    compiling._lineages.cache_clear()
    assert compiling._lineages() == found
    monkeypatch.undo()
    monkeypatch.setattr(compiling, "user_cache", lambda: tmp_path)
    kept.write_text("{", encoding="ascii")  # as a full disk leaves it
    compiling._lineages.cache_clear()
    assert compiling._lineages() == found
    compiling._lineages.cache_clear()
