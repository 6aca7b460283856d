package dev.ibintents.home;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.http.Overview;
import dev.ibintents.store.NearNames;
import dev.ibintents.store.StoreException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs the commands of {@code ./ib-intents}: for documents, their backups, the kill switch, the
 * broker's statement, the simulated gateway and the function at home. The exit code is 0, or 1 for
 * a failure, or 2 for wrong words. A failure is one line.
 */
public final class HomeCommands {
  private static final int USAGE = 2;

  private final CommandGroup.Surroundings surroundings;
  private final List<CommandGroup> groups;

  /** The option that every command has. */
  private static final class HelpOption {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "says how to use it")
    private boolean asked;
  }

  /** The option that prints the version. */
  private static final class VersionOption {
    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "prints the version")
    private boolean asked;
  }

  /**
   * @param environment the process's variables
   * @param in the document for {@code put}
   * @param out the stream for results
   * @param err the stream for failures
   */
  public HomeCommands(
      Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
    this.surroundings = new CommandGroup.Surroundings(environment, in, out, err);
    this.groups =
        List.of(
            new DocumentCommands(surroundings),
            new BackupCommands(surroundings),
            new TradingCommands(surroundings),
            new StatementCommands(surroundings),
            new ServerCommands(surroundings),
            new DemoCommands(surroundings),
            new McpCommands(surroundings),
            new BacktestCommands(surroundings));
  }

  /** Runs one command, and exits with its code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    System.exit(new HomeCommands(System.getenv(), System.in, out, err).run(arguments));
  }

  /** Runs one command, and returns its exit code. */
  public int run(String... arguments) {
    Optional<CommandGroup> asked =
        Stream.of(arguments).limit(1).flatMap(name -> groupWith(name).stream()).findFirst();
    CommandLine command = new CommandLine(asked.orElse(groups.get(0)));
    command.addMixin("help", new HelpOption());
    command.addMixin("version", new VersionOption());
    command
        .getCommandSpec()
        .versionProvider(() -> new String[] {"ib-intents " + Overview.builtVersion()});
    for (Method method : asked.map(group -> methods(group, arguments[0])).orElseGet(this::all)) {
      CommandLine subcommand = new CommandLine(method);
      subcommand.addMixin("help", new HelpOption());
      groups.forEach(group -> group.adapt(subcommand));
      command.addSubcommand(subcommand);
    }
    return command
        .setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setOut(new PrintWriter(surroundings.out(), true))
        .setErr(new PrintWriter(surroundings.err(), true))
        .setParameterExceptionHandler((e, words) -> misused(e.getCommandLine(), words(e)))
        .setExecutionExceptionHandler((e, used, result) -> failed(used, e))
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  private Optional<CommandGroup> groupWith(String command) {
    return groups.stream().filter(group -> !methods(group, command).isEmpty()).findFirst();
  }

  private static List<Method> methods(CommandGroup group, String command) {
    return CommandLine.getCommandMethods(group.getClass(), null).stream()
        .filter(method -> command == null || name(method).equals(command))
        .toList();
  }

  /** The name of a command: that of its method, unless it has a hyphen. */
  private static String name(Method method) {
    String named = method.getAnnotation(Command.class).name();
    return named.contains("-") ? named : method.getName();
  }

  /** All commands, for the overview. picocli takes a while to look at all of them. */
  private List<Method> all() {
    return groups.stream()
        .flatMap(group -> methods(group, null).stream())
        .sorted(Comparator.comparing(HomeCommands::name))
        .toList();
  }

  /** The message of wrong words, with near names of an unknown option. */
  private static String words(ParameterException e) {
    return e instanceof UnmatchedArgumentException unknown
        ? e.getMessage()
            + NearNames.suggestion(
                unknown.getUnmatched().get(0),
                e.getCommandLine().getCommandSpec().optionsMap().keySet())
        : e.getMessage();
  }

  private int misused(CommandLine command, String message) {
    String words = message.lines().collect(Collectors.joining(" "));
    surroundings
        .err()
        .println("%s; see %s --help".formatted(words, command.getCommandSpec().qualifiedName()));
    return USAGE;
  }

  private int failed(CommandLine command, Exception e) throws Exception {
    if (e instanceof UsageException) {
      return misused(command, e.getMessage());
    } else if (e instanceof IOException failure) {
      surroundings.err().println(words(failure));
    } else if (e instanceof IllegalArgumentException
        || e instanceof ConfigurationException
        || e instanceof StoreException) {
      surroundings.err().println(e.getMessage());
    } else {
      throw e; // a fault of this program, with its stack trace
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
}
