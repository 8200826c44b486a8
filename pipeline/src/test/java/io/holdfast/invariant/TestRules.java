package io.holdfast.invariant;

import io.holdfast.feature.FeatureRules;
import io.holdfast.feature.FeatureRules.TicketWords;
import io.holdfast.label.LabelRule;
import io.holdfast.label.Target;
import io.holdfast.snapshot.SnapshotRules;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Settings of the invariants' worlds: a zone east of UTC, a foreign currency, a short grace. */
final class TestRules {
  static final int GRACE_DAYS = 10;

  static final SnapshotRules SNAPSHOT =
      new SnapshotRules(
          RandomWorld.ZONE,
          "USD",
          Map.of("EUR", new BigDecimal("1.0837")),
          GRACE_DAYS,
          Map.of("accounts", Set.of("industry", "founded_on")));

  static final FeatureRules FEATURES =
      new FeatureRules(45, GRACE_DAYS, Set.of("export", "invite_user"), TicketWords.DEFAULT);

  static final LabelRule CHURN =
      new LabelRule(Target.CHURN, 5, 40, GRACE_DAYS, new BigDecimal("0.05"));

  static final LabelRule EXPANSION =
      new LabelRule(Target.EXPANSION, 5, 40, GRACE_DAYS, new BigDecimal("0.05"));

  private TestRules() {}
}
