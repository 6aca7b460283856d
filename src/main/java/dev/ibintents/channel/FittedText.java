package dev.ibintents.channel;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * The events of a message as text, no longer than a channel takes. Texts are escaped as the channel
 * needs it. Events that do not fit are left out and counted; the first is cut instead.
 *
 * @param escape escapes a text, each letter by itself
 * @param size the size of an escaped text, as the channel counts it
 * @param most the largest size
 */
record FittedText(UnaryOperator<String> escape, ToIntFunction<String> size, int most) {
  private static final String BULLET = "• ";
  private static final String ELLIPSIS = "…";

  /** The text of events, a paragraph for each. */
  String of(List<Message.Item> items) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      String bullet = items.size() == 1 ? "" : BULLET;
      String next = (i == 0 ? "" : "\n") + escape.apply(bullet + items.get(i).text());
      String rest = i + 1 < items.size() ? more(items.size() - i - 1) : "";
      if (size.applyAsInt(text + next + rest) <= most) {
        text.append(next);
      } else if (i == 0) {
        text.append(cut(bullet + items.get(0).text(), rest));
        return text.append(rest).toString();
      } else {
        return text.append(more(items.size() - i)).toString();
      }
    }
    return text.toString();
  }

  private String more(int count) {
    return escape.apply("\n" + BULLET + count + " more; status and runs show them");
  }

  /** The longest beginning of a text that fits before the rest. */
  private String cut(String text, String rest) {
    int low = 0;
    int high = text.length();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (size.applyAsInt(escape.apply(text.substring(0, middle) + ELLIPSIS) + rest) <= most) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    boolean splits = low > 0 && Character.isHighSurrogate(text.charAt(low - 1));
    return escape.apply(text.substring(0, splits ? low - 1 : low) + ELLIPSIS);
  }
}
