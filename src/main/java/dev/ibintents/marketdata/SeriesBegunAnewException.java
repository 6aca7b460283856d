package dev.ibintents.marketdata;

import dev.ibintents.store.StoreException;

/** A series was begun anew while it was read; the bars that were read are of its former history. */
public final class SeriesBegunAnewException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final String path;

  SeriesBegunAnewException(String path) {
    super(path + " is gone: the series was begun anew meanwhile; ask again");
    this.path = path;
  }

  /** The path of the missing bars. */
  public String path() {
    return path;
  }
}
