"""What holds for every lever: zero is nothing, the future is unknown, budgets bind, the ledger adds up."""

from pathlib import Path

import pandas as pd
import pytest

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.scenario import registered_levers
from tests.levers.trial import BEGIN, doses_of, monthly, scenario, strong

SCALE = 0.03
LEVERS = list(registered_levers())
#: Zeros are tried together, the first of every lever, then the second: as many scenarios as the lever with most has.
MOST_ZEROS = max(len(doses_of(lever)["zero"]) for lever in LEVERS)
SPENDING = ("transfer", "real resource")


@pytest.fixture(scope="module")
def untreated() -> tuple[list[str], pd.DataFrame, pd.DataFrame]:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE, end=month_index("2021-12")), rng=3)
    return monthly(market), market.indicators(), market.ledger.to_frame()


def zero(lever: str, number: int) -> dict[str, dict[str, object]]:
    changes = list(doses_of(lever)["zero"].values())
    return strong(lever, **{"id": "trial", **changes[number % len(changes)]})


@pytest.mark.parametrize("number", range(MOST_ZEROS))
def test_levers_at_zero_equal_no_lever_bit_for_bit(
    tmp_path: Path, untreated: tuple[list[str], pd.DataFrame, pd.DataFrame], number: int
) -> None:
    market = LabourMarket(scenario=scenario(tmp_path, *(zero(lever, number) for lever in LEVERS), scale=SCALE), rng=3)
    if monthly(market) != untreated[0]:
        alone = {
            lever: LabourMarket(scenario=scenario(tmp_path, zero(lever, number), scale=SCALE), rng=3)
            for lever in LEVERS
        }
        pytest.fail(f"at zero these change the market: {[one for one in alone if monthly(alone[one]) != untreated[0]]}")
    pd.testing.assert_frame_equal(market.indicators(), untreated[1], check_exact=True)
    pd.testing.assert_frame_equal(market.ledger.to_frame(), untreated[2], check_exact=True)


@pytest.mark.parametrize("lever", LEVERS)
def test_arms_are_one_until_the_lever_begins_and_two_afterwards(
    tmp_path: Path, untreated: tuple[list[str], pd.DataFrame, pd.DataFrame], lever: str
) -> None:
    found = monthly(LabourMarket(scenario=scenario(tmp_path, strong(lever), scale=SCALE), rng=3))
    before = BEGIN - month_index("2021-01") + 1
    assert found[:before] == untreated[0][:before]
    assert (found[-1] == untreated[0][-1]) == ("alone" in doses_of(lever))


@pytest.mark.parametrize("lever", [lever for lever in LEVERS if "bound" in doses_of(lever)])
def test_spending_stays_within_a_budget_that_binds(tmp_path: Path, lever: str) -> None:
    bound = doses_of(lever)["bound"]
    market = LabourMarket(scenario=scenario(tmp_path, strong(lever, **bound), scale=SCALE), rng=3).run()
    [mine] = [one for one in market.government.levers if one.dose.lever == lever and one.dose.from_ == BEGIN]
    paid = market.ledger.to_frame()
    paid = paid[(paid["lever"] == mine.name) & paid["kind"].isin(SPENDING)]
    most = {} if mine.dose.budget is None else {("SR", "NP"): float(mine.dose.budget)}
    most |= {(source,): float(amount) for source, amount in (mine.dose.budgets or {}).items()}
    assert paid["amount"].sum() > 0
    for sources, budget in most.items():
        spent = paid.loc[paid["source"].isin(sources), "amount"].sum()
        assert 0 < spent <= budget + 1e-6
        assert spent == pytest.approx(sum(mine.spent.get((source, 2021), 0.0) for source in sources))


def test_every_lever_says_what_moves_what_stays_and_who_pays() -> None:
    for name, dose in registered_levers().items():
        assert dose.clauses and dose.verb and dose.competence and dose.sources_of_money, name
        assert dose.first_order and dose.negative_control, name
