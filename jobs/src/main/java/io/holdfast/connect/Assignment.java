package io.holdfast.connect;

import io.holdfast.table.Accounts;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.Subscriptions;
import io.holdfast.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which file gives which table: the best recognitions first, each file and table once. */
final class Assignment {
  private static final List<Shape> SHAPES =
      Stream.of(StripeShapes.ALL, ZendeskShapes.ALL, EventShapes.ALL, HubSpotShapes.ALL)
          .flatMap(List::stream)
          .toList();

  private final List<FileProfile> profiles;
  private final Map<FileProfile, List<Recognition>> seen = new LinkedHashMap<>();
  private final Map<Table, Recognition> byTable = new LinkedHashMap<>();

  private Assignment(List<FileProfile> profiles) {
    this.profiles = profiles;
    profiles.forEach(p -> seen.put(p, recognitions(p)));
  }

  static Assignment of(List<FileProfile> profiles) {
    Assignment assignment = new Assignment(profiles);
    assignment.assign();
    return assignment;
  }

  /** What a file seems to be, the likeliest first. */
  List<Recognition> seen(FileProfile profile) {
    return seen.get(profile);
  }

  /** The chosen recognition of a table. */
  Optional<Recognition> of(Table table) {
    return Optional.ofNullable(byTable.get(table));
  }

  /** A known shape speaks louder than names do. */
  private static List<Recognition> recognitions(FileProfile profile) {
    List<Recognition> shapes =
        SHAPES.stream().flatMap(s -> s.recognise(profile).stream()).sorted(best()).toList();
    return shapes.isEmpty()
        ? Canonical.tables().stream()
            .flatMap(t -> GenericShape.recognise(profile, t).stream())
            .sorted(best())
            .toList()
        : shapes;
  }

  private void assign() {
    List<FileProfile> used = new ArrayList<>();
    seen.values().stream()
        .flatMap(List::stream)
        .filter(r -> r.table() != null)
        .sorted(best())
        .forEach(
            r -> {
              if (!byTable.containsKey(r.table()) && !used.contains(r.profile())) {
                byTable.put(r.table(), r);
                used.add(r.profile());
              }
            });
    // One file may well hold accounts and their terms.
    for (Table table : List.of(Accounts.TABLE, Subscriptions.TABLE)) {
      if (!byTable.containsKey(table)) {
        profiles.stream()
            .flatMap(p -> seen.get(p).stream())
            .filter(r -> r.table() == table)
            .min(best())
            .ifPresent(r -> byTable.put(table, r));
      }
    }
    if (!byTable.containsKey(Accounts.TABLE) && byTable.containsKey(Subscriptions.TABLE)) {
      FileProfile terms = byTable.get(Subscriptions.TABLE).profile();
      accountPath(terms)
          .flatMap(
              path ->
                  profiles.stream()
                      .filter(p -> !used.contains(p))
                      .flatMap(
                          p -> GenericShape.namedBy(p, terms.find(path).orElseThrow()).stream())
                      .findFirst()
                      .or(() -> GenericShape.accountsOf(terms, path)))
          .ifPresent(r -> byTable.put(Accounts.TABLE, r));
    }
  }

  private static Optional<String> accountPath(FileProfile profile) {
    Column account = Subscriptions.ACCOUNT_ID;
    return Optional.ofNullable(NameMatch.of(profile, Subscriptions.TABLE).get(account))
        .map(ColumnProfile::path);
  }

  private static Comparator<Recognition> best() {
    return Comparator.comparingDouble(Recognition::score).reversed();
  }
}
