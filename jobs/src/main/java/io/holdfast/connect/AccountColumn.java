package io.holdfast.connect;

import io.holdfast.table.Accounts;
import io.holdfast.table.Column;
import io.holdfast.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The account is the column that holds account ids, whatever it is called. */
final class AccountColumn {
  private AccountColumn() {}

  /**
   * Puts the column that holds account ids among the matches, and says so where its name did not.
   *
   * @return its path; null where no column holds any
   */
  static String choose(
      FileProfile profile,
      Table table,
      Surroundings surroundings,
      Map<Column, ColumnProfile> matches,
      List<String> doubts) {
    Column account = table.column(Accounts.ACCOUNT_ID.name());
    ColumnProfile named = matches.get(account);
    String usual = named == null ? "" : named.path();
    String path =
        table == Accounts.TABLE
            ? surroundings.accountKey(profile, usual)
            : surroundings.accountPath(profile, List.of(usual)).orElse(usual);
    Optional<ColumnProfile> chosen = profile.find(path);
    if (chosen.isEmpty()) {
      return null;
    }
    if (chosen.get() != named) {
      matches.values().removeIf(c -> c == chosen.get());
      doubts.add(path + " is taken for the account by its values, not by its name");
    }
    matches.put(account, chosen.get());
    if (table != Accounts.TABLE) {
      surroundings.doubt(profile, path).ifPresent(doubts::add);
    } else if (!matches.containsKey(Accounts.ACCOUNT_NAME)) {
      nameOf(profile, chosen.get(), named, doubts)
          .ifPresent(c -> matches.put(Accounts.ACCOUNT_NAME, c));
    }
    return path;
  }

  /** What was called the account and is none names it; else some other text that is a key. */
  private static Optional<ColumnProfile> nameOf(
      FileProfile profile, ColumnProfile key, ColumnProfile named, List<String> doubts) {
    if (named != null && named != key && named.kind() == ValueKind.TEXT) {
      return Optional.of(named);
    }
    Optional<ColumnProfile> text =
        profile.columns().stream()
            .filter(c -> c != key && profile.isKey(c) && c.kind() == ValueKind.TEXT)
            .filter(c -> c.values().stream().noneMatch(v -> v.matches("\\S*(@|://)\\S*")))
            .findFirst();
    text.ifPresent(
        c -> doubts.add(c.path() + " is taken for the name: a text that is never twice the same"));
    return text;
  }
}
