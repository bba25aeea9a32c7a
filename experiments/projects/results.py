"""From finished runs of a card to its tables: means over seeds with their 90 % intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.intervals import band
from experiments.parts import Run
from experiments.projects.card import Card
from experiments.projects.simulating import TABLES

#: Shares of the complete project's posts whose filling is timed.
SHARES = (0.5, 0.8, 0.95)
#: Months since arrival at which the staff's origin and everybody else are told, if the horizon reaches them.
LOOK = 24
#: What changes for the province, as ``project_staff`` names it.
NET = (
    "formal_jobs", "employed", "unemployed", "outside_labour_force", "people_from_outside", "commuters",
    "commute_minutes", "lodging", "room_rent", "sector_pay", "all_pay",
)  # fmt: skip


@dataclass(frozen=True)
class StaffingResults:
    """Tables of a card; every figure has ``mean``, ``low`` and ``high`` over seeds.

    ``filled``: months since arrival until a share of the posts has staff, and in how many seeds that happened.
    ``path``: posts and staff by month since arrival. ``origins``: hires up to ``look`` months by what people did
    before, and what the staff then would do without the project. ``losers``: hires from, and work against the market
    without the project, by sector and district. ``housing``: staff who need a room, and what there is. ``pay``: paid
    by the project and by others for the same occupations. ``net``: the province, with and without. ``raw`` holds the
    tables by seed.
    """

    look: int
    seeds: int
    filled: pd.DataFrame
    path: pd.DataFrame
    origins: pd.DataFrame
    losers: pd.DataFrame
    housing: pd.DataFrame
    pay: pd.DataFrame
    net: pd.DataFrame
    raw: dict[str, pd.DataFrame]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Every table by the name of its file."""
        names = ("filled", "path", "origins", "losers", "housing", "pay", "net")
        return {name: getattr(self, name) for name in names} | {f"{name}_by_seed": t for name, t in self.raw.items()}


def read_results(card: Card, runs: Sequence[Run], parts: Path) -> StaffingResults:
    """The tables of a card from the finished parts of its runs."""
    raw = {name: _of_all(runs, parts, name) for name in TABLES}
    seeds = [run.seed for run in runs]
    looks = sorted(raw["looks"]["since"].unique())
    look = max((since for since in looks if since <= LOOK), default=0)
    return StaffingResults(
        look=int(look),
        seeds=len(seeds),
        filled=_filled(raw["staffing"], seeds),
        path=_path(raw["staffing"], seeds),
        origins=_origins(raw, look, seeds),
        losers=pd.concat([_losers(raw, look, seeds, by) for by in ("sector", "district")], ignore_index=True),
        housing=_housing(raw, look, seeds, card),
        pay=_pay(raw, look, seeds),
        net=_net(raw["looks"], looks, seeds),
        raw=raw,
    )


def _of_all(runs: Sequence[Run], parts: Path, name: str) -> pd.DataFrame:
    frames = [pd.read_parquet(parts / str(run.pair_key) / f"{name}.parquet").assign(seed=run.seed) for run in runs]
    return pd.concat(frames, ignore_index=True)


def _banded(frame: pd.DataFrame, keys: list[str], seeds: list[int], missing: float = 0.0) -> pd.DataFrame:
    """Mean, low and high over seeds of ``value`` by ``keys``; a seed without a row counts as ``missing``."""
    table = frame.pivot_table(index=keys, columns="seed", values="value", aggfunc="sum", sort=False)
    table = table.reindex(columns=seeds).fillna(missing)
    values = table.to_numpy(np.float64)
    mean, low, high = band(values, np.zeros(values.shape[1], dtype=np.int64))
    return table[[]].reset_index().assign(mean=mean, low=low, high=high)


def _filled(staffing: pd.DataFrame, seeds: list[int]) -> pd.DataFrame:
    """Months until each share of the complete project's posts has staff, over the seeds in which that happened."""
    rows = []
    for share in SHARES:
        reached = staffing[staffing["staff"] >= share * staffing["complete"]]
        first = reached.groupby("seed")["since"].min().reindex(seeds).to_numpy(np.float64)
        mean, low, high = band(first[None, :], np.zeros(len(seeds), dtype=np.int64))
        rows.append((share, mean[0], low[0], high[0], int(np.isfinite(first).sum()), len(seeds)))
    return pd.DataFrame(rows, columns=["share", "mean", "low", "high", "reached_in", "seeds"])


def _path(staffing: pd.DataFrame, seeds: list[int]) -> pd.DataFrame:
    named = ["wanted", "complete", "staff", "posts", "hires", "leavers", "from_outside", "too_far", "housed", "pay"]
    long = staffing.melt(["seed", "since", "month"], named, var_name="quantity")
    return _banded(long, ["quantity", "since", "month"], seeds, np.nan)


def _origins(raw: dict[str, pd.DataFrame], look: int, seeds: list[int]) -> pd.DataFrame:
    """Hires until the look by origin, and the staff then by what they would do without the project."""
    hires, looks = raw["hires"], raw["looks"]
    came = hires[hires["since"] <= look]
    instead = looks[(looks["since"] == look) & (looks["table"] == "instead")]
    frames = []
    for lens, frame in (("came_from", came), ("would_be", instead)):
        value = frame.assign(value=frame["persons"], lens=lens)
        whole = value.groupby("seed")["value"].transform("sum")
        both = (value, value.assign(value=value["value"] / whole, lens=f"{lens}_share"))
        frames += [_banded(one, ["lens", "place"], seeds) for one in both if len(one)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["lens", "place", "mean"])


def _losers(raw: dict[str, pd.DataFrame], look: int, seeds: list[int], by: str) -> pd.DataFrame:
    """By sector or district of the work: who came from there, and work there against the market without it."""
    hires, looks = raw["hires"], raw["looks"][raw["looks"]["since"] == look]
    came = hires[(hires["since"] <= look) & (hires[by] != "")]
    frames = []
    for place in ("other_firms", "household_work"):
        direct = came[came["place"] == place]
        change = pd.concat([
            looks[(looks["table"] == table) & (looks["place"] == place) & (looks[by] != "")].assign(sign=sign)
            for table, sign in (("with", 1.0), ("without", -1.0))
        ])  # fmt: skip
        for what, frame, value in (
            ("came_from", direct, direct["persons"]),
            ("against_without", change, change["persons"] * change["sign"]),
        ):
            if len(frame):
                long = frame.assign(value=value, by=by, group=frame[by], work=place, what=what)
                frames.append(_banded(long, ["by", "group", "work", "what"], seeds))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["by", "group", "work", "what"])


def _wide(looks: pd.DataFrame, look: int, table: str, seeds: list[int]) -> pd.DataFrame:
    """Totals of an arm at a look, a row a seed and a column a total."""
    rows = looks[(looks["since"] == look) & (looks["table"] == table) & (looks["sector"] == "")]
    return rows.pivot_table(index="seed", columns="place", values="persons", aggfunc="sum").reindex(seeds)


def _quantities(columns: dict[str, pd.Series], seeds: list[int]) -> pd.DataFrame:
    long = [
        pd.DataFrame({"quantity": name, "seed": seeds, "value": series.reindex(seeds).to_numpy(np.float64)})
        for name, series in columns.items()
    ]
    return _banded(pd.concat(long, ignore_index=True), ["quantity"], seeds, np.nan)


def _housing(raw: dict[str, pd.DataFrame], look: int, seeds: list[int], card: Card) -> pd.DataFrame:
    """Staff from outside or beyond the longest commute, rooms and places there are without it, and what is missing."""
    staff = raw["staffing"][raw["staffing"]["since"] == look].set_index("seed")
    without = _wide(raw["looks"], look, "without", seeds)
    if staff.empty or without.empty:
        return pd.DataFrame(columns=["quantity", "mean", "low", "high"])
    need = staff["from_outside"] + staff["too_far"]
    rooms = without["rooms_free"].clip(lower=0.0)
    places = without["places_free"].clip(lower=0.0)
    own = pd.Series(float(_own_places(card, look)), index=without.index)
    quantities = {
        "from_outside": staff["from_outside"],
        "too_far": staff["too_far"],
        "need": need,
        "rooms_free": rooms,
        "places_free": places,
        "missing_before_own": (need - rooms - places).clip(lower=0.0),
        "own_places": own,
        "missing": (need - rooms - places - own).clip(lower=0.0),
        "housed": staff["housed"],
    }
    return _quantities(quantities, seeds)


def _own_places(card: Card, look: int) -> int:
    """Worker places of the project that are ready at the look."""
    own, arrives = card.project.worker_places, card.project.arrives
    ready = own is not None and (arrives if own.ready is None else own.ready) <= arrives + look - 1
    return own.places if own is not None and ready else 0


def _pay(raw: dict[str, pd.DataFrame], look: int, seeds: list[int]) -> pd.DataFrame:
    """Mean pay of the staff, of others in the same occupations without the project, and the ratio to each."""
    staff = raw["staffing"][raw["staffing"]["since"] == look].set_index("seed")
    without = _wide(raw["looks"], look, "without", seeds)
    if staff.empty or without.empty:
        return pd.DataFrame(columns=["quantity", "mean", "low", "high"])
    own, sector, everybody = staff["pay"], without["sector_pay"], without["all_pay"]
    ratios = {"over_sector": own / sector, "over_all": own / everybody}
    return _quantities({"project": own, "sector": sector, "all": everybody} | ratios, seeds)


def _net(looks: pd.DataFrame, sinces: list[int], seeds: list[int]) -> pd.DataFrame:
    """Every total of the province: with the project, without it, and the difference paired on seed."""
    frames = []
    for since in sinces:
        arms = {name: _wide(looks, since, name, seeds) for name in ("with", "without")}
        arms["change"] = arms["with"][list(NET)] - arms["without"][list(NET)]
        for what, arm in arms.items():
            found = _quantities({name: arm[name] for name in NET}, seeds)
            frames.append(found.assign(since=since, what=what))
    columns = ["since", "quantity", "what", "mean", "low", "high"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)
