package dev.ibintents.ibapi;

/** An order was held back on this side: not a byte of it has left, so it can be sent again. */
public final class OrderNotSentException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param orderId the order id that was given to it
   * @param cause why: {@link ConnectivityLostException}, {@link GatewayTimeoutException} if no time
   *     was left, the exception of a {@link SendGate}, or what had ended the connection before
   */
  public OrderNotSentException(int orderId, RuntimeException cause) {
    super("order " + orderId + " was not sent: " + cause.getMessage(), cause);
  }
}
