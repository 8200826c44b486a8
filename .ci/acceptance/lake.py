"""The lake as a reader outside Spark sees it: published rows through the manifest."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
from deltalake import DeltaTable


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


def model_cards(lake: Path) -> list[dict]:
    """The cards of all models that were trained, refused ones too."""
    return [
        json.loads(card.read_text(encoding="utf-8"))
        for card in sorted((lake / "models").glob("*/*/card.json"))
    ]


def _rows(table: Path, as_of: date) -> pd.DataFrame:
    rows = DeltaTable(str(table)).to_pandas()
    return rows[pd.to_datetime(rows["as_of"]).dt.date == as_of]
