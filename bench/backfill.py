"""24 anchored dates of crm5 in one pass against 24 single backfills: same rows, ratio of times.

    backfill.py [--dates 24] [--lakes DIR]

Two lakes with the same ingested history, not timed. Into one goes `backfill` from the first to
the last date, into the other one `backfill` a date. Prints wall and CPU seconds of both, as they
are and without what a process costs that finds nothing to do; exits 1 when a row differs. Doubles
are compared to nine significant digits, as content hashes are.

Needs deltalake, numpy, pandas and pyarrow (.ci/acceptance/requirements.txt), and the data of
examples/crm5.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from deltalake import DeltaTable

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "examples" / "crm5" / "holdfast.yaml"
EVERY_DAYS = 28
# The last day that subscriptions are complete for; the labels of the last three dates settle later
# and are in neither lake.
LAST = date(2024, 1, 1)
TABLES = {
    "features/account_features": ["as_of", "account_id"],
    "features/account_event_features": ["as_of", "account_id", "event_type"],
    "labels/account_labels": ["as_of", "account_id", "target"],
}


@dataclass(frozen=True)
class Cost:
    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.wall + other.wall, self.cpu + other.cpu)

    def less(self, idle: "Cost", times: int) -> "Cost":
        return Cost(self.wall - times * idle.wall, self.cpu - times * idle.cpu)


def anchored(count: int) -> list[date]:
    days = (LAST - date(1970, 1, 1)).days // EVERY_DAYS * EVERY_DAYS
    last = date(1970, 1, 1) + timedelta(days=days)
    return [last - timedelta(days=EVERY_DAYS * n) for n in reversed(range(count))]


def holdfast(command: str, lake: Path, *options: str) -> Cost:
    line = [str(ROOT / "holdfast"), command, "--config", str(CONFIG), "--lake", str(lake), *options]
    print(" ".join([command, lake.name, *options]), file=sys.stderr, flush=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run(line, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 10):
        raise SystemExit(f"{' '.join(line)}: exit {done.returncode}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def backfill(lake: Path, first: date, last: date) -> Cost:
    return holdfast(
        *("backfill", lake, "--from", str(first), "--to", str(last)), "--every", f"{EVERY_DAYS}d"
    )


def differing(one: Path, single: Path, table: str, key: list[str]) -> tuple[int, int]:
    """Rows compared, and rows that only one lake has or that differ in any column."""
    left, right = (
        canonical(DeltaTable(str(lake / table)).to_pandas(), key) for lake in (one, single)
    )
    if list(left.columns) != list(right.columns):
        raise SystemExit(f"{table}: {list(left.columns)} against {list(right.columns)}")
    both = left.index.intersection(right.index)
    alone = len(left) + len(right) - 2 * len(both)
    left, right = left.loc[both], right.loc[both]
    same = (left == right) | (left.isna() & right.isna())
    return len(both) + alone, alone + int((~same.all(axis=1)).sum())


def canonical(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    if rows.duplicated(key).any():
        raise SystemExit(f"{key} is not unique")
    for column in rows.select_dtypes("float").columns:
        rows[column] = nine_digits(rows[column].to_numpy())
    return rows.set_index(key).sort_index()


def nine_digits(values: np.ndarray) -> np.ndarray:
    magnitude = np.floor(np.log10(np.where(values == 0, 1, np.abs(values))))
    return np.round(values / 10**magnitude, 8) * 10**magnitude


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--dates", type=int, default=24)
    arguments.add_argument("--lakes", type=Path, help="keep them; else a temporary folder")
    options = arguments.parse_args()
    dates = anchored(options.dates)
    with tempfile.TemporaryDirectory(prefix="holdfast-backfill-") as temporary:
        lakes = (options.lakes or Path(temporary)).resolve()
        one, single = lakes / "one-pass", lakes / "single"
        holdfast("ingest", one, "--as-of", str(dates[-1]))
        shutil.copytree(one, single)
        together = backfill(one, dates[0], dates[-1])
        apart = Cost()
        for day in dates:
            apart += backfill(single, day, day)
        idle = backfill(one, dates[-1], dates[-1])
        # Labels settle later than their dates: what a backfill could not have is made now.
        for lake in (one, single):
            holdfast("labels", lake, "--as-of", str(LAST))
        found = {t: differing(one, single, t, key) for t, key in TABLES.items()}

    n = len(dates)
    net_together, net_apart = together.less(idle, 1), apart.less(idle, n)
    print(f"{n} dates, {dates[0]} to {dates[-1]}, {os.cpu_count()} cores")
    print("| | wall s | CPU s | net wall s | net CPU s |\n|---|---|---|---|---|")
    for name, cost, net in (("one pass", together, net_together), ("single", apart, net_apart)):
        print(f"| {name} | {cost.wall:.1f} | {cost.cpu:.1f} | {net.wall:.1f} | {net.cpu:.1f} |")
    ratios = [apart.wall / together.wall, apart.cpu / together.cpu]
    ratios += [net_apart.wall / net_together.wall, net_apart.cpu / net_together.cpu]
    print("| ratio | " + " | ".join(f"{r:.1f}" for r in ratios) + " |\n")
    print("| table | rows | differing |\n|---|---|---|")
    for table, (rows, different) in found.items():
        print(f"| {table} | {rows:,} | {different} |")
    return 0 if all(rows and not different for rows, different in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
