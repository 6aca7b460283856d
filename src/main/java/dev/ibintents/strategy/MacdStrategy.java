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
 * <p>The rule uses the MACD of SPY's daily closes. If it is above its signal line, the strategy
 * holds SPY with the fraction {@code long} of the capital, and no VIXY. Else it holds no SPY, and
 * VIXY with the fraction {@code hedge}. VIXY gains when shares fall. Both fractions are fields of
 * the strategy's document, by default 1 and 0.1. So are the lengths of the averages: {@code fast},
 * {@code slow} and {@code signal}, by default 12, 26 and 9 sessions. Only finished days count, so
 * that the signals stay the same for a whole day.
 */
public final class MacdStrategy implements Strategy {
  private static final ContractSpec SPY = ContractSpec.stock("SPY");
  private static final ContractSpec VIXY = ContractSpec.stock("VIXY");

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** The fewest bars: a year. */
  private static final int FEWEST_DAYS = 250;

  /** After so many bars for each one of an average, its start weighs less than a millionth. */
  private static final int DAYS_FOR_EACH = 9;

  private static final int LONGEST_PERIOD = 200;

  /** The largest age of the last bar, in days. No weekend with holidays is longer. */
  private static final int OLDEST_BAR_DAYS = 7;

  private static final BigDecimal DEFAULT_LONG = BigDecimal.ONE;
  private static final BigDecimal DEFAULT_HEDGE = new BigDecimal("0.1");

  private BigDecimal longFraction = DEFAULT_LONG;
  private BigDecimal hedgeFraction = DEFAULT_HEDGE;
  private Macd.Periods periods = Macd.Periods.USUAL;

  /** Creates a strategy with the default fractions and periods. */
  public MacdStrategy() {}

  @Override
  public void read(String id, SettingFields settings) {
    longFraction = settings.decimal("long").orElse(DEFAULT_LONG);
    hedgeFraction = settings.decimal("hedge").orElse(DEFAULT_HEDGE);
    for (BigDecimal fraction : List.of(longFraction, hedgeFraction)) {
      Signals.nonsense(fraction)
          .ifPresent(
              nonsense -> settings.refuse(Strategies.path(id) + " long or hedge " + nonsense));
    }
    periods =
        new Macd.Periods(
            settings.integer("fast", Macd.Periods.USUAL.fast(), 1, LONGEST_PERIOD),
            settings.integer("slow", Macd.Periods.USUAL.slow(), 2, LONGEST_PERIOD),
            settings.integer("signal", Macd.Periods.USUAL.signal(), 1, LONGEST_PERIOD));
    if (periods.fast() >= periods.slow()) {
      settings.refuse(
          "%s fast is %d and slow is %d; fast must be below slow"
              .formatted(Strategies.path(id), periods.fast(), periods.slow()));
    }
  }

  /** The number of bars that the signals need. */
  private int days() {
    return Math.max(FEWEST_DAYS, DAYS_FOR_EACH * Math.max(periods.slow(), periods.signal()));
  }

  @Override
  public List<ContractSpec> contracts() {
    return List.of(SPY, VIXY);
  }

  @Override
  public Signals signals(StrategyContext context) {
    List<ResolvedContract> contracts = context.resolve(List.of(SPY, VIXY));
    ResolvedContract spy = contracts.get(0);
    ResolvedContract vixy = contracts.get(1);
    List<DailyBar> bars = context.dailyBars(spy, days());
    refuseUnlessEnough(bars, context.today(NEW_YORK));
    boolean isRising = Macd.of(bars.stream().map(DailyBar::close).toList(), periods).isRising();
    return Signals.builder()
        .put(spy, isRising ? longFraction : BigDecimal.ZERO)
        .put(vixy, isRising ? BigDecimal.ZERO : hedgeFraction)
        .build();
  }

  private void refuseUnlessEnough(List<DailyBar> bars, LocalDate today) {
    if (bars.size() < days()) {
      throw new NoSignalsException(
          "there are only " + bars.size() + " daily bars of SPY, and the strategy needs " + days());
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

  /** The kind {@code macd}. */
  public static final class Kind implements StrategyKind {
    /** Creates the kind. */
    public Kind() {}

    @Override
    public String name() {
      return "macd";
    }

    @Override
    public Strategy strategy() {
      return new MacdStrategy();
    }
  }
}
