package io.holdfast.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_timestamp;
import static org.apache.spark.sql.functions.when;

import io.holdfast.snapshot.Snapshot;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.SupportTickets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Support: what was asked, how fast it was answered, what is still open, how it was rated. */
final class SupportFeatures {
  static final int FEATURE_VERSION = 1;

  private static final Column AS_OF = AccountFeatures.AS_OF.col();
  private static final Column ACCOUNT_ID = AccountFeatures.ACCOUNT_ID.col();
  private static final String OPENED_ON = "opened_on";

  private static final List<io.holdfast.table.Column> COUNTS =
      List.of(
          AccountFeatures.TICKETS_OPENED_28D,
          AccountFeatures.TICKETS_OPENED_84D,
          AccountFeatures.TICKETS_OPEN,
          AccountFeatures.URGENT_TICKETS_84D,
          AccountFeatures.BUG_TICKETS_84D,
          AccountFeatures.FEATURE_REQUESTS_84D,
          AccountFeatures.FEATURE_REQUESTS_OPEN,
          AccountFeatures.PLAN_QUESTIONS_84D,
          AccountFeatures.REOPENED_TICKETS_84D,
          AccountFeatures.ESCALATED_TICKETS_84D,
          AccountFeatures.ESCALATIONS_OPEN);
  private static final List<io.holdfast.table.Column> MEASURES =
      List.of(
          AccountFeatures.FIRST_RESPONSE_HOURS_84D,
          AccountFeatures.RESOLUTION_HOURS_84D,
          AccountFeatures.CSAT_84D,
          AccountFeatures.DAYS_SINCE_TICKET);

  private SupportFeatures() {}

  /** One row per (as_of, account_id) that ever opened a ticket. */
  static Dataset<Row> of(Snapshot snapshot, FeatureRules rules) {
    FeatureRules.TicketWords words = rules.ticketWords();
    Column resolvedAt = SupportTickets.RESOLVED_AT.col();
    Column reopenedAt = SupportTickets.REOPENED_AT.col();
    Column isOpen = resolvedAt.isNull().or(coalesce(reopenedAt.gt(resolvedAt), lit(false)));
    Column openedRecently = DayWindow.isWithin(col(OPENED_ON), 84);
    Column isRequest = isOneOf(SupportTickets.CATEGORY, words.featureRequest());
    Column handedToSales = DayWindow.isWithin(SupportTickets.HANDED_TO_SALES_ON.col(), 84);
    Column isEscalated = SupportTickets.ESCALATED_AT.col().isNotNull();

    Map<io.holdfast.table.Column, Column> values = new LinkedHashMap<>();
    values.put(
        AccountFeatures.TICKETS_OPENED_28D, count_if(DayWindow.isWithin(col(OPENED_ON), 28)));
    values.put(AccountFeatures.TICKETS_OPENED_84D, count_if(openedRecently));
    values.put(AccountFeatures.TICKETS_OPEN, count_if(isOpen));
    values.put(
        AccountFeatures.URGENT_TICKETS_84D,
        count_if(openedRecently.and(isOneOf(SupportTickets.PRIORITY, words.urgent()))));
    values.put(
        AccountFeatures.BUG_TICKETS_84D,
        count_if(openedRecently.and(isOneOf(SupportTickets.CATEGORY, words.bug()))));
    values.put(AccountFeatures.FEATURE_REQUESTS_84D, count_if(openedRecently.and(isRequest)));
    values.put(AccountFeatures.FEATURE_REQUESTS_OPEN, count_if(isOpen.and(isRequest)));
    values.put(
        AccountFeatures.PLAN_QUESTIONS_84D,
        count_if(
            openedRecently
                .and(isOneOf(SupportTickets.CATEGORY, words.planQuestion()))
                .or(handedToSales)));
    values.put(AccountFeatures.REOPENED_TICKETS_84D, count_if(within84(snapshot, "reopened_at")));
    values.put(AccountFeatures.ESCALATED_TICKETS_84D, count_if(within84(snapshot, "escalated_at")));
    values.put(AccountFeatures.ESCALATIONS_OPEN, count_if(isOpen.and(isEscalated)));
    values.put(
        AccountFeatures.FIRST_RESPONSE_HOURS_84D,
        avg(when(openedRecently, hoursUntil(SupportTickets.FIRST_RESPONSE_AT.col()))));
    values.put(
        AccountFeatures.RESOLUTION_HOURS_84D,
        avg(when(within84(snapshot, "resolved_at"), hoursUntil(resolvedAt))));
    values.put(
        AccountFeatures.CSAT_84D,
        avg(when(within84(snapshot, "csat_at"), SupportTickets.CSAT_SCORE.col())));
    values.put(
        AccountFeatures.DAYS_SINCE_TICKET,
        datediff(AS_OF, max(when(openedRecently, col(OPENED_ON)))));

    Column[] aggregates =
        values.entrySet().stream()
            .map(e -> e.getValue().as(e.getKey().name()))
            .toArray(Column[]::new);
    return snapshot
        .supportTickets()
        .withColumn(OPENED_ON, snapshot.businessDate(SupportTickets.OPENED_AT))
        .groupBy(AS_OF, ACCOUNT_ID)
        .agg(lit(0).as("unused"), aggregates)
        .drop("unused");
  }

  /** The support columns over the spine: no ticket counts 0, without the source all is null. */
  static Map<String, Column> columns(Snapshot snapshot) {
    return FamilyColumns.of(snapshot.has(SupportTickets.TABLE), COUNTS, MEASURES);
  }

  private static Column within84(Snapshot snapshot, String instant) {
    return DayWindow.isWithin(snapshot.businessDate(SupportTickets.TABLE.column(instant)), 84);
  }

  private static Column isOneOf(io.holdfast.table.Column column, Set<String> words) {
    return coalesce(lower(column.col()).isInCollection(words), lit(false));
  }

  private static Column hoursUntil(Column instant) {
    return unix_timestamp(instant)
        .minus(unix_timestamp(SupportTickets.OPENED_AT.col()))
        .cast("double")
        .divide(3600);
  }
}
