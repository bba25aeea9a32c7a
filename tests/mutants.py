"""Faults planted one at a time, and whether a test finds them (the operators of cosmic-ray).

    python -m tests.mutants [MODULE ...]        (make mutants)

Faults are planted in a copy of the sources: one that is interrupted leaves none behind. Each is first shown to the
quick tests of its module, which run the rules as Python in a fork of a process that has imported the libraries: nothing
is compiled, and a fault takes two or three seconds. Those that none of these finds are shown to the tests again with
the rules compiled, half a minute each. Mutations that change nothing a run could show are not faults and not planted:
those of annotations, of imports for type checkers alone, and of decorators that make a rule fast (``SPEED``). Others
that change nothing (a bound that is never reached) are planted and count as missed.

``HALONG_MUTANTS`` tries so many faults of each module, drawn once for all; without it every one. Those that no test
found are printed.
"""

import ast
import difflib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Held(NamedTuple):
    """The tests that hold a module: those that run as Python, and those that are compiled."""

    quick: tuple[str, ...]
    compiled: tuple[str, ...]


_RANDOMNESS = ("tests/engine/test_randomness.py",)
_MATCHING = ("tests/processes/test_hiring.py", "tests/processes/test_filling_places.py")
_TRAINING = ("tests/processes/test_course_ends.py", "tests/processes/test_beginning_courses.py")
MODULES = {
    "simulation/randomness.py": Held(
        (*_RANDOMNESS, "-k", "never_change or purpose or splitmix or holds_nobody_twice"), _RANDOMNESS
    ),
    "simulation/observation/ledger.py": Held(("tests/observation/test_ledger.py",), ()),
    "simulation/processes/matching.py": Held(_MATCHING, _MATCHING),
    "simulation/processes/training.py": Held(_TRAINING, _TRAINING),
}
#: Decorators that change how fast a rule is, and not what it says.
SPEED = ("kernel", "piece", "lru_cache", "cache")
LIBRARIES = ("numba", "scipy.stats", "hypothesis", "pandas", "mesa", "yaml", "pydantic", "networkx", "pytest")
#: Seconds until a fault that makes a rule run on counts as found.
QUICK, SLOW = 90, 600
_SEED = 66


class Fault(NamedTuple):
    """A mutation: what cosmic-ray calls it, the source with it, and where it differs."""

    name: str
    source: str
    change: str


def main(modules: list[str]) -> None:
    """Plant the faults of each module, and print those that were missed and the share found."""
    for library in LIBRARIES:
        import_module(library)
    for module in modules or list(MODULES):
        with tempfile.TemporaryDirectory() as folder:
            sources = Path(folder) / "sources"
            shutil.copytree(ROOT, sources, ignore=shutil.ignore_patterns(".*", "build", "runs", "__pycache__"))
            _plant(module, sources)


def _plant(module: str, sources: Path) -> None:
    known = list(_faults(module))
    wanted = int(os.environ.get("HALONG_MUTANTS", len(known)))
    tried = random.Random(_SEED).sample(known, min(wanted, len(known)))
    place, right = sources / module, (sources / module).read_text(encoding="utf-8")
    assert _passes(MODULES[module].quick, sources), f"the tests of {module} fail without a fault"
    missed = []
    for number, fault in enumerate(tried):
        if number % 50 == 0:
            print(f"{module}: {number} of {len(tried)}, {len(missed)} missed", file=sys.stderr, flush=True)
        place.write_text(fault.source, encoding="utf-8")
        if _passes(MODULES[module].quick, sources) and _passes_compiled(MODULES[module].compiled, sources):
            missed.append(fault)
            print(f"missed: {fault.name}\n{fault.change}", flush=True)
        place.write_text(right, encoding="utf-8")
    share = 100.0 * (1.0 - len(missed) / max(len(tried), 1))
    print(f"{module}: {len(tried)} of {len(known)} faults tried, {len(missed)} missed, {share:.1f} % found", flush=True)


def _faults(module: str) -> Iterator[Fault]:
    """Every mutation that a run could show, each source once."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    source = (ROOT / module).read_text(encoding="utf-8")
    seen, nodes = {_what_runs(source)}, list(ast_nodes(get_ast(source)))
    for name in sorted(operator_names()):
        operator = get_operator(name)
        if operator.arguments():
            continue
        occurrences = sum(1 for node in nodes for _ in operator().mutation_positions(node))
        for occurrence in range(occurrences):
            mutated = mutate_code(source, operator(), occurrence)
            if mutated is not None and _what_runs(mutated) not in seen:
                seen.add(_what_runs(mutated))
                yield Fault(f"{name} {occurrence}", mutated, _difference(source, mutated))


def _difference(right: str, wrong: str) -> str:
    lines = difflib.unified_diff(right.splitlines(), wrong.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


class _Bare(ast.NodeTransformer):
    """Takes away what only a type checker or a reader sees, and what only makes a rule fast."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:  # named by ast
        self.generic_visit(node)
        node.returns = None
        node.decorator_list = [one for one in node.decorator_list if not ast.unparse(one).startswith(SPEED)]
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_If(self, node: ast.If) -> ast.AST:  # named by ast
        self.generic_visit(node)
        return ast.Pass() if "TYPE_CHECKING" in ast.unparse(node.test) else node


def _what_runs(source: str) -> str:
    try:
        return ast.dump(_Bare().visit(ast.parse(source)))
    except SyntaxError:
        return source


def _passes(tests: tuple[str, ...], sources: Path) -> bool:
    """Whether the tests pass, in a fork that imports the sources anew and runs rules as Python."""
    child = os.fork()
    if child == 0:
        os._exit(_run_as_python(tests, sources))
    return _status(child, QUICK) == 0


def _run_as_python(tests: tuple[str, ...], sources: Path) -> int:
    os.setsid()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.chdir(sources)
    sys.path[:] = [str(sources), *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
    for name in [name for name in sys.modules if name.split(".")[0] in ("simulation", "experiments", "tests")]:
        del sys.modules[name]
    import numba
    import pytest

    numba.config.DISABLE_JIT = True
    import_module("tests.interpreted").interpret()
    return int(pytest.main(["-n", "0", "-x", "-q", "-p", "no:cacheprovider", *tests]))


def _status(child: int, seconds: int) -> int:
    """Status of a child, 1 if it had to be ended."""

    def late(*_: object) -> None:
        os.killpg(child, signal.SIGKILL)

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _passes_compiled(tests: tuple[str, ...], sources: Path) -> bool:
    """Whether the tests pass with everything compiled; they do if there are none."""
    if not tests:
        return True
    command = [sys.executable, "-m", "pytest", "-n", "0", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(sources)}
    child = subprocess.Popen(
        command, cwd=sources, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    return _status(child.pid, SLOW) == 0


if __name__ == "__main__":
    main(sys.argv[1:])
