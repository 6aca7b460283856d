package dev.ibintents.strategy;

import dev.ibintents.gateway.MarketSessions;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.strategy.StrategyContext.Period;
import dev.ibintents.trading.Weekdays;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The sessions of an instrument's exchange around a moment. Later sessions come from the broker's
 * hours, and earlier ones from daily bars. Where the broker gives no hours, each weekday counts.
 */
final class ExchangeDays {
  /** No exchange has longer holidays, so later days of a period are never its first. */
  private static final int LONGEST_HOLIDAYS = 10;

  /** So many daily bars reach back beyond the longest holidays. */
  static final int MOST_BARS = LONGEST_HOLIDAYS + 2;

  private final LocalDate today;
  private final boolean tradesToday;
  private final LocalDate session;
  private final LocalDate next;

  ExchangeDays(ResolvedContract contract, Instant now) {
    MarketSessions hours = contract.sessions(false);
    Optional<LocalDate> open =
        hours.at(now).or(() -> hours.from(now)).map(MarketSessions.Session::date);
    today = LocalDate.ofInstant(now, contract.zone());
    tradesToday = hours.areKnown() ? hours.lastClose(today).isPresent() : Weekdays.contain(today);
    session = open.orElseGet(() -> tradesToday ? today : Weekdays.after(today));
    next =
        hours
            .after(session)
            .map(MarketSessions.Session::date)
            .orElseGet(() -> Weekdays.after(session));
  }

  /** The day of the open session, or else of the next one. */
  LocalDate session() {
    return session;
  }

  /** Whether no later session is in the same period. */
  boolean isLastOf(Period period) {
    return !begin(period, next).equals(begin(period, session));
  }

  /**
   * Whether no earlier session is in the same period.
   *
   * @param bars the last daily bars; they are asked for only if they decide
   */
  boolean isFirstOf(Period period, Supplier<List<DailyBar>> bars) {
    LocalDate begin = begin(period, session);
    if (session.equals(begin)) {
      return true;
    }
    if (!session.isBefore(begin.plusDays(LONGEST_HOLIDAYS + 1L))) {
      return false;
    }
    // The bars have only days that are over.
    boolean wasToday = tradesToday && today.isBefore(session) && !today.isBefore(begin);
    return !wasToday && bars.get().stream().allMatch(bar -> bar.date().isBefore(begin));
  }

  private static LocalDate begin(Period period, LocalDate day) {
    return switch (period) {
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
    };
  }
}
