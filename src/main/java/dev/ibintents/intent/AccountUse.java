package dev.ibintents.intent;

/** The way in which an intent uses the account. It decides which checks come first. */
public enum AccountUse {
  /** The intent reads the account and changes nothing. An account of the other mode is reported. */
  LOOK,
  /** The intent trades or books. The account must be of the trading mode, and own the books. */
  WORK,
  /** The intent gives the books to the account. The account must be of the trading mode. */
  TAKE_BOOKS
}
