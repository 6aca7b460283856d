package dev.ibintents.home;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.Lookahead;
import dev.ibintents.backtest.compare.Comparison;
import dev.ibintents.backtest.compare.LiveDay;
import dev.ibintents.backtest.compare.LiveTrading;
import dev.ibintents.backtest.plan.BacktestPlan;
import dev.ibintents.backtest.plan.PreparedBacktest;
import dev.ibintents.backtest.report.ProgressLine;
import dev.ibintents.backtest.report.Report;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.http.Overview;
import dev.ibintents.intent.json.JsonFault;
import dev.ibintents.intent.json.JsonFields;
import dev.ibintents.intent.json.StrictJson;
import dev.ibintents.store.DocumentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that plays the past through the intents. */
final class BacktestCommands extends CommandGroup {
  BacktestCommands(Surroundings surroundings) {
    super(surroundings);
  }

  /** The options of a backtest; a configuration file has the same settings. */
  static final class BacktestOptions {
    private final SortedMap<String, String> settings = new TreeMap<>();

    private void set(String name, String value) {
      settings.put(name, value);
    }

    @Option(names = "--strategies", description = "ids, separated by commas; all with an exposure")
    private void strategies(String ids) {
      set("strategies", ids);
    }

    @Option(names = "--from", description = "the first day, such as 2015-01-01")
    private void from(String day) {
      set("from", day);
    }

    @Option(names = "--to", description = "the last day")
    private void to(String day) {
      set("to", day);
    }

    @Option(names = "--cash", description = "US dollars at the start; 100000")
    private void cash(String amount) {
      set("cash", amount);
    }

    @Option(
        names = "--schedule",
        description = "daily, weekly or monthly, or a cron expression in New York's time; monthly")
    private void schedule(String name) {
      set("schedule", name);
    }

    @Option(names = "--at", description = "the time of the run in New York; 15:45")
    private void at(String time) {
      set("at", time);
    }

    @Option(names = "--fill", description = "next-open or close")
    private void fill(String name) {
      set("fill", name);
    }

    @Option(names = "--slippage-bps", description = "the basis points by which a fill is worse; 0")
    private void slippage(String basisPoints) {
      set("slippageBps", basisPoints);
    }

    @Option(names = "--commission", description = "ibkr-fixed, ibkr-tiered or none")
    private void commission(String name) {
      set("commission", name);
    }

    @Option(
        names = "--participation",
        description = "the largest part of a session's volume that is filled, such as 0.1")
    private void participation(String part) {
      set("participation", part);
    }

    @Option(
        names = "--interest",
        description = "the interest on cash and on loans a year, such as 0.03; 0")
    private void interest(String rate) {
      set("interest", rate);
    }

    @Option(
        names = "--bars",
        description = "store, simulator, or a folder with files such as SPY.csv")
    private void bars(String source) {
      set("bars", source);
    }

    @Option(names = "--benchmark", description = "a symbol to compare with; SPY")
    private void benchmark(String symbol) {
      set("benchmark", symbol);
    }

    @Option(
        names = "--compare",
        description = "paper or live: replays the days that were traded, explains the difference")
    private String compared;

    @Option(names = "--config", description = "a JSON file with the same settings; options win")
    private Path config;

    @Option(
        names = "--out",
        description = "the folder of the report; target/backtest",
        defaultValue = "target/backtest")
    private Path folder;

    @Option(
        names = "--check-lookahead",
        description = "runs again with shorter data, and compares the orders")
    private boolean checksLookahead;
  }

  @Command(
      description = {
        "Plays the past through the same intents that trade, and writes a report: report.html,"
            + " equity.csv, orders.csv, fills.csv and statistics.json.",
        "The strategies' documents and the configuration are those of the store, which is only"
            + " read."
      })
  int backtest(@Mixin BacktestOptions options, @Mixin GridCommands.GridOptions grid)
      throws IOException {
    BacktestPlan plan = plan(options, grid);
    GridCommands.Output output = new GridCommands.Output(options.folder, options.checksLookahead);
    if (grid.isUsed()) {
      if (options.compared != null) {
        throw new UsageException("--compare does not go with --set; give one of them");
      }
      return new GridCommands(this, plan, grid, output).run();
    }
    Finished finished = fromSeededStore(store -> run(plan, store, options));
    finished.report.write(output.folder());
    return print(this, finished.report, output, finished.lookahead);
  }

  /** Prints the summary of a report and its place; returns the exit code. */
  static int print(
      CommandGroup group, Report report, GridCommands.Output output, Optional<Lookahead> found) {
    report.summary().forEach(group.out::println);
    group.out.println(output.folder().resolve("report.html") + " has the report");
    if (output.checksLookahead()) {
      group.out.println(words(found));
    }
    return found.isPresent() ? 1 : 0;
  }

  /** The result of a check of look-ahead, in words. */
  private static String words(Optional<Lookahead> found) {
    return found
        .map(Lookahead::toString)
        .orElse("No look-ahead: shorter data gives the same orders.");
  }

  /** A run that is over. */
  private record Finished(Report report, Optional<Lookahead> lookahead) {}

  private BacktestPlan plan(BacktestOptions options, GridCommands.GridOptions grid)
      throws IOException {
    try {
      Map<String, Object> file = options.config == null ? new TreeMap<>() : read(options.config);
      grid.take(file);
      return BacktestPlan.of(file).with(options.settings);
    } catch (BacktestException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Map<String, Object> read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      JsonElement json = StrictJson.parse(text);
      if (json.isJsonObject()) {
        return JsonFields.of(json.getAsJsonObject());
      }
    } catch (JsonParseException e) {
      throw new UsageException(
          file + " is not JSON" + JsonFault.of(text).map(fault -> ": " + fault).orElse(""));
    }
    throw new UsageException(file + " must be a JSON object with settings");
  }

  private static TradingMode compared(String word) {
    return Arrays.stream(TradingMode.values())
        .filter(mode -> mode.id().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new BacktestException("compare is \"" + word + "\"; it must be paper or live"));
  }

  private Finished run(BacktestPlan wanted, DocumentStore store, BacktestOptions options) {
    TradingMode mode = variables().tradingMode();
    List<LiveDay> live = new ArrayList<>();
    PreparedBacktest prepared;
    try {
      if (options.compared != null) {
        live.addAll(
            new LiveTrading(store, compared(options.compared))
                .between(wanted.day(BacktestPlan.FROM), wanted.day(BacktestPlan.TO)));
      }
      prepared = PreparedBacktest.of(within(live, wanted), store, mode);
    } catch (BacktestException e) {
      throw new UsageException(e.getMessage());
    }
    return silently(() -> played(prepared, store, live, options));
  }

  private Finished played(
      PreparedBacktest prepared, DocumentStore store, List<LiveDay> live, BacktestOptions options) {
    TradingMode mode = variables().tradingMode();
    ProgressLine progress = progress();
    Backtest backtest = prepared.backtest(store, mode).onProgress(progress);
    BacktestResult result = backtest.run();
    progress.end();
    Optional<Comparison> comparison =
        live.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Comparison.of(
                    live,
                    prepared.bars(),
                    prepared.exposures().keySet(),
                    () -> prepared.backtest(store, mode)));
    return new Finished(
        new Report(Overview.builtVersion(), prepared, result, comparison),
        options.checksLookahead
            ? backtest.onProgress((session, done, all) -> {}).checkLookahead(result)
            : Optional.empty());
  }

  /** A plan from the first to the last live day, if it does not say another range. */
  private static BacktestPlan within(List<LiveDay> live, BacktestPlan plan) {
    return live.isEmpty()
        ? plan
        : plan.withDefault(BacktestPlan.FROM, live.get(0).day().toString())
            .withDefault(BacktestPlan.TO, live.get(live.size() - 1).day().toString());
  }

  /** Runs backtests without a log. The report has the problems of the runs. */
  static <T> T silently(Supplier<T> runs) {
    Logger root = Logger.getLogger("");
    Level level = root.getLevel();
    root.setLevel(Level.OFF);
    try {
      return runs.get();
    } finally {
      root.setLevel(level);
    }
  }
}
