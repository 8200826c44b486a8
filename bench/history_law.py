#!/usr/bin/env python3
"""The cost law, measured: a night costs its new rows and its longest window, never the history.

Simulated worlds of equal daily volume, nights without training. One lake grows by a dated folder a
day after a history of four weeks: its nights around day 120, 250 and 400 are measured, all of them
with the windows that they read (their own, and that of the date which parity computes again) in
the same kind of files, the logs of tables stand at a checkpoint, as they do after ten commits, and
the first night of all has matured and is judged, so that they differ in nothing but the past.
Another one takes 400 days as its history: the night after it is measured. With `--histories` only
nights after histories, of the fewest and of the most days: minutes instead of half an hour. Each
step's CPU seconds, bytes read, Spark jobs and Delta commits come from the run's own meter
(`--json`). Reported: the median of three nights, and its ratio to day 120.

    .venv/checks/bin/python bench/history_law.py [--accounts 500] [--events-per-day 10000]
                                                 [--days 120,250,400] [--histories] [--check]
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

from deltalake import DeltaTable

ROOT = pathlib.Path(__file__).resolve().parent.parent
START = dt.date(2024, 1, 1)
HISTORY = 28
NIGHTS = 3
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


def checkpoint(lake):
    """A lake that caught up with months in one night has made too few commits for Delta to do it."""
    for log in lake.rglob("_delta_log"):
        DeltaTable(str(log.parent)).create_checkpoint()


def growing(work, options):
    """Case → three consecutive nights that end on this day, in one lake that grows day by day."""
    config = generate(work / "world", HISTORY + options.days[-1], options.days[-1], options)
    lake = work / "lake"
    cases = {}
    # The first night of all, which has matured by each of the days.
    night(config, lake, START + dt.timedelta(days=HISTORY))
    for days in options.days:
        last = START + dt.timedelta(days=HISTORY + days - 1)
        nights = [last - dt.timedelta(days=n) for n in reversed(range(NIGHTS))]
        # One night before the measured ones, so that no table and no earlier date is new to them.
        night(config, lake, nights[0] - dt.timedelta(days=1))
        checkpoint(lake)
        cases[f"day {days}"] = [night(config, lake, as_of) for as_of in nights]
    shutil.rmtree(work / "world")
    shutil.rmtree(lake)
    return cases


def after_history(work, days, options):
    """The first dated folder after a history of these days, three times over."""
    config = generate(work / "world", days + 1, 1, options)
    lake = work / "lake"
    as_of = START + dt.timedelta(days=days)
    night(config, lake, as_of - dt.timedelta(days=1))
    checkpoint(lake)
    nights = []
    for _ in range(NIGHTS):
        copy = work / "copy"
        shutil.copytree(lake, copy)
        nights.append(night(config, copy, as_of))
        shutil.rmtree(copy)
    shutil.rmtree(work / "world")
    shutil.rmtree(lake)
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
    parser.add_argument("--accounts", type=int, default=500)
    parser.add_argument("--events-per-day", type=int, default=10000)
    parser.add_argument("--days", type=lambda text: tuple(map(int, text.split(","))), default=(120, 250, 400))
    parser.add_argument("--histories", action="store_true", help="only nights after histories")
    parser.add_argument("--check", action="store_true", help=f"fail beyond {LIMIT} of the first day")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as work:
        work = pathlib.Path(work)
        least, most = options.days[0], options.days[-1]
        if options.histories:
            cases = {f"night after {least}": after_history(work, least, options)}
        else:
            cases = growing(work, options)
        cases[f"night after {most}"] = after_history(work, most, options)
    cases = {case: median(nights) for case, nights in cases.items()}
    first, last = next(iter(cases)), f"day {most}"
    base = cases[first]["night"]
    print(f"{options.accounts} accounts, {options.events_per_day} events a day, simulated; medians of three nights\n")
    print("| case | step | CPU s | MB read | Spark jobs | commits | s |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for case, steps in cases.items():
        for step, m in steps.items():
            print(f"| {case} | {step} | {m['cpu_seconds']:.1f} | {m['bytes_read'] / 1e6:.2f} "
                  f"| {m['spark_jobs']:.0f} | {m['commits']:.0f} | {m['seconds']:.1f} |")
    print(f"\n| case | CPU seconds, × {first} | bytes read, × {first} |")
    print("|---|---:|---:|")
    broken = []
    for case, steps in cases.items():
        ratios = [steps["night"][m] / base[m] for m in ("cpu_seconds", "bytes_read")]
        print(f"| {case} | {ratios[0]:.2f} | {ratios[1]:.2f} |")
        if max(ratios) > LIMIT and case in (last, f"night after {most}"):
            broken.append(case)
    if options.check and broken:
        sys.exit(f"history law broken: {', '.join(broken)} beyond {LIMIT} × {first}")


if __name__ == "__main__":
    main()
