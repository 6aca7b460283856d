package dev.ibintents.environment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words by which documents and requests name the values of an enum, such as month-end. */
public final class Words {
  private Words() {}

  /** The word of a value: its name in small letters, with hyphens. */
  public static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of values, in their order. */
  public static List<String> of(Enum<?>[] values) {
    return Arrays.stream(values).map(Words::of).toList();
  }

  /** The value that a word names; empty if there is none. */
  public static <E extends Enum<E>> Optional<E> named(String word, E[] values) {
    return Arrays.stream(values).filter(value -> of(value).equals(word)).findFirst();
  }
}
