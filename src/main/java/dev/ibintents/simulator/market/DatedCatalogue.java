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
 * Options of every month and bills of every quarter. Their numbers are made up, and stay the same
 * for ever. No description of a bill by a real gateway is known here: that of a bill is a guess.
 */
public final class DatedCatalogue {
  /** How many months have options at any time. */
  static final int MONTHS_LISTED = 4;

  /** How many quarters have bills at any time. */
  static final int BILLS_LISTED = 2;

  private static final int FIRST_BILL = 915_000_000;
  private static final int FIRST_OPTION = 920_000_000;
  private static final int OPTIONS_OF_A_CHAIN = 40_000_000;
  private static final int OPTIONS_OF_A_MONTH = 1_000;
  private static final int FACE_VALUE_STEP = 1_000;
  private static final int PERCENT = 100;

  /** Option chains, by the number of each. */
  static final List<Chain> CHAINS =
      List.of(
          new Chain(0, "AAPL", 265598, 150, 400, 10), new Chain(1, "SPY", 756733, 500, 900, 10));

  /** The options listed last: they stay the same for a month, and are asked for all the time. */
  private static volatile Listed listed = new Listed(YearMonth.of(1, 1), List.of());

  private DatedCatalogue() {}

  /** The options of some months, from the first one on. */
  private record Listed(YearMonth first, List<Instrument> options) {}

  /**
   * The options on one share.
   *
   * @param number its place among the made-up instrument numbers
   * @param underlying the share's symbol
   * @param underConId the share's number
   * @param lowest the lowest strike
   * @param highest the highest strike
   * @param step from one strike to the next
   */
  record Chain(int number, String underlying, int underConId, int lowest, int highest, int step) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");

    /** The options of a month: each strike, a call and a put. */
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
      return new Instrument(
          conId(month, index, call),
          Kind.OPT,
          underlying,
          "%-6s%s%s%05d000".formatted(underlying, DATE.format(expiry), right, strike),
          underlying,
          "USD",
          "",
          List.of("SMART", "AMEX", "CBOE", "ISE", "PHLX"),
          100,
          new BigDecimal("0.01"),
          expiry,
          underlying + " " + strike + " " + right,
          "",
          "",
          new Terms(1, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(strike), right));
    }

    private int conId(YearMonth month, int index, boolean call) {
      return FIRST_OPTION
          + number * OPTIONS_OF_A_CHAIN
          + (month.getYear() * 12 + month.getMonthValue() - 1) * OPTIONS_OF_A_MONTH
          + index * 2
          + (call ? 0 : 1);
    }
  }

  /** The third Friday, or the day before it if that is a holiday. */
  private static LocalDate expiry(YearMonth month) {
    LocalDate friday = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(3, DayOfWeek.FRIDAY));
    return Holidays.UNITED_STATES.isOpen(friday) ? friday : friday.minusDays(1);
  }

  /** The options that have not expired. */
  public static Stream<Instrument> options(Instant now) {
    YearMonth month = YearMonth.from(now.atZone(TradingDay.NEW_YORK));
    YearMonth first =
        Instrument.settlement(Kind.OPT, expiry(month)).isAfter(now) ? month : month.plusMonths(1);
    Listed known = listed;
    if (!known.first().equals(first)) {
      known = new Listed(first, optionsFrom(first));
      listed = known;
    }
    return known.options().stream();
  }

  private static List<Instrument> optionsFrom(YearMonth first) {
    return CHAINS.stream()
        .flatMap(
            chain ->
                IntStream.range(0, MONTHS_LISTED)
                    .boxed()
                    .flatMap(later -> chain.options(first.plusMonths(later)).stream()))
        .toList();
  }

  /** The bills that have not matured, the next one first. */
  static Stream<Instrument> bills(Instant now) {
    int quarter = Catalogue.quarter(now.atZone(TradingDay.NEW_YORK).toLocalDate());
    return IntStream.iterate(quarter, next -> next + 1)
        .mapToObj(DatedCatalogue::bill)
        .filter(bill -> bill.settlement().isAfter(now))
        .limit(BILLS_LISTED);
  }

  /** The bill that matures in the last month of a quarter, counted from the year 0. */
  static Instrument bill(int quarter) {
    LocalDate maturity =
        LocalDate.of(quarter / 4, 3 * (quarter % 4) + 3, 1)
            .with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.THURSDAY));
    String cusip = "91279%04d".formatted(quarter % 10_000);
    return new Instrument(
        FIRST_BILL + quarter,
        Kind.BILL,
        "US-T",
        cusip,
        "US-T",
        "USD",
        "",
        List.of("SMART"),
        1,
        new BigDecimal("0.001"),
        maturity,
        "United States Treasury Bill " + maturity,
        "",
        "",
        new Terms(
            PERCENT,
            BigDecimal.valueOf(FACE_VALUE_STEP),
            BigDecimal.valueOf(FACE_VALUE_STEP),
            null,
            ""));
  }

  /** The option or bill with this number, expired or not. */
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

  /** The number of the share that an option is about. */
  static int underConId(Instrument option) {
    return CHAINS.stream()
        .filter(chain -> chain.underlying().equals(option.symbol()))
        .findFirst()
        .orElseThrow()
        .underConId();
  }
}
