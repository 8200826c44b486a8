#!/usr/bin/env python3
"""A night killed (SIGKILL) at named points, run again, while a second process reads.

For each point: a fresh copy of a lake in which the night before is published; the night is started
and killed as soon as its log says that the point is reached; then it is run again to the end. All
the while a reader polls by manifest: it must see the night before whole, or this night whole, and
nothing else. At the end the content hashes equal those of a night that nobody disturbed.

    python3 .ci/killed.py
"""
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

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data-samples" / "holdfast.yaml"

# What the night says (with --verbose, on stderr) when it is there.
POINTS = [line.strip() for line in (ROOT / ".ci" / "kill-points.txt").read_text().splitlines()
          if line.strip() and not line.startswith("#")]


def command(lake, as_of):
    return [str(ROOT / "holdfast"), "night", "--config", str(SAMPLES), "--lake", str(lake),
            "--as-of", as_of, "--verbose"]


def night(lake, as_of):
    done = subprocess.run(command(lake, as_of), capture_output=True, text=True)
    if done.returncode != 0:
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
    process = subprocess.Popen(command(lake, as_of), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               text=True, start_new_session=True)
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


def main():
    nights = sorted(p.name for p in (SAMPLES.parent / "landing").iterdir() if p.name[:2] == "20")
    before, last = nights[-2], nights[-1]
    with tempfile.TemporaryDirectory(prefix="holdfast-killed-") as work:
        work = pathlib.Path(work)
        base = work / "base"
        night(base, before)
        undisturbed = work / "undisturbed"
        shutil.copytree(base, undisturbed)
        night(undisturbed, last)
        wanted = hashes(undisturbed, last)
        failed = 0
        for point in POINTS:
            lake = work / "lake"
            shutil.copytree(base, lake)
            reader = Reader(lake)
            reader.start()
            started = time.time()
            kill_at(lake, last, point)
            already = last in {str(day) for day, _ in published(lake)}
            done = subprocess.run(command(lake, last), capture_output=True, text=True)
            reader.stop.set()
            reader.join()
            found = hashes(lake, last)
            faults = list(reader.faults)
            if done.returncode not in ((0, 10) if already else (0,)):
                faults.append(f"the night run again ended with {done.returncode}: {done.stderr[-800:]}")
            if found != wanted:
                faults.append(f"content differs in {[t for t in wanted if found.get(t) != wanted[t]]}")
            failed += bool(faults)
            print(f"{'FAILED' if faults else 'ok':6} killed at \"{point}\": {reader.polls} polls, "
                  f"{time.time() - started:.0f} s {'; '.join(faults)}", flush=True)
            shutil.rmtree(lake)
    print(f"{len(POINTS) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
