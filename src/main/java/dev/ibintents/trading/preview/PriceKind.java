package dev.ibintents.trading.preview;

/** The source of a price or an exchange rate that a plan uses. */
public enum PriceKind {
  /** The last close. */
  CLOSE("close"),
  /** The last trade. */
  LAST("last"),
  /** The middle between bid and ask. */
  MIDPOINT("midpoint"),
  /** The broker's value of the held position ÷ its quantity. */
  POSITION("position"),
  /** The exchange rate of the account's own values. */
  ACCOUNT("account");

  private final String id;

  PriceKind(String id) {
    this.id = id;
  }

  /** The word in answers. */
  public String id() {
    return id;
  }
}
