"""What becomes of a task by the exit code of its container: DockerOperator itself, a hand-written engine."""

import logging
from types import SimpleNamespace

import pytest


class Client:
    """As much of Docker's client as a task needs: a container that says its lines and exits."""

    def __init__(self, code, lines):
        self.code, self.lines = code, lines
        self.config, self.removed = {}, []

    def images(self, name):
        return [name]

    def create_host_config(self, **config):
        self.config = config
        return config

    def create_container(self, **container):
        self.container = container
        return {"Id": "one"}

    def attach(self, container, **_):
        return iter([(line + "\n").encode() for line in self.lines])

    def start(self, container):
        pass

    def wait(self, container, timeout):
        return {"StatusCode": self.code}

    def remove_container(self, container, force):
        self.removed.append(container)


def run(dag, code, *lines, task_id="ingest"):
    """Executes a task of the DAG; returns what it said of its asset and what the engine was asked."""
    task = dag.get_task(task_id)
    client = Client(code, lines)
    task.hook = SimpleNamespace(api_client=client, client_created=True)
    events = {outlet: SimpleNamespace(extra=None) for outlet in task.outlets}
    try:
        assert task.execute({"outlet_events": events}) is None
    finally:
        assert client.removed == ["one"]
    return [event.extra for event in events.values()], client


JSON = '{"command":"night","status":"done","exit":0,"as_of":"2025-04-22","run_id":"2025-04-22-c0ffee"}'


def test_done_tells_the_asset_which_run_it_is(dag):
    extras, _ = run(dag, 0, "night: done", JSON, "night 2025-04-22: done in 1.0 s", task_id="night")
    assert extras == [{"as_of": "2025-04-22", "run_id": "2025-04-22-c0ffee"}]


def test_nothing_to_do_is_skipped(dag):
    from airflow.sdk.exceptions import AirflowSkipException

    with pytest.raises(AirflowSkipException):
        run(dag, 10, "night: nothing to do", task_id="night")


@pytest.mark.parametrize("code", [20, 30, 70])
def test_what_a_retry_cannot_mend_fails_for_good(dag, code):
    from airflow.sdk.exceptions import AirflowFailException

    with pytest.raises(AirflowFailException, match=rf"\(exit {code}\): source usage has no files"):
        run(dag, code, "ingest: starts", "error: source usage has no files", "{}")


@pytest.mark.parametrize("code", [40, 50])
def test_what_passes_may_be_tried_again(dag, code):
    from airflow.sdk.exceptions import AirflowException, AirflowFailException

    with pytest.raises(AirflowException, match=rf"\(exit {code}\): lake /lake is locked") as failure:
        run(dag, code, "error: lake /lake is locked")
    assert not isinstance(failure.value, AirflowFailException)


@pytest.mark.parametrize("code", [1, 137, 143])
def test_a_container_that_was_killed_may_be_tried_again(dag, code):
    from airflow.sdk.exceptions import AirflowException, AirflowFailException

    with pytest.raises(AirflowException, match="ended from outside") as failure:
        run(dag, code, "ingest: starts")
    assert not isinstance(failure.value, AirflowFailException)


def test_the_container_may_write_to_its_mounts_alone(dag):
    _, client = run(dag, 0)
    assert client.config["read_only"]
    assert client.config["cap_drop"] == ["ALL"]
    assert client.config["security_opt"] == ["no-new-privileges"]
    assert client.config["tmpfs"] == {"/tmp": "exec,mode=1777"}
    assert not client.config["privileged"]


def test_scratch_space_takes_the_place_of_memory(parsed):
    _, client = run(parsed(SCRATCH="/host/scratch").dags["holdfast"], 0)
    assert client.config["tmpfs"] == {}


def test_a_failure_is_told_in_one_line(dag, caplog):
    from alerts import tell_failure

    context = {
        "dag_run": SimpleNamespace(run_id="scheduled-1"),
        "ti": SimpleNamespace(task_id="ingest"),
        "exception": ValueError("data is refused (exit 30): source usage has no files\nmore"),
    }
    with caplog.at_level(logging.ERROR, "holdfast.alerts"):
        tell_failure(context)
    assert caplog.messages == [
        "holdfast: ingest of scheduled-1 failed: data is refused (exit 30): source usage has no files"
    ]
