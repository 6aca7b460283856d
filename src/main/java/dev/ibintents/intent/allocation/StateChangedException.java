package dev.ibintents.intent.allocation;

/**
 * The memory of a strategy has changed between its signals and the beginning of the run. The run is
 * not begun, and may be asked for again.
 */
public final class StateChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateChangedException(String path) {
    super(
        path
            + " was changed after the strategy had read it, so the run was not begun, and nothing"
            + " was sent. Ask again");
  }
}
