"""What really happened, read straight from the raw files.

Shares nothing with the pipeline: no select, no settings, no lake. Plain loops over accounts and
days, in the words of the definitions: an account that is active on day D has churned on the first
later day from which on it stays inactive for the grace period; it has expanded on a later day when
it pays at least 5 % more with more seats or on another plan.
"""

import csv
import gzip
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

GRACE_DAYS = 14
MIN_INCREASE = 0.05


@dataclass(frozen=True)
class Truth:
    """One account on one as-of date, in hindsight.

    unpaid is why the account does not pay on the date, None when it does; the labels are 0 or 1
    where it pays, else None. The two labels "by hand" do not use the definitions at all.
    """

    account_id: str
    unpaid: str | None
    in_grace: bool
    churn: int | None = None
    expansion: int | None = None
    churn_by_hand: int | None = None
    expansion_by_hand: int | None = None


@dataclass(frozen=True)
class Term:
    starts_on: date
    ends_on: date
    seats: int
    mrr: float
    plan: str


def crm5(folder: Path, as_of: date, horizon_days: int) -> list[Truth]:
    accounts = _column(folder / "account.csv", "account_id")
    terms = _crm5_terms(folder / "subscription.csv.gz")
    return [_crm5_truth(a, terms.get(a, []), as_of, horizon_days) for a in accounts]


def _crm5_terms(path: Path) -> dict[str, list[Term]]:
    rows = list(_rows(path))
    # Whoever left in mid-term has the day in one of the term's rows only, be it an add-on's.
    ends: dict[tuple[str, str], str] = {}
    for row in rows:
        term = (row["account_id"], row["start_date"])
        ends[term] = min(ends.get(term, row["end_date"]), row["end_date"])
    terms: dict[str, list[Term]] = {}
    for row in rows:
        if row["product"] in ("meetings", "search_unlimited"):
            continue
        plan, _, _ = row["product"].rpartition("_")
        terms.setdefault(row["account_id"], []).append(
            Term(
                starts_on=date.fromisoformat(row["start_date"]),
                ends_on=date.fromisoformat(ends[row["account_id"], row["start_date"]]),
                seats=int(row["quantity"]),
                mrr=float(row["mrr"]),
                plan=plan,
            )
        )
    return terms


def _crm5_truth(account_id: str, terms: list[Term], as_of: date, horizon_days: int) -> Truth:
    def on(day: date) -> Term | None:
        covering = [t for t in terms if t.starts_on <= day < t.ends_on]
        return max(covering, key=lambda t: t.starts_on) if covering else None

    now = on(as_of)
    if now is None:
        begun = any(t.starts_on <= as_of for t in terms)
        in_grace = any(on(as_of - timedelta(days=n)) for n in range(1, GRACE_DAYS + 1))
        return Truth(account_id, "ended before" if begun else "starts later", in_grace)

    churned_on = None
    for n in range(1, horizon_days + 1):
        day = as_of + timedelta(days=n)
        if not any(on(day + timedelta(days=g)) for g in range(GRACE_DAYS)):
            churned_on = day
            break

    expansion = expansion_by_hand = 0
    for n in range(1, horizon_days + 1):
        day = as_of + timedelta(days=n)
        later = on(day)
        if later is None:
            continue
        if later.seats > now.seats:
            expansion_by_hand = 1
        if churned_on is not None and day >= churned_on:
            continue
        more = later.seats > now.seats or later.plan != now.plan
        if more and later.mrr >= now.mrr * (1 + MIN_INCREASE):
            expansion = 1

    last_day = max(t.ends_on for t in terms)
    left = last_day < date(2024, 1, 1) and as_of < last_day <= as_of + timedelta(days=horizon_days)
    return Truth(
        account_id,
        None,
        False,
        churn=int(churned_on is not None),
        expansion=expansion,
        churn_by_hand=int(left),
        expansion_by_hand=expansion_by_hand,
    )


def saasguard(folder: Path, as_of: date, horizon_days: int) -> list[Truth]:
    until = as_of + timedelta(days=horizon_days)
    truths = []
    for row in _rows(folder / "customers.csv"):
        signed_up_on = date.fromisoformat(row["signup_date"])
        churned_on = date.fromisoformat(row["churn_date"]) if row["churn_date"] else None
        upgraded_on = date.fromisoformat(row["upgrade_date"]) if row["upgrade_date"] else None
        in_grace = False
        unpaid = None
        if signed_up_on > as_of:
            unpaid = "starts later"
        elif float(row["mrr"]) == 0:
            unpaid = "free plan"
        elif churned_on is not None and churned_on <= as_of:
            unpaid = "ended before"
            in_grace = churned_on > as_of - timedelta(days=GRACE_DAYS)
        if unpaid is not None:
            truths.append(Truth(row["customer_id"], unpaid, in_grace))
            continue
        churn = int(churned_on is not None and churned_on <= until)
        expansion = int(upgraded_on is not None and as_of < upgraded_on <= until)
        truths.append(
            Truth(row["customer_id"], None, False, churn, expansion, churn, expansion)
        )
    return truths


def _column(path: Path, name: str) -> list[str]:
    return [row[name] for row in _rows(path)]


def _rows(path: Path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
