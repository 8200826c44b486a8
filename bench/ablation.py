#!/usr/bin/env python3
"""What each family of features is worth: the learner without it, on the examples.

    ablation.py --lakes DIR      DIR: what `make acceptance ARGS="--lakes DIR"` has kept

Of each example the rows that its last night's models were trained on, to be judged on the accounts
of that night; features and labels as they stand in the lake. Ours is boosting with the depth and
rounds that the night chose, without calibration. A family is a row of ReasonFamily; events of single
types are in `usage`. The interval is that of the paired difference, drawn over accounts; a line of
the same columns in another order shows what chance alone does to a fit.

Needs what .ci/acceptance/requirements.txt pins, and the jars that ./holdfast builds.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / ".ci" / "acceptance"))

import lake  # noqa: E402
import training  # noqa: E402
from acceptance import WORLDS  # noqa: E402
from measures import auc_difference  # noqa: E402

ANOTHER_ORDER = "(another order)"


@dataclass(frozen=True)
class Rows:
    """Rows of a plain table: account_id (of the judged rows the account), label, columns."""

    train: pd.DataFrame
    test: pd.DataFrame
    boosting: str

    @property
    def columns(self) -> list[str]:
        return [c for c in self.train.columns if c not in ("account_id", "label")]

    def only(self, columns: list[str]) -> "Rows":
        kept = ["account_id", "label", *columns]
        return Rows(self.train[kept], self.test[kept], self.boosting)

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True)
        self.train.to_parquet(folder / "train.parquet", index=False)
        self.test.to_parquet(folder / "test.parquet", index=False)
        return folder


def rows_of(lake_path: Path, night: date, target: str) -> Rows:
    scores = lake.account_scores(lake_path, night)
    model_id = scores[scores["target"] == target]["model_id"].dropna().iloc[0]
    card = lake.model_card(lake_path, target, model_id)
    dates = [date.fromisoformat(d) for d in card["trainDates"]]
    features = lake.feature_rows(lake_path, [*dates, night])
    # Spark reads a dot in a name as a field of a column.
    features.columns = [c.replace(".", "_") for c in features.columns]
    # A type of which an account has no events, as a night reads it.
    by_type = [c for c in features.columns if ":" in c]
    features[by_type] = features[by_type].fillna(0)
    features = features[features.columns[features.notna().any()]]
    labels = lake.labels(lake_path, [*dates, night], target)
    if target == "churn":
        labels = labels[labels.index.isin(features.index[features["notice_given"] != 1])]
    table = features.loc[labels.index].copy().assign(label=labels.astype(float)).reset_index()
    is_night = pd.to_datetime(table["as_of"]) == pd.Timestamp(night)
    train, test = table[~is_night], table[is_night]
    train = train.assign(account_id=train["as_of"].astype(str) + "/" + train["account_id"])
    rounds, depth = re.search(r"(\d+) rounds .* depth (\d+)", card["learner"]).groups()
    return Rows(train.drop(columns="as_of"), test.drop(columns="as_of"), f"{depth},{rounds}")


def families(columns: list[str]) -> dict[str, list[str]]:
    """Family → those of the columns that are in it."""
    jars = f"{ROOT}/jobs/target/lib/*:{ROOT}/jobs/target/*"
    said = subprocess.run(
        ["java", "-cp", jars, ROOT / "bench" / "Families.java", *columns],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout.split()
    found: dict[str, list[str]] = {}
    for column, family in zip(columns, said, strict=True):
        found.setdefault(family, []).append(column)
    # A part of usage that is there to find drifts that ratios hide.
    found["usage: z-scores"] = [c for c in columns if "_z_" in c]
    return {family: columns for family, columns in found.items() if columns}


def ablated(name: str, rows: Rows, work: Path) -> None:
    folders = {"(all)": rows.write(work / "all")}
    folders[ANOTHER_ORDER] = rows.only(rows.columns[::-1]).write(work / "another-order")
    without = families(rows.columns)
    for family, columns in without.items():
        kept = [c for c in rows.columns if c not in columns]
        folders[family] = rows.only(kept).write(work / family.replace(": ", "-"))
    training.learn(list(folders.values()), rows.boosting)
    scores = {name: probabilities(folder, rows.test) for name, folder in folders.items()}
    labels, accounts = rows.test["label"].to_numpy(), rows.test["account_id"].to_numpy()
    print(
        f"\n{name}: {len(rows.train):,} rows to train on, {len(labels):,} judged,"
        f" {int(labels.sum())} positive, AUC {training.roc_auc_score(labels, scores['(all)']):.4f}\n"
    )
    print("| without | columns | AUC lost | 95 % interval |\n|---|---:|---:|---|")
    lines = []
    for family, said in scores.items():
        if family != "(all)":
            lost = auc_difference(scores["(all)"], said, labels, accounts)
            lines.append((*lost, family, len(without.get(family, []))))
    for lost, low, high, family, columns in sorted(lines, reverse=True):
        print(f"| {family} | {columns} | {lost:+.4f} | {low:+.4f} to {high:+.4f} |", flush=True)


def probabilities(folder: Path, test: pd.DataFrame) -> np.ndarray:
    scores = pd.read_parquet(folder / "scores").set_index("account_id")["probability"]
    return scores.loc[test["account_id"]].to_numpy()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lakes", type=Path, required=True, help="what the acceptance has kept")
    parser.add_argument("--world", action="append", choices=[w.name for w in WORLDS])
    options = parser.parse_args()
    for world in [w for w in WORLDS if not options.world or w.name in options.world]:
        for target in ("churn", "expansion"):
            with tempfile.TemporaryDirectory(prefix="holdfast-ablation-") as work:
                rows = rows_of(options.lakes / world.name, world.dates[-1], target)
                ablated(f"{world.name} {target}", rows, Path(work))
    return 0


if __name__ == "__main__":
    sys.exit(main())
