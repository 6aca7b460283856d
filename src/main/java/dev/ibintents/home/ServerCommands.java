package dev.ibintents.home;

import dev.ibintents.simulator.tool.PaperExchange;
import dev.ibintents.simulator.tool.SimulatorHelp;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that run a server until it is ended. */
final class ServerCommands extends CommandGroup {
  ServerCommands(Surroundings surroundings) {
    super(surroundings);
  }

  /** The entry that the functions framework serves, as function.yaml names it. */
  private static final String FUNCTION = "dev.ibintents.IntentFunction";

  private static final String SIMULATOR = "simulator";

  /** Starts the function's server; it is on the class path of this command alone. */
  private static final String INVOKER = "com.google.cloud.functions.invoker.runner.Invoker";

  /** Reads all words of the simulated gateway by its own table of options, and shows that. */
  @Override
  void adapt(CommandLine command) {
    if (command.getCommandName().equals(SIMULATOR)) {
      command.setUnmatchedOptionsArePositionalParams(true);
      command
          .getCommandSpec()
          .usageMessage()
          .customSynopsis("ib-intents simulator [OPTION]…")
          .footer(("%n" + SimulatorHelp.options().replace("%", "%%")).split("\\R"));
    }
  }

  @Command(
      name = SIMULATOR,
      description =
          "Runs the simulated gateway alone, a paper exchange for any TWS client, until it is"
              + " ended.")
  void simulator(@Parameters(hidden = true, arity = "0..*") List<String> options)
      throws IOException, InterruptedException {
    try {
      PaperExchange.run(options == null ? List.of() : options, out);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
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
