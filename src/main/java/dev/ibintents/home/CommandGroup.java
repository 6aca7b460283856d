package dev.ibintents.home;

import dev.ibintents.backtest.report.ProgressLine;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Variables;
import dev.ibintents.store.DocumentStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A group of commands that belong together; each method with {@link Command} is one. */
@Command(
    name = "ib-intents",
    description = {
      "Looks after ib-intents at home, and after its documents in the cloud.",
      "The documents are in .ib-intents beside this command, in DATA_FOLDER if that is set, or in"
          + " the Firestore of PROJECT_ID."
    },
    addMethodSubcommands = false,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "%nib-intents COMMAND --help says more of each.",
      "ib-intents --source DIR COMMAND works on a project of your own in DIR, with its",
      "strategies and its data."
    })
abstract sealed class CommandGroup
    permits DocumentCommands,
        BackupCommands,
        TradingCommands,
        StatementCommands,
        ServerCommands,
        DemoCommands,
        McpCommands,
        BacktestCommands {
  static final String FORCE = "--force";

  private final Surroundings surroundings;
  final PrintStream out;
  final InputStream in;

  /**
   * The variables and streams of a command.
   *
   * @param environment the process's variables
   * @param in the document for {@code put}
   * @param out the stream for results
   * @param err the stream for failures
   */
  record Surroundings(
      Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {}

  CommandGroup(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.out = surroundings.out();
    this.in = surroundings.in();
  }

  /** Changes how one of the group's commands is read and explained. */
  void adapt(CommandLine command) {}

  /** The progress of a long command on the stream for failures: a bar on a terminal. */
  final ProgressLine progress() {
    return new ProgressLine(surroundings.err(), "bar".equals(environment().get("PROGRESS")));
  }

  /** The process's variables. */
  final Map<String, String> environment() {
    return surroundings.environment();
  }

  /** The stream for failures. */
  final PrintStream err() {
    return surroundings.err();
  }

  /** The process's variables, checked. */
  final Variables variables() {
    return Variables.from(surroundings.environment());
  }

  /** Opens the store for a use, and closes it afterwards. */
  final void withStore(Consumer<DocumentStore> use) {
    try (DocumentStore store = FunctionInstance.openStore(variables())) {
      use.accept(store);
    }
  }

  /**
   * Opens the store as {@link #withStore} does; an empty one at home gets a configuration first.
   */
  final void withSeededStore(Consumer<DocumentStore> use) {
    withStore(
        store -> {
          Documents.seed(store, variables(), out);
          use.accept(store);
        });
  }

  /** A use of a store, with a result. */
  @FunctionalInterface
  interface Use<T> {
    /**
     * Uses the store.
     *
     * @throws IOException if a file cannot be read or written
     */
    T of(DocumentStore store) throws IOException;
  }

  /** Opens the store as {@link #withSeededStore} does, and returns the result of its use. */
  final <T> T fromSeededStore(Use<T> use) throws IOException {
    try (DocumentStore store = FunctionInstance.openStore(variables())) {
      Documents.seed(store, variables(), out);
      return use.of(store);
    }
  }

  /** The documents of a store. */
  final Documents documents(DocumentStore store) {
    return new Documents(store, in, out);
  }
}
