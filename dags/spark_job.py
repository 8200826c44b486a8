"""One Holdfast command in a container: the only place that knows how and where the image runs."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from airflow.providers.docker.exceptions import DockerContainerFailedException
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.sdk import Asset
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from docker.types import Mount

import alerts

# What the command's exit codes ask of a scheduler. Any other code is a container that was ended from
# outside (137: killed, such as for want of memory; 143: stopped), and is worth a retry.
NOTHING_TO_DO = 10
HOPELESS = {20: "settings or usage are wrong", 30: "data is refused", 70: "a bug of ours"}
PASSING = {40: "another run holds the lake", 50: "storage or network failed"}


@dataclass(frozen=True)
class Place:
    """Where the image runs, as the environment of Airflow says it.

    Paths are those of the machine on which the engine runs; a name without a slash is a volume.
    """

    image: str = "holdfast:latest"
    project: str = "/srv/holdfast/project"  # holdfast.yaml and its selects; read only
    landing: str = ""  # written where databases land; without one it lies within the project
    lake: str = "/srv/holdfast/lake"  # or the URI of an object store
    scratch: str = ""  # for nights that sort more than memory holds; without one /tmp is memory
    memory: str = "8g"
    network: str = "bridge"
    java_options: str = ""
    options: str = ""  # further options of every command
    secrets: tuple[str, ...] = ()  # names of variables that are handed on and shown nowhere
    retry_delay: timedelta = field(default=timedelta(minutes=2))

    @classmethod
    def of(cls, environment: dict[str, str]) -> Place:
        """HOLDFAST_IMAGE is `image`, and so on; what is not named keeps its default."""
        names = {f"HOLDFAST_{name}".upper(): name for name in cls.__dataclass_fields__}
        known: dict[str, Any] = {names[key]: value for key, value in environment.items() if key in names}
        if "secrets" in known:
            known["secrets"] = tuple(known["secrets"].split())
        if "retry_delay" in known:
            known["retry_delay"] = timedelta(seconds=float(known["retry_delay"]))
        return cls(**known)

    @property
    def has_object_store(self) -> bool:
        return "://" in self.lake

    def mounts(self) -> list[Mount]:
        mounts = [mount("/project", self.project, read_only=True)]
        if self.landing:
            mounts.append(mount("/landing", self.landing))
        if not self.has_object_store:
            mounts.append(mount("/lake", self.lake))
        if self.scratch:
            mounts.append(mount("/tmp", self.scratch))  # noqa: S108 (in the container)
        return mounts

    def command(self, step: str, as_of: str | None) -> list[str]:
        night = ["--as-of", as_of] if as_of else []
        lake = self.lake if self.has_object_store else "/lake"
        landing = ["--set", "landing=/landing"] if self.landing else []
        return [
            *step.split(), *night, "--config", "/project/holdfast.yaml", "--lake", lake,
            *landing, *self.options.split(), "--json",
        ]  # fmt: skip


def mount(target: str, source: str, *, read_only: bool = False) -> Mount:
    kind = "bind" if PurePosixPath(source).is_absolute() else "volume"
    return Mount(target=target, source=source, type=kind, read_only=read_only)


class Engine:
    """Docker's client, with what DockerOperator cannot ask of it."""

    def __init__(self, client: Any, tmpfs: dict[str, str]):
        self.client = client
        self.tmpfs = tmpfs
        self.exit_code: int | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def create_host_config(self, **config: Any) -> dict:
        """Nothing is writable but the mounts, and nobody becomes more than they are."""
        return self.client.create_host_config(
            **config,
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges"],
            tmpfs=self.tmpfs,
        )

    def wait(self, container: str) -> dict:
        result = self.client.wait(container, timeout=None)
        self.exit_code = result["StatusCode"]
        return result


class HoldfastOperator(DockerOperator):
    """Runs one command; what becomes of the task follows from the exit code alone."""

    @cached_property
    def cli(self) -> Engine:
        has_scratch = any(m.get("Target") == "/tmp" for m in self.mounts)  # noqa: S108
        # Native libraries are unpacked there, and must be run.
        return Engine(super().cli, {} if has_scratch else {"/tmp": "exec,mode=1777"})  # noqa: S108

    def execute(self, context: Any) -> None:
        """Nothing is handed to other tasks: each asks the lake by its own exit code."""
        try:
            lines = super().execute(context)
        except DockerContainerFailedException as failure:
            raise failed(self.cli.exit_code, failure.logs or []) from None
        for outlet in self.outlets:
            context["outlet_events"][outlet].extra = said(lines or [])


def failed(code: int | None, lines: list) -> AirflowException:
    """The failure that an exit code asks for, in the words of the command's last error."""
    errors = [line for line in lines if line.startswith("error: ")]
    why = errors[-1].removeprefix("error: ") if errors else "the container was ended from outside"
    if code in HOPELESS:
        return AirflowFailException(f"{HOPELESS[code]} (exit {code}): {why}")
    return AirflowException(f"{PASSING.get(code or 0, 'ended early')} (exit {code}): {why}")


def said(lines: list[str]) -> dict[str, str]:
    """Date and run of the command's line of JSON."""
    summary = next(json.loads(line) for line in reversed(lines) if line.startswith('{"command"'))
    return {"as_of": summary["as_of"], "run_id": summary["run_id"]}


def spark_job(
    step: str,
    *,
    as_of: str | None,
    timeout: timedelta,
    publishes: Asset | None = None,
) -> HoldfastOperator:
    """The task that runs `holdfast STEP --as-of AS_OF`.

    :param step: command and options, such as `night --no-deliver`
    :param as_of: the date, or the template of it; none for a command without one
    :param timeout: of one attempt; the container is then stopped, and gives the lake back
    :param publishes: the asset that a run which did something has made anew
    """
    place = Place.of(dict(os.environ))
    return HoldfastOperator(
        task_id=step.split(maxsplit=1)[0],
        image=place.image,
        command=place.command(step, as_of),
        mounts=place.mounts(),
        mem_limit=place.memory,
        network_mode=place.network,
        environment={"HOLDFAST_JAVA_OPTS": place.java_options},
        # Read where the task runs: neither the database of Airflow nor its pages have them. What is
        # missing the command itself names, with exit 20.
        private_environment={name: os.environ[name] for name in place.secrets if name in os.environ},
        auto_remove="force",
        mount_tmp_dir=False,
        xcom_all=True,
        skip_on_exit_code=[NOTHING_TO_DO],
        # A step with nothing to do is no reason for the next one to have nothing to do.
        trigger_rule="none_failed",
        # Together longer than the ten minutes after which a lake takes a silent owner for dead.
        retries=4,
        retry_delay=place.retry_delay,
        retry_exponential_backoff=2,
        max_retry_delay=timedelta(minutes=30),
        execution_timeout=timeout,
        on_failure_callback=alerts.tell_failure,
        outlets=[publishes] if publishes else [],
    )
