"""All measures in their order: starts first, then the month loop alone, several at once, sizes, the minimal market."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from experiments.benchmark import starts
from experiments.benchmark.loop import load_kernels, measure, throughput
from experiments.benchmark.memory import bytes_a_second, nanoseconds_a_scattered_read
from experiments.benchmark.results import Machine, Results
from experiments.benchmark.side_by_side import side_by_side
from experiments.benchmark.sizes import measured_sizes

if TYPE_CHECKING:
    from simulation import Scenario

_MONTHS_OF_A_SIZE = 12
_MONTHS_OF_THE_MINIMAL_MARKET = 12


class Asked(NamedTuple):
    """What is measured: the province's loop, a first start, seeds at once, the largest size, the minimal market."""

    scenario: "Scenario"
    months: int
    seed: int
    cold: bool
    at_once: int
    largest: int
    minimal_persons: int


def measured(asked: Asked, begun: Callable[[str], None]) -> Results:
    """Everything asked for; ``begun`` is told what is measured next."""
    begun("starts")
    scenario, months, seed = asked.scenario, asked.months, asked.seed
    waited = dict(_starts(asked))
    load_kernels(seed)
    begun("loop")
    loop = measure(scenario, months, seed)
    machine = Machine(bytes_a_second(), nanoseconds_a_scattered_read())
    begun("at_once")
    together = _at_once(asked) if asked.at_once > 1 else None
    begun("sizes")
    sizes = list(measured_sizes(asked.largest, min(months, _MONTHS_OF_A_SIZE), seed))
    begun("minimal")
    rivals = side_by_side(asked.minimal_persons, _MONTHS_OF_THE_MINIMAL_MARKET, seed) if asked.minimal_persons else []
    return Results(
        persons=loop.person_months / months,
        months=months,
        processor=loop.processor,
        column_bytes=loop.market.bytes_per_person,
        shares=dict(loop.market.process_seconds),
        machine=machine,
        starts=waited,
        at_once=together,
        sizes=sizes,
        rivals=rivals,
    )


def _starts(asked: Asked) -> Iterator[tuple[str, float]]:
    yield "help", starts.seconds_to_help()
    if asked.cold:
        yield "first", starts.seconds_of_a_first_run(asked.scenario.scale, asked.seed)
    starts.seconds_of_a_later_run(asked.scenario.scale, asked.seed)  # keeps code and opening
    yield "later", starts.seconds_of_a_later_run(asked.scenario.scale, asked.seed)


def _at_once(asked: Asked) -> tuple[int, float]:
    one, together = (throughput(number, asked.scenario, asked.months, asked.seed) for number in (1, asked.at_once))
    return asked.at_once, together / one
