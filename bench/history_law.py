#!/usr/bin/env python3
"""The cost law, measured: a night costs its new rows and its longest window, never the history.

Simulated worlds of equal daily volume. For each, the history is ingested first; then nights without
training are run one after the other and each step's CPU seconds, bytes read, Spark jobs and Delta
commits are taken from the run's own meter (`--json`). Reported: the median of three nights, and its
ratio to the first world's.

    python3 bench/history_law.py [--accounts 1000] [--events-per-day 40000] [--check]
"""
import argparse
import datetime as dt
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
START = dt.date(2024, 1, 1)
LIMIT = 1.15


def holdfast(*words):
    done = subprocess.run([ROOT / "holdfast", *map(str, words), "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"holdfast {' '.join(map(str, words))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def generate(folder, days, nights, options):
    holdfast("generate", "--accounts", options.accounts, "--days", days, "--nights", nights,
             "--events-per-day", options.events_per_day, "--seed", 7, "--from", START, "--out", folder)
    return folder / "holdfast.yaml"


def night(config, lake, as_of):
    return holdfast("night", "--config", config, "--lake", lake, "--as-of", as_of,
                    "--set", "training.when=never")["steps"]


def consecutive(work, days, options):
    """Three nights that end on this day of the business, the first one's history ingested before."""
    folder = work / f"world-{days}"
    config = generate(folder, days, 3, options)
    lake = work / f"lake-{days}"
    last = START + dt.timedelta(days=days - 1)
    first = last - dt.timedelta(days=2)
    # The history, and one night before the measured ones, so that no table is new to them.
    night(config, lake, first - dt.timedelta(days=1))
    nights = [night(config, lake, first + dt.timedelta(days=i)) for i in range(3)]
    shutil.rmtree(folder)
    shutil.rmtree(lake)
    return nights


def after_history(work, days, options):
    """The first dated folder after a history of this many days, three times over."""
    folder = work / f"world-after-{days}"
    config = generate(folder, days + 1, 1, options)
    lake = work / "lake-after"
    as_of = START + dt.timedelta(days=days)
    night(config, lake, as_of - dt.timedelta(days=1))
    nights = []
    for i in range(3):
        copy = work / f"lake-after-{i}"
        shutil.copytree(lake, copy)
        nights.append(night(config, copy, as_of))
        shutil.rmtree(copy)
    return nights


def median(nights):
    """Per step and in all, the median over nights of each measure."""
    steps = {s["step"]: {} for s in nights[0]}
    for name in steps:
        for measure in MEASURES:
            steps[name][measure] = statistics.median(
                next(s[measure] for s in n if s["step"] == name) for n in nights)
    steps["night"] = {m: statistics.median(sum(s[m] for s in n) for n in nights) for m in MEASURES}
    return steps


MEASURES = ["cpu_seconds", "bytes_read", "spark_jobs", "commits", "seconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--events-per-day", type=int, default=40000)
    parser.add_argument("--check", action="store_true", help=f"fail beyond {LIMIT} of day 120")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as work:
        work = pathlib.Path(work)
        cases = {f"day {d}": median(consecutive(work, d, options)) for d in (120, 250, 400)}
        cases["night after 400"] = median(after_history(work, 400, options))
    base = cases["day 120"]["night"]
    print(f"{options.accounts} accounts, {options.events_per_day} events a day, simulated; medians of three nights\n")
    print("| case | step | CPU s | MB read | Spark jobs | commits | s |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for case, steps in cases.items():
        for step, m in steps.items():
            print(f"| {case} | {step} | {m['cpu_seconds']:.1f} | {m['bytes_read'] / 1e6:.2f} "
                  f"| {m['spark_jobs']:.0f} | {m['commits']:.0f} | {m['seconds']:.1f} |")
    print("\n| case | CPU seconds, × day 120 | bytes read, × day 120 |")
    print("|---|---:|---:|")
    broken = []
    for case, steps in cases.items():
        ratios = [steps["night"][m] / base[m] for m in ("cpu_seconds", "bytes_read")]
        print(f"| {case} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
        if max(ratios) > LIMIT and case in ("day 400", "night after 400"):
            broken.append(case)
    if options.check and broken:
        sys.exit(f"history law broken: {', '.join(broken)} beyond {LIMIT} × day 120")


if __name__ == "__main__":
    main()
