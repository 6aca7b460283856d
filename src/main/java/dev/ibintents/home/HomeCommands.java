package dev.ibintents.home;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.simulator.server.PaperExchange;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.InvalidDocumentException;
import dev.ibintents.store.Query;
import dev.ibintents.store.StoreException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The commands of {@code ./ib-intents}: the documents, their backups, the kill switch, the
 * simulated gateway and the function at home. They exit with 0, with 1 if something failed, and
 * with 2 if the words make no sense; what is wrong is one line.
 */
@Command(
    name = "ib-intents",
    description = {
      "Looks after ib-intents at home, and after its documents in the cloud.",
      "The documents are in .ib-intents beside this command, in DATA_FOLDER if that is set, or in"
          + " the Firestore of PROJECT_ID."
    },
    addMethodSubcommands = false,
    synopsisSubcommandLabel = "COMMAND",
    footer = "%nib-intents COMMAND --help says more of each.")
public final class HomeCommands {
  private static final int USAGE = 2;
  private static final String FORCE = "--force";
  private static final String PATH = "PATH";
  private static final String PATH_WORDS = "of the document, such as config/paper";

  /** The entry that the functions framework serves, as function.yaml names it. */
  private static final String FUNCTION = "dev.ibintents.IntentFunction";

  /** Starts the function's server; it is on the class path of this command alone. */
  private static final String INVOKER = "com.google.cloud.functions.invoker.runner.Invoker";

  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  /** The option that every command has. */
  private static final class HelpOption {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "says how to use it")
    private boolean asked;
  }

  /**
   * @param environment the process's variables
   * @param in what is to be put
   * @param out is told what was done
   * @param err is told what is wrong
   */
  public HomeCommands(
      Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs one command, and exits with its code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    System.exit(new HomeCommands(System.getenv(), System.in, out, err).run(arguments));
  }

  /** Runs one command; gives its exit code. */
  public int run(String... arguments) {
    CommandLine command = new CommandLine(this);
    command.addMixin("help", new HelpOption());
    for (Method method : methods(arguments)) {
      CommandLine subcommand = new CommandLine(method);
      subcommand.addMixin("help", new HelpOption());
      command.addSubcommand(subcommand);
    }
    return command
        .setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler((e, words) -> misused(e.getCommandLine(), e.getMessage()))
        .setExecutionExceptionHandler((e, used, result) -> failed(used, e))
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  /** The command that is asked for; all of them if it is none. To look at all takes a while. */
  private static List<Method> methods(String... arguments) {
    if (arguments.length > 0) {
      List<Method> asked = CommandLine.getCommandMethods(HomeCommands.class, arguments[0]);
      if (!asked.isEmpty()) {
        return asked;
      }
    }
    return CommandLine.getCommandMethods(HomeCommands.class, null).stream()
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  private int misused(CommandLine command, String message) {
    String words = message.lines().reduce((one, other) -> one + " " + other).orElse(message);
    err.println("%s; see %s --help".formatted(words, command.getCommandSpec().qualifiedName()));
    return USAGE;
  }

  private int failed(CommandLine command, Exception e) throws Exception {
    if (e instanceof UsageException) {
      return misused(command, e.getMessage());
    } else if (e instanceof IOException failure) {
      err.println(words(failure));
    } else if (e instanceof IllegalArgumentException
        || e instanceof ConfigurationException
        || e instanceof StoreException) {
      err.println(e.getMessage());
    } else {
      throw e; // a fault of this program, which says where it is
    }
    return 1;
  }

  private static String words(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage();
    } else if (e instanceof NoSuchFileException missing) {
      return "there is no file or folder " + missing.getFile();
    } else if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be used by this user";
    } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getFile() + ": " + failure.getReason();
    }
    return e.getMessage();
  }

  private void withStore(Consumer<DocumentStore> use) {
    try (DocumentStore store = FunctionInstance.openStore(Variables.from(environment))) {
      use.accept(store);
    }
  }

  /** An empty store at home gets its first configuration before it is changed. */
  private void withSeededStore(Consumer<DocumentStore> use) {
    withStore(
        store -> {
          Documents.seed(store, Variables.from(environment), out);
          use.accept(store);
        });
  }

  private Documents documents(DocumentStore store) {
    return new Documents(store, in, out);
  }

  private static String requireDocument(String path) {
    return require(path, name -> new Document(name, Map.of()));
  }

  private static String require(String path, Consumer<String> reading) {
    try {
      reading.accept(path);
      return path;
    } catch (InvalidDocumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  @Command(description = "Prints a document.")
  private void get(@Parameters(paramLabel = PATH, description = PATH_WORDS) String path) {
    String document = requireDocument(path);
    withStore(store -> documents(store).get(document));
  }

  @Command(description = "Prints the documents of a collection, a line each.")
  private void list(
      @Parameters(paramLabel = "COLLECTION", description = "such as strategies") String path) {
    String collection = require(path, Query::in);
    withStore(store -> documents(store).list(collection));
  }

  @Command(
      description = {
        "Changes these fields of a document, keeps the others, and says what has changed.",
        "An empty store at home gets its first configuration before."
      })
  private void set(
      @Parameters(paramLabel = PATH, description = PATH_WORDS) String path,
      @Parameters(
              paramLabel = "NAME=VALUE",
              arity = "1..*",
              description =
                  "NAME may be a field of a map, such as exposure.overall; VALUE is JSON, or else"
                      + " text")
          List<String> assignments,
      @Option(names = FORCE, description = "writes what the product would refuse to read")
          boolean force) {
    String document = requireDocument(path);
    Map<String, Object> values = Documents.assigned(assignments);
    withSeededStore(store -> documents(store).set(document, values, force));
  }

  @Command(description = "Takes fields out of a document, and says what has changed.")
  private void unset(
      @Parameters(paramLabel = PATH, description = PATH_WORDS) String path,
      @Parameters(
              paramLabel = "NAME",
              arity = "1..*",
              description = "may be a field of a map, such as exposure.strategies.macd")
          List<String> names,
      @Option(names = FORCE, description = "writes what the product would refuse to read")
          boolean force) {
    String document = requireDocument(path);
    withSeededStore(store -> documents(store).unset(document, names, force));
  }

  @Command(
      description =
          "Writes the JSON object on standard input in place of a document, and says what has"
              + " changed.")
  private void put(
      @Parameters(paramLabel = PATH, description = PATH_WORDS) String path,
      @Option(
              names = FORCE,
              description = "writes what the product would refuse to read, or does not read")
          boolean force)
      throws IOException {
    String document = requireDocument(path);
    Map<String, Object> fields = Documents.read(in);
    withSeededStore(store -> documents(store).put(document, fields, force));
  }

  @Command(description = "Deletes a document.")
  private void delete(@Parameters(paramLabel = PATH, description = PATH_WORDS) String path) {
    String document = requireDocument(path);
    withStore(store -> documents(store).delete(document));
  }

  @Command(
      description = {
        "Writes all documents into a file, as they are at one moment: a line of JSON for each, and"
            + " a last one with their number.",
        "The function may run meanwhile."
      })
  private void backup(
      @Parameters(paramLabel = "FILE", description = "to write") Path file,
      @Option(names = FORCE, description = "writes over a file that is there") boolean force)
      throws IOException {
    SortedMap<String, Document> documents = new TreeMap<>();
    withStore(store -> store.readAll(document -> documents.put(document.path(), document)));
    new Backup(documents).write(file, force);
    out.println("%s has %d documents".formatted(file, documents.size()));
  }

  @Command(
      description = {
        "Writes the documents of a backup. Documents that the backup does not have stay.",
        "Nothing is written if a document is there and differs; diff shows how.",
        "End the function first, or what it writes meanwhile is lost."
      })
  private void restore(
      @Parameters(paramLabel = "FILE", description = "that backup has written") Path file,
      @Option(names = FORCE, description = "writes over documents that differ") boolean force)
      throws IOException {
    Backup backup = Backup.read(file);
    withStore(
        store -> {
          Restoration restoration = Restoration.of(backup, store);
          restoration.write(store, force);
          int written = restoration.missing().size() + restoration.differing().size();
          out.println(
              "%d documents are written, %d of them over others; %d were there already"
                  .formatted(
                      written,
                      restoration.differing().size(),
                      backup.documents().size() - written));
          if (!restoration.others().isEmpty()) {
            out.println(
                "%d documents that the backup does not have have stayed: %s"
                    .formatted(
                        restoration.others().size(), Restoration.named(restoration.others())));
          }
        });
  }

  @Command(
      description = {
        "Compares a backup with the store, document by document and field by field: from the backup"
            + " to the store.",
        "Exits with 0 if they are the same, and with 1 if they differ."
      })
  private int diff(
      @Parameters(paramLabel = "FILE", description = "that backup has written") Path file)
      throws IOException {
    Backup backup = Backup.read(file);
    List<Restoration> compared = new ArrayList<>();
    withStore(
        store -> {
          Restoration restoration = Restoration.of(backup, store);
          compared.add(restoration);
          restoration.changes().forEach(documents(store)::print);
          restoration.missing().keySet().forEach(path -> out.println(path + ": not in the store"));
          restoration.others().forEach(path -> out.println(path + ": not in the backup"));
        });
    return compared.get(0).isSame() ? 0 : 1;
  }

  @Command(description = "Switches trading on: tradingEnabled in the mode's configuration.")
  private void on(@Option(names = "--mode", description = "paper or live") String mode) {
    trading(mode, TradingSwitch::on);
  }

  @Command(
      description = {
        "Switches trading off: tradingEnabled in the mode's configuration. Orders that have left"
            + " live on.",
        "close-all with halt closes all positions and switches off in one."
      })
  private void off(@Option(names = "--mode", description = "paper or live") String mode) {
    trading(mode, TradingSwitch::off);
  }

  private void trading(String mode, Function<TradingSwitch, DocumentChanges> change) {
    TradingMode of = mode == null ? Variables.from(environment).tradingMode() : mode(mode);
    withSeededStore(
        store -> {
          TradingSwitch trading = new TradingSwitch(store, of);
          documents(store).print(change.apply(trading));
          try {
            out.println(trading.words());
          } catch (ConfigurationException e) {
            throw new ConfigurationException(
                "Nothing trades, as the configuration cannot be read: " + e.getMessage());
          }
        });
  }

  private static TradingMode mode(String name) {
    for (TradingMode mode : TradingMode.values()) {
      if (mode.id().equals(name)) {
        return mode;
      }
    }
    throw new UsageException("--mode is \"" + name + "\"; it must be paper or live");
  }

  @Command(
      description = {
        "Runs the simulated gateway alone, a paper exchange for any TWS client, until it is ended.",
        "docs/simulator.md lists the faults."
      })
  private void simulator(
      @Option(names = "--host", description = "the address to listen on; 127.0.0.1") String host,
      @Option(names = "--port", description = "the port, 4002; 0 takes any that is free")
          String port,
      @Option(names = "--seed", description = "chooses the world of prices; 1") String seed,
      @Option(names = "--data-folder", description = "keeps the account there; in memory if not")
          String dataFolder,
      @Option(
              names = "--clock",
              description =
                  "system, or a moment at which the market stands still, such as"
                      + " 2026-11-23T15:00:00Z")
          String clock,
      @Option(names = "--market", description = "open, closed or calendar") String market,
      @Option(
              names = "--second-account",
              description = "an account that can be looked at and takes no orders")
          String secondAccount,
      @Option(
              names = "--faults",
              description = "how it misbehaves, such as delay=20ms,reject-order=3")
          String faults)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>();
    add(options, "--host", host);
    add(options, "--port", port);
    add(options, "--seed", seed);
    add(options, "--data-folder", dataFolder);
    add(options, "--clock", clock);
    add(options, "--market", market);
    add(options, "--second-account", secondAccount);
    add(options, "--faults", faults);
    try {
      PaperExchange.run(options.toArray(new String[0]));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (BindException e) {
      throw new IOException(
          "port " + (port == null ? "4002" : port) + " is in use; name another with --port", e);
    }
  }

  private static void add(List<String> options, String name, String value) {
    if (value != null) {
      options.add(name);
      options.add(value);
    }
  }

  @Command(
      description = {
        "Serves the function at home until it is ended, with the simulated gateway unless a real"
            + " one is configured.",
        "GATEWAY, TRADING_MODE, HOST and the other variables of docs/configuration.md hold."
      })
  private void serve(
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
