package dev.ibintents.ibapi;

/** An order was not sent: none of its bytes has left this client, so it can be sent again. */
public final class OrderNotSentException extends GatewayException {
  private static final long serialVersionUID = 1L;

  /**
   * @param orderId the order id that it was given
   * @param cause the reason: {@link ConnectivityLostException}, {@link GatewayTimeoutException} if
   *     no time was left, the exception of a {@link SendGate}, or the exception that had ended the
   *     connection
   */
  public OrderNotSentException(int orderId, RuntimeException cause) {
    super("order " + orderId + " was not sent: " + cause.getMessage(), cause);
  }
}
