package io.holdfast.connect;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which event types may prove that a customer has its value: work that leaves the product. */
final class KeyEvents {
  private static final int MOST = 3;
  private static final Pattern WORK =
      Pattern.compile(
          "export|invit|creat|publish|shar|report|send|sent|complet|upload|download|integrat"
              + "|approv|deploy|order|sign(?!.?(in|up|out))|import|paid|won");
  private static final Pattern COMING_AND_GOING =
      Pattern.compile("log.?(in|out)|sign.?(in|out|up)|page|screen|view|session|^\\$|click|open");

  private KeyEvents() {}

  /** At most three of the event types, in their order. */
  static List<String> guess(List<String> eventTypes) {
    return eventTypes.stream()
        .filter(Names::isSafe)
        .filter(t -> WORK.matcher(t.toLowerCase(Locale.ROOT)).find())
        .filter(t -> !COMING_AND_GOING.matcher(t.toLowerCase(Locale.ROOT)).find())
        .limit(MOST)
        .toList();
  }
}
