package dev.ibintents.ibapi.message;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * The fields that the answer to a what-if order has since server version 195.
 *
 * @param marginCurrency the currency of all margins; empty if not set
 * @param initMarginBeforeOutsideRth the initial margin outside regular hours; {@code null} if not
 *     set
 * @param maintMarginBeforeOutsideRth the maintenance margin outside regular hours; {@code null} if
 *     not set
 * @param equityWithLoanBeforeOutsideRth the equity with loan value outside regular hours; {@code
 *     null} if not set
 * @param initMarginChangeOutsideRth the change of the initial margin outside regular hours; {@code
 *     null} if not set
 * @param maintMarginChangeOutsideRth the change of the maintenance margin outside regular hours;
 *     {@code null} if not set
 * @param equityWithLoanChangeOutsideRth the change of the equity with loan value outside regular
 *     hours; {@code null} if not set
 * @param initMarginAfterOutsideRth the initial margin outside regular hours; {@code null} if not
 *     set
 * @param maintMarginAfterOutsideRth the maintenance margin outside regular hours; {@code null} if
 *     not set
 * @param equityWithLoanAfterOutsideRth the equity with loan value outside regular hours; {@code
 *     null} if not set
 * @param suggestedSize the quantity that the margin allows; {@code null} if not set
 * @param rejectReason the reason why the order would be rejected; empty if there is none
 * @param orderAllocations the shares of an advisor's accounts
 */
public record OrderPreview(
    String marginCurrency,
    BigDecimal initMarginBeforeOutsideRth,
    BigDecimal maintMarginBeforeOutsideRth,
    BigDecimal equityWithLoanBeforeOutsideRth,
    BigDecimal initMarginChangeOutsideRth,
    BigDecimal maintMarginChangeOutsideRth,
    BigDecimal equityWithLoanChangeOutsideRth,
    BigDecimal initMarginAfterOutsideRth,
    BigDecimal maintMarginAfterOutsideRth,
    BigDecimal equityWithLoanAfterOutsideRth,
    BigDecimal suggestedSize,
    String rejectReason,
    List<OrderAllocation> orderAllocations) {

  /** No further fields. */
  public static final OrderPreview NONE =
      new OrderPreview(
          "", null, null, null, null, null, null, null, null, null, null, "", List.of());

  /** Refuses {@code null} for text. */
  public OrderPreview {
    Objects.requireNonNull(marginCurrency, "marginCurrency");
    Objects.requireNonNull(rejectReason, "rejectReason");
    orderAllocations = List.copyOf(orderAllocations);
  }
}
