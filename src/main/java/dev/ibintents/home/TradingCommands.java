package dev.ibintents.home;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.TradingMode;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that switch trading on and off. */
final class TradingCommands extends CommandGroup {
  TradingCommands(Surroundings surroundings) {
    super(surroundings);
  }

  @Command(description = "Switches trading on: tradingEnabled in the mode's configuration.")
  void on(@Option(names = "--mode", description = "paper or live") String mode) {
    trading(mode, TradingSwitch::on);
  }

  @Command(
      description = {
        "Switches trading off: tradingEnabled in the mode's configuration. Orders that have left"
            + " live on.",
        "close-all with halt closes all positions and switches off in one."
      })
  void off(@Option(names = "--mode", description = "paper or live") String mode) {
    trading(mode, TradingSwitch::off);
  }

  private void trading(String mode, Function<TradingSwitch, DocumentChanges> change) {
    TradingMode switched = mode == null ? variables().tradingMode() : mode(mode);
    withSeededStore(
        store -> {
          TradingSwitch trading = new TradingSwitch(store, switched);
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
}
