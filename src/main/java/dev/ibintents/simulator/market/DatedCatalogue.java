package dev.ibintents.simulator.market;

import dev.ibintents.simulator.market.Instrument.Kind;
import dev.ibintents.simulator.market.Instrument.Terms;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table of options and treasury bills: options of every month, bills of every quarter.
 *
 * <p>Their numbers are made up and never change. The contract description of a bill is a guess,
 * because no recording from a real gateway is known.
 */
public final class DatedCatalogue {
  /** The number of months that have listed options at any time. */
  static final int MONTHS_LISTED = 4;

  /** The number of quarters that have listed bills at any time. */
  static final int BILLS_LISTED = 2;

  private static final int FIRST_BILL = 915_000_000;
  private static final int FIRST_OPTION = 920_000_000;
  private static final int OPTIONS_OF_A_CHAIN = 40_000_000;
  private static final int OPTIONS_OF_A_MONTH = 1_000;
  private static final int FACE_VALUE_STEP = 1_000;
  private static final int PERCENT = 100;

  /** The option chains. A chain's place in the list is its number. */
  static final List<Chain> CHAINS =
      List.of(
          new Chain(0, "AAPL", 265598, 150, 400, 10), new Chain(1, "SPY", 756733, 500, 900, 10));

  /**
   * The options that were listed last. They are kept because they are read often and change once a
   * month.
   */
  private static volatile Listed listed = new Listed(YearMonth.of(1, 1), List.of());

  private DatedCatalogue() {}

  /**
   * The listed options.
   *
   * @param first the month of the earliest expiry
   */
  private record Listed(YearMonth first, List<Instrument> options) {}

  /**
   * The options on one share.
   *
   * @param number the place of the chain among the made-up instrument numbers
   * @param underlying the symbol of the share
   * @param underConId the number of the share
   * @param lowest the lowest strike
   * @param highest the highest strike
   * @param step the difference between two strikes
   */
  record Chain(int number, String underlying, int underConId, int lowest, int highest, int step) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");

    /** The options that expire in a month: a call and a put for each strike. */
    public List<Instrument> options(YearMonth month) {
      return IntStream.rangeClosed(0, (highest - lowest) / step)
          .boxed()
          .flatMap(index -> Stream.of(option(month, index, true), option(month, index, false)))
          .toList();
    }

    Instrument option(YearMonth month, int index, boolean call) {
      LocalDate expiry = expiry(month);
      int strike = lowest + index * step;
      String right = call ? "C" : "P";
      return Instrument.builder(conId(month, index, call), Kind.OPT, underlying)
          .localSymbol("%-6s%s%s%05d000".formatted(underlying, DATE.format(expiry), right, strike))
          .listedAt("", List.of("SMART", "AMEX", "CBOE", "ISE", "PHLX"))
          .multiplier(100)
          .expiry(expiry)
          .longName(underlying + " " + strike + " " + right)
          .terms(new Terms(1, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(strike), right))
          .build();
    }

    private int conId(YearMonth month, int index, boolean call) {
      return FIRST_OPTION
          + number * OPTIONS_OF_A_CHAIN
          + (month.getYear() * 12 + month.getMonthValue() - 1) * OPTIONS_OF_A_MONTH
          + index * 2
          + (call ? 0 : 1);
    }
  }

  /** The third Friday of a month, or the Thursday before a Friday that is a holiday. */
  private static LocalDate expiry(YearMonth month) {
    LocalDate friday = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(3, DayOfWeek.FRIDAY));
    return Holidays.UNITED_STATES.isOpen(friday) ? friday : friday.minusDays(1);
  }

  /** The options that have not expired. */
  public static Stream<Instrument> options(Instant now) {
    YearMonth month = YearMonth.from(now.atZone(TradingDay.NEW_YORK));
    YearMonth first =
        Instrument.settlement(Kind.OPT, expiry(month)).isAfter(now) ? month : month.plusMonths(1);
    Listed current = listed;
    if (!current.first().equals(first)) {
      current = new Listed(first, optionsFrom(first));
      listed = current;
    }
    return current.options().stream();
  }

  private static List<Instrument> optionsFrom(YearMonth first) {
    return CHAINS.stream()
        .flatMap(
            chain ->
                IntStream.range(0, MONTHS_LISTED)
                    .boxed()
                    .flatMap(months -> chain.options(first.plusMonths(months)).stream()))
        .toList();
  }

  /** The bills that have not matured, the earliest maturity first. */
  static Stream<Instrument> bills(Instant now) {
    int quarter = Catalogue.quarter(now.atZone(TradingDay.NEW_YORK).toLocalDate());
    return IntStream.iterate(quarter, next -> next + 1)
        .mapToObj(DatedCatalogue::bill)
        .filter(bill -> bill.settlement().isAfter(now))
        .limit(BILLS_LISTED);
  }

  /** The bill that matures in the last month of a quarter. Quarters are counted from the year 0. */
  static Instrument bill(int quarter) {
    LocalDate maturity =
        LocalDate.of(quarter / 4, 3 * (quarter % 4) + 3, 1)
            .with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.THURSDAY));
    String cusip = "91279%04d".formatted(quarter % 10_000);
    BigDecimal faceValueStep = BigDecimal.valueOf(FACE_VALUE_STEP);
    return Instrument.builder(FIRST_BILL + quarter, Kind.BILL, "US-T")
        .localSymbol(cusip)
        .listedAt("", List.of("SMART"))
        .minTick(new BigDecimal("0.001"))
        .expiry(maturity)
        .longName("United States Treasury Bill " + maturity)
        .terms(new Terms(PERCENT, faceValueStep, faceValueStep, null, ""))
        .build();
  }

  /** The option or bill with this number. It may have expired. */
  static Optional<Instrument> byConId(int conId) {
    if (conId >= FIRST_BILL && conId < FIRST_OPTION) {
      return Optional.of(conId - FIRST_BILL)
          .filter(quarter -> quarter >= 4 && quarter < 4 * 10_000)
          .map(DatedCatalogue::bill);
    }
    int place = conId - FIRST_OPTION;
    if (place < 0 || place / OPTIONS_OF_A_CHAIN >= CHAINS.size()) {
      return Optional.empty();
    }
    Chain chain = CHAINS.get(place / OPTIONS_OF_A_CHAIN);
    int months = place % OPTIONS_OF_A_CHAIN / OPTIONS_OF_A_MONTH;
    int index = place % OPTIONS_OF_A_MONTH;
    if (months < 12 || index / 2 > (chain.highest() - chain.lowest()) / chain.step()) {
      return Optional.empty();
    }
    YearMonth month = YearMonth.of(months / 12, months % 12 + 1);
    return Optional.of(chain.option(month, index / 2, index % 2 == 0));
  }

  /** The number of the share that an option delivers. */
  static int underConId(Instrument option) {
    return CHAINS.stream()
        .filter(chain -> chain.underlying().equals(option.symbol()))
        .findFirst()
        .orElseThrow()
        .underConId();
  }
}
