package dev.ibintents.home;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.environment.Variables.GatewayKind;
import dev.ibintents.environment.Variables.StoreKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;

/** The command that plays a demo. */
final class DemoCommands extends CommandGroup {
  private static final Path USUAL = Path.of(".ib-intents");

  DemoCommands(Surroundings surroundings) {
    super(surroundings);
  }

  @Command(
      description = {
        "Plays 60 trading days of the simulated account into an empty data folder, so that there is"
            + " something to look at.",
        "It refuses a folder with data of your own; DATA_FOLDER names another. An untouched demo is"
            + " played anew."
      })
  void demo() throws IOException {
    Variables variables = variables();
    require(
        variables.storeKind() == StoreKind.EMBEDDED,
        "the demo is played into a folder at home; unset PROJECT_ID, FIRESTORE_EMULATOR_HOST and"
            + " STORE");
    require(
        variables.gatewayKind() != GatewayKind.CONFIGURED,
        "the demo is played with the simulated gateway; unset GATEWAY and TWS_VERSION");
    require(
        variables.tradingMode() == TradingMode.PAPER,
        "the demo is played with play money; unset TRADING_MODE");
    try (Demo demo = new Demo(variables, Clock.systemUTC().instant(), out)) {
      demo.play();
    }
    String command =
        USUAL.equals(variables.dataFolder().getFileName())
            ? "./ib-intents"
            : "DATA_FOLDER=" + variables.dataFolder() + " ./ib-intents";
    out.println();
    out.println("Look at it:");
    out.println("  " + command + " serve");
    out.println("and then, in a browser or another terminal:");
    out.println("  http://localhost:8080/dashboard");
    out.println("  curl http://localhost:8080/status");
    out.println("  curl http://localhost:8080/holdings");
    out.println("  curl 'http://localhost:8080/runs?last=5'");
    out.println("  curl http://localhost:8080/performance");
  }

  private static void require(boolean condition, String words) {
    if (!condition) {
      throw new UsageException(words);
    }
  }
}
