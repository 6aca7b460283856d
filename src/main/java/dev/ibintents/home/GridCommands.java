package dev.ibintents.home;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.Lookahead;
import dev.ibintents.backtest.grid.BacktestsStoppedException;
import dev.ibintents.backtest.grid.Grid;
import dev.ibintents.backtest.grid.GridPoint;
import dev.ibintents.backtest.grid.GridReport;
import dev.ibintents.backtest.grid.ParallelBacktests;
import dev.ibintents.backtest.grid.PointResult;
import dev.ibintents.backtest.grid.StoredGrid;
import dev.ibintents.backtest.grid.TaskShare;
import dev.ibintents.backtest.grid.WalkForward;
import dev.ibintents.backtest.grid.WalkForwardRun;
import dev.ibintents.backtest.plan.BacktestPlan;
import dev.ibintents.backtest.report.ProgressLine;
import dev.ibintents.backtest.report.Report;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.http.Overview;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.NearNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of the backtest's command that tries many values of parameters. */
final class GridCommands {
  private static final String MERGE = "merge";
  private static final String SET = "set";
  private static final String WALK_FORWARD = "walkForward";
  private static final String DEFAULT_DEADLINE = "24h";

  /** Cloud Run kills a process so many seconds after it has told it to end. */
  private static final long SECONDS_TO_END = 9;

  private final CommandGroup group;
  private final BacktestPlan plan;
  private final GridOptions options;
  private final Output output;

  /**
   * The wishes of a person about the output.
   *
   * @param folder the folder of the report
   * @param checksLookahead whether to compare with runs over shorter data
   */
  record Output(Path folder, boolean checksLookahead) {}

  /** The options of a grid. */
  static final class GridOptions {
    @Parameters(
        arity = "0..1",
        paramLabel = MERGE,
        description =
            "makes the report of a grid whose points several tasks have calculated; takes --id and"
                + " --out")
    private String action;

    @Option(
        names = "--set",
        paramLabel = "STRATEGY.FIELD=VALUE,…",
        description =
            "tries these values of a strategy's field, such as macd.fast=8,12,16; several options"
                + " make a grid of all combinations")
    private List<String> sets = new ArrayList<>();

    @Option(
        names = "--walk-forward",
        paramLabel = "TRAIN/TEST",
        description =
            "chooses the values in a training window, plays the test window after it, and goes on"
                + " by a test window, such as 3Y/1Y")
    private String walkForward;

    @Option(
        names = "--id",
        description =
            "keeps the result of each point in the store, in backtests/ID, so that a grid that was"
                + " stopped goes on, and tasks share a grid")
    private String id;

    @Option(
        names = "--deadline",
        defaultValue = DEFAULT_DEADLINE,
        description = "stops a grid after this time, such as 90m or 2h; ${DEFAULT-VALUE}")
    private String deadline;

    /** Takes the settings of a grid out of the fields of a configuration file. Options win. */
    void take(Map<String, Object> file) {
      Object fileSets = file.remove(SET);
      Object lengths = file.remove(WALK_FORWARD);
      if (lengths != null && walkForward == null) {
        walkForward = lengths.toString();
      }
      if (fileSets instanceof Map<?, ?> map) {
        Set<String> named =
            sets.stream().map(text -> text.split("=", 2)[0]).collect(Collectors.toSet());
        map.forEach(
            (name, values) -> {
              if (!named.contains(name)) {
                sets.add(name + "=" + values(values));
              }
            });
      } else if (fileSets != null) {
        throw new UsageException(
            SET + " must be an object such as {\"macd.fast\": [8, 12, 16]}, not " + fileSets);
      }
    }

    private static String values(Object values) {
      return values instanceof List<?> list
          ? list.stream().map(AnswerJson::text).collect(Collectors.joining(","))
          : AnswerJson.text(values);
    }

    /** Whether a grid or its merged report is wanted. */
    boolean isUsed() {
      return action != null || id != null || walkForward != null || !sets.isEmpty();
    }
  }

  GridCommands(CommandGroup group, BacktestPlan plan, GridOptions options, Output output) {
    this.group = group;
    this.plan = plan;
    this.options = options;
    this.output = output;
  }

  /** Runs the command, and returns its exit code. */
  int run() throws IOException {
    return options.action == null ? tryValues() : merge();
  }

  /** Reads words of a person. */
  private static <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (BacktestException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int tryValues() throws IOException {
    if (options.sets.isEmpty()) {
      throw new UsageException(
          (options.walkForward == null ? "--id" : "--walk-forward")
              + " needs values to choose from; name them with --set, such as --set"
              + " macd.fast=8,12,16");
    }
    Optional<TaskShare> share = read(() -> TaskShare.from(group.environment()));
    Optional<WalkForward> lengths =
        read(() -> Optional.ofNullable(options.walkForward).map(WalkForward::of));
    if (lengths.isPresent() && (share.isPresent() || options.id != null)) {
      throw new UsageException(
          "--walk-forward runs in one process; leave out --id and the variables of a job's tasks");
    }
    if (share.isPresent() && options.id == null) {
      throw new UsageException(
          "CLOUD_RUN_TASK_INDEX is set, and a task keeps its results in the store; name the grid"
              + " with --id");
    }
    Duration deadline = deadline();
    return group.fromSeededStore(
        store -> {
          Grid grid =
              read(() -> Grid.of(new Grid.Request(plan, options.sets, version()), store, mode()));
          return lengths.isPresent()
              ? walk(read(() -> new WalkForwardRun(grid, lengths.get())), deadline)
              : play(grid, store, share, deadline);
        });
  }

  private Duration deadline() {
    try {
      Duration deadline = Duration.parse("PT" + options.deadline.toUpperCase(Locale.ROOT));
      if (!deadline.isNegative() && !deadline.isZero()) {
        return deadline;
      }
    } catch (DateTimeException e) {
      // refused below
    }
    throw new UsageException(
        "--deadline is \"%s\"; it must be a time such as 90m, 2h or 1h30m"
            .formatted(options.deadline));
  }

  private TradingMode mode() {
    return group.variables().tradingMode();
  }

  private static String version() {
    return Overview.builtVersion();
  }

  /** Plays backtests; Ctrl-C stops them. */
  private void onAllCores(Duration deadline, Consumer<ParallelBacktests> use) {
    ProgressLine progress = group.progress();
    ParallelBacktests backtests =
        new ParallelBacktests(
            Runtime.getRuntime().availableProcessors(),
            Deadline.in(deadline),
            (done, all) -> progress.show("%d of %d backtests".formatted(done, all), done, all));
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              backtests.stop();
              await(ended);
            },
            "stop-backtests");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      BacktestCommands.silently(
          () -> {
            use.accept(backtests);
            return null;
          });
      progress.end();
    } catch (BacktestsStoppedException e) {
      group.err().println(e.getMessage() + hint());
      throw e;
    } finally {
      ended.countDown();
      removeHook(hook);
    }
  }

  private String hint() {
    return options.id == null
        ? "; no report is written. With --id the results are kept, and the same command goes on"
        : "; no report is written. The results are kept, and the same command goes on";
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is running
    }
  }

  private int play(Grid grid, DocumentStore store, Optional<TaskShare> share, Duration deadline)
      throws IOException {
    if (options.id == null) {
      SortedMap<Integer, PointResult> results = Collections.synchronizedSortedMap(new TreeMap<>());
      if (!played(grid, grid.points(), result -> results.put(result.point(), result), deadline)) {
        return 1;
      }
      return report(grid, List.copyOf(results.values()));
    }
    StoredGrid stored = StoredGrid.begin(store, options.id, grid);
    List<GridPoint> points = share.map(part -> part.of(grid.points())).orElseGet(grid::points);
    if (!played(grid, stored.missing(points), stored::put, deadline)) {
      return 1;
    }
    if (share.isEmpty()) {
      return report(grid, stored.complete());
    }
    group.out.println(
        "task %d of %d: backtests/%s has its %d of %d points; after all tasks run ./ib-intents backtest merge --id %s"
            .formatted(
                share.get().index() + 1,
                share.get().count(),
                options.id,
                points.size(),
                grid.points().size(),
                options.id));
    return 0;
  }

  /** Plays points; false if they were stopped, which is said then. */
  private boolean played(
      Grid grid, List<GridPoint> points, Consumer<PointResult> result, Duration deadline) {
    try {
      onAllCores(deadline, backtests -> grid.play(points, backtests, result));
      return true;
    } catch (BacktestsStoppedException e) {
      return false;
    }
  }

  private int merge() throws IOException {
    if (!options.action.equals(MERGE)) {
      throw new UsageException(
          "backtest has no action "
              + options.action
              + NearNames.suggestion(options.action, List.of(MERGE))
              + "; it has merge");
    }
    if (options.id == null) {
      throw new UsageException("merge needs the grid's id; name it with --id");
    }
    if (!options.sets.isEmpty() || options.walkForward != null || !plan.settings().isEmpty()) {
      throw new UsageException(
          "merge takes --id and --out alone; backtests/" + options.id + " has the other settings");
    }
    return group.fromSeededStore(
        store -> {
          StoredGrid stored =
              StoredGrid.open(
                  store, options.id, version(), request -> Grid.of(request, store, mode()));
          return report(stored.grid(), stored.complete());
        });
  }

  private int report(Grid grid, List<PointResult> results) throws IOException {
    GridReport table = new GridReport(grid, results);
    return report(
        table.best(), result -> table.write(output.folder(), result), result -> table.summary());
  }

  private int walk(WalkForwardRun run, Duration deadline) throws IOException {
    try {
      onAllCores(deadline, run::train);
    } catch (BacktestsStoppedException e) {
      return 1;
    }
    return report(run.test(), result -> run.write(output.folder(), result), run::summary);
  }

  /** Writes a report about a result. */
  @FunctionalInterface
  private interface Writing {
    Report write(BacktestResult result) throws IOException;
  }

  private int report(
      Backtest backtest, Writing writing, Function<BacktestResult, List<String>> table)
      throws IOException {
    BacktestResult result = BacktestCommands.silently(backtest::run);
    Optional<Lookahead> found =
        output.checksLookahead()
            ? BacktestCommands.silently(() -> backtest.checkLookahead(result))
            : Optional.empty();
    Report report = writing.write(result);
    table.apply(result).forEach(group.out::println);
    return BacktestCommands.print(group, report, output, found);
  }
}
