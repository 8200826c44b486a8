package io.holdfast.deliver;

import static org.apache.spark.sql.functions.lit;

import io.holdfast.error.DataException;
import io.holdfast.error.SettingsException;
import io.holdfast.error.StorageException;
import io.holdfast.lake.Lake;
import io.holdfast.lake.Manifest;
import io.holdfast.model.Model;
import io.holdfast.model.ModelStore;
import io.holdfast.table.AccountEventFeatures;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.AccountScores;
import io.holdfast.table.Accounts;
import io.holdfast.table.AtRiskAccounts;
import io.holdfast.table.Column;
import io.holdfast.table.ScoreReasons;
import io.holdfast.table.Table;
import io.holdfast.table.UpsellCandidates;
import io.holdfast.table.UpsellWithheld;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Everything behind an account's place on the lists of a published night, as lines of text. */
public final class Explanation {
  private static final int MOST_CONTRIBUTIONS = 8;
  private static final Map<String, List<Column>> SHOWN = new LinkedHashMap<>();

  static {
    SHOWN.put(
        "Subscription",
        List.of(
            AccountFeatures.PLAN,
            AccountFeatures.PRODUCTS,
            AccountFeatures.SEATS,
            AccountFeatures.MRR,
            AccountFeatures.LIST_MRR,
            AccountFeatures.BILLING_MONTHS,
            AccountFeatures.DISCOUNT_PCT,
            AccountFeatures.TENURE_DAYS,
            AccountFeatures.DAYS_TO_TERM_END,
            AccountFeatures.RENEWALS_TO_DATE,
            AccountFeatures.NOTICE_GIVEN,
            AccountFeatures.IN_GRACE,
            AccountFeatures.MRR_CHANGE_84D,
            AccountFeatures.SEATS_CHANGE_84D));
    SHOWN.put(
        "Usage",
        List.of(
            AccountFeatures.EVENTS_28D,
            AccountFeatures.ACTIVE_DAYS_28D,
            AccountFeatures.ACTIVE_USERS_28D,
            AccountFeatures.EVENT_TYPES_28D,
            AccountFeatures.SEAT_USE_RATIO_28D,
            AccountFeatures.EVENTS_TREND_RATIO_28D,
            AccountFeatures.KEY_EVENTS_84D,
            AccountFeatures.DAYS_SINCE_ACTIVITY));
    SHOWN.put(
        "Support",
        List.of(
            AccountFeatures.TICKETS_OPENED_84D,
            AccountFeatures.TICKETS_OPEN,
            AccountFeatures.BUG_TICKETS_84D,
            AccountFeatures.FEATURE_REQUESTS_OPEN,
            AccountFeatures.ESCALATIONS_OPEN,
            AccountFeatures.RESOLUTION_HOURS_84D,
            AccountFeatures.CSAT_84D));
    SHOWN.put(
        "People",
        List.of(
            AccountFeatures.HAS_SPONSOR,
            AccountFeatures.IS_SPONSOR_SILENT_28D,
            AccountFeatures.SPONSORS_DEACTIVATED_84D,
            AccountFeatures.IS_HEAVIEST_USER_DEACTIVATED,
            AccountFeatures.DAYS_SINCE_HEAVIEST_USER_ACTIVITY,
            AccountFeatures.ADMINS_REPLACED_84D,
            AccountFeatures.NEW_USERS_84D,
            AccountFeatures.NEW_USERS_INACTIVE_84D,
            AccountFeatures.KNOWN_USERS_ACTIVE_RATIO_28D));
    SHOWN.put(
        "Relationship",
        List.of(
            AccountFeatures.NPS_SCORE,
            AccountFeatures.NPS_SCORE_CHANGE,
            AccountFeatures.CSAT_SCORE,
            AccountFeatures.CES_SCORE,
            AccountFeatures.TOUCHES_84D,
            AccountFeatures.DAYS_SINCE_TOUCH,
            AccountFeatures.HAS_NEW_CSM_84D,
            AccountFeatures.HAS_NEW_TOUCHING_CSM_84D,
            AccountFeatures.HAS_NEW_PARENT_84D));
    SHOWN.put(
        "Value",
        List.of(
            AccountFeatures.MILESTONES_DUE,
            AccountFeatures.MILESTONES_OVERDUE,
            AccountFeatures.HAS_REACHED_VALUE,
            AccountFeatures.DAYS_TO_FIRST_VALUE,
            AccountFeatures.METRICS_ON_TARGET_RATIO,
            AccountFeatures.WORST_METRIC_RATIO,
            AccountFeatures.METRIC_RATIO_CHANGE));
    SHOWN.put(
        "Billing",
        List.of(
            AccountFeatures.OVERDUE_AMOUNT,
            AccountFeatures.OLDEST_OVERDUE_DAYS,
            AccountFeatures.DELINQUENT_INVOICES,
            AccountFeatures.LATE_PAYMENTS_365D,
            AccountFeatures.PAYMENT_DELAY_DAYS_365D));
  }

  private final Lake lake;
  private final Manifest.Publication night;
  private final String accountId;

  private Explanation(Lake lake, Manifest.Publication night, String accountId) {
    this.lake = lake;
    this.night = night;
    this.accountId = accountId;
  }

  /**
   * The explanation of an account on a night.
   *
   * @throws SettingsException when the night is not published or has not scored the account
   */
  public static List<String> of(Lake lake, LocalDate asOf, String accountId) {
    Manifest.Publication night =
        Manifest.of(lake)
            .last(asOf)
            .orElseThrow(
                () ->
                    new SettingsException(
                        "night "
                            + asOf
                            + " is not in the manifest of "
                            + lake.uri()
                            + ": only published nights are explained; name another --as-of"));
    return new Explanation(lake, night, accountId).lines();
  }

  private List<String> lines() {
    List<Row> scores = rows(AccountScores.TABLE);
    Optional<Row> features = ofAccount(AccountFeatures.TABLE).collectAsList().stream().findFirst();
    if (scores.isEmpty() && features.isEmpty()) {
      throw new SettingsException(
          "account "
              + accountId
              + " was not scored on "
              + night.asOf()
              + ": it neither paid on that day nor was in grace; check the id or name another"
              + " --as-of");
    }
    List<Row> reasons = rows(ScoreReasons.TABLE);
    Optional<Row> atRisk = rows(AtRiskAccounts.TABLE).stream().findFirst();
    Optional<Row> candidate = rows(UpsellCandidates.TABLE).stream().findFirst();
    List<String> lines = new ArrayList<>();
    lines.add(title(atRisk.or(() -> candidate)));
    lines.add("Night " + night.asOf() + ", run " + night.runId());
    scores.stream()
        .sorted(Comparator.comparing(r -> text(r, AccountScores.TARGET)))
        .forEach(
            score -> {
              lines.add("");
              lines.add(score(score));
              reasons.stream()
                  .filter(
                      r -> text(r, ScoreReasons.TARGET).equals(text(score, AccountScores.TARGET)))
                  .sorted(Comparator.comparingInt(r -> r.getAs(ScoreReasons.RANK.name())))
                  .forEach(r -> lines.add(reason(r)));
              lines.addAll(contributions(score));
            });
    lines.add("");
    lines.add("At-risk list: " + atRisk.map(this::atRiskPlace).orElse("not listed"));
    lines.add("Upsell list: " + candidate.map(this::upsellPlace).orElseGet(this::notOffered));
    features.ifPresent(row -> lines.addAll(features(row)));
    return lines;
  }

  private String title(Optional<Row> listed) {
    return listed
        .map(
            r ->
                "%s (%s)%s%s"
                    .formatted(
                        text(r, AtRiskAccounts.ACCOUNT_NAME),
                        accountId,
                        with(", segment ", r, AtRiskAccounts.SEGMENT),
                        with(", owner ", r, AtRiskAccounts.CSM_OWNER)))
        .orElse(accountId);
  }

  private static String score(Row score) {
    Object probability = score.getAs(AccountScores.PROBABILITY.name());
    String chance =
        probability == null
            ? "no probability"
            : String.format(Locale.ROOT, "%.1f %%", 100 * (Double) probability);
    return "%s: %s%s, evidence %s%s%s%s"
        .formatted(
            capital(text(score, AccountScores.TARGET)),
            chance,
            with(", risk tier ", score, AccountScores.RISK_TIER),
            text(score, AccountScores.EVIDENCE_GRADE),
            with(", percentile ", score, AccountScores.PERCENTILE),
            with(", expected MRR ", score, AccountScores.EXPECTED_MRR),
            with(", model ", score, AccountScores.MODEL_ID));
  }

  private static String reason(Row reason) {
    return "  %s. %s [%s: %s = %s%s%s]"
        .formatted(
            text(reason, ScoreReasons.RANK),
            text(reason, ScoreReasons.SENTENCE),
            text(reason, ScoreReasons.REASON_CODE),
            text(reason, ScoreReasons.FEATURE),
            text(reason, ScoreReasons.VALUE),
            with(", usual ", reason, ScoreReasons.USUAL_VALUE),
            with("; its family adds ", reason, ScoreReasons.CONTRIBUTION));
  }

  /** What moves the probability most, by the exact attribution of the model that gave it. */
  private List<String> contributions(Row score) {
    if (score.getAs(AccountScores.PROBABILITY.name()) == null) {
      return List.of();
    }
    Model model;
    try {
      model =
          ModelStore.of(lake)
              .load(text(score, AccountScores.TARGET), text(score, AccountScores.MODEL_ID))
              .model();
    } catch (DataException | StorageException e) {
      // The rest is worth showing without it.
      return List.of("  not added up: " + e.getMessage());
    }
    return model
        .contributions(ofAccount(AccountFeatures.TABLE), ofAccount(AccountEventFeatures.TABLE))
        .collectAsList()
        .stream()
        .flatMap(Explanation::addedUp)
        .toList();
  }

  private static Stream<String> addedUp(Row explained) {
    List<Map.Entry<String, Double>> parts =
        explained
            .<String, Double>getJavaMap(explained.fieldIndex(Model.CONTRIBUTIONS))
            .entrySet()
            .stream()
            .sorted(
                Comparator.<Map.Entry<String, Double>>comparingDouble(e -> -Math.abs(e.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .toList();
    int shown = Math.min(MOST_CONTRIBUTIONS, parts.size());
    double rest = parts.stream().skip(shown).mapToDouble(Map.Entry::getValue).sum();
    double base = explained.getAs(Model.BASE_LOG_ODDS);
    return Stream.of(
            Stream.of(
                String.format(
                    Locale.ROOT,
                    "  Log-odds add up from %.2f (%.1f %%, nothing known of it):",
                    base,
                    100 / (1 + Math.exp(-base)))),
            parts.stream()
                .limit(shown)
                .map(e -> String.format(Locale.ROOT, "    %+.2f %s", e.getValue(), e.getKey())),
            Stream.of(
                String.format(
                    Locale.ROOT, "    %+.2f %d further columns", rest, parts.size() - shown)))
        .flatMap(Function.identity());
  }

  private Dataset<Row> ofAccount(Table features) {
    return lake.readDays(features, AccountFeatures.AS_OF, List.of(night.asOf()))
        .filter(AccountFeatures.ACCOUNT_ID.col().equalTo(lit(accountId)));
  }

  private String atRiskPlace(Row row) {
    boolean isUnderNotice = row.getAs(AtRiskAccounts.NOTICE_GIVEN.name());
    return "rank "
        + text(row, AtRiskAccounts.LIST_RANK)
        + with(", MRR at risk ", row, AtRiskAccounts.MRR_AT_RISK)
        + with(", renewal ", row, AtRiskAccounts.RENEWAL_DATE)
        + (isUnderNotice ? ", has given notice" : "");
  }

  private String upsellPlace(Row row) {
    return "rank "
        + text(row, UpsellCandidates.LIST_RANK)
        + with(", ", row, UpsellCandidates.EXPANSION_KIND)
        + with(", expected MRR ", row, UpsellCandidates.EXPECTED_EXPANSION_MRR);
  }

  private String notOffered() {
    return rows(UpsellWithheld.TABLE).stream()
        .findFirst()
        .map(
            r ->
                "withheld (%s): %s. Released when: %s%s"
                    .formatted(
                        text(r, UpsellWithheld.WITHHELD_CODE),
                        text(r, UpsellWithheld.WITHHELD_REASON),
                        text(r, UpsellWithheld.RELEASE_CONDITION),
                        with(". Not checked: ", r, UpsellWithheld.UNCHECKED_CONDITIONS)))
        .orElse("not listed");
  }

  private static List<String> features(Row row) {
    List<String> lines = new ArrayList<>();
    SHOWN.forEach(
        (family, columns) -> {
          lines.add("");
          lines.add(family);
          columns.stream()
              .filter(c -> row.getAs(c.name()) != null)
              .forEach(
                  c ->
                      lines.add(
                          String.format("  %-26s %-12s %s", c.name(), text(row, c), c.meaning())));
        });
    lines.addAll(attributes(row));
    return lines;
  }

  private static List<String> attributes(Row row) {
    int place = row.fieldIndex(AccountFeatures.ATTRIBUTES.name());
    Map<String, String> known = new TreeMap<>();
    if (!row.isNullAt(place)) {
      row.<String, String>getJavaMap(place)
          .forEach((name, value) -> known.put(Accounts.attributeColumn(name), value));
    }
    known.values().removeIf(Objects::isNull);
    return known.isEmpty()
        ? List.of()
        : Stream.concat(
                Stream.of("", "Attributes"),
                known.entrySet().stream()
                    .map(e -> String.format("  %-26s %s", e.getKey(), e.getValue())))
            .toList();
  }

  private List<Row> rows(Table table) {
    return Manifest.of(lake)
        .written(table, night.asOf(), night.runId())
        .filter(AccountScores.ACCOUNT_ID.col().equalTo(lit(accountId)))
        .collectAsList();
  }

  private static String with(String before, Row row, Column column) {
    return row.getAs(column.name()) == null ? "" : before + text(row, column);
  }

  private static String text(Row row, Column column) {
    Object value = row.getAs(column.name());
    return value instanceof Double number
        ? new BigDecimal(number, new MathContext(4)).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
