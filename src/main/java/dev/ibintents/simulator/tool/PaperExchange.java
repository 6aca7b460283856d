package dev.ibintents.simulator.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.simulator.account.DocumentStateStore;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.control.ControlServer;
import dev.ibintents.simulator.control.ControlledGateway;
import dev.ibintents.simulator.fault.FaultOptions;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.simulator.universe.InstrumentTable;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * Runs the simulated gateway alone, as a paper exchange for the tests of any client. {@link
 * SimulatorOption} has its options.
 *
 * <p>It prints one line when it listens, and another for its control port, if it has one. It runs
 * until the process ends. If it cannot start, it prints one line with the reason. The exit code is
 * then 2 for wrong words, and 1 for any other failure.
 */
public final class PaperExchange {
  private static final int USUAL_PORT = 4002;
  private static final int LARGEST_PORT = 65_535;
  private static final String SQLITE = "org.sqlite.JDBC";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

  private final SimulatorWords words;
  private final PrintStream out;
  private DocumentStore store;

  private PaperExchange(SimulatorWords words, PrintStream out) {
    this.words = words;
    this.out = out;
  }

  /** Runs the gateway with the options of a command line. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    try {
      run(List.of(arguments), out);
    } catch (IllegalArgumentException e) {
      err.println("Simulated gateway not started: " + e.getMessage() + "; see --help");
      System.exit(2);
    } catch (IOException | RuntimeException e) {
      err.println("Simulated gateway not started: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Runs the gateway until the process ends, or prints what the options ask for.
   *
   * @throws IllegalArgumentException if an option is unknown, or its value is impossible
   * @throws IOException if the gateway cannot listen
   */
  public static void run(List<String> arguments, PrintStream out)
      throws IOException, InterruptedException {
    PaperExchange exchange = new PaperExchange(SimulatorWords.read(arguments), out);
    if (exchange.words.has(SimulatorOption.HELP)) {
      out.println(SimulatorHelp.text());
    } else if (exchange.words.has(SimulatorOption.LIST)) {
      exchange.words.value(SimulatorOption.LIST, exchange::list).ifPresent(out::println);
    } else {
      exchange.serve();
    }
  }

  private String list(String form) {
    SimulatedWorld world = SimulatedWorld.of(words);
    List<Instrument> listed = new Universe(world.clock(), world.instruments()).listed();
    return switch (form) {
      case "" -> InstrumentTable.text(listed);
      case "json" -> InstrumentTable.json(listed);
      default ->
          throw new IllegalArgumentException(
              "prints a table; or JSON if it says json, not \"" + form + "\"");
    };
  }

  private void serve() throws IOException, InterruptedException {
    SimulatedWorld world = SimulatedWorld.of(words);
    Optional<Integer> controlPort = words.value(SimulatorOption.CONTROL_PORT, PaperExchange::port);
    if (controlPort.isPresent()) {
      serve(world, controlPort.get());
    } else {
      requireNoControl();
      SimulatedGateway gateway =
          opened(() -> new SimulatedGateway(options(world, world.clock(), false)));
      atTheEnd(gateway::close);
      announce(gateway);
    }
    new CountDownLatch(1).await();
  }

  private void serve(SimulatedWorld world, int controlPort) throws IOException {
    Set<String> names =
        words.value(SimulatorOption.CONTROL_NAMES, PaperExchange::names).orElse(Set.of());
    ControlledGateway gateway =
        opened(
            () ->
                new ControlledGateway(
                    () -> SimulatedWorld.clock(words),
                    (clock, anew) -> options(world, clock, anew)));
    String host = given(SimulatorOption.CONTROL_HOST);
    ControlServer control = new ControlServer(gateway, host, controlPort, names);
    atTheEnd(
        () -> {
          control.close();
          gateway.close();
        });
    announce(gateway.gateway());
    out.printf("Control API listening on http://%s:%d%n", host, control.port());
  }

  private void requireNoControl() {
    for (SimulatorOption option :
        List.of(SimulatorOption.CONTROL_HOST, SimulatorOption.CONTROL_NAMES)) {
      if (words.has(option)) {
        throw new IllegalArgumentException(option.word() + " needs --control-port as well");
      }
    }
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    for (String name : text.split(",", -1)) {
      if (!NAME.matcher(name.trim()).matches()) {
        throw new IllegalArgumentException(
            "needs names of this machine, such as simulator,box.lan, not \"" + text + "\"");
      }
      names.add(name.trim().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private void announce(SimulatedGateway gateway) {
    out.printf(
        "Simulated gateway listening on %s, account %s%n",
        gateway.address(), gateway.account().name());
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  private <T> T opened(Opening<T> gateway) throws IOException {
    try {
      return gateway.open();
    } catch (BindException e) {
      BindException withWords =
          new BindException(
              "%s:%s is in use; name another with --port"
                  .formatted(given(SimulatorOption.HOST), given(SimulatorOption.PORT)));
      withWords.initCause(e);
      throw withWords;
    }
  }

  private String given(SimulatorOption option) {
    return words.value(option, text -> text).orElse(option.usual());
  }

  private static int port(String text) {
    return (int) SimulatorWords.number(text, LARGEST_PORT);
  }

  private void atTheEnd(Runnable close) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(close), "ending"));
  }

  private void end(Runnable close) {
    close.run();
    if (store != null) {
      store.close();
    }
  }

  /**
   * The options of a gateway.
   *
   * @param anew whether the account begins anew, even if a folder keeps it
   */
  private GatewayOptions options(SimulatedWorld world, MarketClock clock, boolean anew) {
    GatewayOptions options =
        new GatewayOptions()
            .port(USUAL_PORT)
            .clock(clock)
            .prices(world.prices())
            .instruments(world.instruments());
    words.value(SimulatorOption.HOST, text -> text).ifPresent(options::host);
    words.value(SimulatorOption.PORT, PaperExchange::port).ifPresent(options::port);
    words.value(SimulatorOption.MARKET, text -> market(options, text));
    words.value(SimulatorOption.SECOND_ACCOUNT, text -> text).ifPresent(options::secondAccount);
    words.value(SimulatorOption.FAULTS, FaultOptions::parse).ifPresent(options::faults);
    words
        .value(SimulatorOption.DATA_FOLDER, PaperExchange::dataFolder)
        .ifPresent(folder -> options.state(state(folder, anew)));
    return options;
  }

  private StateStore state(Path folder, boolean anew) {
    if (store == null) {
      store = new SqliteDocumentStore(folder);
    }
    StateStore kept = new DocumentStateStore(store, GatewayOptions.ACCOUNT);
    return anew ? StateStore.replacing(kept) : kept;
  }

  private static GatewayOptions market(GatewayOptions options, String hours) {
    return switch (hours) {
      case "open" -> options.marketOpen(true);
      case "closed" -> options.marketOpen(false);
      case "calendar" -> options.marketByCalendar();
      default ->
          throw new IllegalArgumentException("is open, closed or calendar, not \"" + hours + "\"");
    };
  }

  /** The folder, if there is a library that can keep the account in it. */
  private static Path dataFolder(String text) {
    try {
      Class.forName(SQLITE, false, PaperExchange.class.getClassLoader());
      return Path.of(text);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "needs SQLite, which this jar leaves out to be small; run java -cp"
              + " ib-intents-simulator.jar:sqlite-jdbc.jar "
              + PaperExchange.class.getName()
              + ", or ./ib-intents simulator",
          e);
    }
  }
}
