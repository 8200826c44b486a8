"""Whole nights on third-party data, judged against what happened.

    acceptance.py                check: exit 1 when a floor or a label comparison fails
    acceptance.py --publish      check, and write docs/ACCEPTANCE.md
    acceptance.py --lakes DIR    keep the lakes in DIR; nights that are there are not run again

HOLDFAST_DATA names the folder that holds crm5/ and saasguard/; unset, ../shared/data beside the
repository.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import beside
import lake
import report
from measures import Measures, auc_difference, measures
from truth import GRACE_DAYS, Truth, crm5, saasguard

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HOLDFAST_DATA") or ROOT.parent / "shared" / "data")
NOTHING_TO_DO = 10
# Expected calibration error.
MOST_ECE = 0.02


@dataclass(frozen=True)
class World:
    name: str
    truth: Callable[[Path, date, int], list[Truth]]
    dates: tuple[date, ...]
    horizon_days: int
    auc_floors: dict[str, float]
    pr_auc_floors: dict[str, float]
    # Labels said without the definitions may differ a little: share of positives, by target.
    by_hand_tolerance: dict[str, float]
    # By how much the AUC may lie behind LightGBM's, by target; empty where the world is too easy to
    # compare.
    most_behind: dict[str, float] = field(default_factory=dict)

    @property
    def embargo_days(self) -> int:
        return self.horizon_days + GRACE_DAYS

    def matures_on(self, as_of: date) -> date:
        return as_of + timedelta(days=self.embargo_days)


WORLDS = (
    World(
        name="crm5",
        truth=crm5,
        dates=(date(2023, 7, 31), date(2023, 9, 30)),
        horizon_days=60,
        auc_floors={"churn": 0.74, "expansion": 0.92},
        pr_auc_floors={"churn": 0.0, "expansion": 0.42},
        # Seats that doubled together with the discount: an upgrade by hand, no expansion.
        by_hand_tolerance={"churn": 0.0, "expansion": 0.01},
        most_behind={"churn": 0.005, "expansion": 0.005},
    ),
    World(
        name="saasguard",
        truth=saasguard,
        dates=(date(2025, 6, 30), date(2025, 9, 30)),
        horizon_days=90,
        auc_floors={"churn": 0.95, "expansion": 0.93},
        pr_auc_floors={"churn": 0.0, "expansion": 0.0},
        by_hand_tolerance={"churn": 0.0, "expansion": 0.0},
    ),
)


@dataclass
class Comparison:
    """Labels of the lake against independent ones, over scored accounts of all dates."""

    world: str
    target: str
    said: str
    allowed: float
    rows: int = 0
    positives: int = 0
    differing: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return self.rows > 0 and len(self.differing) <= self.allowed * self.positives


@dataclass(frozen=True)
class Figure:
    world: str
    target: str
    measures: Measures
    auc_floor: float
    pr_auc_floor: float

    @property
    def passed(self) -> bool:
        m = self.measures
        return m.auc >= self.auc_floor and m.pr_auc >= self.pr_auc_floor and m.ece <= MOST_ECE


@dataclass(frozen=True)
class Difference:
    """Our AUC minus LightGBM's on the same rows, with its paired interval."""

    world: str
    target: str
    ours: float
    theirs: float
    difference: float
    low: float
    high: float
    most_behind: float

    @property
    def passed(self) -> bool:
        return self.difference >= -self.most_behind


@dataclass
class Judged:
    """The scored accounts of all dates that pay in hindsight, for one target."""

    account_ids: list[str] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    lightgbm: list[float] = field(default_factory=list)
    happened: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    world: str
    command: str
    as_of: date
    seconds: float
    rows: dict


@dataclass
class Findings:
    comparisons: list[Comparison] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    accounts: list[tuple[str, date, Counter]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, others: "Findings") -> None:
        for name in ("comparisons", "figures", "differences", "accounts", "steps", "faults"):
            getattr(self, name).extend(getattr(others, name))

    @property
    def passed(self) -> bool:
        held = [*self.comparisons, *self.figures, *self.differences]
        return not self.faults and all(h.passed for h in held)


def accept(world: World, lake_path: Path) -> Findings:
    findings = Findings()
    run(world, lake_path, findings)
    judge(world, lake_path, findings)
    findings.faults.extend(blocked(world, lake.model_cards(lake_path)))
    return findings


def run(world: World, lake_path: Path, findings: Findings) -> None:
    """The nights in their order, then the labels, which are settled only later."""
    for as_of in world.dates:
        findings.steps.append(holdfast(world, "night", as_of, lake_path, "--no-deliver"))
    settled = world.matures_on(max(world.dates))
    findings.steps.append(holdfast(world, "labels", settled, lake_path))


def holdfast(world: World, command: str, as_of: date, lake_path: Path, *options: str) -> Step:
    config = ROOT / "examples" / world.name / "holdfast.yaml"
    line = [
        *(str(ROOT / "holdfast"), command, "--config", str(config), "--as-of", str(as_of)),
        *("--lake", str(lake_path), "--json", *options),
    ]
    print(f"{world.name}: {command} {as_of}", file=sys.stderr, flush=True)
    started = time.monotonic()
    done = subprocess.run(
        line,
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_DATA": str(DATA.resolve())},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    if done.returncode not in (0, NOTHING_TO_DO):
        raise SystemExit(f"{' '.join(line)}: exit {done.returncode}\n{done.stdout}")
    result = json.loads(done.stdout.strip().splitlines()[-1])
    return Step(world.name, command, as_of, seconds, result.get("rows") or {})


def judge(world: World, lake_path: Path, findings: Findings) -> None:
    pooled = {target: Judged() for target in world.auc_floors}
    comparisons = {
        (target, said): Comparison(world.name, target, said, allowed)
        for target in world.auc_floors
        for said, allowed in (("as defined", 0.0), ("by hand", world.by_hand_tolerance[target]))
    }
    for as_of in world.dates:
        truths = {
            t.account_id: t for t in world.truth(DATA / world.name, as_of, world.horizon_days)
        }
        scores = lake.account_scores(lake_path, as_of)
        labels = lake.account_labels(lake_path, as_of)
        count_accounts(world, as_of, truths, scores, findings)
        for target in world.auc_floors:
            scored = scores[scores["target"] == target].sort_values("account_id")
            of_target = labels[labels["target"] == target]
            in_lake = {
                account_id: int(label)
                for account_id, label in zip(of_target["account_id"], of_target["label"])
                if label == label and label is not None
            }
            for account_id, probability in zip(scored["account_id"], scored["probability"]):
                truth = truths.get(account_id)
                if truth is None:
                    findings.faults.append(f"{world.name} {as_of}: {account_id} is scored, unknown")
                    continue
                for said in ("as defined", "by hand"):
                    compare(comparisons[target, said], truth, as_of, in_lake.get(account_id))
                if truth.unpaid is None:
                    pooled[target].account_ids.append(account_id)
                    pooled[target].probabilities.append(probability)
                    pooled[target].happened.append(getattr(truth, target))
            add_lightgbm(world, lake_path, as_of, scored, pooled[target])
    findings.comparisons.extend(comparisons.values())
    for target, judged in pooled.items():
        probabilities = judged.probabilities
        if not probabilities or any(p is None or p != p for p in probabilities):
            findings.faults.append(
                f"{world.name} {target}: {len(probabilities)} scored rows, some without"
                " probability: was a model promoted?"
            )
            continue
        found = measures(probabilities, judged.happened)
        floors = world.auc_floors[target], world.pr_auc_floors[target]
        findings.figures.append(Figure(world.name, target, found, *floors))
        if world.most_behind:
            findings.differences.append(difference(world, target, found.auc, judged))


def add_lightgbm(world: World, lake_path: Path, as_of: date, scored, judged: Judged) -> None:
    """What LightGBM says of the date's judged accounts, where a model scored them."""
    models = scored["model_id"].dropna().unique()
    if not world.most_behind or not len(models):
        return
    target, (model_id,) = scored["target"].iloc[0], models
    theirs = beside.probabilities(lake_path, as_of, target, model_id, world.embargo_days)
    judged.lightgbm += theirs[judged.account_ids[len(judged.lightgbm) :]].tolist()


def difference(world: World, target: str, auc: float, judged: Judged) -> Difference:
    found, low, high = auc_difference(
        judged.probabilities, judged.lightgbm, judged.happened, judged.account_ids
    )
    return Difference(world.name, target, auc, auc - found, found, low, high, world.most_behind[target])


def blocked(world: World, cards: list[dict]) -> list[str]:
    """The data has no leak as it is mapped: a feature that blocks a model is a fault of the tests."""
    faults = [] if cards else [f"{world.name}: no model was trained"]
    for card in cards:
        for leak in card["leaks"]:
            said = f"{world.name} {card['modelId']}: {leak['says']}"
            print(f"{'blocked' if leak['blocks'] else 'warned'}: {said}", file=sys.stderr)
            if leak["blocks"]:
                faults.append(f"a clean feature is blocked: {said}")
    return faults


def compare(comparison: Comparison, truth: Truth, as_of: date, in_lake: int | None) -> None:
    """Where an account does not pay in hindsight both sides must be without a label."""
    column = comparison.target + ("_by_hand" if comparison.said == "by hand" else "")
    happened = getattr(truth, column)
    comparison.rows += happened is not None
    comparison.positives += happened == 1
    if in_lake != happened:
        comparison.differing.append(f"{truth.account_id} on {as_of}: {in_lake}, not {happened}")


def count_accounts(world: World, as_of: date, truths, scores, findings: Findings) -> None:
    """Every account is scored or has a cause why not; any other is a fault."""
    scored = {t: set(scores[scores["target"] == t]["account_id"]) for t in world.auc_floors}
    if len({frozenset(ids) for ids in scored.values()}) > 1:
        findings.faults.append(f"{world.name} {as_of}: targets are scored for different accounts")
    ids = set.union(*scored.values())
    causes: Counter = Counter()
    for truth in truths.values():
        due = truth.unpaid is None or truth.in_grace
        is_scored = truth.account_id in ids
        if is_scored:
            causes["scored: pays" if truth.unpaid is None else "scored: in grace"] += 1
        else:
            causes[f"unscored: {truth.unpaid or 'no cause'}"] += 1
        if due != is_scored:
            findings.faults.append(
                f"{world.name} {as_of}: {truth.account_id} is"
                f" {'scored' if is_scored else 'unscored'}, though {truth.unpaid or 'it pays'}"
                f"{' and in grace' if truth.in_grace else ''}"
            )
    findings.accounts.append((world.name, as_of, causes))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--publish", action="store_true", help="write docs/ACCEPTANCE.md")
    arguments.add_argument("--lakes", type=Path, help="keep them; else a temporary folder")
    arguments.add_argument("--world", action="append", choices=[w.name for w in WORLDS])
    options = arguments.parse_args()
    worlds = [w for w in WORLDS if not options.world or w.name in options.world]
    for world in worlds:
        if not (DATA / world.name).is_dir():
            raise SystemExit(
                f"{DATA / world.name}: not found; let HOLDFAST_DATA name the folder that holds it"
            )

    findings = Findings()
    with tempfile.TemporaryDirectory(prefix="holdfast-acceptance-") as temporary:
        lakes = (options.lakes or Path(temporary)).resolve()
        # Side by side: a night plans, compiles and commits on one core for a good part of its time.
        with ThreadPoolExecutor(len(worlds)) as threads:
            for found in threads.map(lambda w: accept(w, lakes / w.name), worlds):
                findings.add(found)
    text = report.markdown(findings)
    print(text)
    if options.publish:
        (ROOT / "docs" / "ACCEPTANCE.md").write_text(text, encoding="utf-8")
    print("accepted" if findings.passed else "NOT accepted", file=sys.stderr)
    return 0 if findings.passed else 1


if __name__ == "__main__":
    sys.exit(main())
