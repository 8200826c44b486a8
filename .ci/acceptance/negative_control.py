"""RavenStack, where nothing tells who leaves: a model that does well there has seen the answer.

    negative_control.py [--lakes DIR]

One night on the files as they are: published, what stands twice refused and counted, the candidate
for churn no better than chance on dates that it was not trained on, and not constant. Then the same
files with a planted signal, which the same code must find.

HOLDFAST_DATA names the folder that holds ravenstack/; unset, ../shared/data beside the repository.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

from deltalake import DeltaTable

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HOLDFAST_DATA") or ROOT.parent / "shared" / "data")
AS_OF = date(2024, 9, 15)
CEILING = 0.60
PLANTED_FLOOR = 0.80
# Tiles of this many days are looked at for rows that are older than their account.
AUDITED_DAYS = 7


def day(text: str) -> date:
    return datetime.strptime(text[:10], "%d-%m-%Y").date()


def rows(folder: Path, name: str) -> list[dict]:
    with (folder / f"ravenstack_{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def night(data: Path, lake: Path) -> None:
    config = ROOT / "examples" / "ravenstack" / "holdfast.yaml"
    line = [str(ROOT / "holdfast"), "night", "--config", str(config), "--as-of", str(AS_OF)]
    done = subprocess.run(
        [*line, "--lake", str(lake), "--no-deliver"],
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_DATA": str(data.resolve())},
        check=False,
    )
    if done.returncode not in (0, 10):
        raise SystemExit(f"{' '.join(line)}: exit {done.returncode}")


def of_night(lake: Path, table: str) -> list[dict]:
    """Rows of the night as readers see them: through the manifest."""
    runs = [
        (r["published_at"], r["run_id"])
        for r in DeltaTable(str(lake / "run_manifest")).to_pyarrow_table().to_pylist()
        if r["as_of"] == AS_OF
    ]
    run_id = max(runs)[1]
    published = DeltaTable(str(lake / "published" / table)).to_pyarrow_table().to_pylist()
    return [r for r in published if r["run_id"] == run_id]


def candidate(lake: Path) -> tuple[dict, float]:
    """The training of the night and its AUC on the newest dates, promoted or not."""
    trainings = DeltaTable(str(lake / "trainings")).to_pyarrow_table().to_pylist()
    training = next(t for t in trainings if t["target"] == "churn" and t["as_of"] == AS_OF)
    card = json.loads(
        (lake / "models" / "churn" / training["model_id"] / "card.json").read_text("utf-8")
    )
    of_model = [f for f in card["figures"] if f["contender"] == "model"]
    return training, max(of_model, key=lambda f: f["fold"])["evaluation"]["auc"]


def plant(data: Path) -> None:
    """Who is going to leave uses one feature a great deal in the eight weeks before."""
    shutil.copytree(DATA / "ravenstack", data / "ravenstack")
    path = data / "ravenstack" / "ravenstack_feature_usage.csv"
    path.chmod(0o644)
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for subscription in rows(DATA / "ravenstack", "subscriptions"):
            if not subscription["end_date"]:
                continue
            for ago in range(1, 57):
                used = day(subscription["end_date"]) - timedelta(days=ago)
                key = f"planted-{subscription['subscription_id']}-{ago}"
                writer.writerow(
                    [key, subscription["subscription_id"], f"{used:%d-%m-%Y}"]
                    + ["feature_1", 50, 60, 0, "FALSE"]
                )


def judge(lake: Path) -> list[str]:
    faults = []
    usage = rows(DATA / "ravenstack", "feature_usage")
    twice = sum(n - 1 for n in Counter(r["usage_id"] for r in usage).values())
    rejects = DeltaTable(str(lake / "clean" / "rejects")).to_pyarrow_table().to_pylist()
    refused = Counter((r["source"], r["reason"]) for r in rejects)
    print(f"ids that stand twice: {twice}; refused: {dict(refused)}")
    if sum(refused.values()) != twice or any("already with other" not in r for _, r in refused):
        faults.append(f"{twice} ids stand twice, refused were {dict(refused)}")

    began = {r["subscription_id"]: day(r["start_date"]) for r in rows(DATA / "ravenstack", "subscriptions")}
    early = {
        (r["subscription_id"], day(r["usage_date"]), r["feature_name"])
        for r in usage
        if AS_OF - timedelta(days=AUDITED_DAYS) < day(r["usage_date"]) <= AS_OF
        and day(r["usage_date"]) < began[r["subscription_id"]] <= AS_OF
    }
    counted = next(
        r["value"]
        for r in of_night(lake, "data_quality")
        if r["table_name"] == "account_days" and "before their account began" in r["check_name"]
    )
    print(f"usage of the newest {AUDITED_DAYS} days before its account began: {counted:.0f}")
    if counted != len(early):
        faults.append(f"{len(early)} tiles are older than their account, counted were {counted}")

    training, auc = candidate(lake)
    grades = Counter(r["evidence_grade"] for r in of_night(lake, "account_scores") if r["target"] == "churn")
    print(f"churn candidate: AUC {auc:.3f}, {training['decision']}: {training['reason']}; published {dict(grades)}")
    if auc > CEILING:
        faults.append(f"the candidate's AUC is {auc:.3f}, above {CEILING}: does the answer leak?")
    if auc == 0.5:
        faults.append("the candidate's scores are constant")
    if not grades:
        faults.append("no churn scores are published")
    return faults


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--lakes", type=Path, help="keep them; else a temporary folder")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-control-") as temporary:
        lakes = (options.lakes or Path(temporary)).resolve()
        planted = Path(temporary) / "data"
        plant(planted)
        # Side by side: a night plans, compiles and commits on one core for a good part of its time.
        with ThreadPoolExecutor(2) as threads:
            nights = [
                threads.submit(night, DATA, lakes / "as-it-is"),
                threads.submit(night, planted, lakes / "planted"),
            ]
        for done in nights:
            done.result()
        faults = judge(lakes / "as-it-is")
        _, auc = candidate(lakes / "planted")
        print(f"with a planted signal: AUC {auc:.3f}")
        if auc < PLANTED_FLOOR:
            faults.append(f"the planted signal is not found: AUC {auc:.3f}, wanted {PLANTED_FLOOR}")
    for fault in faults:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
