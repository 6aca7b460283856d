package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldWriter.UNSET_DOUBLE;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * Passes the state of an order over the wire. Its fields have the same sequence in all messages.
 */
final class OrderStateFields {
  private static final FieldForm<String> TEXT = FieldForm.TEXT;

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
    FieldForm<BigDecimal> margin = FieldForm.amount(UNSET_DOUBLE);
    state.status = wire.state(1, TEXT, state.status);
    state.initMarginBefore = wire.state(2, margin, state.initMarginBefore);
    state.maintMarginBefore = wire.state(3, margin, state.maintMarginBefore);
    state.equityWithLoanBefore = wire.state(4, margin, state.equityWithLoanBefore);
    state.initMarginChange = wire.state(5, margin, state.initMarginChange);
    state.maintMarginChange = wire.state(6, margin, state.maintMarginChange);
    state.equityWithLoanChange = wire.state(7, margin, state.equityWithLoanChange);
    state.initMarginAfter = wire.state(8, margin, state.initMarginAfter);
    state.maintMarginAfter = wire.state(9, margin, state.maintMarginAfter);
    state.equityWithLoanAfter = wire.state(10, margin, state.equityWithLoanAfter);
    FieldForm<BigDecimal> amount = FieldForm.amount("");
    state.commission = wire.state(11, amount, state.commission);
    state.minCommission = wire.state(12, amount, state.minCommission);
    state.maxCommission = wire.state(13, amount, state.maxCommission);
    state.commissionCurrency = wire.state(14, TEXT, state.commissionCurrency);
    if (wire.since(OrderWire.FULL_ORDER_PREVIEW)) {
      state.preview = preview(wire, state.preview);
    }
    state.warningText = wire.state(28, TEXT, state.warningText);
  }

  private static OrderPreview preview(OrderWire wire, OrderPreview preview) {
    FieldForm<BigDecimal> margin = FieldForm.amount(UNSET_DOUBLE);
    return new OrderPreview(
        wire.state(15, TEXT, preview.marginCurrency()),
        wire.state(16, margin, preview.initMarginBeforeOutsideRth()),
        wire.state(17, margin, preview.maintMarginBeforeOutsideRth()),
        wire.state(18, margin, preview.equityWithLoanBeforeOutsideRth()),
        wire.state(19, margin, preview.initMarginChangeOutsideRth()),
        wire.state(20, margin, preview.maintMarginChangeOutsideRth()),
        wire.state(21, margin, preview.equityWithLoanChangeOutsideRth()),
        wire.state(22, margin, preview.initMarginAfterOutsideRth()),
        wire.state(23, margin, preview.maintMarginAfterOutsideRth()),
        wire.state(24, margin, preview.equityWithLoanAfterOutsideRth()),
        wire.state(25, FieldForm.FIGURE, preview.suggestedSize()),
        wire.state(26, TEXT, preview.rejectReason()),
        wire.state(27, FieldForm.listOf(ALLOCATION), preview.orderAllocations()));
  }
}
