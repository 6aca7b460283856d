package dev.ibintents.backtest.plan;

import dev.ibintents.backtest.BacktestException;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.InvalidContractException;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Instrument.Kind;
import dev.ibintents.simulator.market.TradingDay;
import dev.ibintents.simulator.market.Universe;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks that bars exist for each future that strategies hold in turn. A strategy that names a
 * future by its place in the row of expiries rolls by its own signals. A strategy that names one
 * contract cannot hold it beyond its expiry.
 */
final class FutureContracts {
  private static final int AFTERNOON = 15;

  private final LoadedBars bars;
  private final SortedSet<LocalDate> sessions;
  private final Map<Integer, LocalDate> begins = new HashMap<>();
  private final Map<LocalDate, List<Instrument>> listed = new HashMap<>();

  /**
   * @param from the first day; empty for the first one that has a bar of the future
   * @param to the last day; empty for the last one that has a bar
   */
  FutureContracts(LoadedBars bars, Optional<LocalDate> from, Optional<LocalDate> to) {
    this.bars = bars;
    sessions = bars.all().sessions();
    bars.all()
        .bars()
        .forEach(
            (instrument, list) -> {
              if (!list.isEmpty()) {
                begins.put(instrument.conId(), list.get(0).date());
              }
            });
    sessions.removeIf(
        day -> from.filter(day::isBefore).isPresent() || to.filter(day::isAfter).isPresent());
  }

  /** The reason why a strategy with this document cannot trade its futures; empty if it can. */
  Optional<String> problem(Object document) {
    if (document instanceof Map<?, ?> map) {
      Optional<String> own =
          map.get("contract") instanceof Map<?, ?> contract && "FUT".equals(contract.get("secType"))
              ? problemOf(contract)
              : Optional.empty();
      return own.or(() -> first(map.values()));
    }
    return document instanceof List<?> list ? first(list) : Optional.empty();
  }

  private Optional<String> first(Iterable<?> values) {
    for (Object value : values) {
      Optional<String> problem = problem(value);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> problemOf(Map<?, ?> contract) {
    Map<String, Object> fields = new TreeMap<>();
    contract.forEach((name, value) -> fields.put(name.toString(), value));
    ContractSpec spec;
    try {
      spec = ContractSpec.of(fields, "contract");
    } catch (InvalidContractException e) {
      throw new BacktestException(e.getMessage(), e);
    }
    String symbol = spec.contract().symbol();
    SortedSet<LocalDate> own = new TreeSet<>(sessions);
    bars.all().bars().entrySet().stream()
        .filter(entry -> entry.getKey().symbol().equals(symbol) && !entry.getValue().isEmpty())
        .map(entry -> entry.getValue().get(0).date())
        .min(LocalDate::compareTo)
        .ifPresent(first -> own.removeIf(day -> day.isBefore(first)));
    for (LocalDate day : own) {
      Optional<Instrument> needed = needed(spec, symbol, day);
      if (spec.series().isEmpty() && needed.isEmpty()) {
        return Optional.of(
            "holds %s, which has expired by %s; name it by series, or let the run end before"
                .formatted(spec, day));
      }
      if (needed.isPresent() && !hasBars(needed.get(), day)) {
        return Optional.of(
            ("holds %s, which is %s on %s, and there are no bars of it up to then; add %s.csv, or"
                    + " let the run end before")
                .formatted(spec, needed.get().localSymbol(), day, needed.get().localSymbol()));
      }
    }
    return Optional.empty();
  }

  private boolean hasBars(Instrument future, LocalDate day) {
    return Optional.ofNullable(begins.get(future.conId()))
        .filter(begin -> !begin.isAfter(day))
        .isPresent();
  }

  /** The future that a contract means on a day; empty if all that it names have expired. */
  private Optional<Instrument> needed(ContractSpec spec, String symbol, LocalDate day) {
    List<Instrument> futures = listed.computeIfAbsent(day, FutureContracts::listedOn);
    SortedMap<LocalDate, Instrument> row = new TreeMap<>();
    for (Instrument future : futures) {
      boolean isWanted =
          spec.series()
              .map(series -> ChronoUnit.DAYS.between(day, future.expiry()) > series.rolloverDays())
              .orElseGet(() -> isNamed(spec, future));
      if (future.symbol().equals(symbol) && isWanted) {
        row.put(future.expiry(), future);
      }
    }
    return row.values().stream()
        .skip(spec.series().map(ContractSpec.Series::index).orElse(0))
        .findFirst();
  }

  private static boolean isNamed(ContractSpec spec, Instrument future) {
    String local = spec.contract().localSymbol();
    String month = spec.contract().lastTradeDateOrContractMonth();
    return (local.isEmpty() || local.equals(future.localSymbol()))
        && (month.isEmpty()
            || future.lastTradeDate().startsWith(month)
            || future.contractMonth().equals(month));
  }

  private static List<Instrument> listedOn(LocalDate day) {
    Instant moment = day.atTime(AFTERNOON, 0).atZone(TradingDay.NEW_YORK).toInstant();
    return new Universe(Clock.fixed(moment, ZoneOffset.UTC)).listed(Kind.FUT).toList();
  }
}
