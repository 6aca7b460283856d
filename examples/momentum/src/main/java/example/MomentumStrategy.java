package example;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.strategy.DailyBar;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyContext;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;

/**
 * Holds the fund of three whose price has risen most up to the end of the last month. The signals
 * stay the same for a month. Its document trades differences from them only once a month: {@code
 * {"kind": "momentum", "sessions": 120, "rebalance": {"dates": "month-start"}}}.
 */
final class MomentumStrategy implements Strategy {
  private static final List<ContractSpec> FUNDS =
      List.of(ContractSpec.stock("SPY"), ContractSpec.stock("TLT"), ContractSpec.stock("GLD"));

  /** No month has more sessions. */
  private static final int SESSIONS_A_MONTH = 23;

  private int sessions;

  @Override
  public void read(String id, SettingFields settings) {
    sessions = settings.integer("sessions", 120, 2, 1000);
  }

  @Override
  public Signals signals(StrategyContext context) {
    List<ResolvedContract> funds = context.resolve(FUNDS);
    LocalDate month = context.session(funds.get(0)).withDayOfMonth(1);
    List<List<DailyBar>> bars = context.dailyBars(funds, sessions + 1 + SESSIONS_A_MONTH);
    ResolvedContract best = funds.get(0);
    BigDecimal most = null;
    for (int i = 0; i < funds.size(); i++) {
      BigDecimal rise = rise(funds.get(i), bars.get(i), month);
      if (most == null || rise.compareTo(most) > 0) {
        best = funds.get(i);
        most = rise;
      }
    }
    return Signals.of(best, BigDecimal.ONE);
  }

  private BigDecimal rise(ResolvedContract fund, List<DailyBar> bars, LocalDate month) {
    List<DailyBar> before = bars.stream().filter(bar -> bar.date().isBefore(month)).toList();
    int last = before.size() - 1;
    if (last < sessions) {
      throw new NoSignalsException(
          "%s has %d daily bars before %s; %d are needed"
              .formatted(fund, before.size(), month, sessions + 1));
    }
    return before
        .get(last)
        .close()
        .divide(before.get(last - sessions).close(), MathContext.DECIMAL64);
  }
}
