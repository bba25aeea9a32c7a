"""What every test sees: an English locale, whatever the machine speaks; and the order of the files."""

import signal

import pytest
from hypothesis import settings

# How long an example takes tells how busy the machine is.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

# A shell that starts the tests in the background has them ignore Ctrl-C, and what they start would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Files that take long, so that none of them is the last one with a worker idle beside it. The first worker compiles
#: the rules while the second one has types checked, which needs none of them.
FIRST = (
    "commands/test_run.py", "test_style.py", "experiments/test_pages.py", "calibration/test_broken_engines.py",
    "commands/test_calibrate.py", "faults/test_bad_days.py", "experiments/sweeps", "commands/test_attribute.py",
    "commands/test_benchmark.py", "browser", "levers",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; files are handed to workers in this order."""
    items.sort(key=lambda item: next((rank for rank, name in enumerate(FIRST) if f"tests/{name}" in item.nodeid), 99))
