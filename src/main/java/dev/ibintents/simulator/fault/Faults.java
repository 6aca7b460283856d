package dev.ibintents.simulator.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes wrong on purpose, for tests. Everything can be changed while the gateway runs; what is
 * set applies to the sessions that are open and to those that come.
 *
 * <p>Messages are counted from 1 for each session and direction: the first that comes in is {@code
 * startApi}, the first that goes out is {@code managedAccounts}; the greeting before them is not
 * counted.
 */
public final class Faults {
  /** From where on the gateway says nothing more, though it goes on listening. */
  public enum Silence {
    /** It speaks. */
    NONE,
    /** It accepts the connection and never greets: a proxy with nothing behind it. */
    BEFORE_HANDSHAKE,
    /** It greets and never answers {@code startApi}: a gateway that is still logging in. */
    AFTER_HANDSHAKE,
    /** The session is ready, and no request is answered: a gateway that hangs. */
    AFTER_START
  }

  /** Which way a message goes, as the gateway sees it. */
  public enum Direction {
    /** From the client. */
    IN,
    /** To the client. */
    OUT
  }

  /** What happens at a message. */
  public enum Trouble {
    /** The connection ends; the message is not sent, or not acted upon. */
    DROP_BEFORE,
    /** The connection ends when the message was sent; or acted upon, and its answers are lost. */
    DROP_AFTER,
    /** Random bytes go out in its place. Outgoing only. */
    GARBAGE,
    /** Half of it goes out, and the connection ends. Outgoing only. */
    TRUNCATED,
    /** It goes out behind a length of 2,000,000,000. Outgoing only. */
    OVERSIZED,
    /** It goes out behind a negative length. Outgoing only. */
    NEGATIVE_LENGTH,
    /** It goes out twice. Outgoing only. */
    DUPLICATE,
    /** It goes out after the one that follows it. Outgoing only. */
    SWAP_WITH_NEXT;

    private boolean isFor(Direction direction) {
      return direction == Direction.OUT || this == DROP_BEFORE || this == DROP_AFTER;
    }
  }

  private record Strike(Direction direction, Trouble trouble, int number, boolean everySession) {}

  private final List<Strike> strikes = new ArrayList<>();
  private final OrderFaults orders = new OrderFaults();
  private final ExecutionFaults executions = new ExecutionFaults();
  private final LinkFaults links = new LinkFaults();
  private volatile Language language = Language.ENGLISH;
  private volatile Duration delay = Duration.ZERO;
  private volatile Silence silence = Silence.NONE;
  private volatile boolean resetting;
  private final Map<Integer, Instant> halted = new ConcurrentHashMap<>();

  /** What goes wrong with orders. */
  public OrderFaults orders() {
    return orders;
  }

  /** Faults of executions and their commissions. */
  public ExecutionFaults executions() {
    return executions;
  }

  /** Faults of the gateway's links to the broker. */
  public LinkFaults links() {
    return links;
  }

  /** In which language errors go out. */
  public Language language() {
    return language;
  }

  /** Has errors go out in this language from now on. */
  public void language(Language language) {
    this.language = Objects.requireNonNull(language, "language");
  }

  /** How long after its request each answer goes out. */
  public Duration delay() {
    return delay;
  }

  /**
   * Holds every answer back until this long after its request arrived. Requests that come together
   * are answered together: delays do not add up.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void delay(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay cannot be negative: " + delay);
    }
    this.delay = delay;
  }

  /** From where on the gateway is silent. */
  public Silence silence() {
    return silence;
  }

  /** Falls silent from some point of a session on; what is left unsaid is never said. */
  public void silence(Silence silence) {
    this.silence = Objects.requireNonNull(silence, "silence");
  }

  /** Whether the account's server is resetting, so that its values may be wrong. */
  public boolean isResetting() {
    return resetting;
  }

  /** Says of the account that its server is resetting (AccountReady), or that it is not. */
  public void resetting(boolean resetting) {
    this.resetting = resetting;
  }

  /** Has an instrument not trade since a moment; its prices are shown as before. */
  public void halt(int conId, Instant since) {
    halted.put(conId, since);
  }

  /** Since when an instrument has not traded on purpose. */
  public Optional<Instant> haltedSince(int conId) {
    return Optional.ofNullable(halted.get(conId));
  }

  /** Strikes once, in the first session that comes to this message. */
  public void strike(Direction direction, Trouble trouble, int number) {
    add(new Strike(direction, trouble, number, false));
  }

  /** Strikes in every session that comes to this message. */
  public void strikeEverySession(Direction direction, Trouble trouble, int number) {
    add(new Strike(direction, trouble, number, true));
  }

  /**
   * Ends all faults. A gateway that refuses connections or has lost a link must be told so itself.
   */
  public void clear() {
    delay = Duration.ZERO;
    silence = Silence.NONE;
    resetting = false;
    halted.clear();
    orders.clear();
    executions.clear();
    links.clear();
    language = Language.ENGLISH;
    synchronized (strikes) {
      strikes.clear();
    }
  }

  private void add(Strike strike) {
    if (!strike.trouble().isFor(strike.direction())) {
      throw new IllegalArgumentException(strike.trouble() + " is for outgoing messages only");
    }
    if (strike.number() < 1) {
      throw new IllegalArgumentException("messages are counted from 1: " + strike.number());
    }
    synchronized (strikes) {
      strikes.add(strike);
    }
  }

  /** Whether a strike has not been spent yet: no session has come to its message. */
  public boolean isStrikeLeft() {
    synchronized (strikes) {
      return !strikes.isEmpty();
    }
  }

  /** The trouble at a message of a session, if any; one that strikes once is spent with it. */
  public Optional<Trouble> at(Direction direction, int number) {
    synchronized (strikes) {
      for (Iterator<Strike> each = strikes.iterator(); each.hasNext(); ) {
        Strike strike = each.next();
        if (strike.direction() == direction && strike.number() == number) {
          if (!strike.everySession()) {
            each.remove();
          }
          return Optional.of(strike.trouble());
        }
      }
      return Optional.empty();
    }
  }
}
