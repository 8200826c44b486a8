"""What the DAG is made of, and what Airflow makes of it."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from conftest import DAGS

EACH = ["ingest", "features", "labels", "train", "score", "publish", "deliver"]


def chain_of(dag):
    return [task.task_id for task in dag.topological_sort()]


def commands(dag):
    return {task.task_id: task.command for task in dag.tasks}


def test_three_steps_in_a_row(dag):
    assert chain_of(dag) == ["ingest", "night", "deliver"]
    assert [sorted(dag.get_task(t).upstream_task_ids) for t in chain_of(dag)] == [[], ["ingest"], ["night"]]
    assert commands(dag)["night"][:2] == ["night", "--no-deliver"]


def test_a_flag_gives_a_container_to_each_step(parsed):
    dag = parsed(STEPS="each").dags["holdfast"]
    assert chain_of(dag) == EACH
    assert [t.task_id for t in dag.tasks if t.outlets] == ["publish"]


@pytest.mark.parametrize("steps", ["night", "each"])
def test_every_step_keeps_the_contract(parsed, steps):
    for task in parsed(STEPS=steps).dags["holdfast"].tasks:
        assert task.trigger_rule == "none_failed"
        assert task.skip_on_exit_code == [10]
        assert task.auto_remove == "force"
        assert not task.mount_tmp_dir
        assert not task.retrieve_output
        assert task.execution_timeout >= timedelta(hours=1)
        assert task.has_on_failure_callback
        assert task.command[-1] == "--json"


def test_retries_outlast_the_silence_after_which_a_lake_is_free(dag):
    for task in dag.tasks:
        waits = [task.retry_delay * task.retry_exponential_backoff**n for n in range(task.retries)]
        assert sum((min(w, task.max_retry_delay) for w in waits), timedelta()) > timedelta(minutes=10)


def test_one_night_at_a_time_in_time(dag):
    assert dag.max_active_runs == 1
    assert not dag.catchup
    assert max(t.execution_timeout for t in dag.tasks) < dag.dagrun_timeout
    (deadline,) = dag.deadline
    assert deadline.interval == timedelta(hours=5)
    assert deadline.callback.path == "alerts.tell_late"


def test_maintenance_is_one_step_without_a_date_once_a_month(parsed):
    dag = parsed(file="holdfast_maintain.py").dags["holdfast_maintain"]
    (task,) = dag.tasks
    assert task.command[:3] == ["maintain", "--config", "/project/holdfast.yaml"]
    assert "--as-of" not in task.command
    assert task.skip_on_exit_code == [10]
    assert dag.timetable.expression == "0 12 1 * *"
    assert dag.max_active_runs == 1


def test_the_dag_says_what_it_does(dag):
    assert "is skipped: nothing to do" in dag.doc_md


def test_where_it_runs_is_told_by_the_environment(parsed):
    place = {
        "IMAGE": "registry/holdfast:1", "PROJECT": "/host/project", "LANDING": "/host/landing",
        "LAKE": "s3a://lake/holdfast", "SCRATCH": "scratch", "MEMORY": "4g", "NETWORK": "none",
        "OPTIONS": "--set training.when=never", "RETRY_DELAY": "3",
    }  # fmt: skip
    task = parsed(**place).dags["holdfast"].get_task("ingest")
    assert (task.image, task.mem_limit, task.network_mode) == ("registry/holdfast:1", "4g", "none")
    assert task.retry_delay == timedelta(seconds=3)
    assert [(m["Target"], m["Source"], m["Type"], m["ReadOnly"]) for m in task.mounts] == [
        ("/project", "/host/project", "bind", True),
        ("/landing", "/host/landing", "bind", False),
        ("/tmp", "scratch", "volume", False),
    ]
    assert " ".join(task.command).endswith(
        "--lake s3a://lake/holdfast --set landing=/landing --set training.when=never --json"
    )


def test_secrets_reach_the_container_and_nothing_else(parsed, monkeypatch):
    from airflow.serialization.serialized_objects import DagSerialization

    monkeypatch.setenv("CRM_PASSWORD", "open-sesame")
    dag = parsed(SECRETS="CRM_PASSWORD NOT_HERE").dags["holdfast"]
    task = dag.get_task("ingest")
    assert task._private_environment == {"CRM_PASSWORD": "open-sesame"}
    assert "open-sesame" not in json.dumps(DagSerialization.to_dict(dag))
    assert "open-sesame" not in json.dumps({name: str(getattr(task, name)) for name in task.template_fields})


def test_parsing_takes_less_than_two_seconds():
    code = (
        "import time, airflow.sdk; started = time.process_time(); import holdfast; "
        "print(time.process_time() - started)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=DAGS, capture_output=True, text=True, check=True)
    seconds = float(done.stdout.splitlines()[-1])
    print(f"parsed in {seconds:.2f} CPU seconds")
    assert seconds < 2
