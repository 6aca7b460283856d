package dev.ibintents.trading.ledger;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Transaction;
import java.time.Clock;
import java.util.Map;

/**
 * Switches trading off in the same transaction in which a run begins. In the trading mode's
 * configuration, {@code tradingEnabled} becomes false, and {@code halted} says when, and by which
 * run and invocation.
 */
public final class TradingHalt implements AccompanyingWrites {
  private static final RecordFields<KillSwitch.Halted> HALTED =
      RecordFields.of(KillSwitch.Halted.class);

  private final TradingMode mode;
  private final Clock clock;
  private final String intent;
  private final String invocation;

  /**
   * @param environment the invocation's environment
   * @param intent the name of the intent that switches trading off
   */
  public TradingHalt(Environment environment, String intent) {
    this.mode = environment.variables().tradingMode();
    this.clock = environment.clock();
    this.intent = intent;
    this.invocation = environment.invocation();
  }

  @Override
  public Writes read(Transaction transaction, Run run) {
    KillSwitch.Halted halted = new KillSwitch.Halted(clock.instant(), intent, invocation, run.id());
    return writing ->
        writing.update(
            Configuration.documentOf(mode),
            Map.of(
                Configuration.TRADING_ENABLED, false, Configuration.HALTED, HALTED.fields(halted)));
  }
}
