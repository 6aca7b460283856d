package dev.ibintents.backtest.plan;

import dev.ibintents.backtest.BarData;
import dev.ibintents.backtest.CorporateAction;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Bars that are loaded once, for several runs.
 *
 * @param all the bars up to the last day of the plan
 */
public record LoadedBars(BarData.Loaded all) implements BarData {
  @Override
  public BarData.Loaded load(LocalDate to) {
    Map<Instrument, List<PricedBar>> bars = new LinkedHashMap<>();
    all.bars()
        .forEach(
            (instrument, list) ->
                bars.put(
                    instrument, list.stream().filter(bar -> !bar.date().isAfter(to)).toList()));
    return new BarData.Loaded(
        bars,
        all.shares(),
        all.notes(),
        all.actions().stream().filter(action -> !action.exDate().isAfter(to)).toList());
  }

  /** The symbols of the instruments. */
  public SortedSet<String> symbols() {
    SortedSet<String> symbols = new TreeSet<>();
    all.bars().keySet().forEach(instrument -> symbols.add(instrument.symbol()));
    return symbols;
  }

  /** The bars of a symbol; empty if there are none. */
  public Optional<List<PricedBar>> of(String symbol) {
    return all.bars().entrySet().stream()
        .filter(entry -> entry.getKey().symbol().equals(symbol))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The SHA-256 of all bars, dividends and splits, in hexadecimal digits. */
  public String hash() {
    MessageDigest digest = sha256();
    all.bars().entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getKey().conId()))
        .forEach(
            entry -> {
              digest.update(entry.getKey().toString().getBytes(StandardCharsets.UTF_8));
              entry
                  .getValue()
                  .forEach(bar -> digest.update(bar.toString().getBytes(StandardCharsets.UTF_8)));
            });
    all.actions()
        .forEach(action -> digest.update(action.toString().getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java runtime has SHA-256", e);
    }
  }

  /** The dividends and splits of a symbol that its bars do not contain, by ex-date. */
  public SortedMap<LocalDate, CorporateAction> actions(String symbol) {
    SortedMap<LocalDate, CorporateAction> actions = new TreeMap<>();
    all.actions().stream()
        .filter(action -> action.instrument().symbol().equals(symbol))
        .forEach(action -> actions.put(action.exDate(), action));
    return actions;
  }

  /**
   * The value of one unit of a contract at a day's close, or at the last one before it; empty if
   * there is none.
   */
  public Optional<BigDecimal> value(int conId, LocalDate day) {
    for (Map.Entry<Instrument, List<PricedBar>> entry : all.bars().entrySet()) {
      if (entry.getKey().conId() == conId) {
        BigDecimal last = null;
        for (PricedBar bar : entry.getValue()) {
          last = bar.date().isAfter(day) ? last : bar.close();
        }
        return Optional.ofNullable(last).map(entry.getKey().factor()::multiply);
      }
    }
    return Optional.empty();
  }

  /** Whether a contract is paid for in cash, so that a holding is worth its market value. */
  public boolean isPaidFor(int conId) {
    return all.bars().keySet().stream()
        .anyMatch(instrument -> instrument.conId() == conId && instrument.isPaidFor());
  }

  /** The units of the underlying in one unit of an instrument. */
  public int multiplier(int conId) {
    return all.bars().keySet().stream()
        .filter(instrument -> instrument.conId() == conId)
        .mapToInt(Instrument::multiplier)
        .findFirst()
        .orElse(1);
  }
}
