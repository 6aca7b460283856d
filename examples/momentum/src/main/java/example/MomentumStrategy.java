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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Holds the fund of three that has risen most in the months before this one. */
public final class MomentumStrategy implements Strategy {
  private static final List<ContractSpec> FUNDS =
      Stream.of("SPY", "TLT", "GLD").map(ContractSpec::stock).toList();

  private int months;

  @Override
  public void read(String id, SettingFields settings) {
    months = settings.integer("months", 6, 1, 60);
  }

  @Override
  public Signals signals(StrategyContext context) {
    List<ResolvedContract> funds = context.resolve(FUNDS);
    LocalDate month = context.session(funds.get(0)).withDayOfMonth(1);
    return Signals.of(
        Collections.max(funds, Comparator.comparing(fund -> rise(context, fund, month))),
        BigDecimal.ONE);
  }

  private BigDecimal rise(StrategyContext context, ResolvedContract fund, LocalDate month) {
    LocalDate from = month.minusMonths(months);
    List<DailyBar> bars = context.dailyBars(fund, from, month.minusDays(1));
    if (bars.isEmpty() || bars.get(0).date().isAfter(from.plusDays(10))) {
      throw new NoSignalsException(fund + " has no bars since " + from);
    }
    return bars.get(bars.size() - 1).close().divide(bars.get(0).close(), MathContext.DECIMAL64);
  }
}
