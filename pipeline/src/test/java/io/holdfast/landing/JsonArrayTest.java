package io.holdfast.landing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonArrayTest {
  @Test
  void items_are_as_they_are_written() {
    assertThat(
            JsonArray.items(
                """
                [
                  {"n": [1.10, 1e999, 12345678901234567890.12]},
                  {"text": "] \\u00e9 é 😀 \\" }, {"} , 12, "x",null,
                  {"a" : {}}
                ]
                """))
        .containsExactly(
            "{\"n\": [1.10, 1e999, 12345678901234567890.12]}",
            "{\"text\": \"] \\u00e9 é 😀 \\\" }, {\"}",
            "12",
            "\"x\"",
            "null",
            "{\"a\" : {}}");
    assertThat(JsonArray.items(" [ ] \n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          [{"a": 1}, {"a": 2     ~ }, {"a": 2
          [{"a": 1}, {"a": 2}    ~ }
          [{"a": 1} {"a": 2}]    ~ } {"a": 2}]
          [{"a": 1}][{"a": 2}]   ~ ][{"a": 2}]
          [{"a": 1}], {"a": 2}   ~ ], {"a": 2}
          [{"a": 1},]            ~ },]
          [{"a": 1}, {"a" 2}]    ~ }, {"a" 2}]
          {"a": 1}               ~ {"a": 1}
          """)
  void what_follows_the_last_sound_item_is_kept(String text, String rest) {
    assertThat(JsonArray.items(text)).last().isEqualTo(rest);
  }
}
