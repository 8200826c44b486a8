"""LightGBM on the lake's feature rows, in the place of the model that scored a night."""

from datetime import date, timedelta
from pathlib import Path

import lake
import numpy as np
import opponent
import pandas as pd


def probabilities(
    lake_path: Path, as_of: date, target: str, model_id: str, embargo_days: int
) -> pd.Series:
    """By account of the night: what LightGBM says that learned from the rows of the model's card.

    The same dates and labels; settings and rounds are chosen on the card's last fold.
    """
    card = lake.model_card(lake_path, target, model_id)
    dates = [date.fromisoformat(d) for d in card["trainDates"]]
    last = max(card["figures"], key=lambda f: f["fold"])
    trained_to = date.fromisoformat(last["trainTo"])
    judged = [d for d in dates if d >= trained_to + timedelta(days=embargo_days)]
    if max(judged).isoformat() != last["testOn"]:
        raise SystemExit(f"{model_id}: the card judges {last['testOn']}, the fold {max(judged)}")

    rows = lake.feature_rows(lake_path, [*dates, as_of])
    for column in rows.columns[rows.dtypes == "str"]:
        rows[column] = rows[column].astype("category")
    labels = lake.labels(lake_path, dates, target)
    if target == "churn":
        notice = rows["notice_given"] == 1
        labels = labels[labels.index.isin(rows.index[~notice])]
    if len(labels) != card["rows"] or labels.sum() != card["positives"]:
        raise SystemExit(
            f"{model_id}: trained on {card['rows']} rows, {card['positives']} positive; the lake"
            f" gives {len(labels)} and {labels.sum()}"
        )
    days = pd.to_datetime(labels.index.get_level_values("as_of"))
    learned = opponent.fitted(
        rows.loc[labels.index],
        labels.to_numpy(),
        trains=np.asarray(days <= pd.Timestamp(trained_to)),
        stops=np.asarray(days >= pd.Timestamp(min(judged))),
    )
    print(f"LightGBM {as_of} {target}: {learned.settings}, {learned.rounds} rounds", flush=True)
    is_night = pd.to_datetime(rows.index.get_level_values("as_of")) == pd.Timestamp(as_of)
    night = rows[is_night]
    return pd.Series(
        learned.probabilities(night), index=night.index.get_level_values("account_id")
    )
