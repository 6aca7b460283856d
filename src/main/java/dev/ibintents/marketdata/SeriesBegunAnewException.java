package dev.ibintents.marketdata;

import dev.ibintents.store.StoreException;

/** A series was begun anew while it was read: what was read of it belongs to its former history. */
public final class SeriesBegunAnewException extends StoreException {
  private static final long serialVersionUID = 1L;

  SeriesBegunAnewException(String path) {
    super(path + " is gone: the series was begun anew meanwhile; ask again");
  }
}
