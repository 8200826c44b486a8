"""What is said when a night fails or is late: one line each, in the log `holdfast.alerts`."""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger("holdfast.alerts")


def tell_failure(context: dict[str, Any]) -> None:
    """The task, its run and the error's one line; hand it to a notifier of yours here."""
    run, task = context["dag_run"], context["ti"].task_id
    error = str(context.get("exception") or "no exception is known").splitlines()[0]
    log.error("holdfast: %s of %s failed: %s", task, run.run_id, error)


def tell_late(context: dict[str, Any], hours: float) -> None:
    """A night that is not done in time; the lists of the night before still stand."""
    run = context.get("dag_run") or {}
    name = run.get("dag_run_id") if isinstance(run, dict) else run.run_id
    log.error("holdfast: %s is not done %g hours after it was due", name, hours)
