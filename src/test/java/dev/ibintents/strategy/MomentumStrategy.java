package dev.ibintents.strategy;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import java.math.BigDecimal;
import java.util.List;

/** Holds QQQ while its price is above that of 20 days ago. */
public final class MomentumStrategy implements Strategy {
  @Override
  public Signals signals(StrategyContext context) {
    ResolvedContract qqq = context.resolve(ContractSpec.stock("QQQ"));
    List<DailyBar> bars = context.dailyBars(qqq, 21);
    if (bars.size() < 21) {
      throw new NoSignalsException("QQQ has only " + bars.size() + " daily bars");
    }
    boolean hasRisen = bars.get(20).close().compareTo(bars.get(0).close()) > 0;
    return Signals.of(qqq, hasRisen ? BigDecimal.ONE : BigDecimal.ZERO);
  }
}
