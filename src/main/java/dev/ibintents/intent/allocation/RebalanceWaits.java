package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Rebalance;
import dev.ibintents.gateway.MarketSessions;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.strategy.DailyBar;
import dev.ibintents.strategy.NoSignalsException;
import dev.ibintents.trading.Weekdays;
import dev.ibintents.trading.books.PastTrades;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the contracts that a strategy's settings leave alone in this session: it is no date of
 * {@code dates}, or too few sessions have passed since the strategy's last trade.
 *
 * <p>Later sessions come from the broker's hours. Earlier ones come from daily bars, which are
 * requested only if the answer depends on them. Where bars are missing, each weekday counts as a
 * session.
 */
final class RebalanceWaits {
  private static final Logger logger = LoggerFactory.getLogger(RebalanceWaits.class);

  /** No exchange has longer holidays, so later days of a week or month are never its first. */
  private static final int LONGEST_HOLIDAYS = 10;

  private static final int MONTHS_A_QUARTER = 3;

  private final TradingTools tools;
  private final MarketGate gate;
  private final AllocationSources sources;
  private final Instant now;

  /** The session in which an order trades, and the session after it. */
  private record Sessions(
      ResolvedContract contract, LocalDate date, Optional<Instant> from, LocalDate next) {}

  /**
   * @param tools the invocation's tools; its gateway is connected
   * @param gate knows the sessions of contracts
   * @param sources gives daily bars
   */
  RebalanceWaits(TradingTools tools, MarketGate gate, AllocationSources sources) {
    this.sources = sources;
    this.tools = tools;
    this.gate = gate;
    this.now = tools.environment().clock().instant();
  }

  /** Whether settings can make a contract wait. */
  static boolean canWait(Rebalance settings) {
    return cooldown(settings) > 0
        || settings
            .dates()
            .filter(dates -> dates != Rebalance.Dates.DAILY && dates != Rebalance.Dates.THRESHOLD)
            .isPresent();
  }

  private static int cooldown(Rebalance settings) {
    return settings.cooldownSessions().orElse(0);
  }

  /**
   * The contracts that wait, by conId, each with the reason.
   *
   * @param contracts the contracts that the strategy would trade
   */
  Map<Integer, String> of(AllocatedStrategy strategy, Collection<ResolvedContract> contracts) {
    Map<Integer, String> waiting = new TreeMap<>();
    if (contracts.isEmpty() || !canWait(strategy.rebalance())) {
      return waiting;
    }
    Optional<PastTrades> trades =
        cooldown(strategy.rebalance()) > 0
            ? Optional.of(trades(cooldown(strategy.rebalance())))
            : Optional.empty();
    for (ResolvedContract contract : contracts) {
      Sessions sessions = sessions(new MarketGate.Traded(contract, strategy.orderProperties()));
      date(strategy, sessions)
          .or(() -> trades.flatMap(past -> cooldown(strategy, sessions, past)))
          .ifPresent(reason -> waiting.put(contract.conId(), reason));
    }
    return waiting;
  }

  private PastTrades trades(int cooldown) {
    return PastTrades.since(
        tools.store(),
        tools.environment().variables().tradingMode(),
        now.minus(Duration.ofDays(longest(cooldown))));
  }

  /** More days than so many sessions can take. */
  private static int longest(int sessions) {
    return 3 * sessions + LONGEST_HOLIDAYS;
  }

  private Sessions sessions(MarketGate.Traded traded) {
    ResolvedContract contract = traded.contract();
    Optional<MarketSessions> hours = gate.sessions(traded);
    Optional<MarketSessions.Session> session =
        hours.flatMap(known -> known.at(now).or(() -> known.from(now)));
    LocalDate date =
        session
            .map(MarketSessions.Session::date)
            .orElseGet(() -> LocalDate.ofInstant(now, contract.zone()));
    LocalDate next =
        hours
            .flatMap(known -> known.after(date))
            .map(MarketSessions.Session::date)
            .orElseGet(() -> Weekdays.after(date));
    return new Sessions(contract, date, session.map(MarketSessions.Session::from), next);
  }

  private Optional<String> date(AllocatedStrategy strategy, Sessions sessions) {
    return strategy
        .rebalance()
        .dates()
        .filter(dates -> !includes(strategy, dates, sessions))
        .map(
            dates ->
                "it is traded on %s, and the session of %s is none"
                    .formatted(dates.id(), sessions.date()));
  }

  private boolean includes(AllocatedStrategy strategy, Rebalance.Dates dates, Sessions sessions) {
    LocalDate date = sessions.date();
    boolean isMonthEnd = sessions.next().getMonth() != date.getMonth();
    return switch (dates) {
      case DAILY, THRESHOLD -> true;
      case WEEKLY ->
          isFirstSince(
              date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), strategy, sessions);
      case MONTH_START -> isFirstSince(date.withDayOfMonth(1), strategy, sessions);
      case MONTH_END -> isMonthEnd;
      case QUARTER_END -> isMonthEnd && date.getMonthValue() % MONTHS_A_QUARTER == 0;
    };
  }

  /** Whether a session is the first at or after a day. */
  private boolean isFirstSince(LocalDate day, AllocatedStrategy strategy, Sessions sessions) {
    if (sessions.date().equals(day)) {
      return true;
    }
    return sessions.date().isBefore(day.plusDays(LONGEST_HOLIDAYS + 1L))
        && past(strategy, sessions, day).isEmpty();
  }

  private Optional<String> cooldown(
      AllocatedStrategy strategy, Sessions sessions, PastTrades trades) {
    int wanted = cooldown(strategy.rebalance());
    return trades
        .last(strategy.id(), sessions.contract().conId())
        .map(time -> session(time, sessions))
        .filter(traded -> passed(strategy, sessions, traded, wanted) < wanted)
        .map(
            traded ->
                "it was traded in the session of %s, and cooldownSessions is %d"
                    .formatted(traded, wanted));
  }

  private static LocalDate session(Instant trade, Sessions sessions) {
    boolean isInThis = sessions.from().filter(from -> !trade.isBefore(from)).isPresent();
    return isInThis ? sessions.date() : LocalDate.ofInstant(trade, sessions.contract().zone());
  }

  /** The number of sessions after the session of a trade, with the present one. */
  private int passed(AllocatedStrategy strategy, Sessions sessions, LocalDate traded, int wanted) {
    if (!traded.isBefore(sessions.date())) {
      return 0;
    }
    return ChronoUnit.DAYS.between(traded, sessions.date()) > longest(wanted)
        ? wanted
        : past(strategy, sessions, traded.plusDays(1)).size() + 1;
  }

  /** The sessions from a day up to the present one, without it. */
  private List<LocalDate> past(AllocatedStrategy strategy, Sessions sessions, LocalDate from) {
    List<LocalDate> bars = bars(strategy, sessions, from);
    // Bars have only days that are over, and a session may begin on the evening before its date.
    LocalDate known = bars.isEmpty() ? LocalDate.MIN : bars.get(bars.size() - 1);
    LocalDate today = LocalDate.ofInstant(now, sessions.contract().zone());
    return from.datesUntil(sessions.date())
        .filter(
            day ->
                day.isAfter(known) && (bars.isEmpty() || !day.isBefore(today))
                    ? Weekdays.contain(day)
                    : bars.contains(day))
        .toList();
  }

  private List<LocalDate> bars(AllocatedStrategy strategy, Sessions sessions, LocalDate from) {
    int days = Math.toIntExact(ChronoUnit.DAYS.between(from, sessions.date())) + 1;
    try {
      return sources.context(strategy.id()).dailyBars(sessions.contract(), days).stream()
          .map(DailyBar::date)
          .toList();
    } catch (NoSignalsException | RequestRefusedException e) {
      logger.warn("Without bars of {}, each weekday counts as a session", sessions.contract(), e);
      return List.of();
    }
  }
}
