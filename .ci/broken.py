#!/usr/bin/env python3
"""Broken on purpose: what each mistake gets, by exit code and message.

A tiny world of three accounts is written, one thing is broken, the night is run. Prints a table; a
wrong exit, or a message that does not name the thing, is a failure. Two cases mount a small tmpfs
and need root; without it they are reported as skipped.

    python3 .ci/broken.py
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from launch import ENVIRONMENT, ROOT

NIGHT = "2025-03-02"

SETTINGS = """\
lake: ./lake
landing: ./landing
sources:
  accounts: {history: history/accounts.csv, history_until: 2025-03-01, nightly: "{date}/accounts.csv", load: changes, select: accounts.sql}
  subscriptions: {history: history/subscriptions.csv, history_until: 2025-03-01, nightly: "{date}/subscriptions.csv", load: changes, select: subscriptions.sql}
  usage_events: {history: history/usage.csv, history_until: 2025-03-01, nightly: "{date}/usage.csv", load: append, select: usage.sql, max_rejects: 20%}
  support_tickets: none
"""

FILES = {
    "holdfast.yaml": SETTINGS,
    "accounts.sql": "SELECT id AS account_id, name AS account_name FROM accounts",
    "subscriptions.sql": "SELECT id AS subscription_id, start AS starts_on, account AS account_id, mrr FROM subscriptions",
    "usage.sql": "SELECT event AS event_id, account AS account_id, at AS event_at, kind AS event_type FROM usage_events",
    "landing/history/accounts.csv": "id,name\na,Ada\nb,Bo\nc,Cy\n",
    "landing/history/subscriptions.csv": "id,start,account,mrr\ns1,2024-01-01,a,100\ns2,2024-02-01,b,200\ns3,2024-03-01,c,300\n",
    "landing/history/usage.csv": "event,account,at,kind\n" + "".join(
        f"e{i},{'abc'[i % 3]},2025-02-{1 + i % 28:02d} 10:00:00,login\n" for i in range(84)),
    f"landing/{NIGHT}/accounts.csv": "id,name\n",
    f"landing/{NIGHT}/subscriptions.csv": "id,start,account,mrr\n",
    f"landing/{NIGHT}/usage.csv": "event,account,at,kind\n" + "".join(
        f"n{i},{'abc'[i % 3]},{NIGHT} 09:00:00,login\n" for i in range(9)),
}


class World:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add(self, name, text):
        path = self.folder / name
        path.write_text(path.read_text() + text)

    def run(self, *words, as_of=NIGHT, lake=None):
        command = [ROOT / "holdfast", "night", "--config", self.folder / "holdfast.yaml", "--as-of", as_of]
        command += ["--lake", lake] if lake else []
        return subprocess.run([str(w) for w in [*command, *words]], env=ENVIRONMENT,
                              capture_output=True, text=True)

    def rejects(self):
        from deltalake import DeltaTable
        return DeltaTable(str(self.folder / "lake" / "clean" / "rejects")).to_pyarrow_table().to_pylist()


def mounted(options):
    """A tmpfs below a folder of its own; None when it cannot be had."""
    if os.geteuid() != 0:
        return None
    folder = tempfile.mkdtemp(prefix="holdfast-tmpfs-")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
    return folder if done.returncode == 0 else None


def case_unknown_setting(w):
    w.add("holdfast.yaml", "nightly_mode: fast\n")
    return w.run(), 20, "nightly_mode"


def case_select_lacks_a_column(w):
    w.write("subscriptions.sql", "SELECT id AS subscription_id, account AS account_id, mrr FROM subscriptions")
    return w.run(), 20, "starts_on"


def case_broken_csv_row(w):
    w.add(f"landing/{NIGHT}/usage.csv", "n99,a\n")
    done = w.run()
    found = [r for r in w.rejects() if r["file"] == "usage.csv" and r["text"] == "n99,a"]
    return done, 0, None if found else "a reject row with file and text, found none"


def case_value_that_does_not_cast(w):
    w.add(f"landing/{NIGHT}/usage.csv", "n99,a,yesterday,login\n")
    done = w.run()
    found = [r for r in w.rejects() if "yesterday" in r["reason"] and "event_at" in r["reason"]]
    return done, 0, None if found else "a reject row that names the column and the value, found none"


def case_rejects_over_the_limit(w):
    w.add(f"landing/{NIGHT}/usage.csv", "".join(f"m{i},a,yesterday,login\n" for i in range(9)))
    return w.run(), 30, "max_rejects"


def case_required_file_missing(w):
    (w.folder / f"landing/{NIGHT}/subscriptions.csv").unlink()
    return w.run(), 30, "subscriptions"


def case_as_of_before_the_history(w):
    return w.run(as_of="2023-06-01"), 20, "2024-01-01"


def case_no_accounts(w):
    w.write("landing/history/accounts.csv", "id,name\n")
    return w.run(), 30, "accounts"


def land_accounts_whole(w, rows):
    w.write("holdfast.yaml", SETTINGS.replace("load: changes, select: accounts.sql", "load: full, select: accounts.sql"))
    w.write(f"landing/{NIGHT}/accounts.csv", "id,name\n" + rows)


def case_full_dump_that_lacks_a_third(w):
    land_accounts_whole(w, "a,Ada\nb,Bo\n")
    return w.run(), 30, "1 of the 3 keys known before are not in the full dump, more than max_vanished 5.0%; for example c"


def case_full_dump_without_a_row(w):
    land_accounts_whole(w, "")
    return w.run(), 30, "the full dump has no row"


def case_only_one_class_in_the_labels(w):
    return w.run(), 0, None


def case_lake_of_a_newer_version(w):
    w.write("lake/holdfast.json", '{"format": 99, "created_by": "9.9.9"}')
    return w.run(), 20, "newer"


def case_read_only_folder(w):
    folder = mounted("size=16m,ro")
    if folder is None:
        return None
    try:
        return w.run(lake=f"{folder}/lake"), 50, folder
    finally:
        subprocess.run(["umount", folder], check=True)


def case_full_disk(w):
    folder = mounted("size=200k")
    if folder is None:
        return None
    try:
        return w.run(lake=f"{folder}/lake"), 50, "space"
    finally:
        subprocess.run(["umount", folder], check=True)


def main():
    cases = [(name[5:].replace("_", " "), f) for name, f in globals().items() if name.startswith("case_")]
    failed = skipped = 0
    print("| broken | exit | message |\n|---|---:|---|")
    for name, case in cases:
        with tempfile.TemporaryDirectory(prefix="holdfast-broken-") as folder:
            result = case(World(folder))
        if result is None:
            skipped += 1
            print(f"| {name} | - | skipped: needs root to mount a tmpfs |")
            continue
        done, wanted, word = result
        errors = [line for line in done.stderr.splitlines() if line.startswith("error:")]
        message = errors[-1] if errors else ""
        wrong = done.returncode != wanted
        if wanted != 0:
            wrong = wrong or not message or (word or "") not in done.stderr
        else:
            wrong = wrong or word is not None
        failed += wrong
        shown = message.replace(folder, "WORLD").replace("|", "/") or (word or "done")
        print(f"| {name} | {done.returncode} | {'FAILED, wanted ' + str(wanted) + ' and ' + str(word) + ': ' if wrong else ''}{shown} |", flush=True)
        if wrong:
            print(done.stderr[-1500:], file=sys.stderr)
    print(f"\n{len(cases) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
