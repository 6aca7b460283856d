package dev.ibintents.trading.books;

/** The books belong to another account than the account in hand; nothing was written or sent. */
public final class BooksOfOtherAccountException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param books the path of the document that names their account
   * @param owner the account that the books belong to
   * @param account the account in hand
   */
  BooksOfOtherAccountException(String books, String owner, String account) {
    super(
        "the books %s belong to the account %s, and the account in hand is %s: nothing was written"
                .formatted(books, owner, account)
            + " or sent. Log in to "
            + owner
            + ", or give "
            + account
            + " a data folder (DATA_FOLDER) or project (PROJECT_ID) of its own. If these books are"
            + " to be those of "
            + account
            + " from now on, ask adopt-account with {\"from\":\"%s\",\"to\":\"%s\"}"
                .formatted(owner, account));
  }
}
