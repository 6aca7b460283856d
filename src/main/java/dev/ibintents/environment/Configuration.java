package dev.ibintents.environment;

import dev.ibintents.channel.Channel;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.GatewayProtocol;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.NearNames;
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
import java.util.stream.Stream;

/**
 * The configuration of one trading mode: the document {@code config/common}, overlaid field by
 * field by {@code config/paper} or {@code config/live}. It has a component for each field of these
 * documents.
 *
 * @param killSwitch {@code tradingEnabled}: {@code false} refuses every intent; true by default.
 *     {@code killSwitchExempt}: names of intents that run nevertheless; none by default. {@code
 *     halted}: the last run that switched trading off, if there is one. {@code switched}: the last
 *     time that a person switched trading on or off
 * @param marketDataType 1 live, 2 frozen, 3 delayed, 4 delayed-frozen; 2 by default, which is live
 *     while the market is open and its last values afterwards
 * @param account the account to use; needed only where the login manages several
 * @param allowAccountOfOtherMode whether paper may trade an account with real money, and live a
 *     paper account; false by default, and read from the mode's own document only
 * @param apiHost the gateway's host; 127.0.0.1 by default
 * @param apiPort the port of its API; 4002 for paper and 4001 for live by default
 * @param clientId the API client id; 1 by default
 * @param connectTimeout how long to try to connect ({@code connectTimeoutSeconds}); 60 s by default
 * @param gatewayProtocol the dialect of the TWS API to ask for ({@code gateway.protocol}): text,
 *     protobuf or auto; auto by default, which is text
 * @param exposure how much of the account's value strategies may use
 * @param limits the limits of each run; none by default
 * @param retryCheckMinutes how long the same request counts as a repetition; 15 by default, 0 for
 *     never
 * @param adaptivePriority Urgent, Normal or Patient, for IB's Adaptive algorithm
 * @param cashBalanceThreshold the value in the base currency above which a foreign cash balance is
 *     traded back ({@code cashBalanceThresholdInBaseCurrency}), 0 or more; empty for never
 * @param whenClosed what to do with contracts whose market is closed: skip, queue or refuse; queue
 *     by default
 * @param minutesBeforeClose the minutes before a market's close in which it counts as closed; 5 by
 *     default
 * @param rebalance the differences from targets that are left alone; none by default. A strategy's
 *     document covers each of its fields
 * @param ignoredContracts the contracts, by conId, that are neither compared, closed, traded nor
 *     counted; none by default
 * @param marketDataContracts the instruments of which to collect market data ({@code
 *     marketData.contracts})
 * @param channels the channels for messages ({@code notifications}); none by default
 * @param watch the settings of watch, with the schedule
 * @param documents the fields of the overlaid documents, for the activity log
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
    GatewayProtocol gatewayProtocol,
    Exposure exposure,
    Limits limits,
    int retryCheckMinutes,
    String adaptivePriority,
    Optional<BigDecimal> cashBalanceThreshold,
    WhenClosed whenClosed,
    int minutesBeforeClose,
    Rebalance rebalance,
    SortedSet<Integer> ignoredContracts,
    List<ContractSpec> marketDataContracts,
    List<Channel> channels,
    WatchSettings watch,
    Map<String, Object> documents) {

  /** The collection of the configuration documents. */
  public static final String COLLECTION = "config";

  /** The document that both trading modes share. */
  public static final String COMMON = COLLECTION + "/common";

  /** The kill switch. */
  public static final String TRADING_ENABLED = "tradingEnabled";

  /** The field with the run that has switched trading off. */
  public static final String HALTED = "halted";

  /** The field with the last time that a person switched trading on or off. */
  public static final String SWITCHED = "switched";

  /** The owner of holdings that are never traded; no strategy may have this name. */
  public static final String PARKED = "parked";

  /** The priorities of the broker's Adaptive algorithm. */
  public static final Set<String> ADAPTIVE_PRIORITIES = Set.of("Urgent", "Normal", "Patient");

  private static final String OVERALL = "exposure.overall";
  private static final String STRATEGIES = "exposure.strategies";

  /** The largest exposure that an account can borrow for; a larger number is a percentage. */
  private static final BigDecimal LARGEST_OVERALL = BigDecimal.valueOf(4);

  /** The largest exposure with futures; a larger number is a percentage. */
  private static final BigDecimal LARGEST_GROSS_EXPOSURE = BigDecimal.valueOf(20);

  private static final int DEFAULT_MARKET_DATA_TYPE = 2;
  private static final String DEFAULT_API_HOST = "127.0.0.1";
  private static final int DEFAULT_CLIENT_ID = 1;
  private static final int DEFAULT_CONNECT_TIMEOUT_SECONDS = 60;
  private static final String DEFAULT_PROTOCOL = "auto";
  private static final int DEFAULT_RETRY_CHECK_MINUTES = 15;
  private static final int MINUTES_A_DAY = 24 * 60;
  private static final String DEFAULT_ADAPTIVE_PRIORITY = "Normal";
  private static final String DEFAULT_WHEN_CLOSED = "queue";
  private static final int DEFAULT_MINUTES_BEFORE_CLOSE = 5;

  /**
   * The part of the account's net liquidation value that strategies may use.
   *
   * <p>Each number is from 0 to 4: a larger one seems to be a percentage, and is refused. The
   * fractions of the strategies sum to 1 at most, unless {@code exposure.allowLeverage} is {@code
   * true}.
   *
   * @param overall the fraction that all strategies share; 0 by default, which trades nothing
   * @param strategies each strategy's fraction of that, by strategy id
   */
  public record Exposure(BigDecimal overall, Map<String, BigDecimal> strategies) {
    /** The fraction of NetLiquidation that a strategy may use; 0 if it is not named. */
    public BigDecimal of(String strategy) {
      return overall.multiply(strategies.getOrDefault(strategy, BigDecimal.ZERO));
    }

    /** The money that a strategy may use, in the currency of NetLiquidation. */
    public BigDecimal capital(String strategy, BigDecimal netLiquidation) {
      return netLiquidation.multiply(of(strategy));
    }
  }

  /**
   * The limits of a trading run, checked before its first order leaves. Each limit is optional. The
   * document of a trading mode covers each limit of the common document by itself.
   *
   * @param largestOrderValue the largest value of one order, in the base currency
   * @param largestPositionValue the largest value of one contract after the run, in the base
   *     currency
   * @param largestGrossExposure the largest exposure after the run, as a multiple of
   *     NetLiquidation; more than 20 seems to be a percentage, and is refused
   * @param mostOrders the largest number of orders in one run
   * @param priceCollarPercent the largest distance of a limit price from the last close, in percent
   * @param leastCushion the smallest excess liquidity after the run ÷ NetLiquidation, by the
   *     broker; more than 1 seems to be a percentage, and is refused
   * @param mostMarginUse the largest initial margin after the run ÷ NetLiquidation, by the broker;
   *     more than 1 seems to be a percentage, and is refused
   * @param noBorrowing whether purchases must be covered by the cash of their currency; false by
   *     default
   * @param scaleToFit whether purchases beyond the cash are made smaller in proportion, instead of
   *     refusing the run; false by default
   * @param countParked whether parked holdings count as positions and exposure; true by default
   */
  public record Limits(
      Optional<BigDecimal> largestOrderValue,
      Optional<BigDecimal> largestPositionValue,
      Optional<BigDecimal> largestGrossExposure,
      Optional<BigDecimal> mostOrders,
      Optional<BigDecimal> priceCollarPercent,
      Optional<BigDecimal> leastCushion,
      Optional<BigDecimal> mostMarginUse,
      boolean noBorrowing,
      boolean scaleToFit,
      boolean countParked) {}

  /** The document of one trading mode. */
  public static String documentOf(TradingMode mode) {
    return COLLECTION + "/" + mode.id();
  }

  /** The names of all fields, sorted, with dots for those of maps. */
  public static List<String> fieldNames() {
    return SettingFields.names(fields -> from(fields, TradingMode.PAPER));
  }

  /** Whether a document is the configuration of one trading mode, which covers the common one. */
  public static boolean isOfOneMode(String path) {
    return List.of(TradingMode.values()).stream()
        .map(Configuration::documentOf)
        .anyMatch(path::equals);
  }

  /** Whether a map in a mode's document covers the whole map of the common one, unlike limits. */
  public static boolean isCoveredAsAWhole(String field) {
    return !field.equals("limits");
  }

  /**
   * Loads and checks the configuration.
   *
   * @throws ConfigurationException if a document is missing, or fields are unknown or have a wrong
   *     type or value; the message names all of them
   */
  public static Configuration load(DocumentStore store, TradingMode mode) {
    // One query reads both documents as of one moment.
    return from(sources(store.list(COLLECTION), mode), mode);
  }

  /**
   * The kill switch. The whole configuration is checked for it, because an unknown field may be the
   * misspelt switch.
   */
  static KillSwitch killSwitch(List<Document> documents, TradingMode mode) {
    return from(sources(documents, mode), mode).killSwitch();
  }

  private static KillSwitch killSwitch(SettingFields fields) {
    return new KillSwitch(
        fields.flag(TRADING_ENABLED, true),
        new ConfigurationFields(fields).texts("killSwitchExempt", KillSwitch.INTENTS),
        halted(fields),
        switched(fields));
  }

  private static List<SettingFields.Source> sources(List<Document> documents, TradingMode mode) {
    List<String> missing = new ArrayList<>();
    List<SettingFields.Source> sources = new ArrayList<>();
    Map<String, Document> stored =
        documents.stream().collect(Collectors.toMap(Document::path, document -> document));
    // The document of the mode comes first, because it covers the common one.
    for (String path : List.of(documentOf(mode), COMMON)) {
      Document document = stored.get(path);
      if (document == null) {
        missing.add(path);
      } else {
        sources.add(new SettingFields.Source(path, document.fields()));
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

  /** The faults of a document of the configuration by itself; none for any other document. */
  public static SettingFields.Faults faults(Document document) {
    for (TradingMode mode : TradingMode.values()) {
      if (document.path().equals(COMMON) || document.path().equals(documentOf(mode))) {
        return SettingFields.faults(document, fields -> from(fields, mode));
      }
    }
    return SettingFields.Faults.NONE;
  }

  /**
   * The faults for which {@link #load} would refuse the configuration, and documents beside it that
   * nothing reads; empty if there are none.
   */
  public static List<String> faults(List<Document> documents, TradingMode mode) {
    List<String> faults = new ArrayList<>();
    try {
      from(sources(documents, mode), mode);
    } catch (ConfigurationException e) {
      faults.add(e.getMessage());
    }
    List<String> read =
        Stream.concat(
                Stream.of(COMMON), Stream.of(TradingMode.values()).map(Configuration::documentOf))
            .toList();
    documents.stream()
        .filter(document -> !read.contains(document.path()))
        .filter(document -> !document.id().startsWith(SettingFields.OWN))
        .forEach(
            document ->
                faults.add(
                    "nothing reads the document "
                        + document.path()
                        + NearNames.suggestion(document.path(), read)));
    return faults;
  }

  private static Configuration from(List<SettingFields.Source> sources, TradingMode mode) {
    return SettingFields.read(sources, fields -> from(fields, mode));
  }

  /** Reads every field that the configuration has. */
  private static Configuration from(SettingFields fields, TradingMode mode) {
    ConfigurationFields particular = new ConfigurationFields(fields);
    Configuration configuration =
        new Configuration(
            killSwitch(fields),
            fields.integer("marketDataType", DEFAULT_MARKET_DATA_TYPE, 1, 4),
            fields.text("account"),
            particular.flagOnlyIn(documentOf(mode), "allowAccountOfOtherMode"),
            fields.text("apiHost").orElse(DEFAULT_API_HOST),
            fields.integer("apiPort", mode.defaultApiPort(), 1, 65_535),
            fields.integer("clientId", DEFAULT_CLIENT_ID, 0, Integer.MAX_VALUE - 32),
            Duration.ofSeconds(
                fields.integer("connectTimeoutSeconds", DEFAULT_CONNECT_TIMEOUT_SECONDS, 1, 3600)),
            Words.named(
                    particular.oneOf(
                        "gateway.protocol",
                        Set.copyOf(Words.of(GatewayProtocol.values())),
                        DEFAULT_PROTOCOL),
                    GatewayProtocol.values())
                .orElseThrow(),
            exposure(fields, particular),
            new Limits(
                particular.limit("limits.largestOrderValue"),
                particular.limit("limits.largestPositionValue"),
                particular.limit(
                    "limits.largestGrossExposure",
                    LARGEST_GROSS_EXPOSURE,
                    "a multiple of NetLiquidation"),
                particular.limit("limits.mostOrders"),
                particular.limit("limits.priceCollarPercent"),
                particular.limit(
                    "limits.leastCushion", BigDecimal.ONE, "a fraction of NetLiquidation"),
                particular.limit(
                    "limits.mostMarginUse", BigDecimal.ONE, "a fraction of NetLiquidation"),
                particular.limitFlag("limits.noBorrowing", false),
                particular.limitFlag("limits.scaleToFit", false),
                particular.limitFlag("limits.countParked", true)),
            fields.integer("retryCheckMinutes", DEFAULT_RETRY_CHECK_MINUTES, 0, MINUTES_A_DAY),
            particular.oneOf("adaptivePriority", ADAPTIVE_PRIORITIES, DEFAULT_ADAPTIVE_PRIORITY),
            particular.positive("cashBalanceThresholdInBaseCurrency"),
            WhenClosed.named(
                    particular.oneOf("whenClosed", Set.copyOf(WhenClosed.IDS), DEFAULT_WHEN_CLOSED))
                .orElseThrow(),
            fields.integer("minutesBeforeClose", DEFAULT_MINUTES_BEFORE_CLOSE, 0, 60),
            Rebalance.read(fields),
            particular.conIds("ignoredContracts"),
            particular.contracts("marketData.contracts"),
            particular.channels("notifications"),
            WatchSettings.read(fields, particular, mode),
            particular.overlaid());
    particular.refuseName(STRATEGIES, PARKED, "holdings of that name are never traded");
    return configuration;
  }

  private static Exposure exposure(SettingFields fields, ConfigurationFields particular) {
    Exposure exposure =
        new Exposure(
            particular
                .fraction(OVERALL, LARGEST_OVERALL, "a fraction of the account's value")
                .orElse(BigDecimal.ZERO),
            particular.fractions(STRATEGIES, LARGEST_OVERALL));
    boolean allowLeverage = fields.flag("exposure.allowLeverage", false);
    BigDecimal sum =
        exposure.strategies().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean areFractions =
        exposure.strategies().values().stream()
            .allMatch(fraction -> fraction.compareTo(LARGEST_OVERALL) <= 0);
    if (sum.compareTo(BigDecimal.ONE) > 0 && areFractions && !allowLeverage) {
      fields.refuse(
          STRATEGIES,
          "fractions that sum to 1 at most, and these sum to "
              + sum.toPlainString()
              + "; if more is meant, set exposure.allowLeverage to true");
    }
    return exposure;
  }

  private static Optional<KillSwitch.Halted> halted(SettingFields fields) {
    String above = HALTED + ".";
    Optional<Instant> at = fields.instant(above + KillSwitch.Halted.AT);
    String intent = fields.text(above + KillSwitch.Halted.INTENT).orElse("");
    String invocation = fields.text(above + KillSwitch.Halted.INVOCATION).orElse("");
    String run = fields.text(above + KillSwitch.Halted.RUN).orElse("");
    return at.map(moment -> new KillSwitch.Halted(moment, intent, invocation, run));
  }

  private static Optional<KillSwitch.Switched> switched(SettingFields fields) {
    String above = SWITCHED + ".";
    Optional<Instant> at = fields.instant(above + KillSwitch.Switched.AT);
    String by = fields.text(above + KillSwitch.Switched.BY).orElse("");
    Optional<String> invocation = fields.text(above + KillSwitch.Switched.INVOCATION);
    Optional<String> reason = fields.text(above + KillSwitch.Switched.REASON);
    return at.map(moment -> new KillSwitch.Switched(moment, by, invocation, reason));
  }

  /** Whether the documents name the gateway's host or port. */
  public boolean namesGateway() {
    return documents.containsKey("apiHost") || documents.containsKey("apiPort");
  }
}
