#!/usr/bin/env python3
"""What nights say and lists do when the feed of usage is late, stops, collapses or is corrected.

Twelve accounts, eleven of them active every day and one silent for five weeks. Night by night the
feed does something else; a second lake, which nothing happens to, says what the features should be
once everything has landed.

    python3 .ci/feeds.py
"""
import datetime as dt
import pathlib
import subprocess
import sys
import tempfile

from deltalake import DeltaTable

from launch import ENVIRONMENT, ROOT

HISTORY_UNTIL = dt.date(2025, 2, 28)
WHOLE = dt.date(2025, 3, 15)
ACCOUNTS = [f"a{i:02d}" for i in range(12)]
SILENT, SILENT_SINCE = "a11", dt.date(2025, 2, 8)
SETTINGS = f"""\
lake: ./lake
landing: ./landing
sources:
  accounts: {{history: history/accounts.csv, history_until: {HISTORY_UNTIL}, nightly: "{{date}}/accounts.csv", load: full, select: accounts.sql, allow_empty: true}}
  subscriptions: {{history: history/subscriptions.csv, history_until: {HISTORY_UNTIL}, nightly: "{{date}}/subscriptions.csv", load: full, select: subscriptions.sql, allow_empty: true}}
  usage_events: {{history: history/usage.csv, history_until: {HISTORY_UNTIL}, nightly: "{{date}}/usage.csv", load: append, select: usage.sql, allow_empty: true}}
  support_tickets: none
training: {{when: never}}
"""
SELECTS = {
    "accounts.sql": "SELECT id AS account_id, id AS account_name FROM accounts",
    "subscriptions.sql": "SELECT id AS subscription_id, start AS starts_on, account AS account_id, mrr FROM subscriptions",
    "usage.sql": "SELECT event AS event_id, account AS account_id, at AS event_at, 'login' AS event_type FROM usage_events",
}
failures = []


def days(first, last):
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def events(day):
    return "".join(f"{day}-{a}-{n},{a},{day} {8 + n:02d}:00:00\n"
                   for a in ACCOUNTS for n in range(10) if a != SILENT or day <= SILENT_SINCE)


class Business:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for name, text in {"holdfast.yaml": SETTINGS, **SELECTS}.items():
            self.write(name, text)
        self.entities("history")
        usage = "".join(map(events, days(dt.date(2024, 11, 1), HISTORY_UNTIL)))
        self.write("landing/history/usage.csv", "event,account,at\n" + usage)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def entities(self, day):
        self.write(f"landing/{day}/accounts.csv", "id\n" + "".join(f"{a}\n" for a in ACCOUNTS))
        rows = "".join(f"s-{a},2024-01-01,{a},100\n" for a in ACCOUNTS)
        self.write(f"landing/{day}/subscriptions.csv", "id,start,account,mrr\n" + rows)

    def usage(self, day, text=None):
        self.write(f"landing/{day}/usage.csv", "event,account,at\n" + (events(day) if text is None else text))

    def night(self, day):
        words = ["night", "--config", self.folder / "holdfast.yaml", "--as-of", day, "--no-deliver"]
        done = subprocess.run([str(w) for w in [ROOT / "holdfast", *words]], env=ENVIRONMENT,
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"night {day} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        said = [line for line in done.stderr.splitlines() if line.startswith("WARN source usage_events is")]
        for line in said:
            print(f"  {line}")
        return said

    def table(self, name, day=None):
        rows = DeltaTable(str(self.folder / "lake" / name)).to_pyarrow_table().to_pylist()
        return [r for r in rows if day is None or r["as_of"] == day]

    def published(self, name, day):
        run = max(self.table("run_manifest", day), key=lambda r: r["published_at"])["run_id"]
        return [r for r in self.table(f"published/{name}", day) if r["run_id"] == run]

    def state(self, day):
        return next(r["state"] for r in self.published("source_trust", day) if r["source"] == "usage_events")

    def listed(self, day):
        return {r["account_id"]: r["data_trust"] for r in self.published("at_risk_accounts", day)}


def expect(what, found, wanted):
    if found == wanted:
        print(f"ok: {what}", flush=True)
    else:
        failures.append(what)
        print(f"FAILED: {what}: found {found}, wanted {wanted}", flush=True)


def features(business, day):
    columns = ["account_id", "events_28d", "active_days_28d", "days_since_activity"]
    return sorted(tuple(r[c] for c in columns) for r in business.table("features/account_features", day))


def main():
    with tempfile.TemporaryDirectory(prefix="holdfast-feeds-") as folder:
        business, calm = Business(f"{folder}/business"), Business(f"{folder}/calm")
        for day in days(HISTORY_UNTIL + dt.timedelta(days=1), WHOLE):
            business.entities(day)
            business.usage(day)
        late, later, back, stopped, collapsed = days(WHOLE, WHOLE + dt.timedelta(days=5))[1:]
        everyone = dict.fromkeys(ACCOUNTS, "ok")

        business.night(WHOLE)
        expect("with all files the feed is fresh", business.state(WHOLE), "fresh")
        expect("and every account is what it seems", business.listed(WHOLE), everyone)

        print("two days late:")
        business.entities(late)
        expect("the night says so", len(business.night(late)), 1)
        expect("the feed is late", business.state(late), "late")
        expect("only the account that fell silent long before is listed", business.listed(late), {SILENT: "ok"})
        business.entities(later)
        business.night(later)
        expect("it is still late the day after", business.state(later), "late")
        for day in (late, later, back):
            business.usage(day)
        business.entities(back)
        business.night(back)
        expect("when all has landed it is fresh", business.state(back), "fresh")
        expect("and so are the lists", business.listed(back), everyone)
        for day in days(HISTORY_UNTIL + dt.timedelta(days=1), back):
            calm.entities(day)
            calm.usage(day)
        calm.night(back)
        expect("the features are those of a lake where nothing was late", features(business, back), features(calm, back))

        print("a corrected day:")
        business.usage(later, "".join(line + "\n" for line in events(later).splitlines() if ",a03," not in line))
        business.night(back)
        runs = {r["run_id"] for r in business.table("run_manifest", back)}
        expect("the night is published again, what it replaced stays beside it", len(runs), 2)
        expect("the corrected account has ten events less",
               [a[1] - b[1] for a, b in zip(features(calm, back), features(business, back))],
               [10 if a == "a03" else 0 for a in ACCOUNTS])

        print("a feed that stops:")
        business.entities(stopped)
        business.usage(stopped, "")
        business.night(stopped)
        expect("files that land empty are silence", business.state(stopped), "silent")
        expect("nobody is listed for it", business.listed(stopped), {SILENT: "ok"})

        print("a feed that collapses:")
        business.usage(stopped)
        business.entities(collapsed)
        business.usage(collapsed, "".join(line + "\n" for line in events(collapsed).splitlines() if ",a00," in line))
        business.night(collapsed)
        expect("a twelfth of the usual rows is a broken feed", business.state(collapsed), "broken")
        expect("who is in it is listed, the others are not", business.listed(collapsed), {"a00": "ok", SILENT: "ok"})
    print(f"{len(failures)} failed" if failures else "all as it should be")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
