package io.holdfast.connect;

import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Any file whose columns are named like those of a canonical table. */
final class GenericShape {
  private static final double OF_REQUIRED = 0.55;
  private static final double OF_FILE_NAME = 0.25;
  private static final double OF_OTHERS = 0.2;

  /** So many columns besides the required ones say as much as more. */
  private static final int ENOUGH_OTHERS = 2;

  private static final double SAME = 0.6;

  /** What can be made from something else, and how well that stands for it. */
  private static final double MADE_UP = 0.6;

  private GenericShape() {}

  /** The file as rows of the table; empty when a required column has no match. */
  static Optional<Recognition> recognise(FileProfile profile, Table table) {
    Map<Column, ColumnProfile> matches = NameMatch.of(profile, table);
    if (table == Accounts.TABLE && !isEntity(profile, matches)) {
      return Optional.empty();
    }
    double sum = 0;
    List<Column> required = Canonical.required(table);
    for (Column column : required) {
      double score =
          matches.containsKey(column)
              ? NameMatch.score(column, matches.get(column), table)
              : canBeMade(column, profile, matches) ? MADE_UP : 0;
      if (score == 0) {
        return Optional.empty();
      }
      sum += score;
    }
    long others = matches.keySet().stream().filter(c -> !required.contains(c)).count();
    boolean isNamedSo = Synonyms.names(profile.group().word(), table.name());
    // An id, an account and a time are in many files; an amount a month and a user are not.
    long telling =
        table == Subscriptions.TABLE ? 0 : table == UsageEvents.TABLE ? 1 : ENOUGH_OTHERS;
    if (!isNamedSo && others < telling) {
      return Optional.empty();
    }
    double score =
        OF_REQUIRED * sum / required.size()
            + (isNamedSo ? OF_FILE_NAME : 0)
            + OF_OTHERS * Math.min(others, ENOUGH_OTHERS) / ENOUGH_OTHERS;
    if (score < Recognition.LEAST) {
      return Optional.empty();
    }
    String reason =
        "by name: "
            + String.join(
                ", ",
                matches.entrySet().stream()
                    .map(e -> e.getValue().path() + " → " + e.getKey().name())
                    .toList());
    return Optional.of(
        new Recognition(
            profile,
            "columns of " + table.name(),
            table,
            score,
            reason,
            (p, surroundings) -> GenericMapping.of(p, table, surroundings)));
  }

  /** A file whose key is the account of another, whatever its columns are called. */
  static Optional<Recognition> namedBy(FileProfile profile, ColumnProfile account) {
    return profile.columns().stream()
        .filter(c -> profile.isKey(c) && account.shareIn(c.values()) >= SAME)
        .findFirst()
        .map(
            c ->
                new Recognition(
                    profile,
                    "one row per account",
                    Accounts.TABLE,
                    Recognition.LEAST,
                    "its " + c.path() + " holds the values of " + account.path(),
                    (p, surroundings) -> GenericMapping.of(p, Accounts.TABLE, surroundings)));
  }

  /** Accounts of a business without a file of them: whoever stands in another file. */
  static Optional<Recognition> accountsOf(FileProfile profile, String path) {
    return Optional.of(
        new Recognition(
            profile,
            "accounts named by " + profile.group().name(),
            Accounts.TABLE,
            Recognition.LEAST,
            "no file has one row per account",
            (p, surroundings) ->
                Mapping.of(
                        """
                    -- No file has one row per account: these are the accounts that %s name.
                    SELECT DISTINCT %s AS account_id
                    FROM accounts
                    """
                            .formatted(
                                p.group().name(),
                                p.isJson() ? Names.json("json", path) : Names.column(path)),
                        null,
                        List.of("accounts have no names, segments or owners: land a file of them"))
                    .accountAt(path)));
  }

  /** One row per account, and not a term or an event of one. */
  private static boolean isEntity(FileProfile profile, Map<Column, ColumnProfile> matches) {
    return matches.containsKey(Accounts.ACCOUNT_ID)
        && (profile.isKey(matches.get(Accounts.ACCOUNT_ID))
            || profile.columns().stream()
                .anyMatch(
                    c ->
                        profile.isKey(c)
                            && Set.of("id", "account_id").contains(Names.snake(c.path()))));
  }

  private static boolean canBeMade(
      Column column, FileProfile profile, Map<Column, ColumnProfile> matches) {
    if (column == Subscriptions.SUBSCRIPTION_ID) {
      return matches.containsKey(Subscriptions.ACCOUNT_ID);
    }
    if (column == Subscriptions.MRR) {
      return MonthlyAmount.isPossible(profile);
    }
    return column == UsageEvents.EVENT_TYPE && matches.containsKey(UsageEvents.USER_ID);
  }
}
