package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.Locale;

/** The gateway answered a request with an error message. */
public class RequestRefusedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private static final int HISTORICAL_DATA_SERVICE = 162;

  private final int code;

  /**
   * @param asked what was asked for
   * @param code the gateway's error code
   * @param text the gateway's own words
   */
  public RequestRefusedException(String asked, int code, String text) {
    super("the gateway refused " + asked + ": " + code + " " + text);
    this.code = code;
  }

  /**
   * The refusal that an error means: {@link PacingViolationException}, {@link
   * NoHistoricalDataException}, {@link NoMarketDataPermissionException} or {@link
   * QueryCancelledException} where the text says so, since all of them come as code 162, as much
   * else does (TWS API, "Message Codes"). A gateway that speaks another language than English is
   * not understood, and its refusal is one without a name.
   */
  static RequestRefusedException of(String asked, ErrorMessage error) {
    String text = error.text().toLowerCase(Locale.ROOT);
    if (text.contains("pacing violation")) {
      return new PacingViolationException(asked, error.code(), error.text());
    }
    if (error.code() == HISTORICAL_DATA_SERVICE) {
      return byHistoricalDataService(asked, error, text);
    }
    return new RequestRefusedException(asked, error.code(), error.text());
  }

  private static RequestRefusedException byHistoricalDataService(
      String asked, ErrorMessage error, String text) {
    if (text.contains("returned no data") || text.contains("no historical market data")) {
      return new NoHistoricalDataException(asked, error.code(), error.text());
    }
    if (text.contains("no market data permissions")) {
      return new NoMarketDataPermissionException(asked, error.code(), error.text());
    }
    if (text.contains("query cancelled")) {
      return new QueryCancelledException(asked, error.code(), error.text());
    }
    return new RequestRefusedException(asked, error.code(), error.text());
  }

  /** The gateway's error code, such as 200 for an unknown contract. */
  public int code() {
    return code;
  }
}
