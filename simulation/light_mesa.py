"""Mesa without what it brings along: pandas, networkx and the spaces of its workshop are imported when first used.

They take Mesa three quarters of its own import and serve no month of a market. While Mesa is imported, stand-ins bear
their names; one that is asked for anything imports the library itself and hands the question on.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_LATER = ("pandas", "networkx", "mesa.experimental")


class _Later(ModuleType):
    """Stands in for a library until it is asked for something; where it was found is no question to the library."""

    def __getattr__(self, name: str) -> Any:
        if name == "__file__":
            raise AttributeError(name)
        _take_away(self)
        return getattr(import_module(self.__name__), name)


def _take_away(library: ModuleType) -> None:
    if sys.modules.get(library.__name__) is library:
        del sys.modules[library.__name__]


@contextmanager
def _put_off(names: tuple[str, ...]) -> Iterator[None]:
    """Let stand-ins bear the names of libraries that are not imported yet; whoever imports them later, imports them."""
    stand_ins = [_Later(name) for name in names if name not in sys.modules]
    sys.modules.update({library.__name__: library for library in stand_ins})
    try:
        yield
    finally:
        for library in stand_ins:
            _take_away(library)


with _put_off(_LATER):
    import mesa

__all__ = ["mesa"]
