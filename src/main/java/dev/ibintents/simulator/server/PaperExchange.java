package dev.ibintents.simulator.server;

import dev.ibintents.simulator.account.DocumentStateStore;
import dev.ibintents.simulator.clock.ClockSetting;
import dev.ibintents.simulator.fault.FaultOptions;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * Runs the simulated gateway alone, as a paper exchange for the tests of any client.
 *
 * <pre>
 * --host 127.0.0.1          the address to listen at
 * --port 4002               the port; 0 takes any free port
 * --seed 1                  chooses the world of prices
 * --data-folder data        the folder that keeps the account; in memory if not given
 * --clock system            the market's time at first, or a moment such as 2026-11-23T15:00:00Z
 * --speed 60x               the seconds of the market in a real second; 0 if it stands still, as it
 *                           does if only --clock is given
 * --market open             open; or closed: orders wait, with a warning; or calendar: open when
 *                           the real markets are
 * --second-account DU7654321
 *                           an account that can be read but takes no orders
 * --faults delay=20ms,silent=after-start,out-drop-after=5
 *                           and about orders: reject-order=3, reject-order=3:10999,
 *                           warn-order=3:399, hold-order=3:383/30s, drop-before-order=2,
 *                           drop-after-order=2, pieces=4, pieces=4/5s, hold-orders=2s,
 *                           cancel-time=500ms, cancel-error=1:10147, cancel-error-lives=1:161,
 *                           fill-after-cancel=1/30s, and yes or no for lose-orders,
 *                           duplicate-orders, reorder-orders, without-status, tif-notice;
 *                           about executions: commission-time=3s, pending-commissions=yes,
 *                           correct-commission=1:1.35/5s, correct-price=1:0.05/5s, bust=1/5s,
 *                           days-of-executions=2; about links: lose-broker=5/3s,
 *                           lose-broker=5:2110/3s, break-market-data=5/3s, break-history=5/3s,
 *                           break-definitions=5/3s, when-lost=silent; and language=spanish
 * </pre>
 *
 * <p>It prints one line when it listens, and runs until the process ends. If it cannot start, it
 * prints one line with the reason, and exits with 1.
 */
public final class PaperExchange {
  private static final int USUAL_PORT = 4002;

  private final GatewayOptions options = new GatewayOptions().port(USUAL_PORT);
  private ClockSetting clock = ClockSetting.SYSTEM;
  private DocumentStore store;

  private PaperExchange() {}

  /** Runs the gateway with the options of the class description. */
  public static void main(String[] args) throws InterruptedException {
    try {
      run(args);
    } catch (IOException | RuntimeException e) {
      System.err.println("Simulated gateway not started: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Runs the gateway until the process ends, with the options of the class description.
   *
   * @throws IllegalArgumentException if an option is unknown, or its value is impossible
   * @throws IOException if the gateway cannot listen
   */
  public static void run(String... args) throws IOException, InterruptedException {
    PaperExchange exchange = new PaperExchange();
    exchange.read(args);
    SimulatedGateway gateway = new SimulatedGateway(exchange.options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> exchange.end(gateway), "ending"));
    System.out.printf(
        "Simulated gateway listening on %s, account %s%n",
        gateway.address(), gateway.account().name());
    new CountDownLatch(1).await();
  }

  private void end(SimulatedGateway gateway) {
    gateway.close();
    if (store != null) {
      store.close();
    }
  }

  private void read(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      set(args[i], args[i + 1]);
    }
    options.clock(clock.clock());
  }

  private void set(String option, String value) {
    switch (option) {
      case "--host" -> options.host(value);
      case "--port" -> options.port(Math.toIntExact(number(option, value, 65535)));
      case "--seed" -> options.prices(new Prices(number(option, value, Long.MAX_VALUE)));
      case "--data-folder" -> {
        store = new SqliteDocumentStore(Path.of(value));
        options.state(new DocumentStateStore(store, GatewayOptions.ACCOUNT));
      }
      case "--clock" -> clock = checked(option, value, clock::withStart);
      case "--speed" -> clock = checked(option, value, clock::withSpeed);
      case "--market" -> market(value);
      case "--second-account" -> options.secondAccount(value);
      case "--faults" -> options.faults(FaultOptions.parse(value));
      default ->
          throw new IllegalArgumentException(
              "there is no option "
                  + option
                  + "; there are --host, --port, --seed, --data-folder, --clock, --speed,"
                  + " --market, --second-account and --faults");
    }
  }

  private static ClockSetting checked(
      String option, String value, Function<String, ClockSetting> reading) {
    try {
      return reading.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  private void market(String value) {
    switch (value) {
      case "open" -> options.marketOpen(true);
      case "closed" -> options.marketOpen(false);
      case "calendar" -> options.marketByCalendar();
      default ->
          throw new IllegalArgumentException(
              "--market is open, closed or calendar, not \"" + value + "\"");
    }
  }

  private static long number(String option, String value, long largest) {
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number, not \"" + value + "\"", e);
    }
    throw new IllegalArgumentException(option + " must be from 0 to " + largest + ": " + value);
  }
}
