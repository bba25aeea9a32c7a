"""`halong trial`: from a file to a table of estimates beside the truth, in both languages."""

from pathlib import Path

import pandas as pd

from tests.command_line import halong

TRIALS = Path(__file__).resolve().parents[2] / "scenarios" / "trials"


def test_a_trial_is_run_analysed_and_kept(tmp_path: Path) -> None:
    text = (TRIALS / "study_cards_by_person.yaml").read_text(encoding="utf-8")
    text = text.replace("cards_for_all", str(TRIALS / "cards_for_all")).replace("[6, 12, 18, 24, 36]", "[3, 6]")
    (tmp_path / "small.yaml").write_text(text.replace("scale: 0.2", "scale: 0.02"), encoding="utf-8")
    options = ("--seeds", "2", "--language", "vi", "--out", "t")
    done = halong("trial", "small.yaml", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "theo phân nhóm (ITT)" in done.stdout and "Tác động thật" in done.stdout
    table = pd.read_csv(tmp_path / "t" / "trial.csv")
    assert set(table["months_on"]) == {3, 6} and (table["persons"] > 1000).all()
    assert (tmp_path / "t" / "manifest.json").is_file()
