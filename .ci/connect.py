#!/usr/bin/env python3
"""From landed files to lists: connect, validate, two nights, and a look at what they say.

Works on a copy of the landed files of examples/stripe_zendesk_events, takes the proposal as it is
but for the key events that a person would choose, and counts for itself what should have become of
each line. A row that is neither stored, refused nor left out with a reason is a failure.

    python3 .ci/connect.py
"""
import collections
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from deltalake import DeltaTable

from launch import ENVIRONMENT, ROOT

EXAMPLE = ROOT / "examples" / "stripe_zendesk_events"
NIGHTS = ["2025-04-01", "2025-04-02"]
failures = []


def expect(what, found, wanted):
    if found == wanted:
        print(f"ok: {what}", flush=True)
    else:
        failures.append(what)
        print(f"FAILED: {what}: found {found}, wanted {wanted}")


def run(project, *words, wanted=0):
    command = [str(w) for w in [ROOT / "holdfast", *words]]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, cwd=project)
    if done.returncode != wanted:
        sys.exit(f"{' '.join(words[:1])} ended with {done.returncode}, wanted {wanted}:\n{done.stderr[-3000:]}")
    return done.stdout


def lines(project, name):
    """The lines of a landed file by batch: the history, and each night."""
    for folder in ["history", *NIGHTS]:
        path = project / "landing" / folder / name
        if path.exists():
            for line in path.read_text().splitlines():
                yield folder, json.loads(line)


def terms(project):
    """Each line of a subscription: the time before its period, if any, and its period."""
    for batch, sub in lines(project, "stripe/subscriptions.jsonl"):
        for item in sub["items"]["data"]:
            starts = {sub["current_period_start"]}
            if sub["status"] != "trialing":
                starts.add(min(sub["start_date"], sub["current_period_start"]))
            for start in starts:
                yield batch, (item["id"], start)


def expected(project):
    """How many rows each batch must have."""
    counts = collections.Counter()
    for batch, _ in lines(project, "stripe/customers.jsonl"):
        counts["accounts", batch] += 1
    for batch, _ in terms(project):
        counts["subscriptions", batch] += 1
    for batch, _ in lines(project, "zendesk/tickets.jsonl"):
        counts["support_tickets", batch] += 1
    for batch, invoice in lines(project, "stripe/invoices.jsonl"):
        if invoice["status"] != "draft":
            counts["invoices", batch] += 1
    for batch, event in lines(project, "segment/events.jsonl"):
        # What the select leaves out, and says so.
        if event["type"] not in ("identify", "group") and event["context"]["groupId"]:
            counts["usage_events", batch] += 1
    return dict(counts)


def stored(project):
    rows = DeltaTable(str(project / "lake" / "clean" / "batches")).to_pyarrow_table().to_pylist()
    sources = {"accounts", "subscriptions", "invoices", "support_tickets", "usage_events"}
    return {(r["source"], "history" if r["is_history"] else str(r["ingested_on"])): r["rows"]
            for r in rows if r["source"] in sources}, sum(r["rejects"] for r in rows)


def exported(project, name):
    with open(project / "lake" / "exports" / NIGHTS[-1] / name, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def table(project, name):
    rows = DeltaTable(str(project / "lake" / "published" / name)).to_pyarrow_table().to_pylist()
    return [r for r in rows if str(r["as_of"]) == NIGHTS[-1]]


def main():
    with tempfile.TemporaryDirectory(prefix="holdfast-connect-") as folder:
        project = pathlib.Path(folder)
        shutil.copytree(EXAMPLE / "landing", project / "landing")
        shown = run(project, "connect", ".")
        for shape in ["Stripe customers", "Stripe subscriptions", "Stripe invoices", "Stripe products",
                      "Zendesk tickets", "Zendesk organizations", "Segment events"]:
            expect(f"{shape} are recognised", f"looks like {shape} (sure" in shown, True)
        expect("a second connect does not write over the first", run(project, "connect", ".", wanted=20), "")

        settings = project / "holdfast.yaml"
        text = settings.read_text()
        expect("key events are guessed, and left to a person", "# usage: {key_events:" in text, True)
        settings.write_text(text.replace("# usage: {key_events:", "usage: {key_events:"))
        run(project, "validate")
        for night in NIGHTS:
            run(project, "night", "--as-of", night)

        counts, refused = stored(project)
        expect("every landed row is stored", counts, expected(project))
        expect("no row is refused", refused, 0)

        at_risk = exported(project, "at_risk_accounts.csv")
        names = [r["account_name"] for r in at_risk]
        expect("who went silent comes first", names[:1], ["Cinder Clinics"])
        expect("silence and a fall are high, the rest low",
               sorted(r["account_name"] for r in at_risk if r["risk_tier"] == "high"),
               ["Cinder Clinics", "Dapple Dairy"])
        expect("who gave notice stands last, and says so",
               [r["account_name"] for r in at_risk if r["notice_given"] == "true"], ["Gable Gardens"])
        expect("who has left is on no list", "Jetty Journals" in names, False)
        mrr = {r["account_name"]: float(r["mrr"]) for r in at_risk}
        expect("a yearly price is a twelfth a month, two lines are summed", mrr.get("Alder Analytics"), 1300.0)
        expect("a lasting coupon is taken off, cents are cents", mrr.get("Kiln Kitchens"), 630.0)
        expect("a temporary coupon is not", mrr.get("Isle Instruments"), 114.0)

        upsell = [r["account_name"] for r in exported(project, "upsell_candidates.csv")]
        expect("whose seats are full comes first", upsell[:1], ["Bramble Bikes"])
        withheld = {r["account_id"]: r["withheld_code"] for r in table(project, "upsell_withheld")}
        expect("who is not offered more, and why", withheld,
               {"cus_Cinder01": "at_risk", "cus_Dapple01": "at_risk", "cus_Ember01": "escalated",
                "cus_Gable01": "notice_given", "cus_Isle01": "no_proven_value"})
        expect("nobody is on both", sorted(set(upsell) & {"Cinder Clinics", "Dapple Dairy", "Ember Estates"}), [])
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
