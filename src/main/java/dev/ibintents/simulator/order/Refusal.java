package dev.ibintents.simulator.order;

/**
 * Why an order, a change or a question about margin is refused, as the gateway says it.
 *
 * @param code the broker's number
 * @param text in the words of real gateways
 */
record Refusal(int code, String text) {
  /** The gateway does not even pass it on. */
  static Refusal byGateway(int code, String text) {
    return new Refusal(code, text);
  }

  /** The broker rejects it: always code 201, the reason is in the text. */
  static Refusal byBroker(String reason) {
    return new Refusal(201, "Order rejected - reason:" + reason);
  }

  /** The gateway's own checks have no code of their own for it. */
  static Refusal invalid(String cause) {
    return byGateway(321, "Error validating request.-'bQ' : cause - " + cause);
  }
}
