package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Follows the trend of US shares with SPY, and hedges with VIXY when the trend ends.
 *
 * <p>The rule uses the MACD (12, 26, 9) of SPY's daily closes. If it is above its signal line, the
 * strategy holds SPY with the fraction {@code long} of the capital, and no VIXY. Else it holds no
 * SPY, and VIXY with the fraction {@code hedge}. VIXY gains when shares fall. Both fractions are
 * fields of the strategy's document, by default 1 and 0.1. Only finished days count, so that the
 * signals stay the same for a whole day.
 */
public final class MacdStrategy implements Strategy {
  private static final ContractSpec SPY = ContractSpec.stock("SPY");
  private static final ContractSpec VIXY = ContractSpec.stock("VIXY");

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** A year of bars: after it, the start of the averages weighs less than a millionth. */
  private static final int DAYS = 250;

  /** The largest age of the last bar, in days. No weekend with holidays is longer. */
  private static final int OLDEST_BAR_DAYS = 7;

  private static final BigDecimal DEFAULT_LONG = BigDecimal.ONE;
  private static final BigDecimal DEFAULT_HEDGE = new BigDecimal("0.1");

  private BigDecimal longFraction = DEFAULT_LONG;
  private BigDecimal hedgeFraction = DEFAULT_HEDGE;

  /** Creates a strategy with the default fractions. */
  public MacdStrategy() {}

  @Override
  public void read(String id, SettingFields settings) {
    longFraction = settings.decimal("long").orElse(DEFAULT_LONG);
    hedgeFraction = settings.decimal("hedge").orElse(DEFAULT_HEDGE);
    for (BigDecimal fraction : List.of(longFraction, hedgeFraction)) {
      Signals.nonsense(fraction)
          .ifPresent(
              nonsense -> settings.refuse(StrategyContext.path(id) + " long or hedge " + nonsense));
    }
  }

  @Override
  public Signals signals(StrategyContext context) {
    List<ResolvedContract> contracts = context.resolve(List.of(SPY, VIXY));
    ResolvedContract spy = contracts.get(0);
    ResolvedContract vixy = contracts.get(1);
    List<DailyBar> bars = context.dailyBars(spy, DAYS);
    refuseUnlessEnough(bars, context.today(NEW_YORK));
    boolean isRising = Macd.of(bars.stream().map(DailyBar::close).toList()).isRising();
    return Signals.builder()
        .put(spy, isRising ? longFraction : BigDecimal.ZERO)
        .put(vixy, isRising ? BigDecimal.ZERO : hedgeFraction)
        .build();
  }

  private static void refuseUnlessEnough(List<DailyBar> bars, LocalDate today) {
    if (bars.size() < DAYS) {
      throw new NoSignalsException(
          "there are only " + bars.size() + " daily bars of SPY, and the strategy needs " + DAYS);
    }
    LocalDate last = bars.get(bars.size() - 1).date();
    if (ChronoUnit.DAYS.between(last, today) > OLDEST_BAR_DAYS) {
      throw new NoSignalsException(
          NoSignalsException.Kind.STALE,
          "the last daily bar of SPY is of "
              + last
              + ", which is more than "
              + OLDEST_BAR_DAYS
              + " days ago");
    }
  }
}
