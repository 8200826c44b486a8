package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.table.AccountUsualValues;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UsualValuesTest {
  @Test
  void what_a_reason_holds_against_an_accounts_own_past_is_stored() {
    assertThat(
            Stream.of(Nights.RULES, Nights.ALL_SOURCES)
                .flatMap(rules -> ReasonRules.of(rules).stream())
                .filter(
                    rule ->
                        rule.usual() == ReasonRule.Usual.OWN
                            || rule.usual() == ReasonRule.Usual.OWN_ELSE_PEERS)
                .map(ReasonRule::feature)
                .distinct())
        .containsExactlyInAnyOrderElementsOf(AccountUsualValues.FEATURES);
  }
}
