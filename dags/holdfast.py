"""Holdfast's nights: what landed by the end of a business day becomes that day's lists.

| | |
|---|---|
| scheduled | at three in the business's zone, for the day that has ended |
| by hand | the same by the clock of the trigger; `as_of` in the configuration names another date |
| catch-up, backfill | each run has the date of its own trigger; one at a time, oldest first |

`ingest` loads what landed, `night` makes and publishes the tables, `deliver` hands them out. Each
asks the lake what is left to do: a step that finds nothing is skipped, and the next one decides for
itself. Running anything again is safe.

| exit | the task | who acts |
|---|---|---|
| 0 | succeeds | |
| 10 | is skipped: nothing to do | |
| 20, 30, 70 | fails at once | operator, owner of the data, us: `docs/RUNBOOK.md` |
| 40, 50, a killed container | is tried again, two minutes later, then four, eight, sixteen | |
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import (
    DAG,
    Asset,
    CronTriggerTimetable,
    DeadlineAlert,
    DeadlineReference,
    Param,
    SyncCallback,
    chain,
)

import alerts
from spark_job import spark_job

# The zone that cuts business days: that of `timezone:` in holdfast.yaml.
ZONE = os.environ.get("HOLDFAST_TIMEZONE", "UTC")
SCHEDULE = os.environ.get("HOLDFAST_SCHEDULE", "0 3 * * *")
FIRST_NIGHT = os.environ.get("HOLDFAST_FIRST_NIGHT", "2025-01-01")
# `each`: one container a step, to see where a large night spends its time and to retry less of it.
EACH_STEP = os.environ.get("HOLDFAST_STEPS", "night") == "each"
HOURS = 5

PUBLISHED = Asset("holdfast_published", uri="holdfast://published")
TIMEOUTS = {"night": timedelta(hours=4), "features": timedelta(hours=2), "train": timedelta(hours=2)}
STEPS = (
    ["ingest", "features", "labels", "train", "score", "publish", "deliver"]
    if EACH_STEP
    else ["ingest", "night --no-deliver", "deliver"]
)


def as_of(dag_run: Any, params: dict[str, Any]) -> str:
    """The night that a run is for: the day before its trigger, in the business's zone.

    The one place where a date is decided. A run by hand may have no logical date: then the moment
    counts from which it may run.
    """
    if params.get("as_of"):
        return date.fromisoformat(params["as_of"]).isoformat()
    trigger = dag_run.logical_date or dag_run.run_after
    return (trigger.astimezone(ZoneInfo(ZONE)).date() - timedelta(days=1)).isoformat()


with DAG(
    "holdfast",
    schedule=CronTriggerTimetable(SCHEDULE, timezone=ZONE),
    start_date=datetime.fromisoformat(FIRST_NIGHT).replace(tzinfo=ZoneInfo(ZONE)),
    catchup=False,
    # One writer at a time; the lake's lock would refuse a second one.
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=12),
    params={
        "as_of": Param(
            None,
            type=["null", "string"],
            format="date",
            description="The night, YYYY-MM-DD; empty: the day before the trigger",
        )
    },
    user_defined_macros={"as_of": as_of},
    deadline=DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(hours=HOURS),
        callback=SyncCallback(alerts.tell_late, kwargs={"hours": HOURS}),
    ),
    doc_md=__doc__,
    tags=["holdfast"],
) as dag:
    chain(
        *[
            spark_job(
                step,
                as_of="{{ as_of(dag_run, params) }}",
                timeout=TIMEOUTS.get(step.split()[0], timedelta(hours=1)),
                publishes=PUBLISHED if step.split()[0] in ("night", "publish") else None,
            )
            for step in STEPS
        ]
    )
