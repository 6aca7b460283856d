package dev.ibintents.simulator.control;

import dev.ibintents.store.NearNames;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The arguments of one call, checked against its fields. */
final class CallArguments {
  private static final int LONGEST_NUMBER = 30;
  private static final Pattern SHORT_TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * Checks arguments.
   *
   * @param given texts and flags by name
   * @throws RefusedCallException if a name is unknown, a value has the wrong form, or a required
   *     field is missing
   */
  CallArguments(Map<String, Object> given, List<CallField> fields) {
    List<String> names = fields.stream().map(CallField::name).toList();
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw RefusedCallException.wrong(
            "there is no field " + name + NearNames.suggestion(name, names) + takes(fields));
      }
    }
    for (CallField field : fields) {
      if (given.containsKey(field.name())) {
        values.put(field.name(), value(field, given.get(field.name())));
      } else if (field.required()) {
        throw RefusedCallException.wrong(field.name() + " is missing" + takes(fields));
      }
    }
  }

  private static String takes(List<CallField> fields) {
    return fields.isEmpty()
        ? "; the call takes no fields"
        : fields.stream()
            .map(field -> field.name() + (field.required() ? "" : "?"))
            .collect(Collectors.joining(", ", "; the call takes ", ""));
  }

  private static Object value(CallField field, Object given) {
    try {
      String text = given.toString();
      return switch (field.kind()) {
        case TEXT -> {
          require(!text.isBlank());
          yield text;
        }
        case DECIMAL -> {
          require(text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches());
          yield new BigDecimal(text);
        }
        case WHOLE -> {
          long number = Long.parseLong(text);
          require(number >= 0);
          yield number;
        }
        case FLAG -> {
          require(text.equals("true") || text.equals("false"));
          yield text.equals("true");
        }
        case TIME -> time(text);
        case MOMENT -> Instant.parse(text);
      };
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw RefusedCallException.wrong(
          "%s is \"%s\"; it must be %s".formatted(field.name(), given, field.kind().form()));
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("another form is needed");
    }
  }

  private static Duration time(String text) {
    Matcher matcher = SHORT_TIME.matcher(text);
    if (!matcher.matches()) {
      return Duration.parse(text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable((String) values.get(name));
  }

  Optional<BigDecimal> decimal(String name) {
    return Optional.ofNullable((BigDecimal) values.get(name));
  }

  Optional<Long> whole(String name) {
    return Optional.ofNullable((Long) values.get(name));
  }

  boolean flag(String name, boolean unlessGiven) {
    return (boolean) values.getOrDefault(name, unlessGiven);
  }

  Optional<Duration> duration(String name) {
    return Optional.ofNullable((Duration) values.get(name));
  }

  Optional<Instant> moment(String name) {
    return Optional.ofNullable((Instant) values.get(name));
  }

  /** The value of a whole number that must fit a count, such as a code or a client's number. */
  Optional<Integer> count(String name) {
    return whole(name)
        .map(
            number -> {
              if (number > Integer.MAX_VALUE) {
                throw RefusedCallException.wrong(name + " is too large: " + number);
              }
              return number.intValue();
            });
  }

  /**
   * The only one of some fields that is given.
   *
   * @throws RefusedCallException if none or several are given
   */
  String onlyOne(String... names) {
    List<String> given = List.of(names).stream().filter(this::has).toList();
    if (given.size() == 1) {
      return given.get(0);
    }
    throw RefusedCallException.wrong(
        "give exactly one of "
            + String.join(", ", names)
            + (given.isEmpty() ? "" : ", not " + given));
  }
}
