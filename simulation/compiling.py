"""Compiled kernels and where their machine code is kept.

Numba's on-disk cache looks only at the file of a kernel, not at the files it imports from, and so can serve stale code.
Here the cache folder carries a hash of every source file of the package and of the versions that matter: an edit
anywhere means a new folder, and an upgrade of data alone compiles nothing again. Where no folder can be written (a
read-only install without HOME) the temporary folder serves.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np


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


def source_hash() -> str:
    """Hash of the package's Python sources and of the versions that shape machine code and numbers."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {numba.__version__} {np.__version__}".encode())
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


SOURCES = source_hash()
if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(user_cache() / "kernels" / SOURCES)


#: One set of options for all: a function compiled under two would share its cache. Kernels only read and write arrays
#: they are given, so counting references to them (``_nrt``) is off: it cost four fifths of a month's time.
_OPTIONS = {"cache": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function on first call and keep the machine code. The function allocates nothing."""
    return numba.njit(**_OPTIONS)(function)  # type: ignore[no-any-return]


def piece(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule that kernels call for every row, inlined into them. The function allocates nothing."""
    return numba.njit(forceinline=True, **_OPTIONS)(function)  # type: ignore[no-any-return]
