"""The tables of ``levers.md``: the 59 items of part II and 17 bodies of part IV of the plan, and their levers.

    python -m docs.levers           write the tables anew
    python -m docs.levers --check   exit with 1 where one is stale

What an item says stands here in a few words of both languages; which levers it has is read from the levers' clauses.
"""

import re
import sys
from pathlib import Path

import yaml

from simulation.months import month_index
from simulation.province import load_province
from simulation.scenario.levers import plan_lever_of, registered_levers

PAGE = Path(__file__).with_name("levers.md")
WORDS = Path(__file__).with_name("levers.yaml")
PROVINCE, PLAN_MONTH = "quang_ninh", month_index("2023-03")
_PART = re.compile(r"(<!-- made: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def words() -> dict[str, dict[str, dict[str, str]]]:
    """Items and bodies in the plan's order, with what each says and a note where there is one."""
    loaded: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded


def levers_of(item: str) -> list[str]:
    """Levers and presets with the item, or a part of it, among their clauses."""
    return [name for name, dose in registered_levers().items() if any(within(one, item) for one in dose.clauses)]


def within(clause: str, item: str) -> bool:
    """Whether a clause is the item or a part of it: II.1 b2(i) of II.1 b2, IV.3 b1 of IV.3."""
    return clause == item or clause.startswith((f"{item}(", f"{item} "))


def duties_of(bodies: str, role: str) -> list[str]:
    """Levers in which a body has the role in the month of the plan."""
    province = load_province(PROVINCE)
    named = dict.fromkeys(plan_lever_of(dose) for dose in registered_levers().values())
    known = {duty.lever for duty in province.duties}
    held = {name: {one.id for one in province.agencies_of(name, PLAN_MONTH, role)} for name in named if name in known}
    return [name for name, agencies in held.items() if agencies & set(bodies.split())]


def items() -> str:
    """Part II item by item."""
    lines = ["| Mục / item | nội dung / what it says | biện pháp / levers |", "|---|---|---|"]
    for item, said in words()["items"].items():
        found = ", ".join(f"`{name}`" for name in levers_of(item))
        lines.append(f"| {item} | {said['vi']} / {said['en']} | {'; '.join(filter(None, (found, said.get('note'))))} |")
    return "\n".join(lines) + "\n"


def bodies() -> str:
    """Part IV body by body."""
    lines = ["| body | named in its clauses | leads in 2023-03 | supports in 2023-03 |", "|---|---|---|---|"]
    for clause, said in words()["bodies"].items():
        cells = [levers_of(clause), duties_of(said["agencies"], "lead"), duties_of(said["agencies"], "support")]
        named, lead, support = (", ".join(f"`{name}`" for name in cell) for cell in cells)
        noted = "; ".join(filter(None, (named, said.get("note"))))
        lines.append(f"| {clause} {said['vi']} / {said['en']} | {noted} | {lead} | {support} |")
    return "\n".join(lines) + "\n"


PARTS = {"items": items, "bodies": bodies}


def fresh(page: str) -> str:
    """The page with every table made anew."""
    return _PART.sub(lambda found: found[1] + PARTS[found[2]]() + found[4], page)


if __name__ == "__main__":
    old = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(int(old != fresh(old)))
    PAGE.write_text(fresh(old), encoding="utf-8")
