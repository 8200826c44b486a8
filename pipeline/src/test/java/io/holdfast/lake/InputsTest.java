package io.holdfast.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lake.Inputs.Input;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputsTest {
  private static final Input HISTORY = input("accounts", "2025-01-31", "a");

  @Test
  void each_batch_that_is_otherwise_than_it_was_is_named() {
    String published =
        new Inputs(
                List.of(
                    HISTORY, input("users", "2025-02-01", "u"), input("users", "2025-02-02", "v")))
            .json();
    Inputs now =
        new Inputs(
            List.of(
                HISTORY, input("invoices", "2025-02-02", "i"), input("users", "2025-02-02", "w")));

    assertThat(now.changesSince(published))
        .containsExactly(
            "source invoices, batch 2025-02-02 landed since",
            "source users, batch 2025-02-01 is gone",
            "source users, batch 2025-02-02 landed again, or its select changed");
    assertThat(now.changesSince(now.json())).isEmpty();
  }

  @Test
  void a_source_is_there_from_its_first_batch_on() {
    Inputs inputs = new Inputs(List.of(HISTORY, input("invoices", "2025-02-02", "i")));

    assertThat(inputs.sources()).containsExactly("accounts", "invoices");
    assertThat(inputs.knownAt(LocalDate.parse("2025-02-01")).sources()).containsExactly("accounts");
  }

  private static Input input(String source, String date, String fingerprint) {
    return new Input(source, LocalDate.parse(date), false, fingerprint);
  }
}
