"""Districts as equal tiles that stand to each other as on the map: what is small on a map is as easy to read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from experiments.figures import style

#: From the largest loss to the largest gain; apart in lightness on either side, losses outlined as well.
_GAIN, _LOSS, _NOTHING = "#0072B2", "#B35806", "#F5F5F5"
#: Parts of red, green and blue in the light that the eye sees, and the light on which white and black stand out alike.
_LIGHT, _EVEN = (0.2126, 0.7152, 0.0722), 0.179


@dataclass(frozen=True)
class Tile:
    """A district on the map: its name, its number as people read it, and whether that differs from zero."""

    row: int
    column: int
    name: str
    value: float
    text: str
    distinct: bool = True


def district_map(tiles: Mapping[str, Tile], title: str) -> Figure:
    """A tile a district, darker for larger numbers; losses have a broken outline, doubtful ones italics."""
    rows = 1 + max(tile.row for tile in tiles.values())
    columns = 1 + max(tile.column for tile in tiles.values())
    figure, (axes,) = style.new_figure(width=6.8, height=0.55 + 6.8 * 0.62 * rows / columns)
    largest = max((abs(tile.value) for tile in tiles.values() if tile.value == tile.value), default=0.0)
    for tile in tiles.values():
        _draw(axes, tile, largest)
    axes.set_xlim(-0.05, columns + 0.05)
    axes.set_ylim(0.62 * rows + 0.05, -0.05)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_title(title)
    return figure


def _draw(axes: Axes, tile: Tile, largest: float) -> None:
    depth = abs(tile.value) / largest if largest > 0.0 and tile.value == tile.value else 0.0
    colour = _mixed(_GAIN if tile.value >= 0.0 else _LOSS, 0.08 + 0.82 * depth) if depth else _mixed(_NOTHING, 1.0)
    left, top = tile.column + 0.03, 0.62 * tile.row + 0.03
    loss = tile.value < 0.0 and depth > 0.0
    outline: Any = {"edgecolor": "#7A3B00", "linestyle": (0, (3, 1.5)), "linewidth": 1.3}
    outline = outline if loss else {"edgecolor": "#555555", "linewidth": 0.6}
    rounded = "round,pad=0,rounding_size=0.05"
    axes.add_patch(FancyBboxPatch((left, top), 0.94, 0.56, boxstyle=rounded, facecolor=colour, **outline))
    ink = ink_on(colour)
    centre = left + 0.47
    axes.text(centre, top + 0.18, tile.name, ha="center", va="center", fontsize=7, color=ink)
    number: dict[str, Any] = {"fontsize": 8, "color": ink, "fontweight": "bold" if tile.distinct else "normal"}
    number |= {"fontstyle": "normal" if tile.distinct else "italic"}
    axes.text(centre, top + 0.38, tile.text, ha="center", va="center", **number)


def ink_on(colour: tuple[float, float, float]) -> str:
    """Black or white, whichever stands out more on a colour (relative luminance of WCAG 2)."""
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    light = sum(weight * part for weight, part in zip(_LIGHT, linear, strict=True))
    return "white" if light < _EVEN else "black"


def _mixed(colour: str, share: float) -> tuple[float, float, float]:
    """The colour thinned with white."""
    parts = (int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5))
    red, green, blue = (1.0 - share * (1.0 - part) for part in parts)
    return red, green, blue
