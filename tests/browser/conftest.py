"""A real browser without a network; whatever a page complains of on its console is kept."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.experiments.conftest import run_folder

__all__ = ["run_folder"]
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")

if CHROMIUM is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while it is open its thread runs an event loop, in which Dask cannot be called."""
    with sync_playwright() as tools:
        chromium = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """Errors of the page, and requests that leave this machine."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str], tmp_path: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    opened = context.new_page()
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: complaints.append(asked.url) if not _is_here(asked.url) else None)
    yield opened
    context.close()


def _is_here(url: str) -> bool:
    return url.startswith(("http://localhost:", "http://127.0.0.1:", "file:", "data:", "blob:"))


def serious(page: Page) -> list[str]:
    """Findings of axe-core that are serious or worse."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def free_port() -> str:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@pytest.fixture(scope="session")
def dashboard() -> Iterator[str]:
    """Address of `halong dashboard` at work."""
    port = free_port()
    command = [sys.executable, "-m", "experiments", "dashboard", "--no-browser", "--port", port, "--language", "en"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert port in server.stdout.readline()
        yield f"http://localhost:{port}/"
        server.terminate()
