package dev.ibintents.simulator.order;

/** Says that the gateway or the broker refuses an order, a change or a what-if order. */
final class OrderRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  OrderRefusedException(Refusal refusal) {
    super(refusal.code() + " " + refusal.text(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
