package dev.ibintents.simulator.fault;

/** What a gateway is connected with: the broker, and the farms that serve its data. */
public enum Link {
  /** The broker itself: orders, executions, the account. */
  BROKER(
      1100,
      "Connectivity between IB and Trader Workstation has been lost.",
      1102,
      "Connectivity between IB and Trader Workstation has been restored - data maintained."),
  /** Current prices. */
  MARKET_DATA(
      2103,
      "Market data farm connection is broken:usfarm",
      2104,
      "Market data farm connection is OK:usfarm"),
  /** Bars of the past. */
  HISTORY(
      2105,
      "HMDS data farm connection is broken:ushmds",
      2106,
      "HMDS data farm connection is OK:ushmds"),
  /** Contract descriptions. */
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

  public int brokenCode() {
    return brokenCode;
  }

  public String brokenText() {
    return brokenText;
  }

  public int goodCode() {
    return goodCode;
  }

  public String goodText() {
    return goodText;
  }
}
