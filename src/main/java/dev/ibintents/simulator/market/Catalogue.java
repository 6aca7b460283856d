package dev.ibintents.simulator.market;

import dev.ibintents.simulator.market.Instrument.Kind;
import dev.ibintents.simulator.market.Instrument.Terms;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of instruments.
 *
 * <p>An instrument has the broker's own number (conId) if that number is publicly known. The other
 * numbers are made up and never change.
 */
public final class Catalogue {
  private static final BigDecimal HALF_PIP = new BigDecimal("0.00005");
  private static final BigDecimal HALF_PIP_OF_YEN = new BigDecimal("0.005");

  private static final BigDecimal LOT_IN_TOKYO = BigDecimal.valueOf(100);

  private static final List<String> US_EXCHANGES =
      List.of("SMART", "AMEX", "NYSE", "CBOE", "ARCA", "NASDAQ", "BATS", "IEX", "MEMX");

  /** Shares and exchange-traded funds. */
  static final List<Instrument> STOCKS =
      List.of(
          fund(756733, "SPY", "SPY", "ARCA", "SS SPDR S&P 500 ETF TRUST-US", "US78462F1030"),
          fund(320227571, "QQQ", "NMS", "NASDAQ", "INVESCO QQQ TRUST SERIES 1", "US46090E1038"),
          fund(9579970, "IWM", "IWM", "ARCA", "ISHARES RUSSELL 2000 ETF", "US4642876555"),
          fund(73128548, "DIA", "DIA", "ARCA", "SPDR DJIA TRUST", "US78467X1090"),
          fund(51529211, "GLD", "GLD", "ARCA", "SPDR GOLD SHARES", "US78463V1070"),
          fund(15547816, "IEF", "NMS", "NASDAQ", "ISHARES 7-10 YEAR TREASURY B", "US4642874402"),
          fund(15547841, "TLT", "NMS", "NASDAQ", "ISHARES 20+ YEAR TREASURY BD", "US4642874329"),
          fund(900000001, "VIXY", "VIXY", "BATS", "PROSHARES VIX SHORT-TERM FUT", "US74347Y7489"),
          share(265598, "AAPL", "APPLE INC", "US0378331005"),
          share(272093, "MSFT", "MICROSOFT CORP", "US5949181045"),
          share(4815747, "NVDA", "NVIDIA CORP", "US67066G1040"),
          share(3691937, "AMZN", "AMAZON.COM INC", "US0231351067"),
          share(76792991, "TSLA", "TESLA INC", "US88160R1014"),
          stock(14217, "SIE", "SIEMENS AG-REG", "DE0007236101")
              .tradingClass("XETRA")
              .currency("EUR")
              .listedAt("IBIS", List.of("SMART", "IBIS", "FWB", "TGATE"))
              .minTick(new BigDecimal("0.02"))
              .build(),
          american(72063691, "BRK B", "NYSE", "BERKSHIRE HATHAWAY INC-CL B", "US0846707026")
              .tradingClass("BRKB")
              .build(),
          foreign(900000002, "VOD", "LSE", "VODAFONE GROUP PLC", "GB00BH4HKS39")
              .tradingClass("SET0")
              .currency("GBP")
              .minTick(new BigDecimal("0.02"))
              .terms(new Terms(100, BigDecimal.ONE, BigDecimal.ONE, null, ""))
              .build(),
          foreign(900000003, "7203", "TSEJ", "TOYOTA MOTOR CORP", "JP3633400001")
              .currency("JPY")
              .minTick(new BigDecimal("0.5"))
              .terms(new Terms(1, LOT_IN_TOKYO, LOT_IN_TOKYO, null, ""))
              .build(),
          foreign(900000004, "2330", "TWSE", "TAIWAN SEMICONDUCTOR MANUFAC", "TW0002330008")
              .currency("TWD")
              .minTick(new BigDecimal("5"))
              .build());

  /** Currency pairs. The broker offers each pair in one direction only. */
  static final List<Instrument> PAIRS =
      List.of(
          pair(12087792, "EUR", "USD", "European Monetary Union Euro"),
          pair(12087797, "GBP", "USD", "British pound"),
          pair(14433401, "AUD", "USD", "Australian dollar"),
          pair(39453441, "NZD", "USD", "New Zealand dollar"),
          pair(12087820, "USD", "CHF", "United States dollar"),
          pair(15016059, "USD", "JPY", "United States dollar"),
          pair(15016062, "USD", "CAD", "United States dollar"),
          pair(37893488, "USD", "SEK", "United States dollar"),
          pair(37893486, "USD", "NOK", "United States dollar"),
          pair(12087817, "EUR", "CHF", "European Monetary Union Euro"),
          pair(12087807, "EUR", "GBP", "European Monetary Union Euro"),
          pair(14321016, "EUR", "JPY", "European Monetary Union Euro"),
          pair(12087826, "GBP", "CHF", "British pound"),
          pair(14321010, "CHF", "JPY", "Swiss franc"));

  /** Index futures of the CME. They expire once a quarter. */
  static final List<Series> FUTURES =
      List.of(
          new Series(1, "MNQ", 2, "Micro E-Mini Nasdaq-100 Index"),
          new Series(2, "MES", 5, "Micro E-Mini S&P 500 Stock Price Index"),
          new Series(3, "NQ", 20, "E-mini NASDAQ 100"),
          new Series(4, "ES", 50, "E-mini S&P 500"));

  private static final int MNQZ6 = 654503314;
  private static final int FIRST_FUTURE = 910_000_000;
  private static final int FUTURES_OF_A_SERIES = 10_000;
  private static final String MONTHS = "HMUZ";

  private Catalogue() {}

  /**
   * The futures on one index, one for each quarter.
   *
   * @param number the place of the series among the made-up instrument numbers
   * @param symbol such as MNQ
   * @param multiplier US dollars for one point of the index
   * @param longName the name of the index future in words
   */
  record Series(int number, String symbol, int multiplier, String longName) {
    /** The future that expires in a quarter. Quarters are counted from the year 0. */
    Instrument future(int quarter) {
      int year = quarter / 4;
      LocalDate expiry = thirdFriday(year, 3 * (quarter % 4) + 3);
      return Instrument.builder(conId(quarter), Kind.FUT, symbol)
          .localSymbol(symbol + MONTHS.charAt(quarter % 4) + year % 10)
          .listedAt("CME", List.of("CME"))
          .multiplier(multiplier)
          .minTick(new BigDecimal("0.25"))
          .expiry(expiry)
          .longName(longName)
          .build();
    }

    private int conId(int quarter) {
      boolean known = symbol.equals("MNQ") && quarter == 2026 * 4 + 3;
      return known ? MNQZ6 : FIRST_FUTURE + number * FUTURES_OF_A_SERIES + quarter;
    }
  }

  /** The quarter of a day. Quarters are counted from the year 0. */
  static int quarter(LocalDate date) {
    return date.getYear() * 4 + (date.getMonthValue() - 1) / 3;
  }

  /** The instrument with this number. It may have expired. */
  public static Optional<Instrument> byConId(int conId) {
    return Stream.concat(STOCKS.stream(), PAIRS.stream())
        .filter(instrument -> instrument.conId() == conId)
        .findFirst()
        .or(() -> futureWithConId(conId))
        .or(() -> DatedCatalogue.byConId(conId));
  }

  private static Optional<Instrument> futureWithConId(int conId) {
    if (conId == MNQZ6) {
      return Optional.of(FUTURES.get(0).future(2026 * 4 + 3));
    }
    int place = conId - FIRST_FUTURE;
    return FUTURES.stream()
        .filter(series -> place > 0 && series.number() == place / FUTURES_OF_A_SERIES)
        .map(series -> series.future(place % FUTURES_OF_A_SERIES))
        .filter(future -> future.conId() == conId)
        .findFirst();
  }

  private static LocalDate thirdFriday(int year, int month) {
    return LocalDate.of(year, month, 1)
        .with(TemporalAdjusters.dayOfWeekInMonth(3, DayOfWeek.FRIDAY));
  }

  private static Instrument fund(
      int conId, String symbol, String tradingClass, String venue, String name, String isin) {
    return american(conId, symbol, venue, name, isin)
        .tradingClass(tradingClass)
        .stockType("ETF")
        .build();
  }

  private static Instrument share(int conId, String symbol, String name, String isin) {
    return american(conId, symbol, "NASDAQ", name, isin).tradingClass("NMS").build();
  }

  /** A share that is listed in the United States. */
  private static Instrument.Builder american(
      int conId, String symbol, String venue, String name, String isin) {
    List<String> exchanges = new ArrayList<>(US_EXCHANGES);
    if (!exchanges.contains(venue)) {
      exchanges.add(venue);
    }
    return stock(conId, symbol, name, isin).listedAt(venue, exchanges);
  }

  /** A share in US dollars that the table does not have. */
  static Instrument unlisted(int conId, String symbol) {
    return american(conId, symbol, "NASDAQ", symbol, "").tradingClass("NMS").build();
  }

  /** A share that is listed abroad. An order names its venue or the route SMART. */
  private static Instrument.Builder foreign(
      int conId, String symbol, String venue, String name, String isin) {
    return stock(conId, symbol, name, isin).listedAt(venue, List.of("SMART", venue));
  }

  private static Instrument.Builder stock(int conId, String symbol, String name, String isin) {
    return Instrument.builder(conId, Kind.STK, symbol)
        .longName(name)
        .isin(isin)
        .stockType("COMMON");
  }

  private static Instrument pair(int conId, String base, String quote, String name) {
    String both = base + "." + quote;
    return Instrument.builder(conId, Kind.CASH, base)
        .localSymbol(both)
        .tradingClass(both)
        .currency(quote)
        .listedAt("IDEALPRO", List.of("IDEALPRO", "FXCONV"))
        .minTick(quote.equals("JPY") ? HALF_PIP_OF_YEN : HALF_PIP)
        .longName(name)
        .build();
  }
}
