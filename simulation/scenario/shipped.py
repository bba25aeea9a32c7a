"""Scenarios that come with the package, wherever it is installed."""

from pathlib import Path

SUFFIXES = (".yaml", ".yml")

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder() -> Path:
    """Folder of the shipped scenarios: inside the installed package, else beside it in a source checkout."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "scenarios"


def shipped_scenario(name: str) -> Path | None:
    """The shipped scenario a user means by ``name``, with or without `scenarios/` before it and `.yaml` after it."""
    bare = name.removeprefix("./").removeprefix("scenarios/")
    if not bare or bare.startswith("/") or ".." in bare.split("/") or "\0" in bare:
        return None
    for candidate in (bare, *(bare + suffix for suffix in SUFFIXES)):
        path = shipped_folder() / candidate
        if path.suffix in SUFFIXES and is_file(path):
            return path
    return None


def is_folder(path: Path) -> bool:
    """Whether there is a folder at ``path``; a name the file system cannot hold names none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether there is a file at ``path``; a name the file system cannot hold names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
