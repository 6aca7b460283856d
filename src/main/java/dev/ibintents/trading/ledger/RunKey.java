package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one intended trading run. Requests with the same key ask for the same run, which
 * happens once.
 *
 * <p>Keys of different trading modes, intents or sources are never equal, even if their texts are.
 * The same {@code Idempotency-Key} on close-all and on allocation means two runs.
 *
 * @param source the kind of source of the key
 * @param mode the trading mode, which says which account is traded
 * @param intent the intent's name
 * @param origin the source of the key in words, for messages
 * @param id the id of the run's document: the mode, the source, and 40 hexadecimal digits
 * @param repeatsWithin the time after a run's start in which this key means that run; empty for
 *     ever
 */
public record RunKey(
    Source source,
    TradingMode mode,
    String intent,
    String origin,
    String id,
    Optional<Duration> repeatsWithin) {

  /** The kind of source of a key. */
  public enum Source {
    /** The caller's Idempotency-Key. */
    IDEMPOTENCY_KEY("key"),
    /** The job of Cloud Scheduler and its schedule time. */
    SCHEDULE("schedule"),
    /** The date of a session. */
    SESSION("session"),
    /** The request itself, for a limited time. */
    SIGNATURE("signature"),
    /** A random id: the run repeats no other. */
    UNIQUE("unique");

    private final String id;

    Source(String id) {
      this.id = id;
    }
  }

  /** The greatest length of an order's reference, in characters; the broker documents no limit. */
  static final int MAX_ORDER_REF = 20;

  private static final Pattern ORDER_REF =
      Pattern.compile("[0-9a-f]{8}-([0-9a-z]{1,10})-[0-9a-z]+");
  private static final int ID_DIGITS = 40;
  private static final int HASH_DIGITS = 8;
  private static final int MOST_SHOWN = 80;

  /**
   * The key of a request.
   *
   * <p>A schedule time in the future is no key. A job that is started by hand sends the time of its
   * next run, and must not take that run's place. A time up to {@link Leases#MAX_CLOCK_SKEW} ahead
   * does not count as future. Otherwise the first delivery of a run could get another key than its
   * retry.
   *
   * @param mode the trading mode, which says which account is traded
   * @param intent the intent's name
   * @param headers the request's headers
   * @param signature the request's signature
   * @param retryCheckMinutes the minutes for which the same signature counts as a repetition; 0 for
   *     never
   * @param now the time
   */
  public static RunKey of(
      TradingMode mode,
      String intent,
      RunHeaders headers,
      String signature,
      int retryCheckMinutes,
      Instant now) {
    if (headers.idempotencyKey().isPresent()) {
      String key = headers.idempotencyKey().get();
      return permanent(
          Source.IDEMPOTENCY_KEY, mode, intent, RunHeaders.IDEMPOTENCY_KEY + " " + shown(key), key);
    }
    Optional<Instant> scheduled = headers.scheduleTime().flatMap(RunKey::parse);
    if (headers.schedulerJobName().isPresent()
        && scheduled.isPresent()
        && !scheduled.get().isAfter(now.plus(Leases.MAX_CLOCK_SKEW))) {
      String job = headers.schedulerJobName().get();
      String origin = "job " + shown(job) + " scheduled for " + scheduled.get();
      return permanent(Source.SCHEDULE, mode, intent, origin, job, scheduled.get().toString());
    }
    if (retryCheckMinutes == 0) {
      String origin = "no key, as retryCheckMinutes is 0";
      return permanent(Source.UNIQUE, mode, intent, origin, UUID.randomUUID().toString());
    }
    return new RunKey(
        Source.SIGNATURE,
        mode,
        intent,
        "signature " + shown(signature) + " within " + retryCheckMinutes + " min",
        id(Source.SIGNATURE, mode, intent, signature),
        Optional.of(Duration.ofMinutes(retryCheckMinutes)));
  }

  /**
   * The key of the only run of a session.
   *
   * @param mode the trading mode, which says which account is traded
   * @param intent the intent's name
   * @param session the session's date
   * @param parameters the request's parameters; other parameters mean another run
   */
  public static RunKey ofSession(
      TradingMode mode, String intent, LocalDate session, String parameters) {
    String origin = "session of " + session;
    return permanent(Source.SESSION, mode, intent, origin, session.toString(), parameters);
  }

  private static RunKey permanent(
      Source source, TradingMode mode, String intent, String origin, String... parts) {
    return new RunKey(
        source, mode, intent, origin, id(source, mode, intent, parts), Optional.empty());
  }

  /** Whether every request of this key means the same run, however late it comes. */
  public boolean isPermanent() {
    return repeatsWithin.isEmpty();
  }

  /** This key, for a new run: no run that has ended counts as its repetition. */
  public RunKey afresh() {
    return new RunKey(source, mode, intent, origin, id, Optional.of(Duration.ZERO));
  }

  /** The first digits of the key's hash, which the references of all its orders contain. */
  public String hash() {
    return id.substring(id.length() - ID_DIGITS, id.length() - ID_DIGITS + HASH_DIGITS);
  }

  /**
   * The reference of one order: the key's hash, the fencing token under which the run began, and
   * the order's place in the plan. It has at most 20 characters of plain ASCII. No two runs begin
   * under the same token with the same hash, so no two orders have the same reference. The hash
   * alone would repeat with each run of a signature.
   */
  public String orderRef(long token, int leg) {
    return withLeg(hash() + "-" + Long.toString(token, 36), leg);
  }

  /** The reference of another order of the run that has this order; {@code leg} is its number. */
  static String orderRef(String other, int leg) {
    return withLeg(other.substring(0, other.lastIndexOf('-')), leg);
  }

  private static String withLeg(String run, int leg) {
    String ref = run + "-" + Integer.toString(leg, 36);
    if (ref.length() > MAX_ORDER_REF) {
      throw new IllegalArgumentException(
          "order " + leg + " of a plan has no room in an order's reference: " + ref);
    }
    return ref;
  }

  /**
   * The token in an order's reference, under which the order's run began; empty if the reference
   * has another form.
   */
  static Optional<Long> tokenOf(String orderRef) {
    Matcher parts = ORDER_REF.matcher(orderRef);
    return parts.matches()
        ? Optional.of(Long.parseLong(parts.group(1), Character.MAX_RADIX))
        : Optional.empty();
  }

  /** Whether an order's reference has the form of this product's references. */
  public static boolean isOrderRef(String orderRef) {
    return tokenOf(orderRef).isPresent();
  }

  private static Optional<Instant> parse(String time) {
    try {
      return Optional.of(OffsetDateTime.parse(time.strip()).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty(); // such a header counts as not sent
    }
  }

  private static String id(Source source, TradingMode mode, String intent, String... parts) {
    MessageDigest digest = sha256();
    add(digest, intent);
    for (String part : parts) {
      add(digest, part);
    }
    String hex = HexFormat.of().formatHex(digest.digest());
    return mode.id() + "-" + source.id + "-" + hex.substring(0, ID_DIGITS);
  }

  /**
   * Adds the length and each char. An encoding would turn different chars that it cannot express
   * into the same bytes.
   */
  private static void add(MessageDigest digest, String text) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + text.length() * Character.BYTES);
    bytes.putInt(text.length());
    text.chars().forEach(c -> bytes.putChar((char) c));
    digest.update(bytes.flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String shown(String text) {
    String start = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    StringBuilder shown = new StringBuilder("'");
    start.codePoints().map(RunKey::printable).forEach(shown::appendCodePoint);
    return shown.append('\'').toString();
  }

  private static int printable(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c;
  }
}
