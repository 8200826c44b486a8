#!/usr/bin/env python3
"""The views and questions of docs/bi in DuckDB, on a lake that was published.

    bi.py LAKE      exit 1 when a question is not answered, or an answer is not what the lists say
"""

import csv
import sys
from pathlib import Path

import duckdb
import duckdb_extension_delta

ROOT = Path(__file__).resolve().parent.parent
BI = ROOT / "docs" / "bi"


def statements(file: str) -> list[str]:
    lines = (BI / file).read_text("utf-8").splitlines()
    sql = "\n".join(line for line in lines if not line.startswith("--"))
    return [s.strip() for s in sql.split(";") if s.strip()]


def delta() -> Path:
    """The extension as a file, so that nothing is fetched."""
    return next(Path(duckdb_extension_delta.__file__).parent.rglob("delta.duckdb_extension"))


def main() -> None:
    lake = Path(sys.argv[1]).resolve()
    db = duckdb.connect(config={"allow_unsigned_extensions": True})
    db.execute(f"LOAD '{delta()}'")
    db.execute(f"SET VARIABLE lake = '{lake}'")
    for statement in statements("duckdb.sql"):
        db.execute(statement)
    for number, question in enumerate(statements("questions.sql"), 1):
        rows = db.sql(question)
        print(f"question {number}: {len(rows.fetchall())} rows of {', '.join(rows.columns)}")

    newest = max(folder.name for folder in (lake / "exports").iterdir())
    for table in ("at_risk_accounts", "upsell_candidates"):
        with (lake / "exports" / newest / f"{table}.csv").open(encoding="utf-8") as file:
            wanted = [row["account_id"] for row in csv.DictReader(file)]
        found = [id for (id,) in db.sql(f"SELECT account_id FROM {table} ORDER BY list_rank").fetchall()]
        if found != wanted or not wanted:
            sys.exit(f"{table}: DuckDB reads {found}, the export of {newest} says {wanted}")
        listed = "on_at_risk" if table == "at_risk_accounts" else "on_upsell"
        (marked,) = db.sql(f"SELECT count(*) FROM account_overview WHERE {listed}").fetchone()
        if marked != len(wanted):
            sys.exit(f"account_overview marks {marked} accounts {listed}, {table} has {len(wanted)}")


if __name__ == "__main__":
    main()
