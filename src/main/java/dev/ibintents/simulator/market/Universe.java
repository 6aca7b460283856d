package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.simulator.market.Instrument.Kind;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every instrument that this market knows, and the gateway's rules for finding one.
 *
 * <p>Futures are listed for the six quarters from now on, so what is found depends on the clock; an
 * instrument's number never does, and {@link #byConId} also finds those that have expired.
 */
public final class Universe {
  /** At least five quarters can be traded at any time; one more hides the day of the roll. */
  static final int QUARTERS_LISTED = 6;

  private static final Set<String> ANY_RIGHT = Set.of("?", "0");

  private final Clock clock;

  /**
   * @param clock says which futures are listed
   */
  public Universe(Clock clock) {
    this.clock = clock;
  }

  /** Everything that can be traded now. */
  public List<Instrument> listed() {
    return Stream.of(Kind.values()).flatMap(this::listed).toList();
  }

  /** Everything of one kind that can be traded now. */
  public Stream<Instrument> listed(Kind kind) {
    return switch (kind) {
      case STK -> Catalogue.STOCKS.stream();
      case CASH -> Catalogue.PAIRS.stream();
      case FUT -> Catalogue.FUTURES.stream().flatMap(series -> dated(series).stream());
      case OPT -> DatedCatalogue.options(clock.instant());
      case BILL -> DatedCatalogue.bills(clock.instant());
    };
  }

  /** The instrument with this number, expired or not; empty if there is none. */
  public Optional<Instrument> byConId(int conId) {
    return Catalogue.byConId(conId);
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
        .orElseThrow(() -> new IllegalArgumentException("no future is called " + symbol));
  }

  /**
   * The share with this symbol.
   *
   * @throws IllegalArgumentException if no such share exists
   */
  public Instrument stock(String symbol) {
    return Catalogue.STOCKS.stream()
        .filter(instrument -> instrument.symbol().equals(symbol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no share is called " + symbol));
  }

  /**
   * Finds what a contract names. Every field that is given must fit; a number alone is enough. A
   * share without exchange is found once for each of its exchanges, as by a real gateway.
   *
   * @return what fits; none for an unknown instrument or a pair in the direction that does not
   *     exist
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

  /** The series' futures that settle after now, the next one first. */
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
   * Two years of expired futures, which is how long the broker keeps them (TWS API, "Historical
   * Data Limitations").
   */
  private List<Instrument> expired() {
    Instant now = clock.instant();
    int quarter = Catalogue.quarter(now.atZone(TradingDay.NEW_YORK).toLocalDate());
    List<Instrument> futures = new ArrayList<>();
    for (Catalogue.Series series : Catalogue.FUTURES) {
      for (int q = quarter; q > quarter - 8; q--) {
        Instrument future = series.future(q);
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

  /** A client may give SMART's listing venue, or repeat the exchange. */
  private static boolean sameVenue(Instrument known, String wanted) {
    return wanted.isEmpty()
        || wanted.equals(known.primaryExchange())
        || known.exchanges().contains(wanted);
  }

  /** A month finds the future of that month; a day only the one that ends on it. */
  private static boolean sameMonth(Instrument known, String wanted) {
    return wanted.isEmpty()
        || wanted.equals(known.lastTradeDate())
        || wanted.length() == 6 && wanted.equals(known.contractMonth());
  }

  /** A strike of 0 and an unknown right are those of what is no option, and fit any. */
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
      return false; // a multiplier that is no number fits nothing
    }
  }

  /** Where it is found: on the exchange that was asked for, or on all if a share names none. */
  private static Stream<String> exchanges(Instrument known, Contract wanted) {
    if (!wanted.exchange().isEmpty()) {
      return known.exchanges().stream().filter(wanted.exchange()::equals);
    }
    boolean all = known.kind() == Kind.STK && wanted.conId() == 0;
    return all ? known.exchanges().stream() : Stream.of(known.route());
  }
}
