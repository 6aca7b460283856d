package dev.ibintents.environment;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The configuration of one trading mode: the document {@code config/common}, overlaid field by
 * field by {@code config/paper} or {@code config/live}.
 *
 * @param killSwitch {@code tradingEnabled}: {@code false} refuses every intent; true by default.
 *     {@code killSwitchExempt}: names of intents that it lets through; none by default. {@code
 *     halted}: which run switched trading off last, if one did
 * @param marketDataType 1 live, 2 frozen, 3 delayed, 4 delayed-frozen; 2 by default, which is live
 *     while the market is open and its last values afterwards
 * @param account the account to use; needed only where the login manages several
 * @param allowAccountOfOtherMode whether paper may trade an account with real money, and live a
 *     paper account; false by default, and read from the mode's own document only
 * @param apiHost where the gateway is; 127.0.0.1 by default
 * @param apiPort on which port its API listens; 4002 for paper and 4001 for live by default
 * @param clientId as which API client to connect; 1 by default
 * @param connectTimeout how long to try to connect ({@code connectTimeoutSeconds}); 60 s by default
 * @param exposure how much of the account's value strategies may use
 * @param limits what no run may exceed; none by default
 * @param retryCheckMinutes for how long the same request is taken for a repetition; 15 by default,
 *     0 for never
 * @param adaptivePriority Urgent, Normal or Patient, for IB's Adaptive algorithm
 * @param cashBalanceThreshold beyond what value in the base currency ({@code
 *     cashBalanceThresholdInBaseCurrency}) a foreign cash balance is traded back, 0 or more; empty
 *     for never
 * @param ignoredContracts the contracts, by conId, that are neither compared, closed, traded nor
 *     counted; none by default
 * @param marketDataContracts the instruments of which to collect market data ({@code
 *     marketData.contracts})
 * @param documents the overlaid documents as they are, for the activity log
 */
public record Configuration(
    KillSwitch killSwitch,
    int marketDataType,
    Optional<String> account,
    boolean allowAccountOfOtherMode,
    String apiHost,
    int apiPort,
    int clientId,
    Duration connectTimeout,
    Exposure exposure,
    Limits limits,
    int retryCheckMinutes,
    String adaptivePriority,
    Optional<BigDecimal> cashBalanceThreshold,
    SortedSet<Integer> ignoredContracts,
    List<ContractSpec> marketDataContracts,
    Map<String, Object> documents) {

  /** The documents of both trading modes, and the one that they share. */
  public static final String COLLECTION = "config";

  /** The document that holds what both trading modes share. */
  public static final String COMMON = COLLECTION + "/common";

  /** The kill switch. */
  public static final String TRADING_ENABLED = "tradingEnabled";

  /** The field that says which run has switched trading off. */
  public static final String HALTED = "halted";

  /** The owner of holdings that are never traded, which no strategy may be called. */
  public static final String PARKED = "parked";

  private static final int DEFAULT_MARKET_DATA_TYPE = 2;
  private static final String DEFAULT_API_HOST = "127.0.0.1";
  private static final int DEFAULT_CLIENT_ID = 1;
  private static final int DEFAULT_CONNECT_TIMEOUT_SECONDS = 60;
  private static final int DEFAULT_RETRY_CHECK_MINUTES = 15;
  private static final int MINUTES_A_DAY = 24 * 60;
  private static final Set<String> ADAPTIVE_PRIORITIES = Set.of("Urgent", "Normal", "Patient");
  private static final String DEFAULT_ADAPTIVE_PRIORITY = "Normal";

  /**
   * How much of the account's net liquidation value strategies may use.
   *
   * @param overall the fraction that all of them share; 0 by default, which trades nothing
   * @param strategies each strategy's fraction of that, by strategy id
   */
  public record Exposure(BigDecimal overall, Map<String, BigDecimal> strategies) {
    /** The fraction of NetLiquidation that a strategy may use; 0 if it is not named. */
    public BigDecimal of(String strategy) {
      return overall.multiply(strategies.getOrDefault(strategy, BigDecimal.ZERO));
    }
  }

  /**
   * What no trading run may exceed, checked before its first order leaves; each is optional.
   *
   * @param largestOrderValue of one order, in the base currency
   * @param largestPositionValue of one contract after the run, in the base currency
   * @param largestGrossExposure after the run, as a multiple of NetLiquidation
   * @param mostOrders in one run
   * @param priceCollarPercent how far a limit price may be from the last close, in percent
   * @param countParked whether parked holdings count as positions and exposure; true by default
   */
  public record Limits(
      Optional<BigDecimal> largestOrderValue,
      Optional<BigDecimal> largestPositionValue,
      Optional<BigDecimal> largestGrossExposure,
      Optional<BigDecimal> mostOrders,
      Optional<BigDecimal> priceCollarPercent,
      boolean countParked) {}

  /** The document that holds what is particular to this trading mode. */
  public static String documentOf(TradingMode mode) {
    return COLLECTION + "/" + mode.id();
  }

  /**
   * Loads and checks the configuration.
   *
   * @throws ConfigurationException if a document is missing, or fields have the wrong type: all of
   *     them are named
   */
  public static Configuration load(DocumentStore store, TradingMode mode) {
    // In one journey, and as of one moment.
    return from(sources(store.list(COLLECTION), mode), mode);
  }

  /** Reads no more of the configuration than the kill switch. */
  static KillSwitch killSwitch(List<Document> documents, TradingMode mode) {
    ConfigurationFields fields = new ConfigurationFields(sources(documents, mode));
    KillSwitch killSwitch = killSwitch(fields);
    fields.refuseProblems();
    return killSwitch;
  }

  private static KillSwitch killSwitch(ConfigurationFields fields) {
    return new KillSwitch(
        fields.flag(TRADING_ENABLED, true), fields.texts("killSwitchExempt"), halted(fields));
  }

  private static List<ConfigurationFields.Source> sources(
      List<Document> documents, TradingMode mode) {
    List<String> missing = new ArrayList<>();
    List<ConfigurationFields.Source> sources = new ArrayList<>();
    Map<String, Document> stored =
        documents.stream().collect(Collectors.toMap(Document::path, document -> document));
    // What is particular to the mode comes first, so that it is found first.
    for (String path : List.of(documentOf(mode), COMMON)) {
      Document document = stored.get(path);
      if (document == null) {
        missing.add(path);
      } else {
        sources.add(new ConfigurationFields.Source(path, document.fields()));
      }
    }
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "Critical configuration documents not found: "
              + String.join(" and ", missing)
              + "; both "
              + COMMON
              + " and "
              + documentOf(mode)
              + " must exist, empty if need be");
    }
    return sources;
  }

  /**
   * Checks what is to be written, which may be to a document of the configuration or to any other.
   *
   * @throws ConfigurationException if fields of the configuration would have the wrong type: all of
   *     them are named
   */
  public static void check(Document written) {
    String path = written.path();
    for (TradingMode mode : TradingMode.values()) {
      if (path.equals(COMMON) || path.equals(documentOf(mode))) {
        from(List.of(new ConfigurationFields.Source(path, written.fields())), mode);
      }
    }
  }

  private static Configuration from(List<ConfigurationFields.Source> sources, TradingMode mode) {
    ConfigurationFields fields = new ConfigurationFields(sources);
    Configuration configuration =
        new Configuration(
            killSwitch(fields),
            fields.integer("marketDataType", DEFAULT_MARKET_DATA_TYPE, 1, 4),
            fields.text("account"),
            fields.flagOnlyIn(documentOf(mode), "allowAccountOfOtherMode"),
            fields.text("apiHost").orElse(DEFAULT_API_HOST),
            fields.integer("apiPort", mode.defaultApiPort(), 1, 65_535),
            fields.integer("clientId", DEFAULT_CLIENT_ID, 0, Integer.MAX_VALUE - 32),
            Duration.ofSeconds(
                fields.integer("connectTimeoutSeconds", DEFAULT_CONNECT_TIMEOUT_SECONDS, 1, 3600)),
            new Exposure(
                fields.decimal("exposure.overall").orElse(BigDecimal.ZERO),
                fields.decimals("exposure.strategies")),
            new Limits(
                fields.positive("limits.largestOrderValue"),
                fields.positive("limits.largestPositionValue"),
                fields.positive("limits.largestGrossExposure"),
                fields.positive("limits.mostOrders"),
                fields.positive("limits.priceCollarPercent"),
                fields.flag("limits.countParked", true)),
            fields.integer("retryCheckMinutes", DEFAULT_RETRY_CHECK_MINUTES, 0, MINUTES_A_DAY),
            fields.oneOf("adaptivePriority", ADAPTIVE_PRIORITIES, DEFAULT_ADAPTIVE_PRIORITY),
            fields.positive("cashBalanceThresholdInBaseCurrency"),
            fields.conIds("ignoredContracts"),
            fields.contracts("marketData.contracts"),
            fields.overlaid());
    fields.refuseName("exposure.strategies", PARKED, "holdings of that name are never traded");
    fields.refuseProblems();
    return configuration;
  }

  private static Optional<KillSwitch.Halted> halted(ConfigurationFields fields) {
    Optional<Instant> at = fields.instant(haltedField(KillSwitch.Halted.AT));
    String intent = fields.text(haltedField(KillSwitch.Halted.INTENT)).orElse("");
    String invocation = fields.text(haltedField(KillSwitch.Halted.INVOCATION)).orElse("");
    String run = fields.text(haltedField(KillSwitch.Halted.RUN)).orElse("");
    return at.map(moment -> new KillSwitch.Halted(moment, intent, invocation, run));
  }

  private static String haltedField(String name) {
    return HALTED + "." + name;
  }

  /**
   * Whether the documents themselves say where the gateway is, rather than leave it to defaults.
   */
  public boolean namesGateway() {
    return documents.containsKey("apiHost") || documents.containsKey("apiPort");
  }
}
