package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.simulator.market.Instrument.Kind;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every instrument of the simulated market, and the gateway's rules for finding an instrument.
 *
 * <p>The next six quarters of futures are listed, so the clock decides which futures are found. The
 * number of an instrument never changes, and {@link #byConId} also finds expired ones.
 */
public final class Universe {
  /**
   * The number of listed quarters. At least five of them can be traded at any time; the sixth
   * covers the day of the roll.
   */
  static final int QUARTERS_LISTED = 6;

  private static final int QUARTERS_OF_A_DECADE = 40;

  private static final Set<String> ANY_RIGHT = Set.of("?", "0");

  private final Clock clock;
  private final List<Instrument> further;
  private final Set<Integer> furtherNumbers;
  private final Map<Integer, Instrument> known = new ConcurrentHashMap<>();

  /**
   * Lists instruments by the time of a clock.
   *
   * @param clock decides which futures, options and bills are listed
   */
  public Universe(Clock clock) {
    this(clock, List.of());
  }

  /**
   * Lists instruments by the time of a clock, and more instruments than the table has.
   *
   * @param clock decides which futures, options and bills are listed
   * @param further shares, pairs and futures; one with the number of an instrument of the table
   *     replaces it
   */
  public Universe(Clock clock, List<Instrument> further) {
    this.clock = clock;
    this.further = List.copyOf(further);
    this.furtherNumbers =
        further.stream().map(Instrument::conId).collect(Collectors.toUnmodifiableSet());
    further.forEach(instrument -> known.put(instrument.conId(), instrument));
  }

  /** Every instrument that can be traded now. */
  public List<Instrument> listed() {
    return Stream.of(Kind.values()).flatMap(this::listed).toList();
  }

  /** Every instrument of one kind that can be traded now. */
  public Stream<Instrument> listed(Kind kind) {
    Instant now = clock.instant();
    return Stream.concat(
        table(kind).filter(instrument -> !furtherNumbers.contains(instrument.conId())),
        further.stream()
            .filter(instrument -> instrument.kind() == kind)
            .filter(instrument -> !instrument.isSettled(now)));
  }

  private Stream<Instrument> table(Kind kind) {
    return switch (kind) {
      case STK -> Catalogue.STOCKS.stream();
      case CASH -> Catalogue.PAIRS.stream();
      case FUT -> Catalogue.FUTURES.stream().flatMap(series -> dated(series).stream());
      case OPT -> DatedCatalogue.options(clock.instant());
      case BILL -> DatedCatalogue.bills(clock.instant());
    };
  }

  /** The instrument with this number. It may have expired. */
  public Optional<Instrument> byConId(int conId) {
    Instrument found = known.get(conId);
    if (found != null) {
      return Optional.of(found);
    }
    Optional<Instrument> listed = Catalogue.byConId(conId);
    listed.ifPresent(instrument -> known.put(conId, instrument));
    return listed;
  }

  /**
   * The listed future of a symbol that expires next.
   *
   * @throws IllegalArgumentException if no such future exists
   */
  public Instrument frontFuture(String symbol) {
    return listed(Kind.FUT)
        .filter(instrument -> instrument.symbol().equals(symbol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no future has the symbol " + symbol));
  }

  /**
   * The share with this symbol.
   *
   * @throws IllegalArgumentException if no such share exists
   */
  public Instrument stock(String symbol) {
    return listed(Kind.STK)
        .filter(instrument -> instrument.symbol().equals(symbol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no share has the symbol " + symbol));
  }

  /** The share with this symbol, or the currency pair with this name, if the table has it. */
  public static Optional<Instrument> known(String symbol) {
    return Stream.concat(Catalogue.STOCKS.stream(), Catalogue.PAIRS.stream())
        .filter(instrument -> instrument.localSymbol().equals(symbol))
        .findFirst();
  }

  /**
   * The future with this local symbol, such as MNQZ4. The symbol names a year of a decade, so a day
   * decides between decades.
   *
   * @param day a day on which it trades; the future is the first that expires on it or later
   */
  public static Optional<Instrument> future(String localSymbol, LocalDate day) {
    int quarter = Catalogue.quarter(day);
    return IntStream.range(quarter, quarter + QUARTERS_OF_A_DECADE)
        .boxed()
        .flatMap(next -> Catalogue.FUTURES.stream().map(series -> series.future(next)))
        .filter(future -> future.localSymbol().equals(localSymbol))
        .filter(future -> !future.expiry().isBefore(day))
        .findFirst();
  }

  /** A share in US dollars that the table does not have, with this number. */
  public static Instrument share(int conId, String symbol) {
    return Catalogue.unlisted(conId, symbol);
  }

  /**
   * Finds the listings that a contract describes. Every given field must match; a number alone is
   * enough. A share without exchange is found once for each of its exchanges, as by a real gateway.
   *
   * @return the matching listings; empty for an unknown instrument, or for a pair in a direction
   *     that does not exist
   */
  public List<Listing> find(Contract wanted) {
    Stream<Instrument> candidates =
        wanted.conId() != 0
            ? byConId(wanted.conId()).stream()
            : ofType(wanted.secType(), wanted.includeExpired());
    return candidates
        .filter(known -> fits(known, wanted))
        .flatMap(known -> exchanges(known, wanted).map(exchange -> new Listing(known, exchange)))
        .toList();
  }

  private Stream<Instrument> ofType(String secType, boolean includeExpired) {
    Stream<Instrument> listed =
        Stream.of(Kind.values()).filter(kind -> kind.name().equals(secType)).flatMap(this::listed);
    return includeExpired && secType.equals(Kind.FUT.name())
        ? Stream.concat(listed, expired().stream())
        : listed;
  }

  /** The futures of a series that have not settled, the earliest expiry first. */
  private List<Instrument> dated(Catalogue.Series series) {
    Instant now = clock.instant();
    List<Instrument> futures = new ArrayList<>();
    int quarter = Catalogue.quarter(now.atZone(TradingDay.NEW_YORK).toLocalDate());
    while (futures.size() < QUARTERS_LISTED) {
      Instrument future = series.future(quarter++);
      if (!future.isSettled(now)) {
        futures.add(future);
      }
    }
    return futures;
  }

  /**
   * The futures that expired in the last two years. The broker keeps them that long (TWS API,
   * "Historical Data Limitations").
   */
  private List<Instrument> expired() {
    Instant now = clock.instant();
    int quarter = Catalogue.quarter(now.atZone(TradingDay.NEW_YORK).toLocalDate());
    List<Instrument> futures = new ArrayList<>();
    for (Catalogue.Series series : Catalogue.FUTURES) {
      for (int former = quarter; former > quarter - 8; former--) {
        Instrument future = series.future(former);
        if (future.isSettled(now)) {
          futures.add(future);
        }
      }
    }
    return futures;
  }

  private static boolean fits(Instrument known, Contract wanted) {
    return same(known.kind().name(), wanted.secType())
        && same(known.symbol(), wanted.symbol())
        && same(known.currency(), wanted.currency())
        && same(known.localSymbol(), wanted.localSymbol())
        && (wanted.secId().isEmpty() || sameIdentifier(known, wanted))
        && same(known.tradingClass(), wanted.tradingClass())
        && sameVenue(known, wanted.primaryExchange())
        && sameMonth(known, wanted.lastTradeDateOrContractMonth())
        && sameMultiplier(known, wanted.multiplier())
        && sameOption(known, wanted);
  }

  private static boolean same(String known, String wanted) {
    return wanted.isEmpty() || wanted.equals(known);
  }

  private static boolean sameIdentifier(Instrument known, Contract wanted) {
    return wanted.secIdType().equals("ISIN") && wanted.secId().equals(known.isin());
  }

  /**
   * Whether the instrument has this venue. A client may give the listing venue with SMART, or
   * repeat the exchange.
   */
  private static boolean sameVenue(Instrument known, String wanted) {
    return wanted.isEmpty()
        || wanted.equals(known.primaryExchange())
        || known.exchanges().contains(wanted);
  }

  /**
   * Whether the expiry matches. A month matches the future of that month, a day only the exact day.
   */
  private static boolean sameMonth(Instrument known, String wanted) {
    return wanted.isEmpty()
        || wanted.equals(known.lastTradeDate())
        || wanted.length() == 6 && wanted.equals(known.contractMonth());
  }

  /** Whether strike and right match. A strike of 0 and an unknown right match every option. */
  private static boolean sameOption(Instrument known, Contract wanted) {
    if (known.kind() != Kind.OPT) {
      return true;
    }
    BigDecimal strike = wanted.strike();
    boolean anyStrike = strike == null || strike.signum() == 0;
    boolean anyRight = wanted.right().isEmpty() || ANY_RIGHT.contains(wanted.right());
    return (anyStrike || strike.compareTo(known.terms().strike()) == 0)
        && (anyRight || wanted.right().startsWith(known.terms().right()));
  }

  private static boolean sameMultiplier(Instrument known, String wanted) {
    if (wanted.isEmpty() || known.multiplierText().isEmpty()) {
      return true;
    }
    try {
      return new BigDecimal(wanted).compareTo(BigDecimal.valueOf(known.multiplier())) == 0;
    } catch (NumberFormatException e) {
      return false; // a multiplier that is not a number matches nothing
    }
  }

  /**
   * The exchanges of the listings: the requested exchange, or all exchanges of a share without one.
   */
  private static Stream<String> exchanges(Instrument known, Contract wanted) {
    if (!wanted.exchange().isEmpty()) {
      return known.exchanges().stream().filter(wanted.exchange()::equals);
    }
    boolean all = known.kind() == Kind.STK && wanted.conId() == 0;
    return all ? known.exchanges().stream() : Stream.of(known.route());
  }
}
