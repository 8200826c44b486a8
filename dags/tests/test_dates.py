"""The night of each run, as Airflow itself makes runs: by schedule, by hand, caught up, backfilled."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from conftest import DAGS

BERLIN = ZoneInfo("Europe/Berlin")
UTC = ZoneInfo("UTC")


def night(dag, run):
    """The date in the command that a task of the run would execute."""
    from airflow.sdk.definitions.param import process_params

    dates = set()
    for task in dag.tasks:
        params = process_params(dag, task, run.conf, suppress_exception=False)
        rendered = task.render_template(
            task.command, {"dag_run": run, "params": params}, dag.get_template_env()
        )
        dates.add(rendered[rendered.index("--as-of") + 1])
    (one,) = dates
    return one


def scheduled(dag, first, last, *, catchup=True):
    """The runs that the timetable makes, as the scheduler asks it."""
    from airflow.models import DagRun
    from airflow.serialization.serialized_objects import DagSerialization
    from airflow.timetables.base import TimeRestriction

    timetable = DagSerialization.from_dict(DagSerialization.to_dict(dag)).timetable
    restriction = TimeRestriction(earliest=first, latest=last, catchup=catchup)
    interval, runs = None, []
    while info := timetable.next_dagrun_info(last_automated_data_interval=interval, restriction=restriction):
        interval = info.data_interval
        runs.append(DagRun(dag_id="holdfast", logical_date=info.logical_date, run_after=info.run_after))
    return runs


def instant(*parts, zone=UTC):
    import pendulum

    return pendulum.instance(datetime(*parts, tzinfo=zone))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tokyo", "America/New_York", "UTC"])
@pytest.mark.parametrize(
    ("first", "last", "nights"),
    [
        ((2025, 2, 27), (2025, 3, 2), ["2025-02-26", "2025-02-27", "2025-02-28", "2025-03-01"]),
        ((2024, 2, 29), (2024, 3, 1), ["2024-02-28", "2024-02-29"]),
        ((2024, 12, 31), (2025, 1, 1), ["2024-12-30", "2024-12-31"]),
        # Clocks change in New York on the 9th, in Berlin on the 30th, back on 26 October.
        ((2025, 3, 9), (2025, 3, 10), ["2025-03-08", "2025-03-09"]),
        ((2025, 3, 29), (2025, 3, 31), ["2025-03-28", "2025-03-29", "2025-03-30"]),
        ((2025, 10, 25), (2025, 10, 27), ["2025-10-24", "2025-10-25", "2025-10-26"]),
    ],
)
def test_a_run_is_for_the_day_before_its_trigger_in_the_zone_of_the_business(
    parsed, zone, first, last, nights
):
    place = ZoneInfo(zone)
    dag = parsed(TIMEZONE=zone).dags["holdfast"]
    runs = scheduled(dag, instant(*first, zone=place), instant(*last, 23, zone=place))
    assert [night(dag, run) for run in runs] == nights
    assert {run.logical_date.astimezone(place).hour for run in runs} == {3}


def test_the_clock_change_moves_the_trigger_not_the_night(parsed):
    dag = parsed(TIMEZONE="Europe/Berlin").dags["holdfast"]
    runs = scheduled(dag, instant(2025, 3, 29, zone=BERLIN), instant(2025, 3, 31, 23, zone=BERLIN))
    assert [run.logical_date.astimezone(UTC).hour for run in runs] == [2, 1, 1]


@pytest.fixture
def stored(database, parsed):
    """The DAG in Airflow's database."""
    from airflow.dag_processing.dagbag import sync_bag_to_db

    bag = parsed(TIMEZONE="Europe/Berlin")
    sync_bag_to_db(bag, "dags-folder", None)
    return bag.dags["holdfast"]


def by_hand(**trigger):
    from airflow.api.common.trigger_dag import trigger_dag
    from airflow.utils.types import DagRunTriggeredByType

    return trigger_dag("holdfast", triggered_by=DagRunTriggeredByType.REST_API, **trigger)


@pytest.mark.parametrize(
    ("run_after", "wanted"),
    [
        ((2025, 3, 1, 9), "2025-02-28"),
        # Ten in the evening in UTC on the 30th is the first hour of the 31st in Berlin's summer.
        ((2025, 3, 30, 22, 30), "2025-03-30"),
        ((2025, 3, 30, 21, 30), "2025-03-29"),
    ],
)
def test_a_run_by_hand_without_a_date_is_for_the_day_before_its_moment(stored, run_after, wanted):
    run = by_hand(run_after=instant(*run_after), logical_date=None, run_id=f"by-hand-{wanted}")
    assert run.logical_date is None
    assert night(stored, run) == wanted


def test_a_run_by_hand_may_name_its_night(stored):
    run = by_hand(conf={"as_of": "2025-02-28"}, run_id="named")
    assert night(stored, run) == "2025-02-28"


@pytest.mark.parametrize("wrong", ["28.02.2025", "yesterday", 20250228])
def test_a_night_that_is_no_date_is_refused_when_triggered(stored, wrong):
    from airflow.sdk.exceptions import ParamValidationError

    with pytest.raises(ParamValidationError, match="as_of"):
        by_hand(conf={"as_of": wrong}, run_id=f"wrong-{wrong}")


def test_a_backfill_across_the_clock_change_and_the_month_end_has_each_night_once(stored):
    from airflow.models import DagRun
    from airflow.models.backfill import _create_backfill
    from airflow.utils.session import create_session
    from sqlalchemy import select

    _create_backfill(
        dag_id="holdfast",
        from_date=instant(2025, 3, 29, zone=BERLIN),
        to_date=instant(2025, 4, 1, 23, zone=BERLIN),
        max_active_runs=1,
        reverse=False,
        dag_run_conf={},
        triggering_user_name="tests",
    )
    with create_session() as session:
        runs = session.scalars(
            select(DagRun).where(DagRun.run_type == "backfill").order_by(DagRun.logical_date)
        ).all()
        assert [night(stored, run) for run in runs] == [
            "2025-03-28",
            "2025-03-29",
            "2025-03-30",
            "2025-03-31",
        ]


def test_each_date_comes_from_one_place():
    sources = [path.read_text() for path in DAGS.glob("*.py")]
    assert sum(text.count("timedelta(days=1)") for text in sources) == 1
    assert not any(
        word in text for text in sources for word in ("{{ ds", "data_interval", "now()", "today()")
    )
