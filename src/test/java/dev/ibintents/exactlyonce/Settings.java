package dev.ibintents.exactlyonce;

import dev.ibintents.store.DocumentStore;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a world, and the ways in which somebody changes it at any moment. */
public final class Settings {
  /** The usual client id of the product. */
  public static final int CLIENT_ID = 1;

  /** The share of the account that each strategy may use. */
  static final BigDecimal USUAL = new BigDecimal("0.1");

  private final DocumentStore store;
  private volatile boolean mayTrade = true;
  private volatile Map<String, BigDecimal> exposures = Map.of();
  private volatile Map<String, Object> more = Map.of();

  /** A change of the configuration. */
  public enum Change {
    /** The kill switch is off; comparisons of the books are exempt from it. */
    KILL_SWITCH,
    /** The product connects as another client. */
    CLIENT_ID,
    /** Nothing may be allocated. */
    NO_EXPOSURE,
    /** Strategies may use half of what they might before. */
    LESS_EXPOSURE,
    /** A run may have one order. */
    TIGHTER_LIMITS,
    /** A strategy has no exposure any more. */
    STRATEGY_DISABLED
  }

  public Settings(DocumentStore store) {
    this.store = store;
  }

  /** Adds further settings to what is usual, from now on; none takes them away. */
  public void usualWith(Map<String, Object> further) {
    more = Map.copyOf(further);
    usual();
  }

  /** Everything as it is usually. */
  public void usual() {
    write(true, CLIENT_ID, new BigDecimal("1"), Map.of("a", USUAL, "b", USUAL), Map.of());
  }

  /** Changes one thing of what is usual. */
  public void change(Change change, int clientId) {
    BigDecimal one = BigDecimal.ONE;
    Map<String, BigDecimal> both = Map.of("a", USUAL, "b", USUAL);
    switch (change) {
      case KILL_SWITCH -> write(false, clientId, one, both, Map.of());
      case CLIENT_ID -> write(true, clientId + 100, one, both, Map.of());
      case NO_EXPOSURE -> write(true, clientId, BigDecimal.ZERO, both, Map.of());
      case LESS_EXPOSURE -> write(true, clientId, new BigDecimal("0.5"), both, Map.of());
      case TIGHTER_LIMITS -> write(true, clientId, one, both, Map.of("mostOrders", 1));
      case STRATEGY_DISABLED -> write(true, clientId, one, Map.of("a", USUAL), Map.of());
      default -> throw new AssertionError(change);
    }
  }

  /** The fraction of the account that each strategy may use. */
  public Map<String, BigDecimal> exposures() {
    return exposures;
  }

  /** Whether the kill switch lets trade. */
  public boolean mayTrade() {
    return mayTrade;
  }

  private void write(
      boolean enabled,
      int clientId,
      BigDecimal overall,
      Map<String, BigDecimal> strategies,
      Map<String, Integer> limits) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tradingEnabled", enabled);
    fields.put("killSwitchExempt", List.of("trade-reconciliation"));
    fields.put("clientId", clientId);
    fields.put("connectTimeoutSeconds", 10);
    fields.put("exposure", Map.of("overall", overall, "strategies", strategies));
    fields.put("limits", limits);
    more.forEach(
        (name, value) -> fields.merge(name, value, (one, other) -> limits.isEmpty() ? other : one));
    store.set("config/common", fields);
    mayTrade = enabled;
    Map<String, BigDecimal> products = new LinkedHashMap<>();
    strategies.forEach((id, own) -> products.put(id, own.multiply(overall)));
    exposures = Map.copyOf(products);
  }
}
