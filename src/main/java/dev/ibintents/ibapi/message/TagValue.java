package dev.ibintents.ibapi.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A named parameter, such as an algorithm's {@code adaptivePriority}.
 *
 * @param tag the parameter's name
 * @param value the parameter's value
 */
public record TagValue(String tag, String value) {
  /** The parameters of a text with {@code tag=value;} for each. */
  static List<TagValue> list(String text) {
    List<TagValue> pairs = new ArrayList<>();
    for (String pair : text.split(";")) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        pairs.add(new TagValue(pair.substring(0, equals), pair.substring(equals + 1)));
      } else if (!pair.isEmpty()) {
        pairs.add(new TagValue(pair, ""));
      }
    }
    return pairs;
  }

  /** The inverse of {@link #list}. */
  static String text(List<TagValue> pairs) {
    StringBuilder text = new StringBuilder();
    for (TagValue pair : pairs) {
      text.append(pair.tag()).append('=').append(pair.value()).append(';');
    }
    return text.toString();
  }
}
