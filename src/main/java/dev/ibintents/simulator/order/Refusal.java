package dev.ibintents.simulator.order;

/**
 * The reason for which an order, a change or a what-if order is refused, as the gateway reports it.
 *
 * @param code the broker's error code
 * @param text the text of real gateways
 */
record Refusal(int code, String text) {
  /** A refusal by the gateway, which does not pass the order on. */
  static Refusal byGateway(int code, String text) {
    return new Refusal(code, text);
  }

  /** A rejection by the broker. Its code is always 201, and its text contains the reason. */
  static Refusal byBroker(String reason) {
    return new Refusal(201, "Order rejected - reason:" + reason);
  }

  /** A refusal by a check of the gateway that has no error code of its own. */
  static Refusal invalid(String cause) {
    return byGateway(321, "Error validating request.-'bQ' : cause - " + cause);
  }
}
