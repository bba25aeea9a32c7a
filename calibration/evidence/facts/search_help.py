"""C4 and C5: help in searching for work, given to unemployed people of communes drawn at five saturations, jobs fixed.

Effects are exact: the same persons with and without the help, under the same luck. What the assigned gain at six to
eight months should be gone after twenty; others should not gain on the whole, and lose more of it where demand is low;
with fixed jobs little should be added. C5: where openings are few, such help does less. Communes have no market of
their own in the model: what the assigned take from others is spread over a district and beyond, so it is summed over
all who were not assigned. With jobs fixed what is added are places that would have stayed open, and staff whom firms
keep beyond what they want: both are shown.
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.assigned import AssignedSeekers
from calibration.evidence.watches.stocks import Stocks

START = 12
SEEKERS = AssignedSeekers(START)
STOCKS = Stocks(0.5)
EARLY, LATE = slice(5, 8), slice(19, 21)
ASSIGNED, NEIGHBOURS, CONTROLS = range(3)


def _gain(helped: Recording, alone: Recording, group: int, months: slice) -> float:
    """Change of the share of a group in formal work, points of one hundred."""
    change = (helped["assigned.formal"] - alone["assigned.formal"])[months, group].mean()
    return float(100.0 * change / helped["assigned.persons"][group])


def _displaced(helped: Recording, alone: Recording) -> float:
    """What all others lose in formal jobs for each that the assigned gain, in the early months."""
    change = (helped["assigned.everybody"] - alone["assigned.everybody"])[EARLY].mean(axis=0)
    return float(-(change[NEIGHBOURS] + change[CONTROLS]) / change[ASSIGNED]) if change[ASSIGNED] else float("nan")


def _places(helped: Recording, alone: Recording) -> Mapping[str, float]:
    """What the jobs added are made of, share: open places that were filled, and staff beyond what firms want."""
    change = {name: (helped[f"stocks.{name}"] - alone[f"stocks.{name}"])[START:][EARLY].mean() for name in _STOCKS}
    added = change["payroll"]
    return {"from_open_places": float(-change["open"] / added), "from_surplus": float(change["surplus"] / added)}


_STOCKS = ("payroll", "open", "surplus")


def _effects(
    helped: Recording, alone: Recording, slack_helped: Recording, slack_alone: Recording
) -> Mapping[str, float]:
    early = {group: _gain(helped, alone, group, EARLY) for group in range(3)}
    late = {group: _gain(helped, alone, group, LATE) for group in range(3)}
    displaced, when_slack = _displaced(helped, alone), _displaced(slack_helped, slack_alone)
    return {
        "early_gain": early[ASSIGNED] - early[CONTROLS],
        "late_gain": late[ASSIGNED] - late[CONTROLS],
        "others_lose": displaced,
        "others_lose_when_slack": when_slack - displaced,
        "net_over_direct": 1.0 - displaced,
        "net_over_direct_when_slack": 1.0 - when_slack,
        **_places(helped, alone),
        "gain_when_slack": _gain(slack_helped, slack_alone, ASSIGNED, EARLY) / early[ASSIGNED],
    }


def statistics(recordings: Recordings) -> Statistics:
    """Direct effect, spill-over, net, and both where demand is low."""
    arms = (recordings[name] for name in ("search_help", "no_help", "slack_help", "slack_no_help"))
    found = by_seed("C4", _effects, *arms)
    found["C5.gain_when_slack"] = found.pop("C4.gain_when_slack")
    return found


ARMS = ("search_help", "no_help", "slack_help", "slack_no_help")
FACTS = (Fact(("C4", "C5"), dict.fromkeys(ARMS, (SEEKERS, STOCKS)), statistics),)
