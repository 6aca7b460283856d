package dev.ibintents.channel;

/** A channel is written wrongly, or its secret has a wrong form. The message has no secret. */
public final class InvalidChannelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidChannelException(String message) {
    super(message);
  }
}
