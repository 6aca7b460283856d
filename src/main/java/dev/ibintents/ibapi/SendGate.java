package dev.ibintents.ibapi;

/**
 * The last look at orders before their bytes leave: it is asked once for each part of a batch,
 * right before that part is written.
 */
@FunctionalInterface
public interface SendGate {

  /**
   * Throws the reason if nothing may leave any more. Nothing of the batch is sent after that.
   *
   * <p>Between the last thing that it looks at and the write there is no wait of ours. So whatever
   * runs out by itself, such as a deadline, is to be looked at last.
   */
  void require();
}
