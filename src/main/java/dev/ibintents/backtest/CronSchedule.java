package dev.ibintents.backtest;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cron expression of five fields, as Cloud Scheduler takes them: minute, hour, day of the month,
 * month and day of the week, in the time of New York.
 *
 * <p>A field is a list of numbers, ranges and steps, or an asterisk for all. Months and days of the
 * week have names of three letters. If both days are restricted, one of them is enough (Google
 * Cloud, "Cron job format and time zone").
 */
final class CronSchedule implements Schedule {
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
   * @throws BacktestException if it is no such expression; the message names the field
   */
  CronSchedule(String expression) {
    this.expression = expression;
    List<String> fields = List.of(expression.strip().split("\\s+"));
    if (fields.size() != Field.values().length) {
      throw new BacktestException(
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
      throw new BacktestException(refused(field, text).getMessage(), e);
    }
    throw refused(field, text);
  }

  private BacktestException refused(Field field, String text) {
    return new BacktestException(
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

  /** Whether the schedule has times on a day. */
  private boolean isOn(LocalDate date) {
    boolean day = has(Field.DAY, date.getDayOfMonth());
    boolean weekday = has(Field.WEEKDAY, date.getDayOfWeek().getValue() % SUNDAY);
    boolean either = isAnyDay || isAnyWeekday ? day && weekday : day || weekday;
    return either && has(Field.MONTH, date.getMonthValue());
  }

  @Override
  public boolean includes(LocalDate session, LocalDate previous) {
    return isOn(session);
  }

  @Override
  public List<LocalTime> times(LocalDate session, Optional<LocalDate> previous, LocalTime usual) {
    List<LocalTime> times = new ArrayList<>();
    if (isOn(session)) {
      BitSet hours = values.get(Field.HOUR.ordinal());
      BitSet minutes = values.get(Field.MINUTE.ordinal());
      hours.stream()
          .forEach(
              hour -> minutes.stream().forEach(minute -> times.add(LocalTime.of(hour, minute))));
    }
    return times;
  }

  @Override
  public List<String> remarks(SortedSet<LocalDate> sessions) {
    List<String> remarks = new ArrayList<>();
    if (sessions.stream().noneMatch(this::isOn)) {
      remarks.add(
          "nothing trades: the schedule \"%s\" has no time on a session".formatted(expression));
    }
    List<LocalDate> left =
        sessions
            .first()
            .datesUntil(sessions.last())
            .filter(date -> isOn(date) && !sessions.contains(date))
            .toList();
    if (!left.isEmpty()) {
      remarks.add(
          ("the schedule \"%s\" has %d days without a session, the first is %s; nothing trades"
                  + " then, where Cloud Scheduler would call")
              .formatted(expression, left.size(), left.get(0)));
    }
    return remarks;
  }
}
