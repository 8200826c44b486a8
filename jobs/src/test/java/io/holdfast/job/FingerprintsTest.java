package io.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lake.Inputs;
import io.holdfast.lake.Inputs.Input;
import io.holdfast.settings.Settings;
import io.holdfast.settings.SettingsReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  private static final LocalDate DATE = LocalDate.parse("2025-01-31");
  private static final Settings SETTINGS =
      SettingsReader.read(
          Path.of("../data-samples/holdfast.yaml"), Map.of(), "unused", name -> null);

  @Test
  void later_batches_leave_features_fresh_unless_they_are_the_first_of_their_source() {
    Inputs first = inputs(input("accounts", DATE, "a"));
    Inputs later = inputs(input("accounts", DATE, "a"), input("accounts", DATE.plusDays(1), "b"));
    Inputs connected =
        inputs(input("accounts", DATE, "a"), input("invoices", DATE.plusDays(1), "i"));
    Inputs changed = inputs(input("accounts", DATE, "c"));

    String stored = ofFeatures(first);
    assertThat(ofFeatures(later)).isEqualTo(stored);
    assertThat(ofFeatures(connected)).as("nulls become zeros").isNotEqualTo(stored);
    assertThat(ofFeatures(changed)).isNotEqualTo(stored);
  }

  private static String ofFeatures(Inputs night) {
    return Fingerprints.ofFeatures(night, DATE, SETTINGS, night);
  }

  private static Inputs inputs(Input... batches) {
    return new Inputs(List.of(batches));
  }

  private static Input input(String source, LocalDate date, String fingerprint) {
    return new Input(source, date, false, fingerprint);
  }
}
