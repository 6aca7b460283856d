package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which error codes refuse an order, and which only warn: the one table of it.
 *
 * <p>The codes are those of IBKR Campus, TWS API documentation, section 18.3, with what other
 * projects found on their own gateways. Taking a warning for a refusal has cost others real money:
 * they sent the order again, and both were filled. Therefore a code that is not in the table is
 * {@link OrderErrorEffect#UNKNOWN}, and no error outweighs an orderStatus that comes later.
 *
 * <p>Only errors that carry an order's id belong here; the same code under a request's id, or under
 * -1, means something else.
 */
public final class OrderErrors {
  private static final int ORDER_MESSAGE = 399;
  private static final int INVALID_PRICE_STEP = 110;
  private static final int ERROR_VALIDATING_REQUEST = 321;

  /** Lines end with a line feed or, in some texts, with the tag or the escape for it. */
  private static final Pattern WARNING_LINE =
      Pattern.compile("(?i)(?:^|\\R|<br\\s*/?>|\\\\n)\\s*warning:");

  private static final Map<Integer, OrderErrorEffect> EFFECTS = table();

  private OrderErrors() {}

  /** The effect of an error that carries the id of an order that was newly sent. */
  public static OrderErrorEffect effectOf(ErrorMessage error) {
    return effectOf(error.code(), error.text());
  }

  /**
   * The effect of an error that carries the id of an order that was newly sent.
   *
   * @param code the gateway's number, such as 201
   * @param text the gateway's words: 399 is a warning if a line of it begins with "Warning:", and
   *     else a rejection
   */
  public static OrderErrorEffect effectOf(int code, String text) {
    if (code == ORDER_MESSAGE) {
      return WARNING_LINE.matcher(text).find() ? OrderErrorEffect.WARNS : OrderErrorEffect.REFUSES;
    }
    return EFFECTS.getOrDefault(code, OrderErrorEffect.UNKNOWN);
  }

  /**
   * The effect of an error that carries the id of a working order that a change was sent for. What
   * would refuse a new order is known to leave this one as it was for 110 and 321 only, and unknown
   * for the others.
   */
  public static OrderErrorEffect effectOnChange(ErrorMessage error) {
    OrderErrorEffect effect = effectOf(error);
    if (effect != OrderErrorEffect.REFUSES) {
      return effect;
    }
    return switch (error.code()) {
      case INVALID_PRICE_STEP, ERROR_VALIDATING_REQUEST -> OrderErrorEffect.REFUSES_CHANGE;
      default -> OrderErrorEffect.UNKNOWN;
    };
  }

  private static Map<Integer, OrderErrorEffect> table() {
    Map<Integer, OrderErrorEffect> effects = new TreeMap<>();
    putRange(effects, OrderErrorEffect.WARNS, 2100, 2199); // but see 2102 below
    put(effects, OrderErrorEffect.WARNS, 404, 481, 10018, 10019, 10233, 10349);
    // Identifiers, incomplete and unknown: order id, transmission, contract, account.
    put(effects, OrderErrorEffect.REFUSES, 103, 106, 107, 116, 133, 140, 141, 160, 200, 201, 203);
    // Precautionary settings.
    put(effects, OrderErrorEffect.REFUSES, 109, 163, 164, 382, 383);
    // Price step, time in force, validation, size, order type.
    put(effects, OrderErrorEffect.REFUSES, 110, 111, 113, 320, 321, 322, 387, 388, 391, 392);
    put(effects, OrderErrorEffect.REFUSES, 400, 401, 413, 434, 439, 441, 442, 443);
    put(effects, OrderErrorEffect.REFUSES, 10006, 10015, 10289, 10290, 10293, 10314, 10340);
    // Fractional quantities.
    putRange(effects, OrderErrorEffect.REFUSES, 10243, 10252);
    put(effects, OrderErrorEffect.REFUSES, 10318);
    // Obsolete attributes: EtradeOnly, firmQuoteOnly, nbboPriceCap.
    put(effects, OrderErrorEffect.REFUSES, 10268, 10269, 10270);
    // By single reports: preset size limit, trading permission, time in force.
    put(effects, OrderErrorEffect.REFUSES, 451, 460, 10052);
    put(effects, OrderErrorEffect.ENDS, 202);
    put(effects, OrderErrorEffect.REFUSES_CHANGE, 104, 105, 134, 329, 2102);
    put(effects, OrderErrorEffect.ANSWERS_CANCEL, 135, 136, 161, 10147, 10148, 10149);
    put(effects, OrderErrorEffect.MARKET_DATA, 300, 354, 10089, 10090, 10091, 10167, 10168);
    put(effects, OrderErrorEffect.MARKET_DATA, 10186, 10187, 10189, 10197);
    // Directly routed orders.
    put(effects, OrderErrorEffect.DEPENDS_ON_SETTINGS, 10311, 10329);
    return Collections.unmodifiableMap(effects);
  }

  private static void put(
      Map<Integer, OrderErrorEffect> effects, OrderErrorEffect effect, int... codes) {
    for (int code : codes) {
      effects.put(code, effect);
    }
  }

  private static void putRange(
      Map<Integer, OrderErrorEffect> effects, OrderErrorEffect effect, int first, int last) {
    for (int code = first; code <= last; code++) {
      effects.put(code, effect);
    }
  }
}
