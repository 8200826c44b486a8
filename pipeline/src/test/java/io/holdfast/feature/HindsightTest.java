package io.holdfast.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HindsightTest {
  private static final LocalDate UNTIL = LocalDate.parse("2025-03-31");

  @Test
  void what_the_settings_declare_immutable_makes_its_features_hindsight_until_the_history_ends() {
    assertThat(
            of(
                Map.of(
                    "accounts",
                    Set.of("founded_on", "csm_owner"),
                    "support_tickets",
                    Set.of("priority"))))
        .containsExactly(
            new Hindsight("company_age_days", "accounts.founded_on", false, UNTIL),
            new Hindsight("urgent_tickets_84d", "support_tickets.priority", true, UNTIL));
  }

  @Test
  void attributes_are_declared_as_a_whole_or_one_by_one() {
    List<Hindsight> whole = of(Map.of("accounts", Set.of("attributes")));
    List<Hindsight> single = of(Map.of("accounts", Set.of("attr_region")));

    assertThat(whole)
        .containsExactly(new Hindsight("attributes", "accounts.attributes", false, UNTIL));
    assertThat(single)
        .containsExactly(new Hindsight("attr_region", "accounts.attr_region", false, UNTIL));
    assertThat(List.of("attr_region", "attr_tier", "segment"))
        .filteredOn(whole.get(0)::isOf)
        .containsExactly("attr_region", "attr_tier");
    assertThat(List.of("attr_region", "attr_tier", "segment"))
        .filteredOn(single.get(0)::isOf)
        .containsExactly("attr_region");
  }

  @Test
  void without_a_declaration_or_without_a_history_there_is_none() {
    assertThat(of(Map.of())).isEmpty();
    assertThat(Hindsight.of(Map.of("accounts", Set.of("segment")), table -> Optional.empty()))
        .isEmpty();
  }

  private static List<Hindsight> of(Map<String, Set<String>> immutable) {
    return Hindsight.of(immutable, table -> Optional.of(UNTIL));
  }
}
