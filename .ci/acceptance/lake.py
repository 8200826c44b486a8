"""The lake as a reader outside Spark sees it: published rows through the manifest."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
from deltalake import DeltaTable

ACCOUNT = ["as_of", "account_id"]
UNLEARNED = ["inputs_fingerprint", "attributes"]


def account_scores(lake: Path, as_of: date) -> pd.DataFrame:
    """The scores of the last publication of a date."""
    manifest = _rows(lake / "run_manifest", as_of)
    published = manifest[manifest["table_name"] == "account_scores"]
    if published.empty:
        raise SystemExit(f"{lake}/run_manifest: no publication of account_scores for {as_of}")
    run_id = published.sort_values("published_at")["run_id"].iloc[-1]
    scores = _rows(lake / "published" / "account_scores", as_of)
    return scores[scores["run_id"] == run_id]


def account_labels(lake: Path, as_of: date) -> pd.DataFrame:
    return _rows(lake / "labels" / "account_labels", as_of)


def model_evaluations(lake: Path, as_of: date) -> pd.DataFrame:
    return _rows(lake / "published" / "model_evaluations", as_of)


def model_card(lake: Path, target: str, model_id: str) -> dict:
    return json.loads((lake / "models" / target / model_id / "card.json").read_text("utf-8"))


def feature_rows(lake: Path, dates: Iterable[date]) -> pd.DataFrame:
    """By (as_of, account_id): numbers as floats, words as text, and each event type's numbers."""
    accounts = _of_dates(lake / "features" / "account_features", dates).set_index(ACCOUNT)
    accounts = accounts.join(_attributes(accounts)).drop(columns=UNLEARNED, errors="ignore")
    words = [c for c in accounts.columns if isinstance(_first(accounts[c]), str)]
    numbers = [c for c in accounts.columns if c not in words]
    events = _of_dates(lake / "features" / "account_event_features", dates)
    by_type = events.drop(columns=UNLEARNED, errors="ignore").pivot(
        index=ACCOUNT, columns="event_type"
    )
    by_type.columns = [f"{number}:{event_type}" for number, event_type in by_type.columns]
    return accounts[numbers].astype(float).join([accounts[words], by_type.astype(float)])


def _attributes(accounts: pd.DataFrame) -> pd.DataFrame:
    """The map of each account as columns: numbers where all of an attribute's values are."""
    maps = [dict(m) if isinstance(m, list) else {} for m in accounts.get("attributes", ())]
    words = pd.DataFrame(maps, index=accounts.index).add_prefix("attr_")
    numbers = {c: pd.to_numeric(words[c], errors="coerce") for c in words}
    return words.assign(**{c: n for c, n in numbers.items() if n.count() == words[c].count()})


def labels(lake: Path, dates: Iterable[date], target: str) -> pd.Series:
    """By (as_of, account_id), where there is one."""
    rows = _of_dates(lake / "labels" / "account_labels", dates)
    return rows[rows["target"] == target].set_index(ACCOUNT)["label"].dropna().astype(int)


def _first(column: pd.Series):
    known = column.dropna()
    return None if known.empty else known.iloc[0]


def model_cards(lake: Path) -> list[dict]:
    """The cards of all models that were trained, refused ones too."""
    return [
        json.loads(card.read_text(encoding="utf-8"))
        for card in sorted((lake / "models").glob("*/*/card.json"))
    ]


def _rows(table: Path, as_of: date) -> pd.DataFrame:
    return _of_dates(table, [as_of])


def _of_dates(table: Path, dates: Iterable[date]) -> pd.DataFrame:
    rows = DeltaTable(str(table)).to_pandas()
    return rows[pd.to_datetime(rows["as_of"]).dt.date.isin(list(dates))]
