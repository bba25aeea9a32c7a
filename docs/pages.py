"""Pages of the site that are made when it is built: what stands elsewhere in the folder, and the table of parameters.

A hook of MkDocs (``mkdocs.yml``). README, CONTRIBUTING, CHANGELOG and the rules of the benchmarks keep their places,
where people look for them; here their links are turned to the site's pages. Lists may follow a paragraph without an
empty line, as on code hosts; MkDocs wants one.
"""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROVINCE = "quang_ninh"
#: Pages made of files outside of ``docs``.
ELSEWHERE = {
    "index.md": "README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changes.md": "CHANGELOG.md",
    "speed.md": "benchmarks/README.md",
}
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)\s]+)\)")
_FENCE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
_LIST_AFTER_TEXT = re.compile(r"^((?![-*|#>]|\d+\. |\s).+)\n(?=(?:[-*]|\d+\.) )", re.MULTILINE)


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made."""
    from mkdocs.structure.files import File

    made = {page: with_links_of_the_site((ROOT / file).read_text(encoding="utf-8")) for page, file in ELSEWHERE.items()}
    for page, text in {**made, "parameters.md": parameters()}.items():
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Give each list the empty line before it that MkDocs wants."""
    parts = _FENCE.split(markdown)
    return "".join(part if part.startswith("```") else _LIST_AFTER_TEXT.sub(r"\1\n\n", part) for part in parts)


def with_links_of_the_site(text: str) -> str:
    """Links from the folder's top as links of the site; a file that is no page is named and not linked."""
    pages = {file: page for page, file in ELSEWHERE.items()}

    def turned(link: re.Match[str]) -> str:
        target, _, anchor = link[1].partition("#")
        page = pages.get(target) or (target.removeprefix("docs/") if target.startswith("docs/") else "")
        return f"]({page}{'#' * bool(anchor)}{anchor})" if page else "]"

    return _LINK.sub(turned, text)


def parameters() -> str:
    """Every parameter of the province: value, range, unit, year, status and source, a table for each process."""
    from simulation.province import load_province

    province = load_province(PROVINCE)
    lines = [
        f"# Parameters of {province.name_en} and their sources",
        "",
        "Made from the tables in `simulation/province/quang_ninh/parameters/`. Status: *measured* (a published figure, "
        "or arithmetic on one), *literature*, *recalled* (published, the original not seen), *assumed* (nobody did). "
        "Low and high bound what is plausible; `halong run --draws` draws from them.",
    ]
    for process in dict.fromkeys(entry.process for entry in province.parameters.values()):
        lines += [
            "",
            f"## {process.replace('_', ' ')}",
            "",
            "| parameter | value | low | high | unit | year | status | source |",
        ]
        lines.append("|---|--:|--:|--:|---|---|---|---|")
        for entry in province.parameters.values():
            if entry.process == process:
                cells = (entry.unit, entry.year, entry.status, f"{entry.source} ({entry.geography})")
                told = " | ".join(cell.replace("|", "/") for cell in cells)
                lines.append(f"| `{entry.name}` | {entry.value:g} | {entry.low:g} | {entry.high:g} | {told} |")
    return "\n".join(lines) + "\n"
