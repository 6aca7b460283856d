package dev.ibintents.simulator.universe;

import static dev.ibintents.simulator.universe.InstrumentField.CON_ID;
import static dev.ibintents.simulator.universe.InstrumentField.CURRENCY;
import static dev.ibintents.simulator.universe.InstrumentField.EXCHANGE;
import static dev.ibintents.simulator.universe.InstrumentField.ISIN;
import static dev.ibintents.simulator.universe.InstrumentField.LAST_TRADE_DATE;
import static dev.ibintents.simulator.universe.InstrumentField.LOCAL_SYMBOL;
import static dev.ibintents.simulator.universe.InstrumentField.LONG_NAME;
import static dev.ibintents.simulator.universe.InstrumentField.MIN_SIZE;
import static dev.ibintents.simulator.universe.InstrumentField.MIN_TICK;
import static dev.ibintents.simulator.universe.InstrumentField.MULTIPLIER;
import static dev.ibintents.simulator.universe.InstrumentField.PRICE;
import static dev.ibintents.simulator.universe.InstrumentField.PRICE_MAGNIFIER;
import static dev.ibintents.simulator.universe.InstrumentField.SEC_TYPE;
import static dev.ibintents.simulator.universe.InstrumentField.SIZE_INCREMENT;
import static dev.ibintents.simulator.universe.InstrumentField.STOCK_TYPE;
import static dev.ibintents.simulator.universe.InstrumentField.SYMBOL;
import static dev.ibintents.simulator.universe.InstrumentField.TRADING_CLASS;
import static dev.ibintents.simulator.universe.InstrumentField.VOLATILITY;

import dev.ibintents.simulator.market.Catalogue;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Instrument.Kind;
import dev.ibintents.simulator.market.Instrument.Terms;
import dev.ibintents.simulator.market.MarketRules;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Prices.Level;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes instruments of the entries of a universe file. Each refusal names the entry. */
final class InstrumentEntries {
  private static final BigDecimal USUAL_VOLATILITY = new BigDecimal("0.25");
  private static final BigDecimal LARGEST_VOLATILITY = new BigDecimal(5);
  private static final BigDecimal LARGEST = new BigDecimal(1_000_000_000);
  private static final String DOLLAR = "USD";

  private final List<Instrument> instruments = new ArrayList<>();
  private final Map<String, Level> levels = new HashMap<>();
  private final Set<Integer> numbers = new HashSet<>();

  private InstrumentEntries() {}

  /**
   * Makes the instruments.
   *
   * @throws IllegalArgumentException if one of them cannot exist
   */
  static UniverseFile universe(List<Map<InstrumentField, String>> entries) {
    InstrumentEntries all = new InstrumentEntries();
    for (int i = 0; i < entries.size(); i++) {
      all.add(new Entry(i + 1, entries.get(i)));
    }
    all.requirePrices();
    return new UniverseFile(List.copyOf(all.instruments), Map.copyOf(all.levels));
  }

  private void add(Entry entry) {
    Instrument instrument = entry.instrument();
    if (!numbers.add(instrument.conId())) {
      throw entry.refused(CON_ID, "is that of another instrument of this file");
    }
    Optional<Instrument> known = Catalogue.byConId(instrument.conId());
    if (known.isPresent()
        && (known.get().kind() != instrument.kind()
            || !known.get().symbol().equals(instrument.symbol()))) {
      throw entry.refused(
          CON_ID,
          "is that of %s %s already; choose a number that --list does not have"
              .formatted(known.get().kind(), known.get().localSymbol()));
    }
    instruments.add(instrument);
    if (!entry.text(PRICE).isEmpty()) {
      addLevel(entry, instrument);
    }
  }

  /** Notes the price from which an instrument starts; that of a pair is its new currency's. */
  private void addLevel(Entry entry, Instrument instrument) {
    double price = entry.number(PRICE, LARGEST).doubleValue();
    double volatility =
        entry.text(VOLATILITY).isEmpty()
            ? USUAL_VOLATILITY.doubleValue()
            : entry.number(VOLATILITY, LARGEST_VOLATILITY).doubleValue();
    String source = instrument.symbol();
    if (instrument.kind() == Kind.CASH) {
      source =
          instrument
              .againstDollar()
              .orElseThrow(
                  () ->
                      entry.refused(
                          PRICE,
                          "belongs to no pair with USD; a pair of other currencies follows from"
                              + " theirs"));
    }
    levels.put(
        source, new Level(source.equals(instrument.symbol()) ? price : 1 / price, volatility));
  }

  private void requirePrices() {
    for (int i = 0; i < instruments.size(); i++) {
      Instrument instrument = instruments.get(i);
      String place = place(i + 1, instrument.symbol());
      if (instrument.kind() == Kind.CASH) {
        requireRate(place, instrument.symbol());
      } else if (!isPriced(instrument.symbol())) {
        throw new IllegalArgumentException(
            place
                + " has no price; give the price around which it moves, such as \"price\": 152.3");
      }
      requireRate(place, instrument.currency());
    }
  }

  private void requireRate(String place, String currency) {
    if (!currency.equals(DOLLAR) && !isPriced(currency)) {
      throw new IllegalArgumentException(
          ("%s: the currency %s has no rate; add the pair USD.%s with its price, such as"
                  + " {\"conId\": 1, \"secType\": \"CASH\", \"symbol\": \"USD\", \"currency\": \"%s\","
                  + " \"price\": 3.6}")
              .formatted(place, currency, currency, currency));
    }
  }

  private boolean isPriced(String name) {
    return levels.containsKey(name) || Prices.isKnown(name);
  }

  private static String place(int number, String symbol) {
    return "instrument " + number + (symbol.isEmpty() ? "" : " (" + symbol + ")");
  }

  /** The fields of one instrument. */
  private record Entry(int number, Map<InstrumentField, String> fields) {
    String text(InstrumentField field) {
      return fields.getOrDefault(field, "");
    }

    private String needed(InstrumentField field) {
      String text = text(field);
      if (text.isEmpty()) {
        throw new IllegalArgumentException(place(number, text(SYMBOL)) + " has no " + field.word());
      }
      return text;
    }

    IllegalArgumentException refused(InstrumentField field, String words) {
      return new IllegalArgumentException(
          "%s: %s %s %s".formatted(place(number, text(SYMBOL)), field.word(), text(field), words));
    }

    /** A number above 0. */
    BigDecimal number(InstrumentField field, BigDecimal largest) {
      try {
        BigDecimal value = new BigDecimal(needed(field));
        if (value.signum() > 0 && value.compareTo(largest) <= 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw refused(field, "is no number");
      }
      throw refused(field, "must be above 0 and at most " + largest.toPlainString());
    }

    private int whole(InstrumentField field, int usual) {
      if (text(field).isEmpty()) {
        return usual;
      }
      try {
        return number(field, BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
      } catch (ArithmeticException e) {
        throw refused(field, "must be a whole number");
      }
    }

    private String usual(InstrumentField field, String usual) {
      return text(field).isEmpty() ? usual : text(field);
    }

    Instrument instrument() {
      needed(CON_ID);
      Kind kind = kind();
      String symbol = needed(SYMBOL);
      String currency = kind == Kind.CASH ? needed(CURRENCY) : usual(CURRENCY, DOLLAR);
      String local = usual(LOCAL_SYMBOL, kind == Kind.CASH ? symbol + "." + currency : symbol);
      String venue = usual(EXCHANGE, usualVenue(kind));
      Instrument.Builder builder =
          Instrument.builder(whole(CON_ID, 0), kind, symbol)
              .localSymbol(local)
              .tradingClass(usual(TRADING_CLASS, kind == Kind.CASH ? local : symbol))
              .currency(currency)
              .listedAt(venue, kind == Kind.STK ? List.of("SMART", venue) : List.of(venue))
              .longName(usual(LONG_NAME, symbol))
              .minTick(minTick(kind, currency))
              .terms(terms());
      switch (kind) {
        case STK -> {
          only(kind, ISIN, STOCK_TYPE);
          builder.isin(text(ISIN)).stockType(stockType());
        }
        case FUT -> {
          only(kind, MULTIPLIER, LAST_TRADE_DATE);
          needed(MULTIPLIER);
          builder.multiplier(whole(MULTIPLIER, 1)).expiry(lastTradeDate());
        }
        default -> only(kind);
      }
      return builder.build();
    }

    private Kind kind() {
      return switch (needed(SEC_TYPE)) {
        case "STK" -> Kind.STK;
        case "FUT" -> Kind.FUT;
        case "CASH" -> Kind.CASH;
        default -> throw refused(SEC_TYPE, "cannot be added; STK, FUT and CASH can");
      };
    }

    private static String usualVenue(Kind kind) {
      return switch (kind) {
        case FUT -> "CME";
        case CASH -> "IDEALPRO";
        default -> "NASDAQ";
      };
    }

    /** Refuses the fields that belong to other types. */
    private void only(Kind kind, InstrumentField... own) {
      for (InstrumentField field : List.of(ISIN, STOCK_TYPE, MULTIPLIER, LAST_TRADE_DATE)) {
        if (fields.containsKey(field) && !List.of(own).contains(field)) {
          throw refused(field, "belongs to no " + kind);
        }
      }
    }

    private String stockType() {
      String type = usual(STOCK_TYPE, "COMMON");
      if (!type.equals("COMMON") && !type.equals("ETF")) {
        throw refused(STOCK_TYPE, "must be COMMON or ETF");
      }
      return type;
    }

    private BigDecimal minTick(Kind kind, String currency) {
      String usual =
          switch (kind) {
            case FUT -> "0.25";
            case CASH -> currency.equals("JPY") ? "0.005" : "0.00005";
            default -> "0.01";
          };
      BigDecimal tick =
          text(MIN_TICK).isEmpty() ? new BigDecimal(usual) : number(MIN_TICK, LARGEST);
      if (!MarketRules.steps().contains(tick.stripTrailingZeros())) {
        throw refused(
            MIN_TICK,
            "is no step of this market; there are "
                + String.join(
                    ", ", MarketRules.steps().stream().map(BigDecimal::toPlainString).toList()));
      }
      return tick;
    }

    private Terms terms() {
      return new Terms(
          whole(PRICE_MAGNIFIER, 1),
          text(MIN_SIZE).isEmpty() ? BigDecimal.ONE : number(MIN_SIZE, LARGEST),
          text(SIZE_INCREMENT).isEmpty() ? BigDecimal.ONE : number(SIZE_INCREMENT, LARGEST),
          null,
          "");
    }

    private LocalDate lastTradeDate() {
      try {
        return LocalDate.parse(needed(LAST_TRADE_DATE));
      } catch (DateTimeException e) {
        throw refused(LAST_TRADE_DATE, "is no date such as 2026-12-18");
      }
    }
  }
}
