package dev.ibintents.schedule;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cron expression of five fields, as Cloud Scheduler takes them: minute, hour, day of the month,
 * month and day of the week.
 *
 * <p>A field is a list of numbers, ranges and steps, or an asterisk for all. Months and days of the
 * week have names of three letters. If both days are restricted, one of them is enough (Google
 * Cloud, "Cron job format and time zone").
 */
public final class CronExpression {
  private static final Pattern PART =
      Pattern.compile("(?:(\\*)|(\\w+)(?:-(\\w+))?)(?:/(\\d{1,4}))?");
  private static final String ALL = "*";
  private static final int SUNDAY = 7;

  /** The fields in their sequence. */
  private enum Field {
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY("day of the month", 1, 31, List.of()),
    MONTH(
        "month",
        1,
        12,
        List.of(
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    WEEKDAY("day of the week", 0, SUNDAY, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final String words;
    private final int least;
    private final int most;
    private final List<String> names;

    Field(String words, int least, int most, List<String> names) {
      this.words = words;
      this.least = least;
      this.most = most;
      this.names = names;
    }
  }

  private final String expression;
  private final List<BitSet> values = new ArrayList<>();
  private final boolean isAnyDay;
  private final boolean isAnyWeekday;

  /**
   * Reads an expression.
   *
   * @throws InvalidScheduleException if it is no such expression; the message names the field
   */
  public CronExpression(String expression) {
    this.expression = expression;
    List<String> fields = List.of(expression.strip().split("\\s+"));
    if (fields.size() != Field.values().length) {
      throw new InvalidScheduleException(
          ("schedule is \"%s\", which has %d fields; a cron expression has 5: minute, hour, day of"
                  + " the month, month, day of the week")
              .formatted(expression, fields.size()));
    }
    for (Field field : Field.values()) {
      values.add(values(field, fields.get(field.ordinal())));
    }
    isAnyDay = fields.get(Field.DAY.ordinal()).equals(ALL);
    isAnyWeekday = fields.get(Field.WEEKDAY.ordinal()).equals(ALL);
  }

  private BitSet values(Field field, String text) {
    BitSet all = new BitSet();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw refused(field, text);
      }
      boolean isStep = matcher.group(4) != null;
      int first = field.least;
      int last = field.most;
      if (matcher.group(1) == null) {
        first = number(field, text, matcher.group(2));
        boolean isRange = matcher.group(3) != null;
        last = isRange ? number(field, text, matcher.group(3)) : isStep ? field.most : first;
      }
      int step = isStep ? Integer.parseInt(matcher.group(4)) : 1;
      if (first > last || step == 0) {
        throw refused(field, text);
      }
      for (int value = first; value <= last; value += step) {
        all.set(field == Field.WEEKDAY ? value % SUNDAY : value);
      }
    }
    return all;
  }

  private int number(Field field, String text, String word) {
    int named = field.names.indexOf(word.toUpperCase(Locale.ROOT));
    if (named >= 0) {
      return field == Field.MONTH ? named + 1 : named;
    }
    try {
      int number = Integer.parseInt(word);
      if (number >= field.least && number <= field.most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new InvalidScheduleException(refused(field, text).getMessage(), e);
    }
    throw refused(field, text);
  }

  private InvalidScheduleException refused(Field field, String text) {
    return new InvalidScheduleException(
        "schedule is \"%s\": %s is \"%s\"; it must be *, or numbers from %d to %d%s such as %d,%d or %d-%d or */2"
            .formatted(
                expression,
                field.words,
                text,
                field.least,
                field.most,
                field.names.isEmpty()
                    ? ""
                    : " (or %s to %s)"
                        .formatted(field.names.get(0), field.names.get(field.names.size() - 1)),
                field.least,
                field.least + 3,
                field.least + 1,
                field.least + 5));
  }

  private boolean has(Field field, int value) {
    return values.get(field.ordinal()).get(value);
  }

  /** Whether the expression has times on a day. */
  public boolean isOn(LocalDate date) {
    boolean day = has(Field.DAY, date.getDayOfMonth());
    boolean weekday = has(Field.WEEKDAY, date.getDayOfWeek().getValue() % SUNDAY);
    boolean either = isAnyDay || isAnyWeekday ? day && weekday : day || weekday;
    return either && has(Field.MONTH, date.getMonthValue());
  }

  /** The times of each day on which the expression has times, the earliest first. */
  public List<LocalTime> times() {
    List<LocalTime> times = new ArrayList<>();
    BitSet minutes = values.get(Field.MINUTE.ordinal());
    values.get(Field.HOUR.ordinal()).stream()
        .forEach(hour -> minutes.stream().forEach(minute -> times.add(LocalTime.of(hour, minute))));
    return times;
  }
}
