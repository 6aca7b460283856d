package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.trading.RunHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The table of what the function can be asked to do. */
public final class Intents {
  private static final Parameter DRY_RUN =
      Parameter.optional(
          TradingIntent.DRY_RUN,
          Parameter.Type.FLAG,
          "shows what would be done, and changes nothing");

  private static final Parameter ORDER_PROPERTIES =
      Parameter.optional(
          TradingIntent.ORDER_PROPERTIES,
          Parameter.Type.OBJECT,
          "order fields by their TWS API names, on top of the product's own; a price, or what else"
              + " is right for one contract or order only (lmtPrice, auxPrice, ocaGroup), is"
              + " refused if the run has several orders");

  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  /**
   * One intent.
   *
   * @param name its path
   * @param description what it does, for {@code GET /}
   * @param parameters what it takes
   * @param factory makes the intent of one invocation
   * @param readsOnly whether it changes nothing: no account, no book, no stored data. Pages of
   *     other sites may ask for no other
   */
  public record Definition(
      String name,
      String description,
      List<Parameter> parameters,
      Factory factory,
      boolean readsOnly) {

    /** An intent that may change something. */
    public Definition(
        String name, String description, List<Parameter> parameters, Factory factory) {
      this(name, description, parameters, factory, false);
    }

    /** An intent to which it does not matter what the request says about repetitions. */
    public Definition(
        String name,
        String description,
        List<Parameter> parameters,
        BiFunction<Environment, Parameters, Intent> factory) {
      this(
          name,
          description,
          parameters,
          (environment, given, headers) -> factory.apply(environment, given));
    }

    /** The same intent, declared to change nothing. */
    Definition readingOnly() {
      return new Definition(name, description, parameters, factory, true);
    }

    /** The parameter of this name, if the intent takes one. */
    public Optional<Parameter> parameter(String parameterName) {
      return parameters.stream().filter(one -> one.name().equals(parameterName)).findFirst();
    }
  }

  /** Makes the intent of one invocation. */
  @FunctionalInterface
  public interface Factory {
    /**
     * @param environment what the invocation works with
     * @param parameters the request's, checked against the definition
     * @param headers what the request says about which run it asks for
     */
    Intent create(Environment environment, Parameters parameters, RunHeaders headers);
  }

  /**
   * @param definitions the intents, in the order in which they are listed
   */
  public Intents(List<Definition> definitions) {
    definitions.forEach(definition -> this.definitions.put(definition.name(), definition));
  }

  /** All intents of this product. */
  public static Intents all() {
    return new Intents(
        List.of(
            new Definition(
                    "ping",
                    "The gateway's time, its server version and the managed accounts: the cheapest"
                        + " proof that all is wired.",
                    List.of(),
                    Ping::new)
                .readingOnly(),
            new Definition(
                    "summary",
                    "The account's values, its portfolio, the open orders of all clients and"
                        + " today's fills.",
                    List.of(),
                    Summary::new)
                .readingOnly(),
            new Definition(
                "allocation",
                "Turns the strategies' signals into orders, each of which reaches the broker"
                    + " exactly once.",
                List.of(
                    Parameter.optional(
                        KnownStrategies.STRATEGIES,
                        Parameter.Type.TEXTS,
                        "which strategies; all with exposure if not given"),
                    DRY_RUN,
                    ORDER_PROPERTIES),
                Allocation::new),
            new Definition(
                "cash-balancer",
                "Trades foreign cash beyond the configured threshold back to the account's base"
                    + " currency, in whole thousands, and buys back what is owed.",
                List.of(DRY_RUN),
                CashBalancer::new),
            new Definition(
                CloseAll.NAME,
                "Cancels open orders, waits until they are gone, and closes what is held with"
                    + " market orders.",
                List.of(
                    Parameter.optional(
                        KnownStrategies.STRATEGIES,
                        Parameter.Type.TEXTS,
                        "whose orders and holdings; the whole account's if not given, those of"
                            + " other programs and of people included"),
                    Parameter.optional(
                        TradingAfterwards.HALT,
                        Parameter.Type.FLAG,
                        "switches trading off as the run begins (tradingEnabled false in the"
                            + " mode's configuration), so that nothing is opened again"),
                    DRY_RUN,
                    ORDER_PROPERTIES),
                CloseAll::new),
            new Definition(
                "trade-reconciliation",
                "Books the day's executions into the holdings of the strategies that wanted them,"
                    + " closes what has ended, and compares holdings and portfolio: 500 if they"
                    + " differ.",
                List.of(
                    Parameter.optional(
                        TradeReconciliation.ADOPT,
                        Parameter.Type.OBJECT,
                        "a correction that is added to holdings, as {\"strategy\": {\"conId\":"
                            + " quantity}}; refused unless holdings and portfolio then match")),
                TradeReconciliation::new),
            new Definition(
                AdoptAccount.NAME,
                "Gives the books to the account in hand, which is another than before; refused"
                    + " while orders are unsettled. Holdings stay as they are.",
                List.of(
                    Parameter.required(
                        AdoptAccount.FROM,
                        Parameter.Type.TEXT,
                        "the id of the account that the books belong to"),
                    Parameter.required(
                        AdoptAccount.TO,
                        Parameter.Type.TEXT,
                        "the id of the account in hand, to which they are to belong")),
                AdoptAccount::new),
            new Definition(
                "reconcile",
                "Keeps the account's values, positions with prices and all clients' open orders: as"
                    + " the latest, and for the day.",
                List.of(),
                Reconcile::new),
            new Definition(
                "orchestrate",
                "trade-reconciliation, reconcile and allocation in one invocation: what a scheduler"
                    + " calls once a day. Stops at the first that fails.",
                List.of(
                    Parameter.optional(
                        KnownStrategies.STRATEGIES,
                        Parameter.Type.TEXTS,
                        "which strategies to allocate; all with exposure if not given"),
                    DRY_RUN),
                Orchestrate::new),
            new Definition(
                "collect-market-data",
                "Brings bars of the past into the store: only what is missing since the last time.",
                with(
                    SeriesParameters.ALL,
                    Parameter.optional(
                        CollectMarketData.CONTRACTS,
                        Parameter.Type.CONTRACTS,
                        "of which instruments (marketData.contracts of the configuration)"),
                    Parameter.optional(
                        CollectMarketData.DURATION,
                        Parameter.Type.TEXT,
                        "how far back, such as 5 Y (as far as ever before; at first 1 Y of daily"
                            + " bars, 1 M of shorter ones, 1 D of those up to 30 secs)")),
                CollectMarketData::new),
            new Definition(
                    "market-data",
                    "The stored bars, as JSON or CSV; asks the gateway for nothing.",
                    with(
                        SeriesParameters.ALL,
                        Parameter.required(
                            MarketData.CONTRACT, Parameter.Type.CONTRACT, "of which instrument"),
                        Parameter.optional(
                            MarketData.FROM,
                            Parameter.Type.TEXT,
                            "the first day, such as 2026-11-20; of shorter bars also a time in"
                                + " UTC"),
                        Parameter.optional(
                            MarketData.TO, Parameter.Type.TEXT, "the last day, or time, likewise"),
                        Parameter.optional(
                            MarketData.FORMAT,
                            Parameter.Type.TEXT,
                            "json, jsonl (a line for each bar) or csv (json)")),
                    MarketData::new)
                .readingOnly()));
  }

  private static List<Parameter> with(List<Parameter> common, Parameter... own) {
    return Stream.concat(Stream.of(own), common.stream()).toList();
  }

  /** The intents, in the order in which they are listed. */
  public List<Definition> definitions() {
    return List.copyOf(definitions.values());
  }

  /** The names of all intents. */
  public List<String> names() {
    return List.copyOf(definitions.keySet());
  }

  /** The intent of this name, if there is one. */
  public Optional<Definition> named(String name) {
    return Optional.ofNullable(definitions.get(name));
  }
}
