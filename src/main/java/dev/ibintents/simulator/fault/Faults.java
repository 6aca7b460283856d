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
 * Faults that tests switch on. They can change while the gateway runs. A fault applies to open
 * sessions and to later ones.
 *
 * <p>Messages are counted from 1 for each session and direction. The first incoming message is
 * {@code startApi}, the first outgoing message {@code managedAccounts}. The greeting before them is
 * not counted.
 */
public final class Faults {
  /** The point of a session from which on the gateway sends nothing more, though it still reads. */
  public enum Silence {
    /** The gateway is not silent. */
    NONE,
    /** It accepts the connection and never greets, like a proxy without a gateway behind it. */
    BEFORE_HANDSHAKE,
    /** It greets and never answers {@code startApi}, like a gateway that is still logging in. */
    AFTER_HANDSHAKE,
    /** It completes the start and answers no request, like a gateway that hangs. */
    AFTER_START
  }

  /** The direction of a message, as the gateway sees it. */
  public enum Direction {
    /** From the client. */
    IN,
    /** To the client. */
    OUT
  }

  /** The trouble that strikes at a message. */
  public enum Trouble {
    /** The connection ends. The message is not sent, or not acted upon. */
    DROP_BEFORE,
    /** The message is sent, or acted upon. Then the connection ends, and the answers are lost. */
    DROP_AFTER,
    /** Random bytes are sent in place of the message. Outgoing only. */
    GARBAGE,
    /** Half of the message is sent, and the connection ends. Outgoing only. */
    TRUNCATED,
    /** The message is sent behind a length of 2,000,000,000. Outgoing only. */
    OVERSIZED,
    /** The message is sent behind a negative length. Outgoing only. */
    NEGATIVE_LENGTH,
    /** The message is sent twice. Outgoing only. */
    DUPLICATE,
    /** The message is sent after the next message. Outgoing only. */
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

  /** Faults of orders. */
  public OrderFaults orders() {
    return orders;
  }

  /** Faults of executions and of their commissions. */
  public ExecutionFaults executions() {
    return executions;
  }

  /** Faults of the gateway's links to the broker. */
  public LinkFaults links() {
    return links;
  }

  /** The language of error messages. */
  public Language language() {
    return language;
  }

  /** Sets the language of error messages from now on. */
  public void language(Language language) {
    this.language = Objects.requireNonNull(language, "language");
  }

  /** The time between a request and its answers. */
  public Duration delay() {
    return delay;
  }

  /**
   * Delays every answer by a time after its request. Requests that arrive together are answered
   * together, because delays do not add up.
   *
   * @throws IllegalArgumentException if the delay is negative
   */
  public void delay(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay cannot be negative: " + delay);
    }
    this.delay = delay;
  }

  /** The point of a session from which on the gateway is silent. */
  public Silence silence() {
    return silence;
  }

  /** Silences the gateway from a point of each session on. Unsent messages are never sent. */
  public void silence(Silence silence) {
    this.silence = Objects.requireNonNull(silence, "silence");
  }

  /** Whether the account's server is resetting, so that its values may be wrong. */
  public boolean isResetting() {
    return resetting;
  }

  /** Reports that the account's server is resetting (AccountReady), or that it is not. */
  public void resetting(boolean resetting) {
    this.resetting = resetting;
  }

  /** Halts trading in an instrument since a moment. Its prices are shown as before. */
  public void halt(int conId, Instant since) {
    halted.put(conId, since);
  }

  /** The moment since which trading in an instrument is halted; empty if it is not. */
  public Optional<Instant> haltedSince(int conId) {
    return Optional.ofNullable(halted.get(conId));
  }

  /** Plans a trouble that strikes once, in the first session that reaches this message. */
  public void strike(Direction direction, Trouble trouble, int number) {
    add(new Strike(direction, trouble, number, false));
  }

  /** Plans a trouble that strikes in every session that reaches this message. */
  public void strikeEverySession(Direction direction, Trouble trouble, int number) {
    add(new Strike(direction, trouble, number, true));
  }

  /** Ends all faults. It does not accept connections again, and it does not restore a lost link. */
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

  /** Whether a planned trouble is left, because no session has reached its message. */
  public boolean isStrikeLeft() {
    synchronized (strikes) {
      return !strikes.isEmpty();
    }
  }

  /**
   * Takes the trouble at a message of a session, if any. A trouble that strikes once is then spent.
   */
  public Optional<Trouble> takeTrouble(Direction direction, int number) {
    synchronized (strikes) {
      for (Iterator<Strike> iterator = strikes.iterator(); iterator.hasNext(); ) {
        Strike strike = iterator.next();
        if (strike.direction() == direction && strike.number() == number) {
          if (!strike.everySession()) {
            iterator.remove();
          }
          return Optional.of(strike.trouble());
        }
      }
      return Optional.empty();
    }
  }
}
