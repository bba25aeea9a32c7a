"""The server of the page: this machine alone, nothing from the network, files of a run by links that nobody guesses."""

import os
import secrets
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.texts import Language
from experiments.texts.phrasebook import Phrasebook

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HOST, PORT = "127.0.0.1", 8765
_APP = "experiments.dashboard.page"
_chosen: list[Any] = []
_links: dict[str, Path] = {}


def chosen() -> tuple[Path, Language]:
    """Scenario and language that the page was opened with."""
    scenario, language = _chosen
    return scenario, language


def link_to(file: Path) -> str:
    """Where the page finds a file of a run."""
    known = next((token for token, path in _links.items() if path == file), None)
    token = known or secrets.token_urlsafe(16)
    _links[token] = file
    return f"/files/{token}/{file.name}"


def serve(scenario: Path, language: Language, port: int, browser: bool, said: Callable[[str], None]) -> None:
    """Serve the page until it is interrupted; ``said`` is told the sentence with its address."""
    _chosen[:] = [scenario, language]
    server = _server(port)
    url = f"http://localhost:{port}/"
    server.serve_threaded()
    server.wait_until_serving()
    said(Phrasebook(language)("desk.serving", url=url))
    if browser:
        webbrowser.open(url)
    try:
        threading.Event().wait()
    finally:
        server.stop_serving()


def _server(port: int) -> Any:
    """Solara's own server with our route for files before its own."""
    os.environ |= {"SOLARA_APP": _APP, "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}
    import solara.server.starlette as solara_server
    from solara.server import settings
    from starlette.routing import Route

    settings.main.mode = "production"
    settings.session.same_site = "lax"
    solara_server.app.router.routes.insert(0, Route("/files/{token}/{name}", endpoint=_file))
    return solara_server.ServerStarlette(port=port, host=HOST, log_level="warning")


def _file(request: "Request") -> "Response":
    from starlette.responses import FileResponse, PlainTextResponse

    path = _links.get(request.path_params["token"])
    if path is None or not path.is_file():
        return PlainTextResponse("", status_code=404)
    return FileResponse(path, filename=None if path.suffix == ".html" else path.name)
