package dev.ibintents.home;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.TradingSwitch;
import dev.ibintents.store.Document;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that switch trading on and off. */
final class TradingCommands extends CommandGroup {
  TradingCommands(Surroundings surroundings) {
    super(surroundings);
  }

  @Command(description = "Switches trading on: tradingEnabled in the mode's configuration.")
  void on(
      @Option(names = "--mode", description = "paper or live") String mode,
      @Option(names = "--reason", description = "is kept on record with the switch")
          String reason) {
    trading(mode, true, reason);
  }

  @Command(
      description = {
        "Switches trading off: tradingEnabled in the mode's configuration. Orders that have left"
            + " live on.",
        "close-all with halt closes all positions and switches off in one."
      })
  void off(
      @Option(names = "--mode", description = "paper or live") String mode,
      @Option(names = "--reason", description = "is kept on record with the switch")
          String reason) {
    trading(mode, false, reason);
  }

  private void trading(String mode, boolean enabled, String reason) {
    TradingMode switched = mode == null ? variables().tradingMode() : mode(mode);
    KillSwitch.Switched record =
        new KillSwitch.Switched(
            Instant.now(),
            "ib-intents " + (enabled ? "on" : "off"),
            Optional.empty(),
            Optional.ofNullable(reason).filter(text -> !text.isBlank()));
    withSeededStore(
        store -> {
          TradingSwitch.Change change = new TradingSwitch(store, switched).set(enabled, record);
          documents(store)
              .print(
                  DocumentChanges.between(
                      change.before().map(TradingCommands::withoutRecord),
                      withoutRecord(change.after()),
                      List.of()));
          try {
            out.println(words(KillSwitch.read(store, switched), switched));
          } catch (ConfigurationException e) {
            throw new ConfigurationException(
                "Nothing trades, as the configuration cannot be read: " + e.getMessage());
          }
        });
  }

  /** A document without the record of the switch, whose every change is a new one. */
  private static Document withoutRecord(Document document) {
    Map<String, Object> fields = new TreeMap<>(document.fields());
    fields.remove(Configuration.SWITCHED);
    return new Document(document.path(), fields);
  }

  /** Whether trading is on for the function, in words. */
  private static String words(KillSwitch killSwitch, TradingMode mode) {
    if (killSwitch.tradingEnabled()) {
      return "Trading is on in " + mode.id();
    }
    return "Trading is off in "
        + mode.id()
        + (killSwitch.exempt().isEmpty()
            ? ""
            : ", but for " + String.join(", ", killSwitch.exempt()))
        + killSwitch
            .halted()
            .map(
                halted ->
                    ". "
                        + halted.intent()
                        + " has switched it off at "
                        + halted.at()
                        + ", and may be repeated until all is closed")
            .orElse("");
  }

  private static TradingMode mode(String name) {
    for (TradingMode mode : TradingMode.values()) {
      if (mode.id().equals(name)) {
        return mode;
      }
    }
    throw new UsageException("--mode is \"" + name + "\"; it must be paper or live");
  }
}
