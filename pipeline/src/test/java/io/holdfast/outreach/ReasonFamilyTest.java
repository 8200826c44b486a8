package io.holdfast.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.table.AccountFeatures;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonFamilyTest {
  @Test
  void every_feature_is_in_one_family() {
    assertThat(Stream.of(ReasonFamily.values()).flatMap(f -> f.columns().stream()))
        .containsExactlyInAnyOrderElementsOf(
            AccountFeatures.TABLE.columns().stream()
                .filter(c -> !c.isKey() && c != AccountFeatures.INPUTS_FINGERPRINT)
                .toList());
  }

  @Test
  void an_event_type_is_usage_and_an_attribute_tells_what_the_customer_is() {
    assertThat(Stream.of("events_28d:export", "nps_score", "attr_tier").map(ReasonFamily::of))
        .containsExactly(ReasonFamily.USAGE, ReasonFamily.SATISFACTION, ReasonFamily.PROFILE);
  }
}
