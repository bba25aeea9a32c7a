"""`halong trial`: from a file to a table of estimates beside the truth, in both languages."""

import subprocess
import sys
from pathlib import Path

import pandas as pd

TRIALS = Path(__file__).resolve().parents[2] / "scenarios" / "trials"


def test_a_trial_is_run_analysed_and_kept(tmp_path: Path) -> None:
    text = (TRIALS / "study_cards_by_person.yaml").read_text(encoding="utf-8")
    text = text.replace("cards_for_all", str(TRIALS / "cards_for_all")).replace("[6, 12, 18, 24, 36]", "[3, 6]")
    (tmp_path / "small.yaml").write_text(text.replace("scale: 0.2", "scale: 0.02"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "experiments",
        "trial",
        "small.yaml",
        "--seeds",
        "2",
        "--language",
        "vi",
        "--out",
        "t",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "theo phân nhóm (ITT)" in done.stdout and "Tác động thật" in done.stdout
    table = pd.read_csv(tmp_path / "t" / "trial.csv")
    assert set(table["months_on"]) == {3, 6} and (table["persons"] > 1000).all()
    assert (tmp_path / "t" / "manifest.json").is_file()
