package io.holdfast.landing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A text that is one JSON array. */
final class JsonArray {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonArray() {}

  /**
   * The items as they are written; what follows the last sound one is an item too, which is no
   * JSON. Spark's own readers write numbers anew, take the first of two arrays, and lose all items
   * when one is unsound.
   */
  static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    int read = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return List.of(text);
      }
      read = end(parser);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        read = end(parser);
        items.add(text.substring(start, read).strip());
      }
      read = end(parser);
      if (!text.substring(read).isBlank()) {
        items.add(unread(text, read));
      }
    } catch (JsonProcessingException e) {
      items.add(unread(text, read));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be read", e);
    }
    return items;
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }

  /** With the end of what was read before it, so that it cannot be taken for an object. */
  private static String unread(String text, int read) {
    return text.substring(Math.max(0, read - 1));
  }
}
