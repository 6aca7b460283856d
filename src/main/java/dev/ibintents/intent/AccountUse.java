package dev.ibintents.intent;

/** The way in which an intent uses the account, which decides what is checked before. */
public enum AccountUse {
  /** It looks, and changes nothing: an account of the other trading mode is warned of. */
  LOOK,
  /** It trades or books: the account must be of the trading mode, and the books its own. */
  WORK,
  /** It gives the books to the account, which must be of the trading mode. */
  TAKE_BOOKS
}
