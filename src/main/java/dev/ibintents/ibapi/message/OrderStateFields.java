package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.List;

/**
 * Passes the state of an order over the wire. Its fields have the same sequence in all messages.
 */
final class OrderStateFields {
  private static final FieldForm<String> TEXT = FieldForm.TEXT;
  private static final FieldForm<BigDecimal> AMOUNT = FieldForm.AMOUNT;
  private static final FieldForm<BigDecimal> MARGIN = FieldForm.SENTINEL_AMOUNT;

  /** A share of an account in an advisor's order. */
  private static final FieldForm<OrderAllocation> ALLOCATION =
      new FieldForm<>() {
        @Override
        OrderAllocation read(FieldReader in, int number) {
          return new OrderAllocation(
              in.text(1),
              in.figure(2),
              in.figure(3),
              in.figure(4),
              in.figure(5),
              in.figure(6),
              in.flag(7));
        }

        @Override
        void write(FieldWriter out, int number, OrderAllocation share) {
          out.text(1, share.account())
              .figure(2, share.position())
              .figure(3, share.positionDesired())
              .figure(4, share.positionAfter())
              .figure(5, share.desiredAllocQty())
              .figure(6, share.allowedAllocQty())
              .flag(7, share.isMonetary());
        }
      };

  private static final FieldForm<List<OrderAllocation>> ALLOCATIONS = FieldForm.listOf(ALLOCATION);

  private OrderStateFields() {}

  /** Passes all fields, in protobuf. */
  static void pass(OrderWire wire) {
    ofOpenOrder(wire);
    wire.state.completedTime = wire.state(29, TEXT, wire.state.completedTime);
    wire.state.completedStatus = wire.state(30, TEXT, wire.state.completedStatus);
  }

  /** Passes the fields of an open order. */
  static void ofOpenOrder(OrderWire wire) {
    OrderState.Builder state = wire.state;
    state.status = wire.state(1, TEXT, state.status);
    state.initMarginBefore = wire.state(2, MARGIN, state.initMarginBefore);
    state.maintMarginBefore = wire.state(3, MARGIN, state.maintMarginBefore);
    state.equityWithLoanBefore = wire.state(4, MARGIN, state.equityWithLoanBefore);
    state.initMarginChange = wire.state(5, MARGIN, state.initMarginChange);
    state.maintMarginChange = wire.state(6, MARGIN, state.maintMarginChange);
    state.equityWithLoanChange = wire.state(7, MARGIN, state.equityWithLoanChange);
    state.initMarginAfter = wire.state(8, MARGIN, state.initMarginAfter);
    state.maintMarginAfter = wire.state(9, MARGIN, state.maintMarginAfter);
    state.equityWithLoanAfter = wire.state(10, MARGIN, state.equityWithLoanAfter);
    state.commission = wire.state(11, AMOUNT, state.commission);
    state.minCommission = wire.state(12, AMOUNT, state.minCommission);
    state.maxCommission = wire.state(13, AMOUNT, state.maxCommission);
    state.commissionCurrency = wire.state(14, TEXT, state.commissionCurrency);
    if (wire.since(OrderWire.FULL_ORDER_PREVIEW)) {
      state.preview = preview(wire, state.preview);
    }
    state.warningText = wire.state(28, TEXT, state.warningText);
  }

  private static OrderPreview preview(OrderWire wire, OrderPreview preview) {
    return new OrderPreview(
        wire.state(15, TEXT, preview.marginCurrency()),
        wire.state(16, MARGIN, preview.initMarginBeforeOutsideRth()),
        wire.state(17, MARGIN, preview.maintMarginBeforeOutsideRth()),
        wire.state(18, MARGIN, preview.equityWithLoanBeforeOutsideRth()),
        wire.state(19, MARGIN, preview.initMarginChangeOutsideRth()),
        wire.state(20, MARGIN, preview.maintMarginChangeOutsideRth()),
        wire.state(21, MARGIN, preview.equityWithLoanChangeOutsideRth()),
        wire.state(22, MARGIN, preview.initMarginAfterOutsideRth()),
        wire.state(23, MARGIN, preview.maintMarginAfterOutsideRth()),
        wire.state(24, MARGIN, preview.equityWithLoanAfterOutsideRth()),
        wire.state(25, FieldForm.FIGURE, preview.suggestedSize()),
        wire.state(26, TEXT, preview.rejectReason()),
        wire.state(27, ALLOCATIONS, preview.orderAllocations()));
  }
}
