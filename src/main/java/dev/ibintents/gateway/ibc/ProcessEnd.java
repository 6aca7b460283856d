package dev.ibintents.gateway.ibc;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a process and its children: first with a request to end, then by force. */
final class ProcessEnd {
  private static final Logger logger = LoggerFactory.getLogger(ProcessEnd.class);

  private static final long POLITE_SECONDS = 10;

  private ProcessEnd() {}

  /** Ends a process. It returns when the process has ended and its children were told to end. */
  static void end(ProcessHandle process) {
    List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process)).toList();
    process.destroy(); // IBC's script passes the signal on to IB Gateway
    if (!hasEnded(process)) {
      logger.warn("Process {} does not end when asked to; it is killed", process.pid());
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean hasEnded(ProcessHandle process) {
    try {
      process.onExit().get(POLITE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process failed", e.getCause());
    }
  }
}
