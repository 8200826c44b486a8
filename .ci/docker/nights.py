#!/usr/bin/env python3
"""The image, and nights of the DAG under real Airflow on a real engine, on one lake.

The image is built and looked at, a night is stopped by SIGTERM, and `airflow dags test` then runs
three nights of data-samples: one with a source that failed to land, and again when it has; the next
one; one whose container is killed, so that its next attempts find the lake locked until the dead run
counts as dead; and that one again. What is published must equal what the command line publishes
meanwhile on a lake of its own, by content hash.

    .ci/docker/with-engine .venv/checks/bin/python .ci/docker/nights.py
"""
import concurrent.futures
import contextlib
import datetime
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid

from deltalake import DeltaTable

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from launch import ENVIRONMENT, ROOT  # noqa: E402 (found beside the folder of this file)

# A name of its own, so that no image of the machine's user is replaced.
IMAGE = f"holdfast-test:{uuid.uuid4().hex[:12]}"
USER = 1000
# The shrunk models take seconds; both sides train the same ones.
OPTIONS = ["--set", "training.min_positives=100000"]
NIGHTS = ["2025-04-22", "2025-04-23", "2025-04-24"]
CONFINED = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
            "--tmpfs", "/tmp:exec,mode=1777", "--network", "none", "--memory", "4g"]
STEPS = ["ingest", "night", "deliver"]


def said(*command, code=0, **options):
    """What a command printed; it must end with the code."""
    done = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    if done.returncode != code:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}, wanted {code}:\n"
                 f"{done.stdout[-4000:]}")
    return done.stdout.strip()


def require(holds, what):
    if not holds:
        sys.exit(f"FAILED: {what}")
    print(f"passed: {what}", flush=True)


@contextlib.contextmanager
def timed(what):
    started = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)


def published(lake):
    """(as_of, table) → content hash of the last publication."""
    if not (lake / "run_manifest" / "_delta_log").exists():
        return {}
    rows = DeltaTable(str(lake / "run_manifest")).to_pyarrow_table().to_pylist()
    return {(str(row["as_of"]), row["table_name"]): row["content_hash"]
            for row in sorted(rows, key=lambda row: row["published_at"])}


def nights(lake):
    return sorted({night for night, _ in published(lake)})


class World:
    """A project, a lake that the image's user owns, and an Airflow of its own."""

    def __init__(self, work):
        self.project, self.lake, self.airflow = work / "project", work / "lake", work / "airflow"
        shutil.copytree(ROOT / "data-samples", self.project)
        self.lake.mkdir()
        for path in [self.project, *self.project.rglob("*"), self.lake]:
            os.chown(path, USER, USER)
        self.environment = {
            **os.environ,
            "AIRFLOW_HOME": str(self.airflow),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "HOLDFAST_IMAGE": IMAGE,
            "HOLDFAST_PROJECT": str(self.project),
            "HOLDFAST_LAKE": str(self.lake),
            "HOLDFAST_NETWORK": "none",
            "HOLDFAST_MEMORY": "4g",
            "HOLDFAST_RETRY_DELAY": "3",
            "HOLDFAST_OPTIONS": " ".join(OPTIONS),
            "HOLDFAST_JAVA_OPTIONS": ENVIRONMENT["HOLDFAST_JAVA_OPTS"],
        }
        said(self.command(), "db", "migrate", env=self.environment)

    @staticmethod
    def command():
        return ROOT / ".venv/dags/bin/airflow"

    def start(self, night):
        """Begins `airflow dags test` at the first moment after the night's day.

        What became of it stands in Airflow's database: the command trips over a DAG's deadline once
        all is done (3.3.2), and ends with 1 whatever the tasks did.
        """
        trigger = (datetime.date.fromisoformat(night) + datetime.timedelta(days=1)).isoformat()
        self.log = open(self.airflow / f"{night}.log", "w+")
        self.process = subprocess.Popen([self.command(), "dags", "test", "holdfast", trigger],
                                        env=self.environment, stdout=self.log, stderr=subprocess.STDOUT)

    def waited(self, condition, what, seconds=600):
        """Waits until the condition holds while the DAG runs."""
        end = time.monotonic() + seconds
        while not (found := condition()):
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"FAILED: {what} never came (exit {self.process.poll()}):\n{self.told()[-8000:]}")
            time.sleep(0.2)
        return found

    def run(self, night, *, states, tries=(1, 1, 1)):
        """A run of the DAG, which leaves its tasks in these states after these many attempts."""
        self.start(night)
        self.process.wait()
        found = self.tasks()
        wanted = {step: (state, n) for step, state, n in zip(STEPS, states, tries)}
        if found != wanted:
            sys.exit(f"FAILED: tasks are {found}, wanted {wanted}:\n{self.told()[-5000:]}")

    def tasks(self):
        """task → state and attempts in the newest run."""
        database = sqlite3.connect(f"file:{self.airflow}/airflow.db?mode=ro", uri=True, timeout=30)
        with contextlib.closing(database):
            return {task: (state, tries) for task, state, tries in database.execute(
                "SELECT task_id, state, try_number FROM task_instance WHERE run_id = "
                "(SELECT run_id FROM dag_run ORDER BY id DESC LIMIT 1)")}

    def told(self):
        return pathlib.Path(self.log.name).read_text()

    def containers(self, step=""):
        lines = said("docker", "ps", "--filter", f"ancestor={IMAGE}", "--no-trunc", "--format",
                     "{{.ID}} {{.Command}}").splitlines()
        return [line.split()[0] for line in lines if f" {step}" in line]

    def arguments(self, *options):
        return ["docker", "run", *options, *CONFINED, "-e",
                f"HOLDFAST_JAVA_OPTS={ENVIRONMENT['HOLDFAST_JAVA_OPTS']}",
                "-v", f"{self.project}:/project:ro", "-v", f"{self.lake}:/lake", IMAGE]

    def owner(self):
        """The file of the lake's newest owner."""
        files = (self.lake / "_lock").glob("owner-*.json")
        return max(files, key=lambda file: int(file.stem.split("-")[1]))


def build():
    said("docker", "build", "-q", "-f", "jobs/Dockerfile", "-t", IMAGE, "--build-arg", "VERSION=test",
         "--build-arg", "COMMIT=abc", ".", cwd=ROOT)
    image = json.loads(said("docker", "image", "inspect", IMAGE))[0]
    print(f"image: {image['Size'] / 1e6:.0f} MB", flush=True)
    labels = image["Config"]["Labels"]
    require(labels["org.opencontainers.image.version"] == "test"
            and labels["org.opencontainers.image.revision"] == "abc", "labels name version and commit")
    require(image["Config"]["User"] not in ("", "root", "0"), "nobody is root")
    jars = said("docker", "run", "--rm", "--entrypoint", "sh", IMAGE, "-c",
                "tr : '\\n' < /opt/holdfast/class-path | grep -c jar$")
    built = len(list((ROOT / "jobs/target/lib").glob("*.jar"))) + 1
    require(int(jars) == built, f"all {built} jars are on the class path")


def exit_codes(world):
    said(*world.arguments("--rm"), "--version")
    said(*world.arguments("--rm"), "night", "--as-of", "today", code=20)
    require(True, "exit codes are kept, on a read-only root without capabilities")
    shared = said("docker", "run", "--rm", *CONFINED, "-e", "HOLDFAST_JAVA_OPTS=-Xshare:on -Xlog:class+load",
                  IMAGE, "--version")
    require("source: shared objects file (top)" in shared, "classes come from the archive")


def stopped(world):
    """SIGTERM in the middle of a night."""
    name = f"holdfast-stopped-{uuid.uuid4().hex[:8]}"
    process = subprocess.Popen(
        [*world.arguments("--name", name), "night", "--as-of", NIGHTS[0], "--config",
         "/project/holdfast.yaml", "--lake", "/lake", *OPTIONS],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if line.startswith("ingest:"):
            break
    time.sleep(2)
    started = time.monotonic()
    said("docker", "stop", "--time", "30", name)
    seconds = time.monotonic() - started
    process.stderr.read()
    code = process.wait()
    said("docker", "rm", name)
    require(seconds < 10 and code == 143, f"SIGTERM ends a night in {seconds:.1f} s with {code}")
    require(nights(world.lake) == [], "of a stopped night nothing is visible")
    require(json.loads(world.owner().read_text())["isReleased"], "a stopped night gives the lake back")


def source_missing(world):
    [usage] = (world.project / "landing" / NIGHTS[0]).glob("usage_events*")
    away = usage.rename(world.project / usage.name)
    world.run(NIGHTS[0], states=("failed", "upstream_failed", "upstream_failed"), tries=(1, 0, 0))
    away.rename(usage)
    require("data is refused (exit 30): source usage_events has no files" in world.told(),
            "a source that did not land fails at once, and says which")
    require("holdfast: ingest of" in world.told(), "the failure is told in one line")


def killed(world):
    """SIGKILL in the middle; the dead run's lake is free after ten minutes of silence."""
    world.start(NIGHTS[-1])
    [container] = world.waited(lambda: world.containers("night"), "the night's container")
    world.waited(lambda: "features:" in world.told(), "the night's features")
    said("docker", "kill", container)
    world.waited(lambda: "(exit 137)" in world.told(), "exit 137")
    require(NIGHTS[-1] not in nights(world.lake), "of a killed night nothing is visible")
    world.waited(lambda: "(exit 40)" in world.told(), "exit 40")
    # Not waited for: the owner is made to look eleven minutes older.
    file = world.owner()
    owner = json.loads(file.read_text())
    file.write_text(json.dumps({**owner, "since": owner["since"] - 11 * 60 * 1000}))
    file.with_name(file.name.replace("owner", "alive")).unlink(missing_ok=True)
    world.process.wait()
    found = world.tasks()
    require([found[step][0] for step in STEPS] == ["success"] * 3 and found["night"][1] > 2,
            f"a killed night is tried again and done ({found['night'][1]} attempts)")


def by_command_line(lake):
    for night in NIGHTS:
        with timed(f"night {night} by the command line"):
            said(ROOT / "holdfast", "night", "--config", ROOT / "data-samples/holdfast.yaml", "--lake",
                 lake, "--as-of", night, *OPTIONS, env=ENVIRONMENT)


def check(work):
    with timed("image built"):
        build()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        reference = pool.submit(by_command_line, work / "reference")
        world = World(work)
        exit_codes(world)
        stopped(world)
        source_missing(world)
        for night in NIGHTS[:-1]:
            with timed(f"night {night} by three containers"):
                world.run(night, states=("success",) * 3)
        killed(world)
        world.run(NIGHTS[-1], states=("skipped",) * 3)
        require(True, "a night that is published and delivered is skipped, step by step")
        with timed("container start to first read (doctor)"):
            told = said(*world.arguments("--rm"), "doctor", "--config", "/project/holdfast.yaml", "--lake",
                        "/lake")
        require(f"newest night  {NIGHTS[-1]}" in told, "doctor reads the lake")
        require(world.containers() == [], "no container is left")
        reference.result()
    wanted = published(work / "reference")
    require(published(world.lake) == wanted and len(wanted) > 10,
            f"{len(wanted)} published tables equal those of the command line")


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-docker-"))
    # The image's user must come through.
    work.chmod(0o755)
    try:
        with timed("all"):
            check(work)
    finally:
        subprocess.run(["docker", "image", "rm", "--force", IMAGE], capture_output=True)
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
