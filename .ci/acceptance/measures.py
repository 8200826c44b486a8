"""How well probabilities rank and fit what happened, computed outside the pipeline."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import average_precision_score, log_loss, roc_auc_score


@dataclass(frozen=True)
class Measures:
    rows: int
    positives: int
    auc: float
    auc_low: float
    auc_high: float
    pr_auc: float
    log_loss: float
    base_log_loss: float
    brier: float
    ece: float
    lift_at_10: float

    @property
    def base_rate(self) -> float:
        return self.positives / self.rows


def measures(probabilities, labels) -> Measures:
    p = np.asarray(probabilities, dtype=float)
    y = np.asarray(labels, dtype=int)
    low, high = _auc_interval(p, y)
    return Measures(
        rows=len(y),
        positives=int(y.sum()),
        auc=float(roc_auc_score(y, p)),
        auc_low=low,
        auc_high=high,
        pr_auc=float(average_precision_score(y, p)),
        log_loss=float(log_loss(y, p)),
        base_log_loss=float(log_loss(y, np.full(len(y), y.mean()))),
        brier=float(np.mean((p - y) ** 2)),
        ece=expected_calibration_error(p, y),
        lift_at_10=lift(p, y, 0.1),
    )


def expected_calibration_error(p: np.ndarray, y: np.ndarray, bins: int = 10) -> float:
    """Mean distance of predicted from observed rates over bins of equally many rows."""
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, bins)
    return float(sum(abs(p[i].mean() - y[i].mean()) * len(i) for i in parts if len(i)) / len(y))


def lift(p: np.ndarray, y: np.ndarray, share: float) -> float:
    """Rate among the likeliest share of rows over the rate of all."""
    top = np.argsort(-p, kind="stable")[: max(1, round(share * len(p)))]
    return float(y[top].mean() / y.mean())


def auc_difference(p, others, labels, groups, draws: int = 500) -> tuple[float, float, float]:
    """AUC of p minus AUC of others on the same rows, and 95 % of it over groups drawn again.

    A group is drawn with all of its rows, for both sides alike; the seed is fixed.
    """
    p, others = np.asarray(p, dtype=float), np.asarray(others, dtype=float)
    y = np.asarray(labels, dtype=int)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    random = np.random.default_rng(0)

    def difference(weights: np.ndarray | None = None) -> float:
        ours, theirs = (roc_auc_score(y, s, sample_weight=weights) for s in (p, others))
        return float(ours - theirs)

    drawn = []
    while len(drawn) < draws:
        weights = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))[group]
        if 0 < weights[y == 1].sum() < weights.sum():
            drawn.append(difference(weights))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return difference(), float(low), float(high)


def _auc_interval(p: np.ndarray, y: np.ndarray, draws: int = 500) -> tuple[float, float]:
    """95 % of AUCs over rows drawn again with replacement; the seed is fixed."""
    random = np.random.default_rng(0)
    aucs = []
    while len(aucs) < draws:
        i = random.integers(0, len(y), len(y))
        if 0 < y[i].sum() < len(i):
            aucs.append(roc_auc_score(y[i], p[i]))
    low, high = np.quantile(aucs, [0.025, 0.975])
    return float(low), float(high)
