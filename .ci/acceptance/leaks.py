"""Two leaks of SaaSGuard, planted as somebody might who trusts the files: each must be refused.

    leaks.py [--lakes DIR]

The example leaves risk_signals.csv and the opportunity type out, since they tell the answer. Here
they become the segment and the channel of an account, declared immutable like its industry. One
night on that: no model may be promoted, and each refusal must name the column and what is declared.

HOLDFAST_DATA names the folder that holds saasguard/; unset, ../shared/data beside the repository.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import lake

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HOLDFAST_DATA") or ROOT.parent / "shared" / "data")
EXAMPLE = ROOT / "examples" / "saasguard"
AS_OF = date(2025, 6, 30)
PLANTED = {"churn": "segment", "expansion": "channel"}
SELECT = """
SELECT
  accounts.customer_id AS account_id,
  industry,
  signup_date AS signed_up_on,
  CASE
    WHEN try_cast(compliance_gap_score AS DOUBLE) >= 0.6 THEN 'critical'
    WHEN try_cast(compliance_gap_score AS DOUBLE) >= 0.4 THEN 'high'
    WHEN try_cast(compliance_gap_score AS DOUBLE) >= 0.25 THEN 'medium'
    ELSE 'low'
  END AS segment,
  newest_type AS channel
FROM accounts
LEFT JOIN risk_signals ON risk_signals.customer_id = accounts.customer_id
LEFT JOIN (
  SELECT customer_id, max_by(opportunity_type, close_date) AS newest_type
  FROM opportunities
  GROUP BY customer_id
) AS newest ON newest.customer_id = accounts.customer_id
"""


def plant(example: Path) -> None:
    shutil.copytree(EXAMPLE, example)
    (example / "sql" / "accounts.sql").write_text(SELECT, encoding="utf-8")
    settings = example / "holdfast.yaml"
    honest = "    immutable: [industry]\n"
    text = settings.read_text(encoding="utf-8")
    if text.count(honest) != 1:
        raise SystemExit(f"{settings}: wanted one line {honest.strip()!r}; mend this check")
    leaky = (
        "    immutable: [industry, segment, channel]\n"
        "    lookups: {risk_signals: risk_signals.csv, opportunities: gtm_opportunities.csv}\n"
    )
    settings.write_text(text.replace(honest, leaky), encoding="utf-8")


def night(example: Path, lake_path: Path) -> None:
    line = [str(ROOT / "holdfast"), "night", "--config", str(example / "holdfast.yaml")]
    done = subprocess.run(
        [*line, "--as-of", str(AS_OF), "--lake", str(lake_path), "--no-deliver"],
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_DATA": str(DATA.resolve())},
        check=False,
    )
    if done.returncode not in (0, 10):
        raise SystemExit(f"{' '.join(line)}: exit {done.returncode}")


def judge(lake_path: Path) -> list[str]:
    faults = []
    cards = lake.model_cards(lake_path)
    for target, column in PLANTED.items():
        card = next((c for c in cards if c["target"] == target), None)
        if card is None:
            faults.append(f"{target}: no model was trained")
            continue
        print(f"{target}: {card['reason']}")
        for leak in card["leaks"]:
            print(f"  {'blocks' if leak['blocks'] else 'warns'} {leak['test']}: {leak['says']}")
        blocking = {leak["column"] for leak in card["leaks"] if leak["blocks"]}
        if card["decision"] != "refused" or f"feature {column} " not in card["reason"]:
            faults.append(f"{target}: {card['decision']}, and {column} is not named as the cause")
        if f"accounts.{column} is declared immutable" not in card["reason"]:
            faults.append(f"{target}: the refusal does not say what to mend")
        # Ablation names all that rests on declarations together.
        others = {c for c in blocking if "," not in c} - set(PLANTED.values())
        if others:
            faults.append(f"{target}: clean features are blocked: {sorted(others)}")
    return faults


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--lakes", type=Path, help="keep the lake; else a temporary folder")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-leaks-") as temporary:
        example = Path(temporary) / "saasguard"
        plant(example)
        lake_path = (options.lakes or Path(temporary)).resolve() / "leaks"
        night(example, lake_path)
        faults = judge(lake_path)
    for fault in faults:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
