"""The judges themselves: python -m unittest discover -s .ci/acceptance"""

import csv
import gzip
import json
import tempfile
import unittest
from datetime import date, timedelta
from pathlib import Path

import beside
import lake
import numpy as np
import pandas as pd
import truth
from deltalake import write_deltalake
from measures import auc_difference, expected_calibration_error, lift, measures


class MeasuresTest(unittest.TestCase):
    def test_lift_is_the_rate_at_the_top_over_the_rate_of_all(self):
        p = np.linspace(0, 1, 20)
        y = np.array([0] * 16 + [1, 1, 0, 1])
        self.assertAlmostEqual(lift(p, y, 0.1), 0.5 / 0.15)

    def test_calibration_error_is_the_distance_of_bins_from_what_happened(self):
        p = np.array([0.1] * 10 + [0.9] * 10)
        y = np.array([0] * 10 + [1] * 10)
        self.assertAlmostEqual(expected_calibration_error(p, y, bins=2), 0.1)

    def test_ranking_and_base_rate(self):
        found = measures([0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1])
        self.assertEqual((found.auc, found.base_rate, found.positives), (1.0, 0.5, 2))

    def test_a_difference_is_drawn_by_account_and_for_both_sides_alike(self):
        random = np.random.default_rng(1)
        y = np.tile([0, 0, 0, 1], 25)
        better, worse = 2 * y + random.normal(size=100), random.normal(size=100)
        accounts = np.arange(100)
        found = auc_difference(better, worse, y, accounts, draws=100)
        self.assertTrue(0 < found[1] < found[0] < found[2], found)
        # As many accounts with two equal rows each tell no more.
        twice = [np.tile(a, 2) for a in (better, worse, y, accounts)]
        np.testing.assert_allclose(auc_difference(*twice, draws=100), found)
        self.assertEqual(auc_difference(better, better, y, accounts, draws=100), (0, 0, 0))


class BesideTest(unittest.TestCase):
    """A lake of six training dates and a night, where quiet accounts leave."""

    DATES = [date(2023, 1, 5) + timedelta(days=28 * n) for n in range(6)]
    NIGHT = date(2023, 8, 15)

    def test_lightgbm_learns_what_the_card_says_and_scores_the_night(self):
        with tempfile.TemporaryDirectory() as folder:
            path, logins = self.lake(Path(folder), positives=0)
            with self.assertRaisesRegex(SystemExit, "trained on 1194 rows, 0 positive; the lake"):
                beside.probabilities(path, self.NIGHT, "churn", "m", 74)
            path, logins = self.lake(Path(folder), positives=None)
            said = beside.probabilities(path, self.NIGHT, "churn", "m", 74)
        self.assertEqual(list(said.index), list(logins.index))
        self.assertGreater(said[logins < 2].mean(), 2 * said[logins >= 8].mean())

    def test_each_event_type_has_its_columns(self):
        with tempfile.TemporaryDirectory() as folder:
            path, logins = self.lake(Path(folder), positives=None)
            found = lake.feature_rows(path, [self.NIGHT])
        self.assertEqual(
            list(found.columns), ["mrr", "notice_given", "plan", "events_28d:login"]
        )
        self.assertEqual(found["events_28d:login"].tolist(), logins.tolist())

    def test_each_attribute_is_a_column_of_numbers_or_words(self):
        held = [[("tier", "gold"), ("staff", "7")], None, [("tier", "2"), ("staff", "8.5")]]
        found = lake._attributes(pd.DataFrame({"attributes": held}))
        self.assertEqual(found["attr_tier"].tolist()[::2], ["gold", "2"])
        self.assertEqual(found["attr_staff"].tolist()[::2], [7, 8.5])
        self.assertEqual(len(lake._attributes(pd.DataFrame({"mrr": [1, 2]})).columns), 0)

    def lake(self, path: Path, positives: int | None) -> tuple[Path, pd.Series]:
        random = np.random.default_rng(3)
        rows = pd.MultiIndex.from_product(
            [[*self.DATES, self.NIGHT], [f"a{i:03d}" for i in range(200)]], names=lake.ACCOUNT
        ).to_frame(index=False)
        rows["logins"] = random.integers(0, 10, len(rows)).astype(float)
        label = ((rows["logins"] < 2) & (random.uniform(size=len(rows)) < 0.5)).astype(int)
        is_past = rows["as_of"] != self.NIGHT
        keys = rows[lake.ACCOUNT]
        tables = {
            "features/account_features": keys.assign(
                mrr=10.0,
                notice_given=rows["account_id"] == "a000",
                plan=np.where(rows["logins"] > 5, "team", "basic"),
                inputs_fingerprint="f",
            ),
            "features/account_event_features": keys.assign(
                event_type="login", events_28d=rows["logins"], inputs_fingerprint="f"
            ),
            "labels/account_labels": keys.assign(target="churn", label=label)[is_past],
        }
        for name, table in tables.items():
            write_deltalake(str(path / name), table, mode="overwrite")
        learned = is_past & (rows["account_id"] != "a000")
        card = {
            "trainDates": [d.isoformat() for d in self.DATES],
            "rows": int(learned.sum()),
            "positives": int(label[learned].sum()) if positives is None else positives,
            "figures": [
                {"fold": 1, "trainTo": str(self.DATES[1]), "testOn": str(self.DATES[5])},
            ],
        }
        (path / "models" / "churn" / "m").mkdir(parents=True, exist_ok=True)
        (path / "models" / "churn" / "m" / "card.json").write_text(json.dumps(card))
        return path, rows[~is_past].set_index("account_id")["logins"]


class Crm5Test(unittest.TestCase):
    """One account per story, judged on 2022-03-10 over 60 days."""

    TERMS = [
        # account, product, start, end, mrr, quantity
        ("stays", "basic_mthly", "2022-03-01", "2022-04-01", 200, 10),
        ("stays", "basic_annual", "2022-04-01", "2023-04-01", 180, 10),
        ("leaves", "basic_mthly", "2022-03-01", "2022-04-01", 200, 10),
        ("leaves early", "basic_annual", "2022-01-01", "2023-01-01", 180, 10),
        ("leaves early", "meetings", "2022-01-01", "2022-05-09", 300, 5000),
        ("leaves later", "basic_mthly", "2022-01-01", "2022-05-10", 180, 10),
        ("pauses", "basic_mthly", "2022-03-01", "2022-04-01", 200, 10),
        ("pauses", "basic_mthly", "2022-04-14", "2023-04-14", 200, 10),
        ("upgrades", "basic_mthly", "2022-03-01", "2022-05-09", 200, 10),
        ("upgrades", "standard_mthly", "2022-05-09", "2023-06-09", 500, 25),
        ("upgrades for free", "basic_mthly", "2022-03-01", "2022-04-01", 200, 10),
        ("upgrades for free", "standard_mthly", "2022-04-01", "2023-05-01", 200, 25),
        ("in grace", "basic_mthly", "2022-02-01", "2022-02-25", 200, 10),
        ("gone", "basic_mthly", "2022-02-01", "2022-02-24", 200, 10),
        ("comes", "basic_mthly", "2022-03-11", "2022-04-11", 200, 10),
    ]
    # account: churn, expansion, churn by hand, expansion by hand
    PAYING = {
        "stays": (0, 0, 0, 0),
        "leaves": (1, 0, 1, 0),
        "leaves early": (1, 0, 1, 0),
        "leaves later": (0, 0, 0, 0),
        "pauses": (0, 0, 0, 0),
        "upgrades": (0, 1, 0, 1),
        "upgrades for free": (0, 0, 0, 1),
    }

    def test_each_story_has_its_labels(self):
        with tempfile.TemporaryDirectory() as folder:
            found = truth.crm5(self.landed(folder), date(2022, 3, 10), 60)
        truths = {t.account_id: t for t in found}
        for account, wanted in self.PAYING.items():
            t = truths[account]
            found = (t.churn, t.expansion, t.churn_by_hand, t.expansion_by_hand)
            self.assertEqual(found, wanted, account)
        self.assertTrue(truths["in grace"].in_grace)
        self.assertEqual(truths["gone"].unpaid, "ended before")
        self.assertFalse(truths["gone"].in_grace)
        self.assertEqual(truths["comes"].unpaid, "starts later")

    def landed(self, folder: str) -> Path:
        path = Path(folder)
        accounts = dict.fromkeys(term[0] for term in self.TERMS)
        (path / "account.csv").write_text("account_id\n" + "\n".join(accounts) + "\n")
        with gzip.open(path / "subscription.csv.gz", "wt", newline="") as lines:
            rows = csv.writer(lines)
            rows.writerow(["account_id", "product", "start_date", "end_date", "mrr", "quantity"])
            rows.writerows(self.TERMS)
        return path


class SaasguardTest(unittest.TestCase):
    def test_each_customer_has_its_labels(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "customers.csv").write_text(
                "customer_id,signup_date,mrr,churn_date,upgrade_date\n"
                "stays,2023-01-01,10,,\n"
                "last day,2023-01-01,10,2023-05-31,\n"
                "day after,2023-01-01,10,2023-06-01,\n"
                "upgrades,2023-01-01,10,,2023-05-31\n"
                "upgraded,2023-01-01,10,,2023-03-02\n"
                "free,2023-01-01,0.0,2023-05-31,\n"
                "in grace,2023-01-01,10,2023-03-02,\n"
                "comes,2023-03-03,10,,\n"
            )
            truths = {t.account_id: t for t in truth.saasguard(Path(folder), date(2023, 3, 2), 90)}
        self.assertEqual(
            {a: (t.churn, t.expansion) for a, t in truths.items() if t.unpaid is None},
            {
                "stays": (0, 0),
                "last day": (1, 0),
                "day after": (0, 0),
                "upgrades": (0, 1),
                "upgraded": (0, 0),
            },
        )
        self.assertEqual(truths["free"].unpaid, "free plan")
        self.assertTrue(truths["in grace"].in_grace)
        self.assertEqual(truths["comes"].unpaid, "starts later")


if __name__ == "__main__":
    unittest.main()
