"""LightGBM as one would tune it: what our learner is measured against."""

from dataclasses import dataclass

import lightgbm
import numpy as np
import pandas as pd

# Written down before any figure was seen: from stumps of a few leaves to LightGBM's defaults.
GRID = (
    {"num_leaves": 4, "min_data_in_leaf": 20, "feature_fraction": 0.3},
    {"num_leaves": 8, "min_data_in_leaf": 50, "feature_fraction": 0.3},
    {"num_leaves": 16, "min_data_in_leaf": 50, "feature_fraction": 0.5},
    {"num_leaves": 31, "min_data_in_leaf": 20, "feature_fraction": 0.5},
    {"num_leaves": 31, "min_data_in_leaf": 20, "feature_fraction": 1.0},
)
COMMON = {
    "objective": "binary",
    "metric": "binary_logloss",
    "learning_rate": 0.03,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    # More threads gain little on tables of this size, and wait for each other on a busy machine.
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
MOST_ROUNDS = 2000
PATIENCE = 100
SEEDS = range(5)


@dataclass(frozen=True)
class Opponent:
    boosters: list[lightgbm.Booster]
    settings: dict
    rounds: int

    def probabilities(self, rows: pd.DataFrame) -> np.ndarray:
        return np.mean([b.predict(rows) for b in self.boosters], axis=0)


def dataset(rows: pd.DataFrame, labels: np.ndarray, binned_as=None) -> lightgbm.Dataset:
    # By place: LightGBM refuses names with colons and the like, which event types may have.
    rows = rows.set_axis([f"column_{i}" for i in range(rows.shape[1])], axis="columns")
    return lightgbm.Dataset(rows, labels, reference=binned_as, free_raw_data=False)


def stopped_early(rows, labels, trains, stops, settings, seed=0) -> lightgbm.Booster:
    """Fitted to the rows of one mask, until the log loss of those of the other rises."""
    train = dataset(rows[trains], labels[trains])
    return lightgbm.train(
        {**COMMON, **settings, "seed": seed},
        train,
        num_boost_round=MOST_ROUNDS,
        valid_sets=[dataset(rows[stops], labels[stops], binned_as=train)],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )


def fitted(rows: pd.DataFrame, labels: np.ndarray, trains, stops) -> Opponent:
    """Settings and rounds by the log loss of the stopping rows, then all rows, once a seed.

    Columns of dtype category are split as categories.
    """
    tried = [(stopped_early(rows, labels, trains, stops, s), s) for s in GRID]
    best, settings = min(tried, key=lambda t: t[0].best_score["valid_0"]["binary_logloss"])
    everything = dataset(rows, labels)
    boosters = [
        lightgbm.train({**COMMON, **settings, "seed": seed}, everything, best.best_iteration)
        for seed in SEEDS
    ]
    return Opponent(boosters, settings, best.best_iteration)
