package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import java.util.List;
import java.util.Locale;

/** The gateway answered a request with an error message. */
public class RequestRefusedException extends GatewayException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_RATE_EXCEEDED = 100;
  private static final int HISTORICAL_DATA_SERVICE = 162;
  private static final int UNKNOWN_HISTORICAL_QUERY = 366;
  private static final int INVALID_REAL_TIME_QUERY = 420;

  /** Parts of the historical data service's texts for which asking again does not help. */
  private static final List<String> FINAL_REASONS =
      List.of(
          "different ip address",
          "starting time must",
          "time length exceed",
          "invalid step",
          "not supported",
          "unknown contract");

  private final int code;

  /**
   * @param asked the data that was asked for
   * @param code the gateway's error code
   * @param text the gateway's own words
   */
  public RequestRefusedException(String asked, int code, String text) {
    super("the gateway refused " + asked + ": " + code + " " + text);
    this.code = code;
  }

  /**
   * The exception for an error.
   *
   * <p>The code decides where it can: 100 always means too many requests. For historical data it
   * cannot, since 162 stands for a dozen reasons (TWS API, "Message Codes"). There the English text
   * identifies the final reasons. Every other text, and so every text in another language, becomes
   * an {@link UnexplainedRefusalException}.
   */
  static RequestRefusedException of(String asked, ErrorMessage error) {
    String text = error.text().toLowerCase(Locale.ROOT);
    return switch (error.code()) {
      case MAX_RATE_EXCEEDED -> new PacingViolationException(asked, error.code(), error.text());
      case HISTORICAL_DATA_SERVICE -> byHistoricalDataService(asked, error, text);
      case UNKNOWN_HISTORICAL_QUERY, INVALID_REAL_TIME_QUERY ->
          isPacing(text)
              ? new PacingViolationException(asked, error.code(), error.text())
              : new UnexplainedRefusalException(asked, error.code(), error.text());
      default ->
          isPacing(text)
              ? new PacingViolationException(asked, error.code(), error.text())
              : new RequestRefusedException(asked, error.code(), error.text());
    };
  }

  private static boolean isPacing(String text) {
    return text.contains("pacing violation");
  }

  private static RequestRefusedException byHistoricalDataService(
      String asked, ErrorMessage error, String text) {
    if (isPacing(text)) {
      return new PacingViolationException(asked, error.code(), error.text());
    }
    if (text.contains("returned no data") || text.contains("no historical market data")) {
      return new NoHistoricalDataException(asked, error.code(), error.text());
    }
    if (text.contains("no market data permissions")) {
      return new NoMarketDataPermissionException(asked, error.code(), error.text());
    }
    if (text.contains("query cancelled")) {
      return new QueryCancelledException(asked, error.code(), error.text());
    }
    return FINAL_REASONS.stream().anyMatch(text::contains)
        ? new RequestRefusedException(asked, error.code(), error.text())
        : new UnexplainedRefusalException(asked, error.code(), error.text());
  }

  /** The gateway's error code, such as 200 for an unknown contract. */
  public int code() {
    return code;
  }
}
