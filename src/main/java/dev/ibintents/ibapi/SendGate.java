package dev.ibintents.ibapi;

/** A check that runs right before each part of a batch of orders is written to the socket. */
@FunctionalInterface
public interface SendGate {

  /**
   * Throws an exception if no order may leave any more. Then nothing more of the batch is sent.
   *
   * <p>Nothing of this client waits between the last check in here and the write. So check last
   * whatever ends by itself, such as a deadline.
   */
  void require();
}
