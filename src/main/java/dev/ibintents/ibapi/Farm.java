package dev.ibintents.ibapi;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A kind of data farm that the gateway connects to, besides the broker itself (TWS API, "System
 * Message Codes").
 */
public enum Farm {
  /** The farms for prices: 2103 broken, 2104 OK, 2108 inactive until needed. */
  MARKET_DATA(2103, 2104, 2108),
  /** The farms for historical bars: 2105 broken, 2106 OK, 2107 inactive until needed. */
  HISTORICAL_DATA(2105, 2106, 2107),
  /** The farms for contract details: 2157 broken, 2158 OK. */
  SECURITY_DEFINITIONS(2157, 2158, 2158);

  private static final List<Farm> ALL = List.of(values());
  private static final int NO_SECURITY_DEFINITION = 200;
  private static final int HISTORICAL_DATA_SERVICE = 162;
  private static final int UNKNOWN_HISTORICAL_QUERY = 366;

  private final int broken;
  private final int ok;
  private final int inactive;

  Farm(int broken, int ok, int inactive) {
    this.broken = broken;
    this.ok = ok;
    this.inactive = inactive;
  }

  /** The kind of farm that this message code reports as broken; empty for other codes. */
  static Optional<Farm> brokenBy(int code) {
    return find(farm -> farm.broken == code);
  }

  /** The kind of farm that this message code reports as OK or inactive; empty for other codes. */
  static Optional<Farm> restoredBy(int code) {
    return find(farm -> farm.ok == code || farm.inactive == code);
  }

  private static Optional<Farm> find(Predicate<Farm> matches) {
    for (Farm farm : ALL) {
      if (matches.test(farm)) {
        return Optional.of(farm);
      }
    }
    return Optional.empty();
  }

  /** The kind of farm that answers with this error code; empty for other codes. */
  static Optional<Farm> behind(int code) {
    return switch (code) {
      case NO_SECURITY_DEFINITION -> Optional.of(SECURITY_DEFINITIONS);
      case HISTORICAL_DATA_SERVICE, UNKNOWN_HISTORICAL_QUERY -> Optional.of(HISTORICAL_DATA);
      default -> Optional.empty();
    };
  }

  /** The farm's name at the end of a message, such as usfarm; empty if there is none. */
  static String nameIn(String text) {
    int end = text.stripTrailing().length();
    int begin = end;
    while (begin > 0 && Character.isLetterOrDigit(text.charAt(begin - 1))) {
      begin--;
    }
    return text.substring(begin, end);
  }
}
