package io.holdfast.feature;

import static org.apache.spark.sql.functions.datediff;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.CsmTouches;
import io.holdfast.table.Invoices;
import io.holdfast.table.OnboardingMilestones;
import io.holdfast.table.SuccessMetrics;
import io.holdfast.table.SurveyResponses;
import io.holdfast.table.Table;
import io.holdfast.table.Users;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** All families of features on one spine. */
public final class Features {
  /** Of the columns that are taken from the account as they are. */
  private static final int ACCOUNT_VERSION = 2;

  private static final String[] ACCOUNT = {"as_of", "account_id"};

  private Features() {}

  /**
   * Family → its {@code FEATURE_VERSION}, which is bumped when a change of code gives it other
   * values: rows that were stored by other versions are stale. What several families read, such as
   * {@link Snapshot}, is bumped in each of them.
   */
  public static SortedMap<String, Integer> versions() {
    return new TreeMap<>(
        Map.ofEntries(
            Map.entry("account", ACCOUNT_VERSION),
            Map.entry("billing", BillingFeatures.FEATURE_VERSION),
            Map.entry("change", ChangeFeatures.FEATURE_VERSION),
            Map.entry("event", EventFeatures.FEATURE_VERSION),
            Map.entry("onboarding", OnboardingFeatures.FEATURE_VERSION),
            Map.entry("ownership", OwnershipFeatures.FEATURE_VERSION),
            Map.entry("people", PeopleFeatures.FEATURE_VERSION),
            Map.entry("subscription", SubscriptionFeatures.FEATURE_VERSION),
            Map.entry("success", SuccessFeatures.FEATURE_VERSION),
            Map.entry("support", SupportFeatures.FEATURE_VERSION),
            Map.entry("survey", SurveyFeatures.FEATURE_VERSION),
            Map.entry("touch", TouchFeatures.FEATURE_VERSION),
            Map.entry("usage", UsageFeatures.FEATURE_VERSION)));
  }

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
            .join(accounts(snapshot), ACCOUNT, "left")
            .join(OwnershipFeatures.of(snapshot), ACCOUNT, "left");
    for (Dataset<Row> family : optional(snapshot, rules)) {
      joined = joined.join(family, ACCOUNT, "left");
    }
    Map<String, Column> computed = new HashMap<>();
    computed.putAll(UsageFeatures.columns(snapshot, rules));
    computed.putAll(SupportFeatures.columns(snapshot));
    computed.putAll(BillingFeatures.columns(snapshot));
    computed.putAll(PeopleFeatures.columns(snapshot));
    computed.putAll(SurveyFeatures.columns(snapshot));
    computed.putAll(TouchFeatures.columns(snapshot));
    computed.putAll(OnboardingFeatures.columns(snapshot));
    computed.putAll(SuccessFeatures.columns(snapshot));
    return joined.select(
        AccountFeatures.TABLE.columns().stream()
            .filter(Predicate.not(AccountFeatures.INPUTS_FINGERPRINT::equals))
            .map(c -> c.from(computed.getOrDefault(c.name(), c.col())))
            .toArray(Column[]::new));
  }

  /** The families of sources that a business may lack: one that it lacks costs no join. */
  private static List<Dataset<Row>> optional(Snapshot snapshot, FeatureRules rules) {
    Map<Table, Supplier<Dataset<Row>>> families = new LinkedHashMap<>();
    families.put(Invoices.TABLE, () -> BillingFeatures.of(snapshot, rules));
    families.put(Users.TABLE, () -> PeopleFeatures.of(snapshot));
    families.put(SurveyResponses.TABLE, () -> SurveyFeatures.of(snapshot));
    families.put(CsmTouches.TABLE, () -> TouchFeatures.of(snapshot));
    families.put(OnboardingMilestones.TABLE, () -> OnboardingFeatures.of(snapshot));
    families.put(SuccessMetrics.TABLE, () -> SuccessFeatures.of(snapshot));
    return families.entrySet().stream()
        .filter(e -> snapshot.has(e.getKey()))
        .map(e -> e.getValue().get())
        .toList();
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
            Accounts.ATTRIBUTES.col(),
            AccountFeatures.COMPANY_AGE_DAYS.from(
                datediff(AccountFeatures.AS_OF.col(), Accounts.FOUNDED_ON.col())));
  }
}
