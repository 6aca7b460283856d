package dev.ibintents.simulator.order;

/** An order, a change or a question about margin is refused. */
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
