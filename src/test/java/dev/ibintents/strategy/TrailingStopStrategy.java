package dev.ibintents.strategy;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Holds QQQ until it closes 10 % below its best close since then, and returns after 5 sessions. */
public final class TrailingStopStrategy implements Strategy {
  @Override
  public Signals signals(StrategyContext context) {
    ResolvedContract qqq = context.resolve(ContractSpec.stock("QQQ"));
    LocalDate session = context.session(qqq);
    StrategyState state = context.state();
    boolean isIn = state.flag("in");
    List<BigDecimal> closes =
        context.dailyBars(qqq, state.date("since").orElse(session), session).stream()
            .map(DailyBar::close)
            .toList();
    if (!state.has("since") || (isIn ? isStopped(closes) : closes.size() >= 5)) {
      isIn = !isIn;
      state.put("in", isIn);
      state.put("since", session);
    }
    return Signals.of(qqq, isIn ? BigDecimal.ONE : BigDecimal.ZERO);
  }

  private static boolean isStopped(List<BigDecimal> closes) {
    BigDecimal best = closes.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
    BigDecimal last = closes.isEmpty() ? best : closes.get(closes.size() - 1);
    return last.compareTo(best.multiply(new BigDecimal("0.9"))) <= 0 && best.signum() > 0;
  }
}
