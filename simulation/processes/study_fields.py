"""Which course it is at the level chosen: first the field, then the college whose programme is near and has seats.

A logit in two stages: a programme's weight is its seats, the way there, and how its field fits the trade one has and,
for who is told, the openings. A field counts for as much as its programmes together; within the field seats and ways
decide. Both are races of exponentials whose rates are the weights, with luck that is the person's and the field's, or
the person's and the programme's: a new seat draws people towards it and moves nobody else.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.compiling import kernel
from simulation.processes.study_terms import NONE, open_programmes, prospects
from simulation.randomness import Stream, month_key, uniform_pair
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]


class Offers(NamedTuple):
    """Programmes with an intake this month.

    ``options``: their rows by level and field, those of level l and field f from ``first[l * fields + f]``; ``near``
    (districts, options): seats by the way there; ``together`` (supports + 1, districts, levels, fields): sums of
    ``near`` over the programmes that a support covers, the last row those of everybody.
    """

    options: Ints
    first: Ints
    near: Floats
    together: Floats


@kernel
def _pick_field(key, rows, choice_level, support, together, fitting, told, people, field):  # type: ignore[no-untyped-def]
    """Field of each applicant at the level chosen, -1 where none has a place; ``fitting`` (2, occupations, fields)."""
    for index in range(rows.shape[0]):
        field[index] = NONE
        level = choice_level[index]
        if level < 0:
            continue
        row = rows[index]
        district, occupation = people.district[row], people.occupation[row]
        soonest = np.inf
        for option in range(together.shape[3]):
            rate = together[support[index], district, level, option] * fitting[told[index], occupation, option]
            if rate == 0.0:
                continue
            luck = uniform_pair(key, row, option)
            if 1.0 - luck >= soonest * rate:  # the logarithm is at least this: most need not be taken
                continue
            time = -np.log(max(luck, 1e-12)) / rate
            if time < soonest:
                soonest = time
                field[index] = option


@kernel
def _pick_programme(key, rows, choice_level, support, field, offers, allowed, people, programme):  # type: ignore[no-untyped-def]
    """Programme of each applicant in the field chosen, -1 where there is none."""
    fields = offers.together.shape[3]
    for index in range(rows.shape[0]):
        programme[index] = NONE
        if field[index] < 0:
            continue
        row = rows[index]
        district = people.district[row]
        kind = choice_level[index] * fields + field[index]
        soonest = np.inf
        for position in range(offers.first[kind], offers.first[kind + 1]):
            option = offers.options[position]
            rate = offers.near[district, position]
            if rate == 0.0 or not allowed[support[index], option]:
                continue
            time = -np.log(max(uniform_pair(key, row, option), 1e-12)) / rate
            if time < soonest:
                soonest = time
                programme[index] = option


def offers_of(market: "LabourMarket", nearer: bool = False) -> Offers:
    """What the month's intakes offer, by the ways as they were or, where some are shorter, as they are now."""
    offers, shorter = market.study.offers, market.study.nearer if nearer else None
    changed = shorter is not None
    if changed not in offers:
        way = market.college_distance_weight if shorter is None else shorter
        offers[changed] = _offers_at(market, way, open_programmes(market))
    return offers[changed]


def _offers_at(market: "LabourMarket", distance_weight: Floats, taking: npt.NDArray[np.bool_]) -> Offers:
    """Offers of the programmes that are ``taking`` students, at given weights of ways, (districts, programmes)."""
    programmes, fields = market.province.programmes, len(market.province.fields)
    kinds = programmes.level.astype(np.int64) * fields + programmes.field
    now = np.flatnonzero(taking & (programmes.level < Level.university))
    options = now[np.argsort(kinds[now], kind="stable")]
    near = distance_weight[:, options] * market.study.known[options]
    covered = near * programmes_supported(market)[:, None, options]
    together = np.zeros((*covered.shape[:2], len(Level) * fields))
    present, starts = np.unique(kinds[options], return_index=True)
    if len(options):
        together[..., present] = np.add.reduceat(covered, starts, axis=-1)
    first = np.searchsorted(kinds[options], np.arange(len(Level) * fields + 1))
    return Offers(options, first, near, together.reshape(*covered.shape[:2], len(Level), fields))


def fields_of(market: "LabourMarket", rows: Rows, level: Ints, told: npt.NDArray[np.int8]) -> Ints:
    """Field each candidate would study at the level chosen without support, (n,), by the ways as they were."""
    nobody = np.full(len(rows), NONE, dtype=np.int64)
    return _fields(market, rows, level, nobody, told, offers_of(market))


def programmes_of(market: "LabourMarket", rows: Rows, level: Ints, support: Ints, told: npt.NDArray[np.int8]) -> Ints:
    """Programme each candidate would apply to at the level chosen, (n,), -1 where none fits; ``told`` of openings.

    Where some colleges have come nearer, people keep to the field they would take anyway and choose among its colleges.
    """
    field = _fields(market, rows, level, support, told, offers_of(market))
    return _programmes(market, rows, level, support, field, offers_of(market, nearer=True))


def _programmes(
    market: "LabourMarket", rows: Rows, level: Ints, support: Ints, field: Ints, offers: Offers
) -> Ints:  # fmt: skip
    """Programme of each candidate in the field chosen, (n,), -1 where there is none."""
    programme = np.empty(len(rows), dtype=np.int64)
    _pick_programme(
        month_key(market.seed, Stream.programme, market.month), rows, level, support, field, offers,
        programmes_supported(market), market.person_arrays, programme,
    )  # fmt: skip
    return programme


def programmes_with_seats_left(market: "LabourMarket", rows: Rows, level: Ints, left: Ints) -> Ints:
    """Programme each of the rows would take at the level among those with seats ``left``, (n,), -1 where none fits."""
    nobody, told = np.full(len(rows), NONE, dtype=np.int64), np.zeros(len(rows), dtype=np.int8)
    offers = _offers_at(market, market.college_distance_weight, open_programmes(market) & (left > 0))
    field = _fields(market, rows, level, nobody, told, offers)
    return _programmes(market, rows, level, nobody, field, offers)


def _fields(
    market: "LabourMarket", rows: Rows, level: Ints, support: Ints, told: npt.NDArray[np.int8], offers: Offers
) -> Ints:
    """Field each candidate would study among what is offered, with the support each has, (n,)."""
    fitting = market.college_field_weight * prospects(market)[:, None, :]
    field = np.empty(len(rows), dtype=np.int64)
    _pick_field(
        month_key(market.seed, Stream.field, market.month), rows, level, support, offers.together, fitting, told,
        market.person_arrays, field,
    )  # fmt: skip
    return field


def gain_of_shorter_ways(market: "LabourMarket") -> Floats:
    """What shorter ways are worth, (districts, levels, fields): the change of the log of a field's weight."""
    before, after = (offers_of(market, nearer).together[NONE] for nearer in (False, True))
    return np.asarray(np.subtract(*np.log(np.maximum([after, before], 1e-300))))


def programmes_supported(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Programmes that each support covers, (supports + 1, programmes); the last row, that of no support, has all."""
    programmes = market.province.programmes
    allowed = np.ones((len(market.supports) + 1, len(programmes)), dtype=bool)
    for index, support in enumerate(market.supports):
        if support.fields is not None:
            allowed[index] = one_of(programmes.field, support.fields)
        if support.programmes is not None:
            listed = np.zeros(len(programmes), dtype=bool)
            listed[list(support.programmes)] = True
            allowed[index] &= listed
    return allowed
