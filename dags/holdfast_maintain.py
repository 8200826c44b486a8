"""Once a month: what keeps Holdfast's lake small and quick to read.

`maintain` takes out what `retention:` in holdfast.yaml lets go, joins small files, and deletes files
that no table has had for days. Readers of published nights see nothing of it. It runs at noon, and
while a night holds the lake it is tried again.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from airflow.sdk import DAG, CronTriggerTimetable

from spark_job import spark_job

ZONE = os.environ.get("HOLDFAST_TIMEZONE", "UTC")
SCHEDULE = os.environ.get("HOLDFAST_MAINTAIN_SCHEDULE", "0 12 1 * *")

with DAG(
    "holdfast_maintain",
    schedule=CronTriggerTimetable(SCHEDULE, timezone=ZONE),
    start_date=datetime(2025, 1, 1, tzinfo=ZoneInfo(ZONE)),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["holdfast"],
) as dag:
    spark_job("maintain", as_of=None, timeout=timedelta(hours=4))
