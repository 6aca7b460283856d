package dev.ibintents.simulator.tool;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An option of the simulator. */
enum SimulatorOption {
  HOST("--host", "ADDRESS", "127.0.0.1", "the address to listen on"),
  PORT("--port", "PORT", "4002", "the port; 0 takes any that is free"),
  SEED("--seed", "NUMBER", "1", "chooses the world of prices"),
  CLOCK(
      "--clock",
      "MOMENT",
      "system",
      "the market's time at first: system, or a moment such as 2026-11-23T15:00:00Z"),
  SPEED(
      "--speed",
      "SPEED",
      "1x, or 0 after --clock MOMENT",
      "seconds of the market in a real second, such as 60x; 0: the market's time stands still"),
  MARKET(
      "--market",
      "HOURS",
      "open",
      "open: at any hour; calendar: when the real markets are open; closed: orders wait"),
  PRICES(
      "--prices",
      "FOLDER",
      "those of the seed",
      "daily bars of some instruments: one SYMBOL.csv each, with the columns date, open, high,"
          + " low, close and volume"),
  UNIVERSE("--universe", "FILE", "the instruments of --list", "adds instruments, from JSON"),
  LIST("--list", "[json]", "", "prints all instruments, as a table or as JSON, and ends"),
  SECOND_ACCOUNT(
      "--second-account",
      "ACCOUNT",
      "none",
      "an account, such as DU7654321, that can be looked at and takes no orders"),
  DATA_FOLDER("--data-folder", "FOLDER", "in memory", "keeps the account there, over restarts"),
  FAULTS(
      "--faults",
      "FAULTS",
      "none",
      "how the gateway misbehaves, such as delay=20ms,reject-order=3; see below"),
  CONTROL_PORT(
      "--control-port",
      "PORT",
      "off",
      "a port at which tests play the market by HTTP; 0 takes any that is free; GET / lists the"
          + " calls"),
  CONTROL_HOST("--control-host", "ADDRESS", "127.0.0.1", "the address of the control port"),
  CONTROL_NAMES(
      "--control-names",
      "NAMES",
      "none",
      "names by which other machines call the control port, with commas between them"),
  HELP("--help", "", "", "prints this, and ends");

  private final String word;
  private final String value;
  private final String usual;
  private final String meaning;

  SimulatorOption(String word, String value, String usual, String meaning) {
    this.word = word;
    this.value = value;
    this.usual = usual;
    this.meaning = meaning;
  }

  /** The option as it is written on a command line. */
  String word() {
    return word;
  }

  /** The name of its value, in brackets if it may be left out; empty if it has none. */
  String value() {
    return value;
  }

  /** Its default in words; empty if nothing happens without it. */
  String usual() {
    return usual;
  }

  /** Its meaning in words. */
  String meaning() {
    return meaning;
  }

  /** Whether the option may stand without a value. */
  boolean standsAlone() {
    return value.isEmpty() || value.startsWith("[");
  }

  /** The option with this word; empty if there is none. */
  static Optional<SimulatorOption> of(String word) {
    String full = word.equals("-h") ? HELP.word : word;
    return Arrays.stream(values()).filter(option -> option.word.equals(full)).findFirst();
  }

  /** The words of all options. */
  static List<String> words() {
    return Arrays.stream(values()).map(SimulatorOption::word).toList();
  }
}
