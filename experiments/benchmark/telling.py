"""The measures as people read them: tables for the terminal, pictures, and a folder that holds them with the CSV."""

from collections.abc import Iterator
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.benchmark.results import Results, as_csv
from experiments.tables import Table

if TYPE_CHECKING:
    from experiments.benchmark.sizes import Size
    from experiments.texts.phrasebook import Phrasebook

_MILLION = 1e6


def tables(results: Results, words: "Phrasebook") -> list[Table]:
    """What is printed: the province, time by process, then sizes and the minimal market where they were measured."""
    told = [_province(results, words), _shares(results, words)]
    if results.sizes:
        told.append(_sizes(results, words))
    if results.rivals:
        told.append(_rivals(results, words))
    return told


def write_folder(results: Results, place: Path) -> None:
    """``benchmark.csv`` and each picture in both languages, as SVG and PNG."""
    from experiments.figures import style
    from experiments.figures.speed import minimal_market_bars, share_bars, size_curves
    from experiments.texts.phrasebook import Phrasebook

    place.mkdir(parents=True, exist_ok=True)
    (place / "benchmark.csv").write_text(as_csv(results), encoding="utf-8")
    with style.styled():
        for language in ("vi", "en"):
            words = Phrasebook(language)
            pictures = {"shares": share_bars(results, words)}
            if any(not isnan(size.nanoseconds) for size in results.sizes):
                pictures["sizes"] = size_curves(results, words)
            if results.rivals:
                pictures["minimal_market"] = minimal_market_bars(results, words)
            for name, figure in pictures.items():
                (place / f"{name}_{language}.svg").write_bytes(style.as_svg(figure))
                (place / f"{name}_{language}.png").write_bytes(style.as_png(figure))


def _province(results: Results, words: "Phrasebook") -> Table:
    rows = list(_province_rows(results, words))
    return Table(words("benchmark.caption"), [words("benchmark.item"), words("benchmark.value")], rows)


def _province_rows(results: Results, words: "Phrasebook") -> Iterator[list[str]]:
    number, machine = words.number, results.machine
    yield [words("benchmark.persons"), number(results.persons)]
    yield [words("benchmark.months"), number(results.months)]
    yield [words("benchmark.seconds"), number(results.processor, 2)]
    yield [words("benchmark.speed"), number(1e9 / results.nanoseconds / _MILLION, 1)]
    yield [words("benchmark.nanoseconds"), number(results.nanoseconds, 1)]
    yield [words("benchmark.bytes"), number(results.column_bytes)]
    yield [words("benchmark.streamed"), number(machine.streamed / 1e9, 1)]
    yield [words("benchmark.scattered"), number(machine.scattered, 1)]
    yield [words("benchmark.limit"), number(results.memory_limit, 1)]
    yield [words("benchmark.over_limit"), number(results.nanoseconds / results.memory_limit, 1)]
    for name, seconds in results.starts.items():
        yield [words(f"benchmark_start.{name}"), number(seconds, 2)]
    if results.at_once is not None:
        yield [words("benchmark.at_once", runs=results.at_once[0]), number(results.at_once[1], 2)]


def _shares(results: Results, words: "Phrasebook") -> Table:
    rows = [
        [words.group("process", name.replace(" ", "_")), words.percent(part / results.processor, 1)]
        for name, part in results.shares.items()
    ]
    return Table(words("benchmark.shares"), [words("benchmark.process"), words("benchmark.share")], rows)


def _sizes(results: Results, words: "Phrasebook") -> Table:
    names = ("persons", "nanoseconds", "speed", "opening", "bytes", "peak")
    missing = any(isnan(size.nanoseconds) for size in results.sizes)
    return Table(
        words("benchmark.sizes"),
        [words(f"benchmark.{name}") for name in names],
        [_size_row(size, words) for size in results.sizes],
        labels=0,
        note=words("benchmark.no_memory") if missing else "",
    )


def _size_row(size: "Size", words: "Phrasebook") -> list[str]:
    number = words.number
    return [
        number(size.persons),
        number(size.nanoseconds, 1),
        number(1e9 / size.nanoseconds / _MILLION, 1),
        number(size.opening, 1),
        number(size.column_bytes),
        number(size.peak_bytes / 1e9, 2),
    ]


def _rivals(results: Results, words: "Phrasebook") -> Table:
    number = words.number
    rows = [
        [
            words(f"benchmark_rival.{rival.name}"),
            number(rival.told.nanoseconds, 1),
            number(1e9 / rival.told.nanoseconds / _MILLION, 1),
            number(results.times_mesa(rival), 1),
            words.percent(rival.told.unemployment),
        ]
        for rival in results.rivals
    ]
    names = ("way", "nanoseconds", "speed", "times_mesa", "unemployment")
    persons = results.rivals[0].told.persons
    caption = words("benchmark.minimal", persons=number(persons))
    return Table(caption, [words(f"benchmark.{name}") for name in names], rows, note=words("benchmark.minimal_note"))
