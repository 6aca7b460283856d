package dev.ibintents.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Compares normalised values in Firestore's order: null, booleans, numbers with NaN first,
 * instants, strings by code point, lists, maps. Longs and doubles are compared by value.
 */
final class ValueOrder implements Comparator<Object> {
  static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  @Override
  public int compare(Object a, Object b) {
    int byType = Integer.compare(type(a), type(b));
    if (byType != 0 || a == null) {
      return byType;
    } else if (a instanceof Boolean bool) {
      return bool.compareTo((Boolean) b);
    } else if (a instanceof Number number) {
      return numbers(number, (Number) b);
    } else if (a instanceof Instant instant) {
      return instant.compareTo((Instant) b);
    } else if (a instanceof String text) {
      return texts(text, (String) b);
    } else if (a instanceof List<?> list) {
      return lists(list, (List<?>) b);
    }
    return maps((Map<?, ?>) a, (Map<?, ?>) b);
  }

  /** Whether a range filter compares values of these two types. */
  static boolean comparable(Object a, Object b) {
    return type(a) == type(b);
  }

  /**
   * Compares texts by code point, which is the order of their UTF-8 bytes, but not the order of
   * String.
   */
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

  private static int type(Object value) {
    if (value == null) {
      return 0;
    } else if (value instanceof Boolean) {
      return 1;
    } else if (value instanceof Number) {
      return 2;
    } else if (value instanceof Instant) {
      return 3;
    } else if (value instanceof String) {
      return 4;
    }
    return value instanceof List ? 5 : 6;
  }

  private static int numbers(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return Boolean.compare(Double.isNaN(y), Double.isNaN(x));
    }
    if (x != y || Double.isInfinite(x)) {
      return x < y ? -1 : x > y ? 1 : 0;
    }
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long
        ? BigDecimal.valueOf(number.longValue())
        : new BigDecimal(number.doubleValue());
  }

  private int lists(List<?> a, List<?> b) {
    Iterator<?> other = b.iterator();
    for (Object element : a) {
      if (!other.hasNext()) {
        return 1;
      }
      int order = compare(element, other.next());
      if (order != 0) {
        return order;
      }
    }
    return other.hasNext() ? -1 : 0;
  }

  private int maps(Map<?, ?> a, Map<?, ?> b) {
    Iterator<? extends Map.Entry<?, ?>> other = byName(b).iterator();
    for (Map.Entry<?, ?> entry : byName(a)) {
      if (!other.hasNext()) {
        return 1;
      }
      Map.Entry<?, ?> next = other.next();
      int order = texts((String) entry.getKey(), (String) next.getKey());
      order = order != 0 ? order : compare(entry.getValue(), next.getValue());
      if (order != 0) {
        return order;
      }
    }
    return other.hasNext() ? -1 : 0;
  }

  private static List<? extends Map.Entry<?, ?>> byName(Map<?, ?> map) {
    return map.entrySet().stream()
        .sorted((x, y) -> texts((String) x.getKey(), (String) y.getKey()))
        .toList();
  }
}
