package io.holdfast.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.feature.Features;
import io.holdfast.feature.Hindsight;
import io.holdfast.snapshot.AsOfDates;
import io.holdfast.snapshot.SnapshotRules;
import io.holdfast.table.AccountFeatures;
import io.holdfast.table.Canonical;
import io.holdfast.table.Column;
import io.holdfast.table.TimeRole;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Which features of dates before the end of the history change with what the settings declare
 * immutable, found by declaring everything: a feature that does is known as one that rests on a
 * declaration.
 */
class DeclaredImmutableTest {
  private static final LocalDate IN_HISTORY = LocalDate.parse("2025-01-15");

  @Test
  void features_that_change_with_what_is_declared_immutable_are_known_as_hindsight() {
    World world = RandomWorld.of(17, 80).withTiles(RandomWorld.ZONE);
    Map<String, Set<String>> everything =
        Canonical.tables().stream()
            .collect(
                Collectors.toMap(
                    t -> t.name(),
                    t ->
                        t.canonical().stream()
                            .filter(c -> !c.isImmutable())
                            .filter(
                                c -> c.role() == TimeRole.ATTRIBUTE || c.role() == TimeRole.MEASURE)
                            .map(Column::name)
                            .collect(Collectors.toSet())));
    Map<String, Row> without = features(world, Map.of());
    Set<String> changed = new TreeSet<>();
    features(world, everything)
        .forEach(
            (account, row) -> {
              for (String name : row.schema().fieldNames()) {
                if (!Objects.equals(row.getAs(name), without.get(account).getAs(name))) {
                  changed.add(name);
                }
              }
            });

    assertThat(changed)
        .contains("segment", "company_age_days", "auto_renews", "has_sponsor")
        .isSubsetOf(
            Hindsight.of(everything, table -> Optional.of(RandomWorld.HISTORY_UNTIL)).stream()
                .map(Hindsight::feature)
                .toList());
  }

  private static Map<String, Row> features(World world, Map<String, Set<String>> immutable) {
    SnapshotRules rules =
        new SnapshotRules(
            TestRules.SNAPSHOT.zone(),
            TestRules.SNAPSHOT.currency(),
            TestRules.SNAPSHOT.rates(),
            TestRules.GRACE_DAYS,
            immutable);
    List<Row> rows =
        Features.of(world.snapshot(AsOfDates.of(IN_HISTORY), rules), TestRules.FEATURES)
            .collectAsList();
    return rows.stream()
        .collect(Collectors.toMap(r -> r.getAs(AccountFeatures.ACCOUNT_ID.name()), r -> r));
  }
}
