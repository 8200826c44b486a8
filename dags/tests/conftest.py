"""Airflow in a folder of its own, with a fresh database, before anything imports it."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

DAGS = Path(__file__).resolve().parent.parent
HOME = tempfile.TemporaryDirectory(prefix="holdfast-airflow-")
os.environ.update(AIRFLOW_HOME=HOME.name, AIRFLOW__CORE__DAGS_FOLDER=str(DAGS))
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
for name in [name for name in os.environ if name.startswith("HOLDFAST_")]:
    del os.environ[name]
sys.path.insert(0, str(DAGS))


@pytest.fixture(scope="session")
def database():
    """The tables of Airflow, in SQLite, and a bundle of DAGs."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.utils.db import initdb

    initdb()
    DagBundlesManager().sync_bundles_to_db()


@pytest.fixture
def parsed(monkeypatch):
    """The DAG, parsed as Airflow parses it, under what the environment says."""
    from airflow.dag_processing.dagbag import DagBag

    def parse(file="holdfast.py", **environment):
        for name, value in environment.items():
            monkeypatch.setenv(f"HOLDFAST_{name}", value)
        bag = DagBag(DAGS / file, bundle_path=DAGS, bundle_name="dags-folder")
        assert not bag.import_errors
        return bag

    return parse


@pytest.fixture
def dag(parsed):
    return parsed().dags["holdfast"]
