package dev.ibintents.trading.order;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.ibintents.environment.Words;
import dev.ibintents.ibapi.TickType;
import dev.ibintents.trading.PriceSteps;
import dev.ibintents.trading.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit price as an offset from a market price, such as {@code {"from": "mid", "offset":
 * "-5bps"}}.
 *
 * <p>An offset above 0 is aggressive: a purchase may pay more, a sale may take less. An offset
 * below 0 is passive: the order waits for a better price. So an offset means the same for both
 * sides, as in TWS for orders of the type REL. The price is rounded to the contract's step, down
 * for a purchase and up for a sale. So rounding never makes an order more aggressive.
 *
 * @param from the market price that is meant
 * @param offset the amount, in the unit; above 0 is aggressive
 * @param unit the unit of the offset
 */
public record LimitOffset(From from, BigDecimal offset, Unit unit) {
  /** The order property with the offset. It is no field of the TWS API. */
  public static final String NAME = "limit";

  private static final String FROM = "from";
  private static final String OFFSET = "offset";
  private static final String OFFSET_NAME = NAME + "." + OFFSET;

  private static final Pattern AMOUNT =
      Pattern.compile("([+-]?\\d{1,9}(?:\\.\\d{1,9})?) ?(bps|bp|ticks|tick)");

  private static final int BPS_AS_DECIMALS = 4;
  private static final BigDecimal MOST_BPS = BigDecimal.valueOf(10_000);

  /** A market price from which a limit is counted. */
  public enum From {
    /** The middle between bid and ask. */
    MID(List.of(TickType.BID, TickType.ASK), List.of(TickType.BID, TickType.ASK)),
    /** The last close. */
    CLOSE(List.of(TickType.CLOSE), List.of(TickType.CLOSE)),
    /** The last trade. */
    LAST(List.of(TickType.LAST), List.of(TickType.LAST)),
    /** The best price of the order's own side: the bid for a purchase, the ask for a sale. */
    PRIMARY(List.of(TickType.BID), List.of(TickType.ASK)),
    /** The best price of the other side: the ask for a purchase, the bid for a sale. */
    MARKET(List.of(TickType.ASK), List.of(TickType.BID));

    private final List<TickType> buying;
    private final List<TickType> selling;

    From(List<TickType> buying, List<TickType> selling) {
      this.buying = buying;
      this.selling = selling;
    }

    /** The ticks whose average is the price for an order of a side. */
    public List<TickType> ticks(Side side) {
      return side == Side.BUY ? buying : selling;
    }

    /** The word in order properties and answers. */
    public String word() {
      return Words.of(this);
    }
  }

  /** The unit of an offset. */
  public enum Unit {
    /** Hundredths of a percent of the market price. */
    BPS,
    /** Steps of the contract's prices, as they are at the market price. */
    TICKS
  }

  /**
   * Reads an offset.
   *
   * @return empty for JSON's null, which means "not set"
   * @throws IllegalArgumentException if it is something else; the message says what would be right
   */
  static Optional<LimitOffset> parse(JsonElement json) {
    if (json.isJsonNull()) {
      return Optional.empty();
    }
    if (!json.isJsonObject() || !json.getAsJsonObject().keySet().equals(Set.of(FROM, OFFSET))) {
      throw refused(
          NAME,
          json,
          "an object with from and offset, such as {\"from\": \"mid\", \"offset\": \"-5bps\"};"
              + " lmtPrice takes a price");
    }
    From from = from(json.getAsJsonObject().get(FROM));
    JsonElement written = json.getAsJsonObject().get(OFFSET);
    Matcher amount = AMOUNT.matcher(text(written));
    if (!amount.matches()) {
      throw refused(
          OFFSET_NAME,
          written,
          "a text with basis points or ticks, such as \"5bps\" or \"-2ticks\"");
    }
    BigDecimal offset = new BigDecimal(amount.group(1));
    Unit unit = amount.group(2).startsWith("bp") ? Unit.BPS : Unit.TICKS;
    if (unit == Unit.TICKS && offset.stripTrailingZeros().scale() > 0) {
      throw refused(OFFSET_NAME, written, "a whole number of ticks");
    }
    if (unit == Unit.BPS && offset.abs().compareTo(MOST_BPS) >= 0) {
      throw refused(
          OFFSET_NAME, written, "above -10000bps and below 10000bps, which is the whole price");
    }
    return Optional.of(new LimitOffset(from, offset, unit));
  }

  private static From from(JsonElement json) {
    return Words.named(text(json), From.values())
        .orElseThrow(
            () ->
                refused(
                    NAME + "." + FROM,
                    json,
                    "one of "
                        + String.join(", ", Words.of(From.values()))
                        + "; primary is the bid for a purchase and the ask for a sale, market the"
                        + " opposite"));
  }

  private static IllegalArgumentException refused(
      String name, JsonElement written, String expected) {
    return new IllegalArgumentException(name + " is " + written + ", it must be " + expected);
  }

  private static String text(JsonElement json) {
    return json instanceof JsonPrimitive primitive && primitive.isString()
        ? primitive.getAsString()
        : "";
  }

  /**
   * The limit price. It is never more aggressive than the offset.
   *
   * @param side the side of the order
   * @param market the market price, above 0
   * @param steps the prices at which the contract can be ordered
   * @return the price; the broker takes none that is 0 or less
   */
  public BigDecimal price(Side side, BigDecimal market, PriceSteps steps) {
    BigDecimal distance =
        unit == Unit.BPS
            ? market.multiply(offset).movePointLeft(BPS_AS_DECIMALS)
            : steps.at(market).multiply(offset);
    BigDecimal exact = market.add(side.signed(distance));
    return side == Side.BUY ? steps.down(exact) : steps.up(exact);
  }

  /** The offset with its unit, such as {@code -5bps}. */
  public String written() {
    return offset.toPlainString() + Words.of(unit);
  }

  /** The offset in the words of a user, such as {@code mid -5bps}. */
  @Override
  public String toString() {
    return from.word() + " " + written();
  }
}
