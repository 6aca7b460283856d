package dev.ibintents.home;

import dev.ibintents.simulator.server.PaperExchange;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that run a server until it is ended. */
final class ServerCommands extends CommandGroup {
  ServerCommands(Surroundings surroundings) {
    super(surroundings);
  }

  /** The entry that the functions framework serves, as function.yaml names it. */
  private static final String FUNCTION = "dev.ibintents.IntentFunction";

  /** Starts the function's server; it is on the class path of this command alone. */
  private static final String INVOKER = "com.google.cloud.functions.invoker.runner.Invoker";

  /** The options of the simulated gateway; those that are not given have its own defaults. */
  static final class SimulatorOptions {
    @Option(names = "--host", description = "the address to listen on; 127.0.0.1")
    private String host;

    @Option(names = "--port", description = "the port, 4002; 0 takes any that is free")
    private String port;

    @Option(names = "--seed", description = "chooses the world of prices; 1")
    private String seed;

    @Option(names = "--data-folder", description = "keeps the account there; in memory if not")
    private String dataFolder;

    @Option(
        names = "--clock",
        description =
            "system, or a moment at which the market stands still, such as 2026-11-23T15:00:00Z")
    private String clock;

    @Option(names = "--market", description = "open, closed or calendar")
    private String market;

    @Option(
        names = "--second-account",
        description = "an account that can be looked at and takes no orders")
    private String secondAccount;

    @Option(
        names = "--faults",
        description = "how it misbehaves, such as delay=20ms,reject-order=3")
    private String faults;

    /** The options as words of a command line. */
    List<String> words() {
      List<String> words = new ArrayList<>();
      add(words, "--host", host);
      add(words, "--port", port);
      add(words, "--seed", seed);
      add(words, "--data-folder", dataFolder);
      add(words, "--clock", clock);
      add(words, "--market", market);
      add(words, "--second-account", secondAccount);
      add(words, "--faults", faults);
      return words;
    }
  }

  @Command(
      description = {
        "Runs the simulated gateway alone, a paper exchange for any TWS client, until it is ended.",
        "docs/simulator.md lists the faults."
      })
  void simulator(@Mixin SimulatorOptions options) throws IOException, InterruptedException {
    try {
      PaperExchange.run(options.words().toArray(new String[0]));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (BindException e) {
      throw new IOException(
          "port "
              + (options.port == null ? "4002" : options.port)
              + " is in use; name another with --port",
          e);
    }
  }

  private static void add(List<String> words, String name, String value) {
    if (value != null) {
      words.add(name);
      words.add(value);
    }
  }

  @Command(
      description = {
        "Serves the function at home until it is ended, with the simulated gateway unless a real"
            + " one is configured.",
        "GATEWAY, TRADING_MODE, HOST and the other variables of docs/configuration.md hold."
      })
  void serve(
      @Option(names = "--port", description = "for HTTP; PORT if that is set, or else 8080")
          String port)
      throws IOException {
    List<String> options = new ArrayList<>(List.of("--target", FUNCTION));
    if (port != null) {
      if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
        throw new UsageException("--port must be from 0 to 65535, not \"" + port + "\"");
      }
      add(options, "--port", port);
    }
    try {
      Class.forName(INVOKER)
          .getMethod("main", String[].class)
          .invoke(null, (Object) options.toArray(new String[0]));
    } catch (InvocationTargetException e) {
      throw notServed(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException("the functions framework is not on the class path: " + e, e);
    }
  }

  private static IOException notServed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new IOException("the port for HTTP is in use; name another with --port", failure);
      }
    }
    return new IOException("the function is not served: " + failure.getMessage(), failure);
  }
}
