package io.holdfast.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.TextSnapshot;
import io.holdfast.TextTable;
import io.holdfast.feature.FeatureRules.TicketWords;
import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Subscriptions;
import java.util.Set;

/** Features of small worlds, compared with a text table of just the columns that matter. */
final class FeatureRows {
  static final FeatureRules RULES = new FeatureRules(60, 14, Set.of("export"), TicketWords.DEFAULT);

  private FeatureRows() {}

  /** Accounts that have paid since 2024, and nothing else of them. */
  static TextSnapshot customers(String... accounts) {
    StringBuilder text = new StringBuilder("| account_id | subscription_id | starts_on | mrr |\n");
    for (String account : accounts) {
      text.append("| %s | %s | 2024-01-01 | 100 |\n".formatted(account, account));
    }
    return TextSnapshot.empty().with(Subscriptions.TABLE, text.toString());
  }

  static void assertFeatures(Snapshot snapshot, String wanted) {
    String[] columns =
        wanted.lines().findFirst().orElseThrow().replace("|", " ").strip().split("\\s+");
    assertThat(TextTable.text(Features.of(snapshot, RULES), columns))
        .as("%s of the features", AccountFeatures.TABLE.grain())
        .isEqualTo(TextTable.text(wanted));
  }
}
