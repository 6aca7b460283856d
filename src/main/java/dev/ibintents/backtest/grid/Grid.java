package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.plan.BacktestPlan;
import dev.ibintents.backtest.plan.PreparedBacktest;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.NearNames;
import dev.ibintents.store.memory.MemoryDocumentStore;
import dev.ibintents.strategy.Strategies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Backtests with all combinations of the values of some parameters. The values of the last
 * parameter change first. It keeps the documents that it read at the beginning.
 */
public final class Grid {
  private static final int MOST_POINTS = 100_000;
  private static final String KIND = "kind";

  private final Request request;
  private final PreparedBacktest prepared;
  private final DocumentStore configuration = new MemoryDocumentStore();
  private final TradingMode mode;
  private final List<GridParameter> parameters;
  private final List<GridPoint> points = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final String hash;

  /**
   * The wishes of a person.
   *
   * @param plan the settings of each backtest
   * @param sets the parameters, such as {@code macd.fast=8,12,16}
   * @param version the product's version
   */
  public record Request(BacktestPlan plan, List<String> sets, String version) {
    /** Keeps a copy. */
    public Request {
      sets = List.copyOf(sets);
    }
  }

  private Grid(
      Request request,
      List<GridParameter> parameters,
      PreparedBacktest prepared,
      DocumentStore store,
      TradingMode mode) {
    this.request = request;
    this.parameters = parameters;
    this.prepared = prepared;
    this.mode = mode;
    for (String path : List.of(Configuration.COMMON, Configuration.documentOf(mode))) {
      store.get(path).ifPresent(document -> configuration.set(path, document.fields()));
    }
    addPoints();
    hash = fingerprint();
  }

  /**
   * Makes a grid.
   *
   * @param store has the configuration, the strategies' documents and perhaps the bars
   * @throws BacktestException if a parameter or a setting is wrong
   */
  public static Grid of(Request request, DocumentStore store, TradingMode mode) {
    Map<String, Map<String, Object>> documents = new TreeMap<>();
    store.list("strategies").forEach(found -> documents.put(found.id(), found.fields()));
    SortedSet<String> known = PreparedBacktest.known(documents);
    List<GridParameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String text : request.sets()) {
      GridParameter parameter = GridParameter.of(text, known);
      if (!names.add(parameter.name())) {
        throw new BacktestException(
            parameter.name() + " is set twice; name all its values at once, separated by commas");
      }
      requireField(parameter, documents.getOrDefault(parameter.strategy(), Map.of()));
      parameters.add(parameter);
    }
    BacktestPlan plan =
        request
            .plan()
            .withDefault(
                BacktestPlan.STRATEGIES,
                parameters.stream()
                    .map(GridParameter::strategy)
                    .distinct()
                    .collect(Collectors.joining(",")));
    for (GridParameter parameter : parameters) {
      requirePlayed(parameter, plan.strategies());
    }
    return new Grid(request, parameters, PreparedBacktest.of(plan, store, mode), store, mode);
  }

  private static void requireField(GridParameter parameter, Map<String, Object> document) {
    String kind = String.valueOf(document.getOrDefault(KIND, parameter.strategy()));
    if (!Strategies.all().names().contains(kind)) {
      return; // the preparation refuses the strategy
    }
    List<String> fields = Strategies.all().fieldNames(kind);
    if (!fields.contains(parameter.field())) {
      throw new BacktestException(
          Strategies.path(parameter.strategy())
              + " has no field "
              + parameter.field()
              + NearNames.suggestion(parameter.field(), fields)
              + "; a strategy of the kind "
              + kind
              + " has "
              + String.join(", ", fields));
    }
  }

  private static void requirePlayed(GridParameter parameter, List<String> strategies) {
    if (!strategies.contains(parameter.strategy())) {
      throw new BacktestException(
          "%s is set, and %s is not played; strategies has %s"
              .formatted(parameter.name(), parameter.strategy(), String.join(", ", strategies)));
    }
  }

  /** Adds the points whose documents are valid, and a note about the others. */
  private void addPoints() {
    List<SortedMap<String, Object>> choices = choices();
    Set<String> validValues = new HashSet<>();
    Map<String, String> faultsByValue = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>();
    for (SortedMap<String, Object> choice : choices) {
      SortedMap<String, String> values = new TreeMap<>();
      choice.forEach((name, value) -> values.put(name, GridParameter.shown(value)));
      Map<String, Map<String, Object>> documents = documents(choice);
      String faults = faults(documents);
      for (String value : each(values)) {
        if (faults.isEmpty()) {
          validValues.add(value);
        } else {
          faultsByValue.putIfAbsent(value, faults);
        }
      }
      if (faults.isEmpty()) {
        points.add(new GridPoint(points.size() + 1, values, documents));
      } else {
        leftOut.add(GridPoint.words(values) + ": " + faults);
      }
    }
    faultsByValue.keySet().removeAll(validValues);
    faultsByValue.forEach(
        (value, faults) -> {
          throw new BacktestException(value + " gives no valid point: " + faults);
        });
    if (!leftOut.isEmpty()) {
      notes.add(
          "%d of %d points are left out, such as %s"
              .formatted(leftOut.size(), choices.size(), leftOut.get(0)));
    }
  }

  private static List<String> each(SortedMap<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + value.getValue())
        .toList();
  }

  /** All combinations of values by the names of their parameters. */
  private List<SortedMap<String, Object>> choices() {
    List<SortedMap<String, Object>> choices = List.of(new TreeMap<>());
    for (GridParameter parameter : parameters) {
      long count = (long) choices.size() * parameter.values().size();
      if (count > MOST_POINTS) {
        throw new BacktestException(
            "the grid has more than %d points; try fewer values".formatted(MOST_POINTS));
      }
      List<SortedMap<String, Object>> more = new ArrayList<>();
      for (SortedMap<String, Object> choice : choices) {
        for (Object value : parameter.values()) {
          SortedMap<String, Object> longer = new TreeMap<>(choice);
          longer.put(parameter.name(), value);
          more.add(longer);
        }
      }
      choices = more;
    }
    return choices;
  }

  private Map<String, Map<String, Object>> documents(SortedMap<String, Object> choice) {
    Map<String, Map<String, Object>> documents = new TreeMap<>();
    for (GridParameter parameter : parameters) {
      String id = parameter.strategy();
      Map<String, Object> fields =
          documents.getOrDefault(id, prepared.documents().getOrDefault(id, Map.of()));
      documents.put(id, parameter.in(fields, choice.get(parameter.name())));
    }
    documents.values().forEach(fields -> fields.values().removeIf(value -> value == null));
    return documents;
  }

  private static String faults(Map<String, Map<String, Object>> documents) {
    return documents.entrySet().stream()
        .map(entry -> new Document(Strategies.path(entry.getKey()), entry.getValue()))
        .map(document -> Strategies.all().faults(document))
        .map(SettingFields.Faults::words)
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private String fingerprint() {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("version", request.version());
    parts.put("mode", mode.id());
    parts.put("parameters", sets());
    parts.put("documents", sorted(prepared.documents()));
    parts.put("exposures", prepared.exposures());
    for (String path : List.of(Configuration.COMMON, Configuration.documentOf(mode))) {
      parts.put(path, sorted(configuration.get(path).map(Document::fields).orElse(Map.of())));
    }
    parts.put("bars", prepared.bars().hash());
    return prepared.plan().hash(parts);
  }

  /** A value whose maps are sorted, so that equal values have equal texts. */
  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> map) {
      SortedMap<String, Object> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put((String) key, sorted(inner)));
      return sorted;
    }
    return value instanceof List<?> list ? list.stream().map(Grid::sorted).toList() : value;
  }

  /** The request from which the same grid can be made again. */
  public Request request() {
    return request;
  }

  /** The points, in the order of their numbers. */
  public List<GridPoint> points() {
    return List.copyOf(points);
  }

  /** The point with a number. */
  GridPoint point(int number) {
    return points.get(number - 1);
  }

  /** The names of the parameters. */
  List<String> names() {
    return parameters.stream().map(GridParameter::name).toList();
  }

  /** The values of each parameter, separated by commas. */
  private SortedMap<String, String> sets() {
    SortedMap<String, String> sets = new TreeMap<>();
    for (GridParameter parameter : parameters) {
      sets.put(
          "set " + parameter.name(),
          parameter.values().stream().map(GridParameter::shown).collect(Collectors.joining(",")));
    }
    return sets;
  }

  /** The SHA-256 of the settings, the documents, the bars and the product's version. */
  public String hash() {
    return hash;
  }

  /** The inputs of the grid, without the values of a point. */
  PreparedBacktest prepared() {
    return prepared;
  }

  /**
   * Plays points.
   *
   * @param result receives each result as soon as it is there, on several threads
   * @throws BacktestsStoppedException if the backtests were stopped
   */
  public void play(
      List<GridPoint> played, ParallelBacktests backtests, Consumer<PointResult> result) {
    backtests.play(
        played,
        this::backtest,
        (point, backtest) -> result.accept(PointResult.of(point, backtest, prepared.bars())));
  }

  /** The backtest of a point. */
  public Backtest backtest(GridPoint point) {
    Backtest backtest = prepared.backtest(configuration, mode);
    prepared.documents().forEach((id, fields) -> backtest.document(id, present(fields)));
    point.documents().forEach(backtest::document);
    return backtest;
  }

  private static Map<String, Object> present(Map<String, Object> fields) {
    Map<String, Object> present = new LinkedHashMap<>(fields);
    present.values().removeIf(value -> value == null);
    return present;
  }

  /**
   * The inputs of a report.
   *
   * @param point the point whose documents the report names
   * @param more further settings and remarks
   */
  PreparedBacktest inputs(GridPoint point, SortedMap<String, String> more, List<String> remarks) {
    SortedMap<String, String> settings = new TreeMap<>(prepared.plan().settings());
    settings.putAll(sets());
    settings.putAll(more);
    SortedMap<String, Map<String, Object>> documents = new TreeMap<>(prepared.documents());
    documents.putAll(point.documents());
    List<String> all = new ArrayList<>(prepared.notes());
    all.addAll(notes);
    all.addAll(remarks);
    return new PreparedBacktest(
        new BacktestPlan(settings), documents, prepared.exposures(), prepared.bars(), all);
  }

  /** Remarks about points that are left out. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
