"""Compiled kernels and where their machine code is kept.

Numba's on-disk cache looks only at the file of a kernel, not at the files it imports from, and so can serve stale code.
Here the cache folder of a kernel carries a hash of its module, of every module of the package that it imports, directly
or through others, and of the layout of all records that kernels are given: an edit there means a new folder, an edit
elsewhere compiles nothing again. Where no folder can be written (a read-only install without HOME) the temporary folder
serves.
"""

import ast
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba.core import types
from numba.core.registry import CPUDispatcher
from numba.core.types.misc import unliteral


def user_cache() -> Path:
    """Folder for what can be made again, compiled code and openings: always writable, never inside the package."""
    home = os.environ.get("HALONG_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    candidates = [Path(home)] if home else []
    if "HOME" in os.environ or sys.platform == "win32":
        candidates.append(Path.home() / ".cache")
    for base in candidates:
        folder = base / "halong"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    folder = Path(tempfile.gettempdir()) / f"halong-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


_ROOT = Path(__file__).parent
_PACKAGE = _ROOT.name
_VERSIONS = f"{sys.version_info[:3]} {numba.__version__} {np.__version__}"


def source_hash() -> str:
    """Hash of the package's Python sources and of the versions that shape machine code and numbers."""
    digest = hashlib.sha256(_VERSIONS.encode())
    for path in sorted(_ROOT.rglob("*.py")):
        digest.update(str(path.relative_to(_ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


SOURCES = source_hash()


@cache
def _source(module: str) -> tuple[bytes, tuple[str, ...], str]:
    """Source of a module of the package, the modules it imports when it runs, and its records (see ``_records``)."""
    place = _ROOT.joinpath(*module.split(".")[1:])
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    if not path.is_file():
        return b"", (), ""
    source = path.read_bytes()
    tree = ast.parse(source)
    found = []
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").split(".")[0] == _PACKAGE:
            found += [statement.module or "", *(f"{statement.module}.{name.name}" for name in statement.names)]
    return source, tuple(found), _records(tree)


def _records(tree: ast.Module) -> str:
    """What shapes the records that kernels are given: named tuples and the columns of stores."""
    shapes = [
        ast.dump(statement)
        for statement in tree.body
        if isinstance(statement, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id in ("NamedTuple", "ColumnStore") for base in statement.bases)
    ]
    return "".join(shapes)


def _modules() -> list[str]:
    files = sorted(path.relative_to(_ROOT.parent).with_suffix("") for path in _ROOT.rglob("*.py"))
    return [".".join(file.parts) for file in files if file.name != "__init__"]


@cache
def _all_records() -> str:
    return "".join(_source(module)[2] for module in _modules())


@cache
def lineage(module: str) -> str:
    """Hash of what the machine code of a module's kernels depends on."""
    seen, waiting = set(), [module]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(_source(name)[1])
    digest = hashlib.sha256(f"{_VERSIONS} {_all_records()}".encode())
    for name in sorted(seen):
        digest.update(_source(name)[0])
    return digest.hexdigest()[:16]


@cache
def _lineages() -> dict[str, str]:
    """Lineage of every module, as an earlier start of the same sources found it, or found now and kept for the next.

    To parse all files of the package takes a fifth of a second, at each start of each process.
    """
    kept = user_cache() / f"lineages-{SOURCES}.json"
    try:
        return dict(json.loads(kept.read_bytes()))
    except (OSError, ValueError):
        pass
    found = {module: lineage(module) for module in _modules()}
    beside = kept.with_suffix(f".{os.getpid()}")
    try:
        beside.write_text(json.dumps(found))
        for old in kept.parent.glob("lineages-*.json"):
            old.unlink(missing_ok=True)
        beside.replace(kept)
    except OSError:
        pass
    return found


_OWN_FOLDER = not os.environ.get("NUMBA_CACHE_DIR")


#: One set of options for all: a function compiled under two would share its cache. Kernels only read and write arrays
#: they are given, so counting references to them (``_nrt``) is off: it cost four fifths of a month's time.
_OPTIONS = {"error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


def _lineage_of(module: str) -> str:
    """Lineage of a module of the package as kept, of any other (a rule of a test) as found now."""
    return _lineages().get(module) or lineage(module)


def _keep_by_lineage(function: Callable[..., Any]) -> None:
    if _OWN_FOLDER:
        numba.config.CACHE_DIR = str(user_cache() / "kernels" / _lineage_of(function.__module__))


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function on first call and keep the machine code. The function allocates nothing."""
    _keep_by_lineage(function)
    return numba.njit(cache=True, **_OPTIONS)(function)  # type: ignore[no-any-return]  # numba is untyped


def piece(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule that kernels call for every row, inlined into them. The function allocates nothing."""
    if numba.config.DISABLE_JIT:
        return function
    _keep_by_lineage(function)
    options = {**_OPTIONS, "nopython": True, "forceinline": True, "no_cpython_wrapper": True}
    made = _Piece(function, targetoptions=options)
    made.enable_caching()
    return made


class _Piece(CPUDispatcher):
    """A rule compiled once for all its callers, without an entry from Python: a third of what a first run waited for.

    Numba would compile it again for every width of integer and every constant that a caller writes (one rule of the
    market seven times), each time with a way in that unpacks all columns. A test that calls a rule by itself goes
    through a kernel made for it.
    """

    def get_call_template(self, args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        """The signature that a caller in compiled code meets: one for all, whatever integers it has at hand."""
        return super().get_call_template(tuple(map(_widest, args)), {name: _widest(kind) for name, kind in kws.items()})

    def __call__(self, *args: Any) -> Any:
        return self._from_python(*args)

    @cached_property
    def _from_python(self) -> Callable[..., Any]:
        rule = self
        return numba.njit(lambda *args: rule(*args))  # type: ignore[no-any-return]  # numba is untyped


def _widest(kind: Any) -> Any:
    """The type a piece is compiled for: 64 bits for an integer of any width but unsigned 64, which are keys."""
    kind = unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) and kind != types.uint64 else kind
