package dev.ibintents.marketdata;

import dev.ibintents.store.StoreException;

/** A series was begun anew while it was read: what was read of it belongs to its former history. */
public final class SeriesBegunAnewException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final String path;

  SeriesBegunAnewException(String path) {
    super(path + " is gone: the series was begun anew meanwhile; ask again");
    this.path = path;
  }

  /** Where the bars were. */
  String path() {
    return path;
  }
}
