package dev.ibintents.store.sqlite;

import dev.ibintents.store.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The kinds of SQLite's failures, with the remedy, and whether the failure may pass without one.
 */
enum SqliteFailure {
  /** Another process holds the write lock. */
  BUSY(
      true,
      "another process kept it locked until the deadline; nothing was written; try again, or end"
          + " that process",
      SQLiteErrorCode.SQLITE_BUSY,
      SQLiteErrorCode.SQLITE_LOCKED,
      SQLiteErrorCode.SQLITE_PROTOCOL),
  /** The operation was interrupted, or the process lacks memory. */
  INTERRUPTED(
      true,
      "it was interrupted, or the process lacks memory; nothing was written; try again",
      SQLiteErrorCode.SQLITE_INTERRUPT,
      SQLiteErrorCode.SQLITE_ABORT,
      SQLiteErrorCode.SQLITE_NOMEM),
  /** The disk has no room. */
  FULL(
      false, "its disk is full; nothing was written; make room there", SQLiteErrorCode.SQLITE_FULL),
  /** The file is read-only for this user. */
  READ_ONLY(
      false,
      "it, its folder or its file system is read-only for this user; nothing was written; let this"
          + " user write there, or name another folder",
      SQLiteErrorCode.SQLITE_READONLY,
      SQLiteErrorCode.SQLITE_PERM,
      SQLiteErrorCode.SQLITE_AUTH),
  /** The file cannot be opened. */
  CLOSED(
      false,
      "it, or a file beside it, cannot be opened; let this user read and write all files in its"
          + " folder, and see that the file system is not read-only",
      SQLiteErrorCode.SQLITE_CANTOPEN),
  /** The operating system refuses to read or write. */
  INPUT_OUTPUT(
      false,
      "the operating system refuses to read or write it; nothing was written; look for a failing"
          + " disk, a quota or a limit on the size of files",
      SQLiteErrorCode.SQLITE_IOERR,
      SQLiteErrorCode.SQLITE_NOLFS),
  /** The file is damaged. */
  DAMAGED(
      false,
      "the file is damaged, or is no store; move it away and restore a copy",
      SQLiteErrorCode.SQLITE_CORRUPT,
      SQLiteErrorCode.SQLITE_NOTADB,
      SQLiteErrorCode.SQLITE_FORMAT),
  /** Any other failure, such as a document that is not readable. */
  OTHER(
      false,
      "check that the folder can be written to and the disk has room; if the file is damaged, move"
          + " it away and restore a copy");

  /**
   * The bits of the primary result code. The other bits of SQLite's extended result codes give
   * details.
   */
  private static final int PRIMARY = 0xFF;

  private final boolean passing;
  private final String advice;
  private final List<SQLiteErrorCode> codes;

  SqliteFailure(boolean passing, String advice, SQLiteErrorCode... codes) {
    this.passing = passing;
    this.advice = advice;
    this.codes = List.of(codes);
  }

  /** Returns the kind of a failure by SQLite's result code. */
  static SqliteFailure of(SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return OTHER;
    }
    int primary = sqlite.getResultCode().code & PRIMARY;
    return Arrays.stream(values())
        .filter(kind -> kind.codes.stream().anyMatch(code -> code.code == primary))
        .findFirst()
        .orElse(OTHER);
  }

  /** Returns the exception of the store for this kind of failure. */
  StoreUnavailableException exception(Path file, SQLException failure) {
    String message =
        "the store " + file + " cannot be used (" + failure.getMessage() + "): " + advice;
    return passing
        ? new StoreUnavailableException(message, failure)
        : StoreUnavailableException.permanent(message, failure);
  }
}
