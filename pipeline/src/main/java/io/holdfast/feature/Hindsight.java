package io.holdfast.feature;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.SupportTickets;
import io.holdfast.table.Table;
import io.holdfast.table.Users;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A feature that no stored version proves to have been known: before the end of the history it
 * rests on an attribute that may change and that the settings declare immutable. When the
 * declaration is wrong, the feature tells how the account ended up.
 *
 * @param feature column of account_features, or an attribute as a model calls it
 * @param source the attribute it rests on, as table.column
 * @param isOfDatedRow the attribute is one of a dated row, such as a ticket: that the row existed
 *     is known, and only what it says is taken on trust
 * @param until last day of the history; what is known from then on was landed when it was known
 */
public record Hindsight(String feature, String source, boolean isOfDatedRow, LocalDate until) {
  private static final Set<Table> DATED = Set.of(SupportTickets.TABLE, Users.TABLE);

  private static final List<Rests> ALL =
      List.of(
          new Rests(Accounts.TABLE, Accounts.SEGMENT, AccountFeatures.SEGMENT),
          new Rests(Accounts.TABLE, Accounts.INDUSTRY, AccountFeatures.INDUSTRY),
          new Rests(Accounts.TABLE, Accounts.CHANNEL, AccountFeatures.CHANNEL),
          new Rests(Accounts.TABLE, Accounts.COUNTRY, AccountFeatures.COUNTRY),
          new Rests(Accounts.TABLE, Accounts.ATTRIBUTES, AccountFeatures.ATTRIBUTES),
          new Rests(Accounts.TABLE, Accounts.FOUNDED_ON, AccountFeatures.COMPANY_AGE_DAYS),
          new Rests(Subscriptions.TABLE, Subscriptions.AUTO_RENEWS, AccountFeatures.AUTO_RENEWS),
          new Rests(
              SupportTickets.TABLE, SupportTickets.PRIORITY, AccountFeatures.URGENT_TICKETS_84D),
          new Rests(
              SupportTickets.TABLE,
              SupportTickets.CATEGORY,
              AccountFeatures.BUG_TICKETS_84D,
              AccountFeatures.FEATURE_REQUESTS_84D,
              AccountFeatures.FEATURE_REQUESTS_OPEN,
              AccountFeatures.PLAN_QUESTIONS_84D),
          new Rests(Users.TABLE, Users.ROLE, AccountFeatures.ADMINS_REPLACED_84D),
          new Rests(
              Users.TABLE,
              Users.IS_SPONSOR,
              AccountFeatures.HAS_SPONSOR,
              AccountFeatures.DAYS_SINCE_SPONSOR_ACTIVITY,
              AccountFeatures.IS_SPONSOR_SILENT_28D,
              AccountFeatures.SPONSORS_DEACTIVATED_84D));

  private record Rests(Table table, Column attribute, Column... features) {}

  /** Whether a model's feature is this one: with the attributes as a whole goes each of them. */
  public boolean isOf(String modelFeature) {
    return feature.equals(modelFeature)
        || (feature.equals(AccountFeatures.ATTRIBUTES.name())
            && Accounts.isAttribute(modelFeature));
  }

  /**
   * The features that rest on declarations of the settings.
   *
   * @param immutable table name → columns that its source declares never to change
   * @param historyUntil last day of a source's history; empty when it has none
   */
  public static List<Hindsight> of(
      Map<String, Set<String>> immutable, Function<Table, Optional<LocalDate>> historyUntil) {
    return Stream.concat(ALL.stream(), ofAttributes(immutable))
        .filter(
            r -> immutable.getOrDefault(r.table().name(), Set.of()).contains(r.attribute().name()))
        .flatMap(
            r ->
                historyUntil.apply(r.table()).stream()
                    .flatMap(until -> List.of(r.features()).stream().map(f -> of(r, f, until))))
        .toList();
  }

  /** Attributes that are declared one by one. */
  private static Stream<Rests> ofAttributes(Map<String, Set<String>> immutable) {
    return immutable.getOrDefault(Accounts.TABLE.name(), Set.of()).stream()
        .filter(Accounts::isAttribute)
        .map(AccountFeatures::feature)
        .map(attribute -> new Rests(Accounts.TABLE, attribute, attribute));
  }

  private static Hindsight of(Rests rests, Column feature, LocalDate until) {
    return new Hindsight(
        feature.name(),
        rests.table().name() + "." + rests.attribute().name(),
        DATED.contains(rests.table()),
        until);
  }
}
