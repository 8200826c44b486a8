package io.holdfast.feature;

import static org.apache.spark.sql.functions.datediff;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** All families of features on one spine. */
public final class Features {
  /** Bumped when a family changes its meaning: stored rows of an older version are stale. */
  public static final int VERSION = 1;

  private static final String[] ACCOUNT = {"as_of", "account_id"};

  private Features() {}

  /**
   * One row per as-of date and account that is scored then: it pays on the date as known, or its
   * last paid term ended less than the grace period ago. The columns of AccountFeatures but the
   * fingerprint.
   */
  public static Dataset<Row> of(Snapshot snapshot, FeatureRules rules) {
    Dataset<Row> spans = snapshot.mrrSpans();
    Dataset<Row> joined =
        SubscriptionFeatures.of(spans, rules)
            .join(ChangeFeatures.of(spans, rules), ACCOUNT, "left")
            .join(UsageFeatures.of(snapshot, rules), ACCOUNT, "left")
            .join(SupportFeatures.of(snapshot, rules), ACCOUNT, "left")
            .join(accounts(snapshot), ACCOUNT, "left");
    Map<String, Column> computed = new HashMap<>();
    computed.putAll(UsageFeatures.columns(snapshot, rules));
    computed.putAll(SupportFeatures.columns(snapshot));
    return joined.select(
        AccountFeatures.TABLE.columns().stream()
            .filter(Predicate.not(AccountFeatures.INPUTS_FINGERPRINT::equals))
            .map(c -> c.from(computed.getOrDefault(c.name(), c.col())))
            .toArray(Column[]::new));
  }

  private static Dataset<Row> accounts(Snapshot snapshot) {
    return snapshot
        .accounts()
        .select(
            AccountFeatures.AS_OF.col(),
            AccountFeatures.ACCOUNT_ID.col(),
            Accounts.SEGMENT.col(),
            Accounts.INDUSTRY.col(),
            Accounts.CHANNEL.col(),
            Accounts.COUNTRY.col(),
            AccountFeatures.COMPANY_AGE_DAYS.from(
                datediff(AccountFeatures.AS_OF.col(), Accounts.FOUNDED_ON.col())));
  }
}
