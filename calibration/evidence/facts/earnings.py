"""B7, B8 and B15: the upper tail of incomes, returns to schooling, what men and towns earn more, who formalises.

The Mincer return is 9-10 % a year of schooling (Doan & Gibson 2010). A tenth more certified persons, by lot, lowers the
premium of the others' certificates by 1-8 % of itself five years on (paired runs; whoever may have got a certificate
by lot is left out of both). Ratios of income are inputs, so their drift since the first month is scored too. Moves from
informal to formal work are more likely for the young, educated and urban (McCaig & Pavcnik 2015).
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.moves import PROSPECTS, Moves
from calibration.evidence.watches.pay import Pay

PAY = Pay((0, 72))
MOVES = Moves(60, 84)


def _tail(recording: Recording) -> Mapping[str, float]:
    first, now = recording["pay.hill"]
    return {"hill": float(now), "drift": float(now / first)}


def _returns(recording: Recording) -> Mapping[str, float]:
    first, now = recording["pay.mincer"]
    return {"mincer": float(now), "drift": float(now / first)}


def _more_skilled(more: Recording, calm: Recording) -> Mapping[str, float]:
    premium, usual = more["pay.certificate"][-1], calm["pay.certificate"][-1]
    return {"premium": float(usual), "premium_fall": float(1.0 - premium / usual)}


def _gaps(recording: Recording) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for name in ("men_over_women", "urban_over_rural"):
        first, now = recording[f"pay.{name}"]
        found |= {name: float(now), f"{name}_drift": float(now / first)}
    return found


def _formalised(recording: Recording) -> Mapping[str, float]:
    """Chance a year to move from informal to formal work, and of the best placed over the worst."""
    yearly = 1.0 - (1.0 - recording["moves.formalised"] / recording["moves.informal"]) ** 12
    found = {f"formalised_{name}": float(rate) for name, rate in zip(PROSPECTS, yearly, strict=True)}
    return found | {"formalised_ratio": float(yearly[0] / yearly[1])}


def statistics(recordings: Recordings) -> Statistics:
    """Tails, returns, gaps and moves."""
    constant = recordings["constant"]
    return {
        **by_seed("B7", _tail, constant),
        **by_seed("B8", _returns, constant),
        **by_seed("B8", _more_skilled, recordings["more_skilled"], recordings["calm"]),
        **by_seed("B15", _gaps, constant),
        **by_seed("B15", _formalised, constant),
    }


FACTS = (Fact(("B7", "B8", "B15"), {"constant": (PAY, MOVES), "calm": (PAY,), "more_skilled": (PAY,)}, statistics),)
