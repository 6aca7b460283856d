package dev.ibintents.gateway.ibc;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Plays IBC where it is installed: its start script, which takes the real one's options, notes what
 * it was started with, and then does what a test wants; a gateway is played by the simulator in a
 * process of its own.
 */
public final class StandInIbc implements AutoCloseable {
  /** Logs in for a moment, and then serves the API until it is ended. */
  public static final String STARTS = "sleep 0.3\nserve\n";

  private final Path folder;

  /**
   * @param folder an empty one
   * @param play what the script does, in bash
   */
  public StandInIbc(Path folder, String play) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("ibc/scripts"));
    Files.writeString(folder.resolve("ibc/scripts/ibcstart.sh"), script(play));
  }

  private String script(String play) {
    return String.join(
        "\n",
        "#!/bin/bash",
        "seen=" + folder,
        "echo started >> $seen/starts",
        """
        printf '%s\\n' "$@" > $seen/arguments\
        """,
        "env > $seen/environment",
        "for argument; do",
        "  case $argument in --ibc-ini=*) ini=${argument#*=} ;; esac",
        "done",
        doubleQuoted("cp '$ini' $seen/config.ini"),
        """
        port=$(sed -n 's/^OverrideTwsApiPort=//p' "$ini")\
        """,
        "serve() {",
        "  trap 'kill $gateway 2> /dev/null' TERM",
        "  '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' \\",
        "    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '"
            + System.getProperty("java.class.path")
            + "' \\",
        "    dev.ibintents.simulator.tool.PaperExchange --port $port &",
        "  gateway=$!",
        "  echo $gateway > $seen/gateway",
        "  wait $gateway",
        "}",
        play);
  }

  /** Where it is installed. */
  public Path path() {
    return folder.resolve("ibc");
  }

  /** Where the product is to keep the files of the gateway that it starts. */
  Path privateFolder() {
    return folder.resolve("data/gateway");
  }

  /** Settings that start this one. */
  IbcSettings settings(boolean stopAfterwards) {
    return new IbcSettings(
        "1045", path(), Optional.empty(), "paper", privateFolder(), stopAfterwards);
  }

  /** What the script was started with, one word a line. */
  public List<String> arguments() throws IOException {
    return Files.readAllLines(folder.resolve("arguments"));
  }

  /** The environment that the script was started in. */
  public String environment() throws IOException {
    return Files.readString(folder.resolve("environment"));
  }

  /** The settings that IBC would have read. */
  Properties settingsSeen() throws IOException {
    return IbcFolder.read(folder.resolve("config.ini"));
  }

  /** How often the script was started. */
  int starts() throws IOException {
    Path starts = folder.resolve("starts");
    return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
  }

  /** The process that plays the gateway. */
  ProcessHandle gateway() throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("gateway")).trim()))
        .orElseThrow();
  }

  /** The process of the script, if the product has noted one that still runs. */
  Optional<ProcessHandle> noted() throws IOException {
    return Files.isDirectory(privateFolder())
        ? new IbcFolder(privateFolder()).noted()
        : Optional.empty();
  }

  /** Whether the command line of any process on this machine has this text. */
  public static boolean isOnACommandLine(String text) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .anyMatch(process -> commandLine(process).contains(text));
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }

  /** Ends what still runs. */
  @Override
  public void close() throws IOException {
    noted().ifPresent(ProcessEnd::end);
  }
}
