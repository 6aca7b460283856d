package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.WhenClosed;
import dev.ibintents.gateway.MarketSessions;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.Refusals;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.order.OrderProperties;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which contracts can be traded now, by the broker's own hours, and whether a request that
 * waits for the close acts now. A contract whose hours are not known counts as open.
 */
public final class MarketGate {
  /** The parameter that says what to do with contracts whose market is closed. */
  public static final String WHEN_CLOSED = "whenClosed";

  /** The parameter with the time before the close at which a request acts. */
  public static final String ACT_AT = "actAt";

  private static final Logger logger = LoggerFactory.getLogger(MarketGate.class);
  private static final Pattern BEFORE_CLOSE = Pattern.compile("close-(\\d{1,3})m");

  private final WhenClosed whenClosed;
  private final Optional<Duration> actsBeforeClose;
  private final Duration beforeClose;
  private final Instant now;

  /**
   * A contract that a request may trade.
   *
   * @param contract the contract
   * @param properties the properties of its orders, which decide in which sessions they trade
   */
  public record Traded(ResolvedContract contract, OrderProperties properties) {}

  /**
   * The contracts that a request may trade.
   *
   * @param contracts the contracts that are known; one may be there for several strategies
   * @param areAll whether no contract is missing
   */
  public record Needed(Collection<Traded> contracts, boolean areAll) {
    /** No contracts: nothing waits for a market. */
    public static final Needed NONE = new Needed(List.of(), false);

    /** Keeps a copy. */
    public Needed {
      contracts = List.copyOf(contracts);
    }
  }

  /** A session that is open for a contract, with its close. */
  private record Open(LocalDate date, Instant close) {}

  private MarketGate(
      Environment environment,
      WhenClosed whenClosed,
      Optional<Duration> actsBeforeClose,
      Duration beforeClose) {
    this.whenClosed = whenClosed;
    this.actsBeforeClose = actsBeforeClose;
    this.beforeClose = beforeClose;
    this.now = environment.clock().instant();
  }

  /**
   * Reads the parts of a request that concern markets, and collects the refusals of wrong ones.
   *
   * @param headers the headers that name the run
   */
  public static MarketGate read(
      Environment environment, Parameters parameters, RunHeaders headers, Refusals refusals) {
    if (parameters.text(ACT_AT).isPresent() && headers.idempotencyKey().isPresent()) {
      refusals.add(
          List.of(
              ACT_AT
                  + " makes the session's date the key of the run; leave out "
                  + RunHeaders.IDEMPOTENCY_KEY
                  + " or "
                  + ACT_AT));
    }
    Configuration configuration = environment.configuration();
    Duration beforeClose = Duration.ofMinutes(configuration.minutesBeforeClose());
    return new MarketGate(
        environment,
        refusals
            .read(
                () -> parameters.text(WHEN_CLOSED).map(MarketGate::whenClosed),
                Optional.<WhenClosed>empty())
            .orElse(configuration.whenClosed()),
        refusals.read(
            () -> parameters.text(ACT_AT).map(text -> timeBeforeClose(text, beforeClose)),
            Optional.empty()),
        beforeClose);
  }

  /** A gate that holds up nothing. */
  static MarketGate alwaysOpen(Environment environment) {
    return new MarketGate(environment, WhenClosed.QUEUE, Optional.empty(), Duration.ZERO);
  }

  private static WhenClosed whenClosed(String text) {
    return WhenClosed.named(text)
        .orElseThrow(
            () ->
                new InvalidParametersException(
                    "%s is \"%s\"; it must be one of %s"
                        .formatted(WHEN_CLOSED, text, String.join(", ", WhenClosed.IDS))));
  }

  private static Duration timeBeforeClose(String text, Duration beforeClose) {
    Matcher words = BEFORE_CLOSE.matcher(text);
    if (!words.matches()) {
      throw new InvalidParametersException(
          "%s is \"%s\"; it must be close-15m, with the minutes before the close"
              .formatted(ACT_AT, text));
    }
    Duration time = Duration.ofMinutes(Integer.parseInt(words.group(1)));
    if (time.compareTo(beforeClose) <= 0) {
      throw new InvalidParametersException(
          "%s is \"%s\"; it must be more than the %d minutes of minutesBeforeClose"
              .formatted(ACT_AT, text, beforeClose.toMinutes()));
    }
    return time;
  }

  /** Whether the request waits for the close of a session. */
  public boolean waitsForClose() {
    return actsBeforeClose.isPresent();
  }

  /**
   * The run that a request asks for: if it waits for the close, the only run of the session that is
   * open and closes first.
   *
   * @param needed the contracts that the request may trade
   */
  public RunRequest inSession(RunRequest request, Supplier<Needed> needed) {
    return waitsForClose()
        ? firstClose(needed.get()).map(Open::date).map(request::inSession).orElse(request)
        : request;
  }

  private Optional<Open> firstClose(Needed needed) {
    return needed.contracts().stream()
        .map(this::sessions)
        .flatMap(Optional::stream)
        .flatMap(
            hours ->
                hours
                    .tradingAt(now, beforeClose)
                    .map(session -> new Open(session.date(), hours.closeOf(session)))
                    .stream())
        .min(Comparator.comparing(Open::close));
  }

  /**
   * The answer if the request does nothing now: its time has not come, or all markets are closed.
   *
   * @param needed the contracts that the request may trade
   * @throws MarketClosedException if all markets are closed, and the request is to be refused then
   */
  public Optional<Object> answer(Supplier<Needed> needed) {
    Optional<Object> closed = closedAnswer(needed);
    return closed.isPresent() || actsBeforeClose.isEmpty()
        ? closed
        : notYet(needed.get(), actsBeforeClose.get());
  }

  private Optional<Object> notYet(Needed needed, Duration time) {
    return firstClose(needed)
        .filter(open -> now.isBefore(open.close().minus(time)))
        .map(
            open ->
                new NotYet(
                    NotYet.STATUS, open.date().toString(), open.close().minus(time), open.close()));
  }

  /**
   * The answer if all contracts are known, and the market of every one is closed. A request that
   * waits for the close also needs one session that is known to be open.
   *
   * @param needed the contracts that the request may trade
   * @throws MarketClosedException if the request is to be refused then
   */
  public Optional<Object> closedAnswer(Supplier<Needed> needed) {
    if (whenClosed == WhenClosed.QUEUE && !waitsForClose()) {
      return Optional.empty();
    }
    Needed known = needed.get();
    if (known.contracts().isEmpty() || !isClosed(known)) {
      return Optional.empty();
    }
    SortedMap<String, String> reasons = new TreeMap<>();
    known
        .contracts()
        .forEach(
            contract ->
                closed(contract)
                    .ifPresent(reason -> reasons.put(contract.contract().localSymbol(), reason)));
    if (whenClosed == WhenClosed.REFUSE) {
      throw exception(reasons);
    }
    return Optional.of(new MarketClosed(MarketClosed.STATUS, next(known), reasons));
  }

  private boolean isClosed(Needed needed) {
    return waitsForClose()
        ? firstClose(needed).isEmpty()
        : needed.areAll()
            && needed.contracts().stream().allMatch(contract -> closed(contract).isPresent());
  }

  private Instant next(Needed needed) {
    return needed.contracts().stream()
        .map(this::sessions)
        .flatMap(Optional::stream)
        .map(hours -> hours.next(now, beforeClose).map(MarketSessions.Session::from).orElse(null))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The contracts that are left alone now, each with the reason; none if orders are queued. */
  public Map<Integer, String> leftAlone(Collection<Traded> contracts) {
    Map<Integer, String> reasons = new TreeMap<>();
    if (whenClosed != WhenClosed.QUEUE) {
      contracts.forEach(
          contract ->
              closed(contract)
                  .ifPresent(reason -> reasons.put(contract.contract().conId(), reason)));
    }
    return reasons;
  }

  /**
   * Refuses trades in closed markets if the request is to be refused then.
   *
   * @param reasons the contracts that would be traded in closed markets, by name, with the reason
   * @throws MarketClosedException if there is any
   */
  public void requireOpen(SortedMap<String, String> reasons) {
    if (whenClosed == WhenClosed.REFUSE && !reasons.isEmpty()) {
      throw exception(reasons);
    }
  }

  private static MarketClosedException exception(SortedMap<String, String> reasons) {
    return new MarketClosedException(
        reasons.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("; ")));
  }

  /** The sessions in which orders of this request trade; empty if the broker names none. */
  public Optional<MarketSessions> sessions(Traded traded) {
    try {
      return Optional.of(traded.contract().sessions(traded.properties().tradeOutsideRegularHours()))
          .filter(MarketSessions::areKnown);
    } catch (DateTimeException e) {
      logger.warn(
          "The hours of {} cannot be read, so its market counts as open", traded.contract(), e);
      return Optional.empty();
    }
  }

  /** The reason why a contract cannot be traded now. Orders for later are never held up. */
  private Optional<String> closed(Traded traded) {
    return sessions(traded)
        .filter(hours -> !traded.properties().areForLater())
        .filter(hours -> hours.tradingAt(now, beforeClose).isEmpty())
        .map(this::words);
  }

  private String words(MarketSessions hours) {
    String state =
        hours
            .at(now)
            .map(open -> "the market closes at " + hours.closeOf(open))
            .orElse("the market is closed");
    return state
        + hours
            .next(now, beforeClose)
            .map(next -> "; its next session begins at " + next.from())
            .orElse("; the broker names no later session");
  }
}
