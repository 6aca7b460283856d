package dev.ibintents.intent.close;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.trade.RunBeginning;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.TradingHalt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether trading goes on after positions are closed, or is switched off by the run.
 *
 * @param environment the environment of the invocation
 * @param activity records that trading is switched off
 * @param parameters the request's parameters
 * @param strategies the strategies to close; empty for the whole account
 */
public record TradingAfterwards(
    Environment environment, Activity activity, Parameters parameters, Set<String> strategies)
    implements RunBeginning {
  /** The parameter that asks to switch trading off. */
  public static final String HALT = "halt";

  private static final Logger logger = LoggerFactory.getLogger(TradingAfterwards.class);

  /** The name of this outcome in the activity log. */
  static final String ACTIVITY = "halted";

  private boolean halts() {
    return parameters.flag(HALT);
  }

  /** The write that switches trading off as the run begins; no write if trading goes on. */
  @Override
  public AccompanyingWrites entry() {
    return halts() ? new TradingHalt(environment, CloseAll.NAME) : AccompanyingWrites.NONE;
  }

  /** Logs that the run has switched trading off, if it has. */
  @Override
  public void begun() {
    if (halts()) {
      logger.warn("{} has switched trading off in {}", CloseAll.NAME, document());
      activity.add(ACTIVITY, new Outcome.Halted(document(), howToSwitchOn()));
    }
  }

  /** The state of trading after the run in words, for the answer. */
  String words() {
    if (halts()) {
      return "%s tradingEnabled to false in %s. It is switched on again by %s"
          .formatted(
              parameters.flag(TradingIntent.DRY_RUN)
                  ? "would be off: the run would set"
                  : "off: this run has set",
              document(),
              howToSwitchOn());
    }
    if (!environment.configuration().killSwitch().tradingEnabled()) {
      return "off: tradingEnabled is false in the configuration";
    }
    List<String> buyers = buyers();
    return buyers.isEmpty()
        ? "on, and no strategy that is closed has exposure"
        : "on: the next allocation or orchestrate opens positions again for "
            + String.join(", ", buyers)
            + ", as they have exposure; halt: true would switch trading off with this";
  }

  /** The closed strategies that have exposure, so that an allocation would trade them again. */
  private List<String> buyers() {
    Configuration.Exposure exposure = environment.configuration().exposure();
    if (exposure.overall().signum() <= 0) {
      return List.of();
    }
    return exposure.strategies().entrySet().stream()
        .filter(strategy -> strategy.getValue().signum() > 0)
        .map(Map.Entry::getKey)
        .filter(id -> strategies.isEmpty() || strategies.contains(id))
        .sorted()
        .toList();
  }

  private String document() {
    return Configuration.documentOf(environment.variables().tradingMode());
  }

  private String howToSwitchOn() {
    return "./ib-intents on --mode " + environment.variables().tradingMode().id();
  }
}
