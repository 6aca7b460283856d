package dev.ibintents.simulator.tool;

import dev.ibintents.store.NearNames;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The words of a command line, read as options.
 *
 * @param given the options that are given, with their values
 */
record SimulatorWords(Map<SimulatorOption, String> given) {
  /**
   * Reads words such as {@code --port 4002} or {@code --port=4002}.
   *
   * @throws IllegalArgumentException if a word is no option, an option has no value, or is given
   *     twice
   */
  static SimulatorWords read(List<String> words) {
    Map<SimulatorOption, String> given = new EnumMap<>(SimulatorOption.class);
    int next = 0;
    while (next < words.size()) {
      String[] parts = words.get(next++).split("=", 2);
      SimulatorOption option = option(parts[0]);
      String value = "";
      if (parts.length == 2) {
        value = parts[1];
        if (option.value().isEmpty()) {
          throw new IllegalArgumentException(option.word() + " has no value");
        }
      } else if (!option.value().isEmpty()
          && next < words.size()
          && !words.get(next).startsWith("--")) {
        value = words.get(next++);
      } else if (!option.standsAlone()) {
        throw new IllegalArgumentException(option.word() + " needs a value: " + option.value());
      }
      if (given.put(option, value) != null) {
        throw new IllegalArgumentException(option.word() + " is given twice");
      }
    }
    return new SimulatorWords(given);
  }

  private static SimulatorOption option(String word) {
    return SimulatorOption.of(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no option "
                        + word
                        + NearNames.suggestion(word, SimulatorOption.words())));
  }

  boolean has(SimulatorOption option) {
    return given.containsKey(option);
  }

  /**
   * The value of an option.
   *
   * @param reading reads the value; the message of its exception continues the option's word
   * @return empty if the option is not given
   * @throws IllegalArgumentException if the value cannot be read; its message names the option
   */
  <T> Optional<T> value(SimulatorOption option, Function<String, T> reading) {
    String text = given.get(option);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reading.apply(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option.word() + " " + e.getMessage(), e);
    }
  }

  /**
   * A whole number from 0 on.
   *
   * @throws IllegalArgumentException if the text is none; its message continues a name
   */
  static long number(String text, long largest) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("needs a number, not \"" + text + "\"", e);
    }
    throw new IllegalArgumentException("must be from 0 to " + largest + ", not " + text);
  }
}
