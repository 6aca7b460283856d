package dev.ibintents.store;

import java.math.BigDecimal;
import java.util.Objects;

/** How Firestore compares normalised values. */
final class FirestoreOrder {
  private FirestoreOrder() {}

  /** Whether two values are equal. Longs and doubles compare by what they are worth. */
  static boolean isEqual(Object a, Object b) {
    return a instanceof Number x && b instanceof Number y
        ? areEqualNumbers(x, y)
        : Objects.equals(a, b);
  }

  private static boolean areEqualNumbers(Number a, Number b) {
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return Double.isNaN(x) && Double.isNaN(y);
    }
    return x == y && (Double.isInfinite(x) || exact(a).compareTo(exact(b)) == 0);
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long
        ? BigDecimal.valueOf(number.longValue())
        : new BigDecimal(number.doubleValue());
  }

  /** By code point, which is the order of the UTF-8 bytes and not that of String. */
  static int texts(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean bothOrNone = Character.isSurrogate(x) == Character.isSurrogate(y);
        return bothOrNone ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
