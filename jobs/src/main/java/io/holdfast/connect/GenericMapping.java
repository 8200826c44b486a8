package io.holdfast.connect;

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
import java.util.regex.Pattern;

/** A select made of columns matched by name, each with the reason beside it. */
final class GenericMapping {
  /** Attributes with more values than this are no attribute of a kind. */
  private static final int MOST_VALUES = 30;

  private static final int MOST_ATTRIBUTES = 10;

  /** An attribute of this name gives the answer to the question. */
  private static final Pattern ANSWER = Pattern.compile("churn|cancel|lost|risk|target|label");

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
    String account = AccountColumn.choose(profile, table, surroundings, matches, doubts);
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
    return new Mapping(text.toString(), null, formats, lookups, immutable, account, doubts);
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
      ColumnChoice choice =
          new ColumnChoice(column, match, NameMatch.score(column, match, table) > 0);
      choice.format().ifPresent(f -> formats.put(column.name(), f));
      doubts.addAll(choice.doubts());
      add(expression(choice, match), column, choice.why());
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

  private String expression(ColumnChoice choice, ColumnProfile match) {
    String value = choice.expression(sql());
    return joins.entrySet().stream()
        .filter(e -> joinedBy.get(e.getKey()) == match)
        .flatMap(
            e ->
                GenericLookup.name(match, e.getValue()).stream()
                    .map(n -> Sql.of(e.getValue(), e.getKey()).value(n.path())))
        .findFirst()
        .map(name -> "coalesce(" + name + ", " + value + ")")
        .orElse(value);
  }

  private void attributes() {
    profile.columns().stream()
        .map(ColumnProfile::path)
        .filter(p -> ANSWER.matcher(Names.snake(p)).find())
        .forEach(p -> doubts.add(p + " is left out: it tells afterwards who left"));
    profile.columns().stream()
        .filter(c -> !ANSWER.matcher(Names.snake(c.path())).find())
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
