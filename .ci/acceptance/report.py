"""The findings as a page."""

import os

HEADER = """\
# Acceptance

Whole nights on two third-party worlds, each trained only on what was known on its date, judged
afterwards against what happened. **Both worlds are simulated**: the figures show that the system
works, not what it reaches on real customers. What the data is, and its licence:
[crm5](../examples/crm5/README.md), [saasguard](../examples/saasguard/README.md).

`make acceptance` runs it and fails when a line below does not hold; `make acceptance
ARGS=--publish` writes this page.
"""

FIGURES = """\
## How well the nights predicted
Both dates pooled; every scored account that pays on the date, in hindsight. The interval is that of
95 % of the samples drawn again from the rows; differences within it are no evidence. The log loss
of the base rate alone stands in brackets. ECE: ten bins of equally many rows.
"""

LIGHTGBM = """\
## Beside LightGBM
A LightGBM that learns, night by night, from the lake's feature rows and labels of the very dates on
our model's card: a small grid, settings and rounds chosen by log loss on the card's last fold, then
fitted to all rows with five seeds, of which the mean counts. Judged on the same accounts of both
dates; the interval is that of 95 % of the differences over accounts drawn again, each with both of
its rows. Where the interval reaches over zero neither is better as far as this data tells.
"""

LABELS = """\
## Labels
Labels of the lake against labels made from the raw files by plain loops that share nothing with the
pipeline, over the scored accounts of both dates. *As defined* follows the definitions of churn and
expansion; *by hand* does not use them: the last end date, more seats, the churn and upgrade dates
as they stand in the file.
"""

ACCOUNTS = """\
## Who was scored
Every account of the data, once. In grace: the last paid term ended less than 14 days before; such
an account is scored, and neither trained nor judged.
"""

STEPS = """\
## Seconds
Wall time of each command with the start of its JVM, local Spark on {cores} cores. The first night
of a world loads the whole history and computes the features of all training dates.
"""


def markdown(findings) -> str:
    return "\n".join(
        [
            HEADER,
            FIGURES,
            _table(
                ["world", "target", "rows", "positives", "base rate", "AUC", "interval", "floor"]
                + ["PR-AUC", "log loss", "Brier", "ECE", "lift at 10 %", "holds"],
                [_figure(f) for f in findings.figures],
            ),
            LIGHTGBM,
            _table(
                ["world", "target", "AUC", "LightGBM", "difference", "interval", "least", "holds"],
                [_difference(d) for d in findings.differences],
            ),
            LABELS,
            _table(
                ["world", "target", "said", "rows", "positives", "differing", "allowed", "holds"],
                [_comparison(c) for c in findings.comparisons],
            ),
            _list(d for c in findings.comparisons for d in _differing(c)),
            ACCOUNTS,
            _table(
                ["world", "as of", "which", "accounts"],
                [
                    [world, as_of, which, f"{n:,}"]
                    for world, as_of, causes in findings.accounts
                    for which, n in sorted(causes.items())
                ],
            ),
            STEPS.format(cores=_cores()),
            _table(
                ["world", "command", "as of", "seconds"],
                [[s.world, s.command, s.as_of, f"{s.seconds:.0f}"] for s in findings.steps],
            ),
            _list(f"FAULT: {fault}" for fault in findings.faults),
        ]
    ).rstrip() + "\n"


def _figure(figure) -> list:
    m = figure.measures
    return [
        figure.world,
        figure.target,
        f"{m.rows:,}",
        m.positives,
        f"{m.base_rate:.3f}",
        f"**{m.auc:.3f}**",
        f"{m.auc_low:.3f}–{m.auc_high:.3f}",
        f"{figure.auc_floor:.2f}",
        f"{m.pr_auc:.3f}" + (f" (≥ {figure.pr_auc_floor:.2f})" if figure.pr_auc_floor else ""),
        f"{m.log_loss:.4f} ({m.base_log_loss:.4f})",
        f"{m.brier:.4f}",
        f"{m.ece:.4f}",
        f"{m.lift_at_10:.1f}",
        _yes(figure.passed),
    ]


def _difference(d) -> list:
    return [
        d.world,
        d.target,
        f"{d.ours:.4f}",
        f"{d.theirs:.4f}",
        f"**{d.difference:+.4f}**",
        f"{d.low:+.4f} to {d.high:+.4f}",
        f"{-d.most_behind:+.3f}",
        _yes(d.passed),
    ]


def _comparison(c) -> list:
    allowed = f"{c.allowed:.0%} of positives" if c.allowed else "none"
    counts = [f"{c.rows:,}", c.positives, len(c.differing)]
    return [c.world, c.target, c.said, *counts, allowed, _yes(c.passed)]


def _differing(c, shown: int = 20):
    for account in c.differing[:shown]:
        yield f"{c.world}, {c.target}, {c.said}: {account}"
    if len(c.differing) > shown:
        yield f"{c.world}, {c.target}, {c.said}: and {len(c.differing) - shown} more"


def _yes(holds: bool) -> str:
    return "yes" if holds else "**NO**"


def _table(header: list, rows: list[list]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def _list(items) -> str:
    return "".join(f"- {item}\n" for item in items)


def _cores() -> int:
    return os.cpu_count() or 1
