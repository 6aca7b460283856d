package dev.ibintents.backtest.plan;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.Commission;
import dev.ibintents.backtest.Fill;
import dev.ibintents.backtest.Schedule;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.store.NearNames;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of a backtest, by name. A configuration file has the same names as the command line,
 * in camel case.
 *
 * @param settings the settings that were given, as text
 */
public record BacktestPlan(SortedMap<String, String> settings) {
  /** The ids of the strategies, separated by commas. */
  public static final String STRATEGIES = "strategies";

  /** The first day. */
  public static final String FROM = "from";

  /** The last day. */
  public static final String TO = "to";

  /** The source of bars: store, simulator or a folder. */
  public static final String BARS = "bars";

  /** The symbol to compare with. */
  public static final String BENCHMARK = "benchmark";

  private static final String CASH = "cash";

  /** The sessions on which the strategies trade. */
  public static final String SCHEDULE = "schedule";

  private static final String AT = "at";
  private static final String FILL = "fill";
  private static final String SLIPPAGE = "slippageBps";
  private static final String COMMISSION = "commission";
  private static final String PARTICIPATION = "participation";
  private static final String INTEREST = "interest";

  /** The names of all settings. */
  public static final List<String> NAMES =
      List.of(
          STRATEGIES,
          FROM,
          TO,
          CASH,
          SCHEDULE,
          AT,
          FILL,
          SLIPPAGE,
          COMMISSION,
          PARTICIPATION,
          INTEREST,
          BARS,
          BENCHMARK);

  /** Keeps a copy. */
  public BacktestPlan {
    settings = new TreeMap<>(settings);
  }

  /**
   * Reads the fields of a configuration file.
   *
   * @throws BacktestException if a name is unknown, or a value is no text, number or list of those
   */
  public static BacktestPlan of(Map<String, Object> fields) {
    SortedMap<String, String> settings = new TreeMap<>();
    fields.forEach((name, value) -> settings.put(known(name), text(name, value)));
    return new BacktestPlan(settings);
  }

  private static String known(String name) {
    if (!NAMES.contains(name)) {
      throw new BacktestException(
          "a backtest has no setting "
              + name
              + NearNames.suggestion(name, NAMES)
              + "; the settings are "
              + String.join(", ", NAMES));
    }
    return name;
  }

  private static String text(String name, Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(element -> text(name, element)).collect(Collectors.joining(","));
    }
    if (value instanceof String || value instanceof Number) {
      return value.toString();
    }
    throw new BacktestException(name + " is " + value + "; it must be text or a number");
  }

  /** This plan, with the settings of another one in place of its own. */
  public BacktestPlan with(Map<String, String> others) {
    SortedMap<String, String> merged = new TreeMap<>(settings);
    others.forEach((name, value) -> merged.put(known(name), value));
    return new BacktestPlan(merged);
  }

  /** This plan, with a setting if it has none of that name. */
  public BacktestPlan withDefault(String name, String value) {
    return settings.containsKey(name) ? this : with(Map.of(name, value));
  }

  /** The text of a setting, if it is given. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** The ids of the strategies, in the order in which they are given. */
  public List<String> strategies() {
    return text(STRATEGIES).stream()
        .flatMap(ids -> List.of(ids.split(",")).stream())
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * A day, if it is given.
   *
   * @throws BacktestException if it is no date
   */
  public Optional<LocalDate> day(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return LocalDate.parse(text);
              } catch (DateTimeException e) {
                throw new BacktestException(
                    name + " is \"" + text + "\"; it must be a date such as 2015-01-31", e);
              }
            });
  }

  /**
   * A backtest with these settings, without bars and documents.
   *
   * @throws BacktestException if a setting has a wrong value
   */
  public Backtest backtest() {
    if (text(SCHEDULE).filter(Schedule::isCron).isPresent() && text(AT).isPresent()) {
      throw new BacktestException(
          "schedule is a cron expression, which has its own times; leave at out");
    }
    Backtest backtest = Backtest.of(strategies().toArray(String[]::new));
    day(FROM).ifPresent(backtest::from);
    day(TO).ifPresent(backtest::to);
    text(CASH).ifPresent(backtest::cash);
    text(SCHEDULE).map(Schedule::named).ifPresent(backtest::schedule);
    text(AT).map(BacktestPlan::time).ifPresent(backtest::at);
    text(FILL).map(Fill::named).ifPresent(backtest::fill);
    text(SLIPPAGE).ifPresent(backtest::slippageBps);
    text(COMMISSION).map(Commission::named).ifPresent(backtest::commission);
    text(PARTICIPATION).ifPresent(backtest::participation);
    text(INTEREST).ifPresent(backtest::interest);
    if (day(FROM).isPresent() && day(TO).isPresent() && day(FROM).get().isAfter(day(TO).get())) {
      throw new BacktestException(
          "from is " + settings.get(FROM) + ", which is after to, " + settings.get(TO));
    }
    return backtest;
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new BacktestException(
          "at is \"" + text + "\"; it must be a time in New York such as 15:45", e);
    }
  }

  /** The SHA-256 of the settings and the strategies' documents, in hexadecimal digits. */
  public String hash(Map<String, ?> documents) {
    String text = AnswerJson.text(List.of(settings, new TreeMap<>(documents)));
    return HexFormat.of()
        .formatHex(LoadedBars.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
