package io.holdfast.model;

import static io.holdfast.model.Markdown.code;
import static io.holdfast.model.Markdown.codes;
import static io.holdfast.model.Markdown.count;
import static io.holdfast.model.Markdown.percent;

import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.ListFeedback;
import io.holdfast.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a card says of the data: what the model was made from, which columns, and what was not
 * there.
 */
final class CardData {
  private final ModelCard card;

  CardData(ModelCard card) {
    this.card = card;
  }

  List<String> madeFrom() {
    List<String> dates = card.trainDates();
    List<List<String>> sources =
        card.sources().stream()
            .map(
                s ->
                    List.of(
                        code(s.source()),
                        count(s.batches()),
                        s.historyUntil() == null ? "none" : s.historyUntil(),
                        s.newest(),
                        code(s.fingerprint())))
            .toList();
    return List.of(
        "%s rows: on each of %d dates the accounts that paid, as they were known then. %s of the rows (%s) %s."
            .formatted(
                count(card.rows()),
                dates.size(),
                count(card.positives()),
                percent(card.baseRate()),
                CardPage.happened(card)),
        "The dates: " + String.join(", ", dates) + ".",
        "The batches that the night knew; each of them stands with its own fingerprint in the"
            + " manifest of the night.",
        Markdown.table(
            List.of("source", "batches", "history until", "newest batch", "fingerprint"), sources));
  }

  /** Sources that are absent, and columns that were empty or said nothing. */
  List<String> lacked() {
    List<String> items = new ArrayList<>();
    Set<String> present =
        card.sources().stream().map(ModelCard.Source::source).collect(Collectors.toSet());
    List<String> absent =
        Canonical.tables().stream()
            // Says what people made of the lists, and nothing to a model.
            .filter(Predicate.not(ListFeedback.TABLE::equals))
            .map(Table::name)
            .filter(Predicate.not(present::contains))
            .toList();
    items.add(
        absent.isEmpty()
            ? "Every source that a model can learn from was there."
            : "No data of " + codes(absent) + ": what they tell was not there to learn from.");
    List<String> empty = columns(c -> known(c) == 0);
    if (!empty.isEmpty()) {
      items.add("Empty in every row: " + codes(empty) + ".");
    }
    Set<String> used = new HashSet<>();
    card.encoding().numbers().forEach(n -> used.add(n.column()));
    card.encoding().categories().forEach(c -> used.add(c.column()));
    List<String> constant = columns(c -> known(c) > 0 && !used.contains(c.name()));
    if (!constant.isEmpty()) {
      items.add(
          "The same in every row, so that nothing could be learned: " + codes(constant) + ".");
    }
    List<Column> rare = rare(used);
    if (!rare.isEmpty()) {
      items.add(
          "Empty in more than half of the rows, unknown or without anything to tell: "
              + rare.stream()
                  .map(c -> code(c.name()) + " (known in " + percent(share(c)) + ")")
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return items;
  }

  private List<Column> rare(Set<String> used) {
    return learnable().filter(c -> used.contains(c.name()) && 2 * known(c) < card.rows()).toList();
  }

  private List<String> columns(Predicate<Column> are) {
    return learnable().filter(are).map(Column::name).toList();
  }

  /** In the order of the table, the attributes last. */
  private Stream<Column> learnable() {
    Map<String, Long> known = card.known();
    return Stream.concat(
        AccountFeatures.TABLE.columns().stream().filter(c -> known.containsKey(c.name())),
        known.keySet().stream().filter(Accounts::isAttribute).map(AccountFeatures::feature));
  }

  private long known(Column column) {
    return card.known().get(column.name());
  }

  private double share(Column column) {
    return (double) known(column) / card.rows();
  }

  List<String> settings() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("learner", card.learner());
    rows.put(
        "calibration",
        card.calibration().equals(Calibration.NONE)
            ? "none"
            : String.format(
                Locale.ROOT,
                "Platt, slope %.3f, intercept %.3f",
                card.calibration().slope(),
                card.calibration().intercept()));
    rows.put("seed", String.valueOf(card.seed()));
    rows.put(
        "days between training and judged dates", card.task().rule().daysToMaturity() + " or more");
    rows.put("rows, hash", code(card.rowsHash()));
    rows.put("inputs, fingerprint", code(card.inputs()));
    rows.put("settings, hash", code(card.settingsHash()));
    rows.put("code", code(card.codeVersion()));
    rows.put("files of the model, SHA-256", code(card.modelHash()));
    return List.of(
        Markdown.table(
            List.of("what", "value"),
            rows.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList()),
        "The same rows, settings, code and seed give the same scores to nine digits, on one core or"
            + " on many.");
  }

  /** One line a column: its name, meaning, kind, and how often it was known. */
  String columns() {
    Encoding encoding = card.encoding();
    List<List<String>> rows = new ArrayList<>();
    encoding
        .numbers()
        .forEach(
            n -> rows.add(row(n.column(), n.marksMissing() ? "number, or unknown" : "number")));
    Map<String, List<String>> words = new LinkedHashMap<>();
    encoding
        .categories()
        .forEach(c -> words.computeIfAbsent(c.column(), n -> new ArrayList<>()).add(c.word()));
    words.forEach(
        (column, held) ->
            rows.add(
                row(
                    column,
                    "one of "
                        + held.stream().map(Markdown::text).collect(Collectors.joining(", ")))));
    encoding
        .eventTypes()
        .forEach(
            t ->
                rows.add(
                    List.of(
                        code("events"),
                        "Quantity of " + Markdown.text(t) + " in the last 28 and 84 days",
                        "two numbers",
                        "100.0 %")));
    return Markdown.table(List.of("column", "meaning", "kind", "known in"), rows);
  }

  private List<String> row(String name, String kind) {
    Column column = AccountFeatures.feature(name);
    return List.of(code(name), column.meaning(), kind, percent(share(column)));
  }
}
