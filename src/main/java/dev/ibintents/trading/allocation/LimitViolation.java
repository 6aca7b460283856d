package dev.ibintents.trading.allocation;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A limit that a run would break.
 *
 * @param kind which limit
 * @param conId the contract; empty where it is about the whole run
 * @param figure what the run comes to, exactly where it is a value, and rounded up where it is a
 *     multiple or a percentage; empty where it cannot be known, which breaks the limit too
 * @param limit what is allowed, in the same unit
 * @param message both in words, with their unit
 */
public record LimitViolation(
    Kind kind,
    Optional<Integer> conId,
    Optional<BigDecimal> figure,
    BigDecimal limit,
    String message) {

  /** The limits there are; see {@link PreTradeLimits}. */
  public enum Kind {
    ORDER_VALUE,
    POSITION_VALUE,
    GROSS_EXPOSURE,
    NUMBER_OF_ORDERS,
    PRICE_COLLAR
  }
}
