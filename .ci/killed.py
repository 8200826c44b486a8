#!/usr/bin/env python3
"""A night killed (SIGKILL) at named points, run again, while a second process reads.

The night is started and killed as soon as its log says that the point is reached, and run again.
All the while a reader polls by manifest: it must see the night before whole, or this night whole,
and nothing else. At the end the content hashes equal those of a night that nobody disturbed.

    python3 .ci/killed.py           one lake: each run again is killed at the next point
    python3 .ci/killed.py --each    a fresh lake for each point, run to the end after one kill

The night trains: its models are the shrunk ones, which take seconds.
"""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from deltalake import DeltaTable

from launch import ENVIRONMENT, ROOT

SAMPLES = ROOT / "data-samples" / "holdfast.yaml"

# What the night says (with --verbose, on stderr) when it is there.
POINTS = [line.strip() for line in (ROOT / ".ci" / "kill-points.txt").read_text().splitlines()
          if line.strip() and not line.startswith("#")]


UNTRAINED = ["--set", "training.when=never"]
TRAINED = ["--set", "training.min_positives=100000"]


def command(lake, as_of, settings):
    return [str(ROOT / "holdfast"), "night", "--config", str(SAMPLES), "--lake", str(lake),
            "--as-of", as_of, "--verbose", *settings]


def night(lake, as_of, settings, may_be_done=False):
    done = subprocess.run(command(lake, as_of, settings), env=ENVIRONMENT, capture_output=True,
                          text=True)
    if done.returncode not in ((0, 10) if may_be_done else (0,)):
        sys.exit(f"night {as_of} ended with {done.returncode}:\n{done.stderr[-3000:]}")


def published(lake):
    """(as_of, table) → run, rows and hash of the last publication; DeltaTable reads one snapshot."""
    rows = DeltaTable(str(lake / "run_manifest")).to_pyarrow_table().to_pylist()
    last = {}
    for row in sorted(rows, key=lambda r: r["published_at"]):
        last[(row["as_of"], row["table_name"])] = row
    return last


class Reader(threading.Thread):
    """Polls by manifest; every night it sees must be whole."""

    def __init__(self, lake):
        super().__init__(daemon=True)
        self.lake, self.polls, self.faults, self.stop = lake, 0, [], threading.Event()

    def run(self):
        while not self.stop.is_set():
            self.poll()
            time.sleep(0.2)

    def poll(self):
        manifest = published(self.lake)
        newest = max(as_of for as_of, _ in manifest)
        runs = {row["run_id"] for (as_of, _), row in manifest.items() if as_of == newest}
        if len(runs) != 1:
            self.faults.append(f"{newest} is mixed from runs {runs}")
        for (as_of, table), row in manifest.items():
            if as_of != newest:
                continue
            found = DeltaTable(str(self.lake / "published" / table)).to_pyarrow_dataset()
            rows = found.to_table(columns=["run_id"], filter=None).column("run_id").to_pylist()
            if rows.count(row["run_id"]) != row["rows"]:
                self.faults.append(f"{table} of {as_of}: {rows.count(row['run_id'])} rows, "
                                   f"the manifest says {row['rows']}")
        self.polls += 1


def kill_at(lake, as_of, point):
    """Starts the night and kills its whole process group when it says the point."""
    process = subprocess.Popen(command(lake, as_of, TRAINED), env=ENVIRONMENT,
                               stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                               start_new_session=True)
    said = []
    for line in process.stderr:
        said.append(line)
        if point in line:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return
    process.wait()
    sys.exit(f"the night never said \"{point}\" (exit {process.returncode}):\n{''.join(said)[-3000:]}")


def hashes(lake, as_of):
    return {table: row["content_hash"] for (day, table), row in published(lake).items()
            if str(day) == as_of}


class Check:
    """A lake with the night before, a reader on it, and what was found wrong."""

    def __init__(self, base, lake, as_of, wanted):
        self.lake, self.as_of, self.wanted, self.faults = lake, as_of, wanted, []
        shutil.copytree(base, lake)
        self.reader = Reader(lake)
        self.reader.start()

    def kill(self, point):
        """Killed at the point; says how long and what the reader saw meanwhile."""
        started, polls = time.time(), self.reader.polls
        kill_at(self.lake, self.as_of, point)
        print(f"killed at \"{point}\" after {time.time() - started:.0f} s, "
              f"{self.reader.polls - polls} polls", flush=True)

    def end(self):
        """The last run goes to its end; the same content as if nobody had disturbed it."""
        already = self.as_of in {str(day) for day, _ in published(self.lake)}
        night(self.lake, self.as_of, TRAINED, may_be_done=already)
        self.reader.stop.set()
        self.reader.join()
        faults = list(self.reader.faults)
        found = hashes(self.lake, self.as_of)
        if found != self.wanted:
            differing = [t for t in self.wanted if found.get(t) != self.wanted[t]]
            faults.append(f"content differs in {differing}")
        if self.reader.polls == 0:
            faults.append("the reader never polled")
        shutil.rmtree(self.lake)
        return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", action="store_true", help="a fresh lake for each point")
    each = parser.parse_args().each
    nights = sorted(p.name for p in (SAMPLES.parent / "landing").iterdir() if p.name[:2] == "20")
    before, last = nights[-2], nights[-1]
    with tempfile.TemporaryDirectory(prefix="holdfast-killed-") as work:
        work = pathlib.Path(work)
        base = work / "base"
        night(base, before, UNTRAINED)
        undisturbed = work / "undisturbed"
        shutil.copytree(base, undisturbed)
        night(undisturbed, last, TRAINED)
        wanted = hashes(undisturbed, last)
        failed = 0
        for points in ([p] for p in POINTS) if each else [POINTS]:
            check = Check(base, work / "lake", last, wanted)
            for point in points:
                check.kill(point)
            faults = check.end()
            failed += len(points) if faults else 0
            for fault in faults:
                print(f"FAILED after {points}: {fault}", flush=True)
    print(f"{len(POINTS) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
