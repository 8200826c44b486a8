package io.holdfast.connect;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import io.holdfast.table.UsageEvents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.DecimalType;

/** A select made of columns matched by name, each with the reason beside it. */
final class GenericMapping {
  /** Attributes with more values than this are no attribute of a kind. */
  private static final int MOST_VALUES = 30;

  private static final int MOST_ATTRIBUTES = 10;

  private final FileProfile profile;
  private final Table table;
  private final Surroundings surroundings;
  private final Map<Column, ColumnProfile> matches;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private final Map<String, String> formats = new TreeMap<>();
  private final Map<String, FileProfile> joins = new LinkedHashMap<>();
  private final Map<String, ColumnProfile> joinedBy = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  /** A column of the select and, where it helps, why it is this one. */
  private record Line(String expression, String column, String comment) {}

  private GenericMapping(FileProfile profile, Table table, Surroundings surroundings) {
    this.profile = profile;
    this.table = table;
    this.surroundings = surroundings;
    this.matches = NameMatch.of(profile, table);
  }

  static Mapping of(FileProfile profile, Table table, Surroundings surroundings) {
    return new GenericMapping(profile, table, surroundings).mapping();
  }

  private Mapping mapping() {
    fixAccount();
    joinNames();
    Optional<MonthlyAmount> made =
        table == Subscriptions.TABLE && !matches.containsKey(Subscriptions.MRR)
            ? MonthlyAmount.of(profile, surroundings, sql())
            : Optional.empty();
    made.filter(m -> m.lookup() != null).ifPresent(m -> join(m.plan(), m.lookup()));
    for (Column column : table.canonical()) {
      line(column, made);
    }
    if (table == Accounts.TABLE) {
      attributes();
    }
    StringBuilder text =
        new StringBuilder("-- ")
            .append(profile.group().name())
            .append(", matched by the names of its columns: look at each line.\nSELECT\n")
            .append(selected())
            .append("FROM ")
            .append(table.name())
            .append('\n');
    Map<String, LandedGroup> lookups = new TreeMap<>();
    joins.forEach(
        (view, lookup) -> {
          ColumnProfile by = joinedBy.get(view);
          String key = GenericLookup.key(by, lookup).orElseThrow().path();
          text.append("LEFT JOIN ")
              .append(view)
              .append(" ON ")
              .append(Sql.of(lookup, view).value(key))
              .append(" = ")
              .append(Sql.of(profile, table.name()).value(by.path()))
              .append('\n');
          lookups.put(view, lookup.group());
        });
    Set<String> immutable = new HashSet<>(matches.keySet().stream().map(Column::name).toList());
    immutable.retainAll(SettingsText.SELDOM_CHANGE);
    return new Mapping(text.toString(), null, formats, lookups, immutable, accountPath(), doubts);
  }

  private String selected() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      text.append("  ").append(line.expression());
      if (!line.expression().equals(line.column())) {
        text.append(" AS ").append(line.column());
      }
      text.append(i < lines.size() - 1 ? "," : "")
          .append(line.comment().isEmpty() ? "" : " -- " + line.comment())
          .append('\n');
    }
    return text.toString();
  }

  private String accountPath() {
    return matches.entrySet().stream()
        .filter(e -> e.getKey().name().equals(Accounts.ACCOUNT_ID.name()))
        .map(e -> e.getValue().path())
        .findFirst()
        .orElse(null);
  }

  /** The account is the column that holds account ids, whatever it is called. */
  private void fixAccount() {
    Column account =
        table.canonical().stream()
            .filter(c -> c.name().equals(Accounts.ACCOUNT_ID.name()))
            .findFirst()
            .orElseThrow();
    ColumnProfile named = matches.get(account);
    String usual = named == null ? "" : named.path();
    String path =
        table == Accounts.TABLE
            ? surroundings.accountKey(profile, usual)
            : surroundings.accountPath(profile, List.of(usual)).orElse(usual);
    if (profile.find(path).isEmpty()) {
      return;
    }
    ColumnProfile chosen = profile.find(path).orElseThrow();
    if (chosen != named) {
      matches.values().removeIf(c -> c == chosen);
      doubts.add(path + " is taken for the account by its values, not by its name");
    }
    matches.put(account, chosen);
    if (table == Accounts.TABLE && !matches.containsKey(Accounts.ACCOUNT_NAME)) {
      nameOf(chosen, named).ifPresent(c -> matches.put(Accounts.ACCOUNT_NAME, c));
    }
    if (table != Accounts.TABLE) {
      surroundings.doubt(profile, path).ifPresent(doubts::add);
    }
  }

  /** What was called the account and is none names it; else some other text that is a key. */
  private Optional<ColumnProfile> nameOf(ColumnProfile key, ColumnProfile named) {
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

  private void joinNames() {
    for (Column column : List.of(Subscriptions.PRODUCT, Subscriptions.PLAN)) {
      ColumnProfile match = matches.get(column);
      if (table == Subscriptions.TABLE && match != null) {
        GenericLookup.of(match, profile, surroundings).ifPresent(l -> join(match, l));
      }
    }
  }

  private void join(ColumnProfile by, FileProfile lookup) {
    String view = GenericLookup.view(lookup);
    joins.putIfAbsent(view, lookup);
    joinedBy.putIfAbsent(view, by);
  }

  private Sql sql() {
    return Sql.of(profile, joins.isEmpty() ? null : table.name());
  }

  private void line(Column column, Optional<MonthlyAmount> made) {
    ColumnProfile match = matches.get(column);
    if (match != null) {
      used.add(match.path());
      add(expression(column, match), column, why(column, match));
    } else if (column == Subscriptions.MRR && made.isPresent()) {
      add(made.get().expression(), column, made.get().doubt());
      doubts.add(made.get().doubt());
    } else if (column == Subscriptions.SUBSCRIPTION_ID) {
      String account = sql().value(matches.get(Subscriptions.ACCOUNT_ID).path());
      add(account, column, "no id of its own: one line for each account");
      doubts.add("subscription_id is the account: two subscriptions at once would be one");
    } else if (column == UsageEvents.EVENT_TYPE) {
      add("'activity'", column, "no column says what was done");
      doubts.add("no column says what was done: every event is an activity");
    } else if (Canonical.required(table).contains(column)) {
      add("NULL", column, "required, and no column looks like it");
      doubts.add(column.name() + " has no column: every row would be refused");
    }
  }

  private void add(String expression, Column column, String comment) {
    lines.add(new Line(expression, column.name(), comment));
  }

  private String expression(Column column, ColumnProfile match) {
    ValueKind kind = match.kind();
    boolean isTime = column.type().equals(DateType) || column.type().equals(TimestampType);
    if (isTime && (kind == ValueKind.EPOCH_SECONDS || kind == ValueKind.EPOCH_MILLIS)) {
      return sql().instant(match.path(), kind);
    }
    if (isTime && kind == ValueKind.DAY_MONTH) {
      formats.put(column.name(), match.dayMonth().pattern());
      if (match.dayMonth().isUncertain()) {
        doubts.add(
            column.name()
                + ": no value of "
                + match.path()
                + " tells day from month; read as "
                + match.dayMonth().pattern());
      }
    }
    if (isTime && kind == ValueKind.ISO_LOCAL && column.type().equals(TimestampType)) {
      doubts.add(match.path() + " names no zone: read in the settings' timezone");
    }
    if (isTime && match.unlike() > 0) {
      doubts.add(
          match.unlike()
              + " of "
              + match.filled()
              + " values of "
              + match.path()
              + " are no dates");
    }
    if (column.type() instanceof DecimalType) {
      return sql().number(match.path(), "");
    }
    String name =
        joins.entrySet().stream()
            .filter(e -> joinedBy.get(e.getKey()) == match)
            .flatMap(
                e ->
                    GenericLookup.name(match, e.getValue()).stream()
                        .map(n -> Sql.of(e.getValue(), e.getKey()).value(n.path())))
            .findFirst()
            .orElse(null);
    String value = sql().value(match.path());
    return name == null ? value : "coalesce(" + name + ", " + value + ")";
  }

  private static String why(Column column, ColumnProfile match) {
    String name = Names.last(match.path());
    String cents =
        column.type() instanceof DecimalType && NameMatch.isCents(match.path()) ? "in cents" : "";
    return switch (match.kind()) {
      case EPOCH_SECONDS, EPOCH_MILLIS ->
          column.type().equals(DateType) || column.type().equals(TimestampType)
              ? match.kind().words
              : "";
      case DAY_MONTH -> "as " + match.dayMonth().pattern() + ", see formats";
      default ->
          !cents.isEmpty()
              ? cents
              : Names.snake(name).equals(column.name())
                  ? ""
                  : match.filled() == 0
                      ? "by its name; empty in the sample"
                      : "by its name; such as " + sample(match);
    };
  }

  private static String sample(ColumnProfile match) {
    String text = match.frequent(1).get(0).replaceAll("\\s+", " ");
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private void attributes() {
    profile.columns().stream()
        .filter(c -> !used.contains(c.path()) && !c.path().contains("[]"))
        .filter(c -> c.kind() == ValueKind.TEXT || c.kind() == ValueKind.FLAG)
        .filter(c -> c.distinct() > 1 && c.distinct() <= MOST_VALUES && c.distinct() < c.filled())
        .limit(MOST_ATTRIBUTES)
        .forEach(
            c ->
                lines.add(
                    new Line(
                        sql().value(c.path()),
                        "attr_" + Names.snake(Names.last(c.path())),
                        "passes through as an attribute")));
  }
}
