package dev.ibintents.simulator.fault;

/**
 * A link of the gateway: to the broker, or to a farm that serves data. Each link has the messages
 * that report its loss and its return.
 */
public enum Link {
  /** The link to the broker itself: orders, executions, the account. */
  BROKER(
      1100,
      "Connectivity between IB and Trader Workstation has been lost.",
      1102,
      "Connectivity between IB and Trader Workstation has been restored - data maintained."),
  /** The farm of current prices. */
  MARKET_DATA(
      2103,
      "Market data farm connection is broken:usfarm",
      2104,
      "Market data farm connection is OK:usfarm"),
  /** The farm of historical bars. */
  HISTORY(
      2105,
      "HMDS data farm connection is broken:ushmds",
      2106,
      "HMDS data farm connection is OK:ushmds"),
  /** The farm of contract descriptions. */
  DEFINITIONS(
      2157,
      "Sec-def data farm connection is broken:secdefil",
      2158,
      "Sec-def data farm connection is OK:secdefil");

  private final int brokenCode;
  private final String brokenText;
  private final int goodCode;
  private final String goodText;

  Link(int brokenCode, String brokenText, int goodCode, String goodText) {
    this.brokenCode = brokenCode;
    this.brokenText = brokenText;
    this.goodCode = goodCode;
    this.goodText = goodText;
  }

  /** The code of the message that reports the loss. */
  public int brokenCode() {
    return brokenCode;
  }

  /** The text of the message that reports the loss. */
  public String brokenText() {
    return brokenText;
  }

  /** The code of the message that reports the return. */
  public int goodCode() {
    return goodCode;
  }

  /** The text of the message that reports the return. */
  public String goodText() {
    return goodText;
  }
}
