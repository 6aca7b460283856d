package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The table of error codes about orders: which refuse an order, and which only warn.
 *
 * <p>The codes are those of IBKR Campus, TWS API documentation, section 18.3, with codes that other
 * projects found on their own gateways. Others have lost real money by taking a warning for a
 * refusal: they sent the order again, and both orders were filled. Therefore a code that is not in
 * the table is {@link OrderErrorEffect#UNKNOWN}, and a later orderStatus outweighs every error.
 *
 * <p>The table is only for errors that carry an order's id. The same code with a request's id, or
 * with -1, means something else.
 */
public final class OrderErrors {
  private static final int ORDER_MESSAGE = 399;
  private static final int INVALID_PRICE_STEP = 110;
  private static final int ERROR_VALIDATING_REQUEST = 321;

  /**
   * A line that begins with "Warning:". Lines end with a line feed or, in some texts, with {@code
   * <br>} or a written-out {@code \n}.
   */
  private static final Pattern WARNING_LINE =
      Pattern.compile("(?i)(?:^|\\R|<br\\s*/?>|\\\\n)\\s*warning:");

  private static final Map<Integer, OrderErrorEffect> EFFECTS = table();

  private OrderErrors() {}

  /** The effect of an error that carries the id of a new order. */
  public static OrderErrorEffect effectOf(ErrorMessage error) {
    return effectOf(error.code(), error.text());
  }

  /**
   * The effect of an error that carries the id of a new order.
   *
   * @param code the gateway's error code, such as 201
   * @param text the gateway's own words: 399 is a warning if a line begins with "Warning:", and a
   *     rejection otherwise
   */
  public static OrderErrorEffect effectOf(int code, String text) {
    if (code == ORDER_MESSAGE) {
      return WARNING_LINE.matcher(text).find() ? OrderErrorEffect.WARNS : OrderErrorEffect.REFUSES;
    }
    return EFFECTS.getOrDefault(code, OrderErrorEffect.UNKNOWN);
  }

  /**
   * The effect of an error that carries the id of a working order after a change was sent.
   *
   * <p>Among the codes that refuse a new order, only 110 and 321 are known to leave the working
   * order unchanged. The effect of the others is unknown.
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
    putRange(effects, OrderErrorEffect.WARNS, 2100, 2199); // except 2102, below
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
    // From single reports: preset size limit, trading permission, time in force.
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
