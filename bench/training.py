#!/usr/bin/env python3
"""The learner without a night, beside LightGBM, on generated tables.

    training.py                  three tables of different shape: AUC beside LightGBM, and a table
                                 whose labels are permuted: exit 1 when a bound does not hold
    training.py --rows 20000,100000
                                 seconds and CPU seconds of trainings of so many rows × 60 columns

All tables are simulated; their seeds are fixed. Ours is the boosting that a night fits, with its
encoding and without calibration; the last fifth of the training rows chooses depth and rounds, and
it is fitted again to all of them. So is LightGBM (.ci/acceptance/opponent.py). Both are
judged on the same rows of another draw.

Needs what .ci/acceptance/requirements.txt pins, and the jars that ./holdfast builds.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / ".ci" / "acceptance"))

import opponent  # noqa: E402

MOST_BEHIND = 0.01
PERMUTATIONS = 20
CHANCE = (0.485, 0.515)
TRAIN_ROWS, TEST_ROWS = 8_000, 12_000


def few_of_many(random: np.random.Generator, rows: int, columns: int = 60) -> pd.DataFrame:
    """Six of 60 columns tell, along lines and in pairs; one row in ten happens."""
    x = random.normal(size=(rows, columns))
    odds = (
        *(0.8 * x[:, 0], -0.6 * x[:, 1], 0.4 * x[:, 2]),
        *(0.8 * x[:, 0] * x[:, 3], 0.7 * x[:, 4] * (x[:, 5] > 0)),
    )
    return labelled(random, x, sum(odds), 0.10)


def steps_and_waves(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Twelve of 20 columns tell, each for itself, by steps and waves; three rows in ten happen."""
    x = random.uniform(-1, 1, size=(rows, 20))
    steps = sum(0.7 * (x[:, i] > 0.3 * i - 0.8) for i in range(6))
    waves = sum(0.5 * np.sin((2 + i) * x[:, 6 + i]) for i in range(6))
    return labelled(random, x, steps + waves, 0.30)


def counts_with_gaps(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Counts with heavy tails, gaps that mean something, words; one row in twenty happens."""
    size = random.normal(size=rows)
    rates = np.exp(random.normal(1, 1.2, size=(rows, 24)) + 0.7 * size[:, None])
    counts = random.poisson(np.minimum(rates, 1e6)).astype(float)
    regions = random.integers(0, 12, size=rows)
    plans = random.choice(3, size=rows, p=[0.6, 0.3, 0.1])
    odds = (
        *(-0.6 * np.log1p(counts[:, 0]), 0.5 * np.log1p(counts[:, 1])),
        *(-0.8 * (counts[:, 2] == 0), 0.3 * np.log1p(counts[:, 3]) * (plans == 0)),
        *(np.linspace(-0.8, 0.8, 12)[regions], 0.5 * (plans == 2)),
    )
    # Who is quiet leaves the third and the fourth column empty more often.
    gaps = random.uniform(size=(rows, 24)) < np.where(size < -0.5, 0.4, 0.1)[:, None]
    gaps[:, :2] = False
    table = labelled(random, np.where(gaps, np.nan, counts), sum(odds) - 0.6 * gaps[:, 4], 0.05)
    return table.assign(
        region=np.char.add("region ", regions.astype(str)),
        plan=np.array(["basic", "team", "firm"])[plans],
    )


TABLES = {
    "few of many": few_of_many,
    "steps and waves": steps_and_waves,
    "counts with gaps": counts_with_gaps,
}


def labelled(random, x: np.ndarray, odds: np.ndarray, rate: float) -> pd.DataFrame:
    """Labels drawn by these log-odds, moved so that about this share happens."""
    low, high = -30.0, 30.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if sigmoid(odds + middle).mean() < rate else (low, middle)
    table = pd.DataFrame(x, columns=[f"x{i}" for i in range(x.shape[1])])
    table["label"] = (random.uniform(size=len(x)) < sigmoid(odds + low)).astype(float)
    return table


def sigmoid(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))


def write(folder: Path, table: pd.DataFrame, train_rows: int) -> None:
    """The first rows to train on, the others to be judged."""
    folder.mkdir()
    table = table.assign(account_id=[f"{i:06d}" for i in range(len(table))])
    table[:train_rows].to_parquet(folder / "train.parquet", index=False)
    table[train_rows:].to_parquet(folder / "test.parquet", index=False)


def learn(folders: list[Path], boosting: str = "tuned") -> list[dict]:
    """Our learner on each folder, in one process; what each training cost.

    boosting: depth and rounds, as in "2,20"; else the last fifth of each table chooses.
    """
    subprocess.run([ROOT / "holdfast", "--version"], stdout=sys.stderr, check=True)
    source = ROOT / "models/src/test/java/io/holdfast/model/PlainTable.java"
    # The jar of the jobs has no class that is needed, but says what Spark may log.
    jars = f"{ROOT}/jobs/target/lib/*:{ROOT}/jobs/target/*"
    with tempfile.TemporaryDirectory(prefix="holdfast-classes-") as classes:
        subprocess.run(["javac", "-cp", jars, "-d", classes, source], check=True)
        done = subprocess.run(
            ["java", f"@{ROOT}/jobs/jvm.options", "-cp", f"{classes}:{jars}"]
            + ["io.holdfast.model.PlainTable", boosting, *map(str, folders)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    costs = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(costs) != len(folders):
        raise SystemExit(f"{len(folders)} tables, {len(costs)} trainings:\n{done.stdout}")
    return costs


def our_auc(folder: Path) -> float:
    scores = pd.read_parquet(folder / "scores")
    test = pd.read_parquet(folder / "test.parquet", columns=["account_id", "label"])
    both = test.merge(scores, on="account_id", validate="one_to_one")
    if len(both) != len(test):
        raise SystemExit(f"{folder}: {len(test)} rows to score, {len(both)} scores")
    return roc_auc_score(both["label"], both["probability"])


def features(folder: Path, part: str) -> tuple[pd.DataFrame, np.ndarray]:
    table = pd.read_parquet(folder / f"{part}.parquet")
    rows = table.drop(columns=["account_id", "label"])
    for name in rows.columns[rows.dtypes == "str"]:
        rows[name] = rows[name].astype(pd.CategoricalDtype(sorted(rows[name].unique())))
    return rows, table["label"].to_numpy()


def last_fifth(rows: pd.DataFrame) -> np.ndarray:
    return np.arange(len(rows)) >= 0.8 * len(rows)


def lightgbm_auc(folder: Path) -> float:
    rows, labels = features(folder, "train")
    stops = last_fifth(rows)
    fitted = opponent.fitted(rows, labels, ~stops, stops)
    tests, happened = features(folder, "test")
    return roc_auc_score(happened, fitted.probabilities(tests))


def beside_lightgbm(work: Path) -> list[str]:
    folders = {}
    for seed, (name, table) in enumerate(TABLES.items(), start=1):
        folders[name] = work / name.replace(" ", "-")
        write(folders[name], table(np.random.default_rng(seed), TRAIN_ROWS + TEST_ROWS), TRAIN_ROWS)
    learn(list(folders.values()))
    print(f"\n{TRAIN_ROWS:,} rows to train on, {TEST_ROWS:,} to be judged on, simulated\n")
    print("| table | AUC | LightGBM | difference |\n|---|---:|---:|---:|")
    faults = []
    for name, folder in folders.items():
        ours, theirs = our_auc(folder), lightgbm_auc(folder)
        print(f"| {name} | {ours:.4f} | {theirs:.4f} | {ours - theirs:+.4f} |", flush=True)
        if ours < theirs - MOST_BEHIND:
            faults.append(f"{name}: AUC {ours:.4f}, more than {MOST_BEHIND} behind {theirs:.4f}")
    return faults


def permuted(work: Path) -> list[str]:
    """Labels that nothing tells: what ranks them has seen them."""
    folders = []
    table = counts_with_gaps(np.random.default_rng(4), 6_000)
    for seed in range(PERMUTATIONS):
        folders.append(work / f"permuted-{seed}")
        labels = np.random.default_rng(seed).permutation(table["label"])
        write(folders[-1], table.assign(label=labels), 3_000)
    # What has seen a label ranks by it with few trees as with many.
    learn(folders, boosting="2,10")
    aucs = [our_auc(folder) for folder in folders]
    mean = float(np.mean(aucs))
    print(
        f"\n{PERMUTATIONS} permutations of the labels: mean AUC {mean:.4f}"
        f" (from {min(aucs):.3f} to {max(aucs):.3f}), wanted {CHANCE[0]} to {CHANCE[1]}"
    )
    return [] if CHANCE[0] <= mean <= CHANCE[1] else [f"permuted labels: mean AUC {mean:.4f}"]


def costs(work: Path, sizes: list[int]) -> None:
    """Each training of ours in a process of its own, with what a new JVM has yet to compile."""
    print(f"\n60 columns, simulated, {os.cpu_count()} cores\n")
    print("| rows | training | s | CPU s |\n|---|---|---:|---:|")
    for rows in sizes:
        folder = work / f"rows-{rows}"
        write(folder, few_of_many(np.random.default_rng(5), rows + TEST_ROWS), rows)
        ours = learn([folder])[0]
        lines = [
            ("ours, depth and rounds chosen", ours["seconds"], ours["cpu_seconds"]),
            ("ours: each row explained", ours["explain_seconds"], ours["explain_cpu_seconds"]),
        ]
        table, labels = features(folder, "train")
        stops = last_fifth(table)
        settings = opponent.GRID[-1]
        lines.append(
            ("LightGBM, stopped early",)
            + timed(lambda: opponent.stopped_early(table, labels, ~stops, stops, settings))
        )
        lines.append(
            ("LightGBM, tuned, fitted again five times",)
            + timed(lambda: opponent.fitted(table, labels, ~stops, stops))
        )
        for name, seconds, cpu in lines:
            print(f"| {rows:,} | {name} | {seconds:.1f} | {cpu:.1f} |", flush=True)


def timed(work) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, cpu


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", help="only what trainings of so many rows cost: 20000,100000")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-training-") as work:
        if options.rows:
            costs(Path(work), [int(rows) for rows in options.rows.split(",")])
            return 0
        faults = beside_lightgbm(Path(work)) + permuted(Path(work))
    for fault in faults:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
