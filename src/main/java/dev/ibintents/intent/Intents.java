package dev.ibintents.intent;

import dev.ibintents.intent.account.Reconcile;
import dev.ibintents.intent.account.Summary;
import dev.ibintents.intent.allocation.Allocation;
import dev.ibintents.intent.bars.CollectMarketData;
import dev.ibintents.intent.bars.MarketData;
import dev.ibintents.intent.bars.SeriesParameters;
import dev.ibintents.intent.cash.CashBalancer;
import dev.ibintents.intent.close.CloseAll;
import dev.ibintents.intent.close.TradingAfterwards;
import dev.ibintents.intent.look.HoldingsView;
import dev.ibintents.intent.look.Runs;
import dev.ibintents.intent.look.StatusView;
import dev.ibintents.intent.look.Trading;
import dev.ibintents.intent.orchestrate.Orchestrate;
import dev.ibintents.intent.performance.Flow;
import dev.ibintents.intent.performance.ImportStatement;
import dev.ibintents.intent.performance.Performance;
import dev.ibintents.intent.reconciliation.AdoptAccount;
import dev.ibintents.intent.reconciliation.TradeReconciliation;
import dev.ibintents.intent.signals.SetSignals;
import dev.ibintents.intent.signals.SignalsView;
import dev.ibintents.intent.watch.Digest;
import dev.ibintents.intent.watch.Watch;
import dev.ibintents.trading.performance.CashFlow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of all intents, by name. */
public final class Intents {
  private final Map<String, IntentDefinition> definitions = new LinkedHashMap<>();

  /**
   * @param definitions the intents, in the order in which they are listed
   */
  public Intents(List<IntentDefinition> definitions) {
    definitions.forEach(definition -> this.definitions.put(definition.title(), definition));
  }

  /** All intents of this product. */
  public static Intents all() {
    return new Intents(
        List.of(
            new IntentDefinition(
                    "ping",
                    "The gateway's time, its server version and the managed accounts: a quick test"
                        + " of the connection.",
                    List.of(),
                    Ping::new)
                .readingOnly(),
            new IntentDefinition(
                    "summary",
                    "The account's values, its portfolio, the open orders of all clients and"
                        + " today's fills.",
                    List.of(),
                    Summary::new)
                .readingOnly(),
            new IntentDefinition(
                "allocation",
                "Turns the strategies' signals into orders, each of which reaches the broker"
                    + " exactly once.",
                List.of(
                    CommonParameters.TO_ALLOCATE,
                    CommonParameters.DRY_RUN,
                    CommonParameters.WHEN_CLOSED,
                    CommonParameters.ACT_AT,
                    CommonParameters.PREVIEW,
                    CommonParameters.ORDER_PROPERTIES),
                Allocation::new),
            new IntentDefinition(
                "cash-balancer",
                "Trades foreign cash beyond the configured threshold back to the account's base"
                    + " currency, in whole thousands, and buys back what is owed.",
                List.of(
                    CommonParameters.DRY_RUN,
                    CommonParameters.WHEN_CLOSED,
                    CommonParameters.PREVIEW),
                CashBalancer::new),
            new IntentDefinition(
                CloseAll.NAME,
                "Cancels open orders, waits until they are gone, and closes what is held with"
                    + " market orders.",
                List.of(
                    Parameter.optional(
                        KnownStrategies.STRATEGIES,
                        Parameter.Type.TEXTS,
                        "the strategies whose orders and holdings are closed; if not given, the"
                            + " whole account, with the orders and holdings of other programs and"
                            + " of people"),
                    Parameter.optional(
                            TradingAfterwards.HALT,
                            Parameter.Type.FLAG,
                            "switches trading off as the run begins (tradingEnabled false in the"
                                + " mode's configuration), so that nothing is opened again")
                        .orElse(false),
                    CommonParameters.DRY_RUN,
                    CommonParameters.PREVIEW,
                    CommonParameters.ORDER_PROPERTIES),
                CloseAll::new),
            new IntentDefinition(
                "trade-reconciliation",
                "Books the day's executions into the holdings of the strategies that wanted them,"
                    + " closes orders that have ended, and compares holdings and portfolio: 500 if"
                    + " they differ.",
                List.of(
                    Parameter.optional(
                        TradeReconciliation.ADOPT,
                        Parameter.Type.OBJECT,
                        "a correction that is added to holdings, as {\"strategy\": {\"conId\":"
                            + " quantity}}; refused unless holdings and portfolio then match")),
                TradeReconciliation::new),
            new IntentDefinition(
                AdoptAccount.NAME,
                "Gives the books to the account in use, after a change of account. Refused while"
                    + " orders are unsettled. Holdings stay as they are.",
                List.of(
                    Parameter.required(
                        AdoptAccount.FROM,
                        Parameter.Type.TEXT,
                        "the id of the account that the books belong to"),
                    Parameter.required(
                        AdoptAccount.TO,
                        Parameter.Type.TEXT,
                        "the id of the account in use, which gets the books")),
                AdoptAccount::new),
            new IntentDefinition(
                "reconcile",
                "Stores the account's values, positions with prices and all clients' open orders:"
                    + " as the latest state, and as the state of the day.",
                List.of(),
                Reconcile::new),
            new IntentDefinition(
                "orchestrate",
                "Runs trade-reconciliation, reconcile and allocation in one invocation. A scheduler"
                    + " calls it once a day. Stops at the first failure.",
                List.of(
                    CommonParameters.TO_ALLOCATE,
                    CommonParameters.DRY_RUN,
                    CommonParameters.WHEN_CLOSED,
                    CommonParameters.ACT_AT,
                    CommonParameters.PREVIEW),
                Orchestrate::new),
            new IntentDefinition(
                "collect-market-data",
                "Collects bars of the past into the store: only bars that the store does not have.",
                with(
                    SeriesParameters.ALL,
                    Parameter.optional(
                        CollectMarketData.CONTRACTS,
                        Parameter.Type.CONTRACTS,
                        "the instruments (marketData.contracts of the configuration)"),
                    Parameter.optional(
                        CollectMarketData.DURATION,
                        Parameter.Type.TEXT,
                        "how far back, such as 5 Y (as far as before; the first time 1 Y of daily"
                            + " bars, 1 M of shorter bars, 1 D of bars up to 30 secs)")),
                CollectMarketData::new),
            new IntentDefinition(
                    "market-data",
                    "The stored bars, as JSON or CSV. Does not contact the gateway.",
                    with(
                        SeriesParameters.ALL,
                        Parameter.required(
                            MarketData.CONTRACT, Parameter.Type.CONTRACT, "the instrument"),
                        Parameter.optional(
                            MarketData.FROM,
                            Parameter.Type.TEXT,
                            "the first day, such as 2026-11-20; for bars shorter than a day also a"
                                + " time in UTC"),
                        Parameter.optional(
                            MarketData.TO,
                            Parameter.Type.TEXT,
                            "the last day or time, in the same form"),
                        Parameter.optional(
                                MarketData.FORMAT,
                                Parameter.Type.TEXT,
                                "json, jsonl (a line for each bar) or csv (json)")
                            .words(MarketData.FORMATS)
                            .orElse(MarketData.FORMATS.get(0))),
                    MarketData::new)
                .readingOnly(),
            new IntentDefinition(
                    Performance.NAME,
                    "The profit of the account and of each strategy by day, with statistics, as"
                        + " JSON or CSV. Does not contact the gateway.",
                    List.of(
                        Parameter.optional(
                            Performance.FROM,
                            Parameter.Type.TEXT,
                            "the first day, such as 2026-11-20 (the first recorded)"),
                        Parameter.optional(
                            Performance.TO,
                            Parameter.Type.TEXT,
                            "the last day (the last recorded)"),
                        Parameter.optional(
                            KnownStrategies.STRATEGIES,
                            Parameter.Type.TEXTS,
                            "the strategies to show; all that have a record if not given"),
                        Parameter.optional(
                            Performance.BENCHMARK,
                            Parameter.Type.CONTRACT,
                            "a contract to compare with, whose daily bars are stored"),
                        Parameter.optional(
                                Performance.RISK_FREE,
                                Parameter.Type.DECIMAL,
                                "the risk-free rate of a year as a fraction, such as 0.04 (0)")
                            .orElse(0),
                        Parameter.optional(
                                Performance.FORMAT, Parameter.Type.TEXT, "json or csv (json)")
                            .words(Performance.FORMATS)
                            .orElse(Performance.FORMATS.get(0)),
                        Parameter.optional(
                                Performance.CHECK,
                                Parameter.Type.FLAG,
                                "whether to rebuild the running totals from all fills, and to"
                                    + " compare (false)")
                            .orElse(false)),
                    Performance::new)
                .readingOnly(),
            new IntentDefinition(
                    "runs",
                    "The runs that have begun last: who asked, what became of their orders, and"
                        + " their problems. Does not contact the gateway.",
                    List.of(
                        Parameter.optional(
                                Runs.LAST,
                                Parameter.Type.NUMBER,
                                "the number of runs, from 1 to 200 (20)")
                            .orElse(Runs.USUAL)),
                    Runs::new)
                .readingOnly(),
            new IntentDefinition(
                    "holdings",
                    "The holdings of each strategy with prices of the last snapshot, and the"
                        + " targets of its last allocation. Does not contact the gateway.",
                    List.of(),
                    HoldingsView::new)
                .readingOnly(),
            new IntentDefinition(
                    "status",
                    "Whether books, gateway, runs and configuration are in order, in words. Answers"
                        + " even if the configuration has faults. Does not contact the gateway.",
                    List.of(),
                    StatusView::new)
                .readingOnly()
                .with(IntentDefinition.Trait.DESPITE_FAULTS),
            new IntentDefinition(
                    Trading.NAME,
                    "Switches trading on or off, on record: tradingEnabled in the mode's"
                        + " configuration. By POST only. Works even if the configuration has"
                        + " faults. Does not contact the gateway.",
                    List.of(
                        Parameter.required(
                            Trading.ENABLED,
                            Parameter.Type.FLAG,
                            "whether trading is enabled from now on"),
                        Parameter.required(
                            Trading.REASON,
                            Parameter.Type.TEXT,
                            "the reason, which is kept on record")),
                    Trading::new)
                .with(IntentDefinition.Trait.DESPITE_FAULTS)
                .with(IntentDefinition.Trait.POST_ONLY),
            new IntentDefinition(
                    SetSignals.NAME,
                    "Sets the target of a strategy of the kind external, once and on record. Checks"
                        + " the contracts with the gateway. By POST only.",
                    SetSignals.PARAMETERS,
                    SetSignals::new)
                .with(IntentDefinition.Trait.POST_ONLY),
            new IntentDefinition(
                    SetSignals.NAME,
                    "Shows the targets of the strategies of the kind external, with their ages and"
                        + " origins. Does not contact the gateway.",
                    List.of(
                        Parameter.optional(
                            SetSignals.STRATEGY,
                            Parameter.Type.TEXT,
                            "the strategy to show; all of the kind external if not given")),
                    SignalsView::new)
                .readingOnly()
                .with(IntentDefinition.Trait.GET_ONLY),
            new IntentDefinition(
                Flow.NAME,
                "Records a cash flow that is no trade, once: a deposit, a withdrawal, a dividend,"
                    + " interest or a fee. Does not contact the gateway.",
                List.of(
                    Parameter.required(
                            Flow.KIND,
                            Parameter.Type.TEXT,
                            "deposit, withdrawal, dividend, interest or fee")
                        .words(CashFlow.Kind.words()),
                    Parameter.required(
                        Flow.AMOUNT,
                        Parameter.Type.DECIMAL,
                        "the change of the account's cash: positive for a deposit, negative for a"
                            + " withdrawal and a fee. The opposite amount takes a flow back"),
                    Parameter.required(
                        Flow.CURRENCY, Parameter.Type.TEXT, "the amount's currency, such as USD"),
                    Parameter.required(
                        Flow.DATE, Parameter.Type.TEXT, "the day, such as 2026-11-20"),
                    Parameter.optional(
                        Flow.NOTE,
                        Parameter.Type.TEXT,
                        "words of your own; a second flow that is otherwise the same needs other"
                            + " words"),
                    Parameter.optional(
                        Flow.STRATEGY,
                        Parameter.Type.TEXT,
                        "the strategy that earned or paid it; not for deposits and withdrawals"),
                    CommonParameters.DRY_RUN),
                Flow::new),
            new IntentDefinition(
                    ImportStatement.NAME,
                    "Brings the broker's own statement, the XML of an Activity Flex Query, into the"
                        + " books: executions of days that nobody asked about, payments and splits."
                        + " Does not contact the gateway.",
                    List.of(
                        Parameter.required(
                            ImportStatement.STATEMENT,
                            Parameter.Type.TEXT,
                            "the XML; it may also be the whole body of a POST, of up to 8 MiB, and"
                                + " dryRun then stands in the query string"),
                        CommonParameters.DRY_RUN),
                    ImportStatement::new)
                .withTextBody(
                    new IntentDefinition.TextBody(
                        ImportStatement.STATEMENT, ImportStatement.LONGEST_BODY)),
            new IntentDefinition(
                Watch.NAME,
                "Looks for what should have happened and did not, and for trouble that is coming:"
                    + " 500 with the list if there is a fault. Changes neither account nor books.",
                List.of(
                    Parameter.optional(
                        Watch.WITHOUT_GATEWAY,
                        Parameter.Type.FLAG,
                        "whether only the store is looked at (false)")),
                Watch::new),
            new IntentDefinition(
                Digest.NAME,
                "Sums up the day: account, strategies, trades, problems, and what is due next."
                    + " Does not contact the gateway.",
                List.of(),
                Digest::new)));
  }

  private static List<Parameter> with(List<Parameter> common, Parameter... own) {
    return Stream.concat(Stream.of(own), common.stream()).toList();
  }

  /** The intents, in the order in which they are listed. */
  public List<IntentDefinition> definitions() {
    return List.copyOf(definitions.values());
  }

  /** The names of all intents. */
  public List<String> names() {
    return definitions.values().stream().map(IntentDefinition::name).distinct().toList();
  }

  /**
   * The intent that a GET of this name asks for, if there is one. It may differ from the intent of
   * a POST.
   */
  public Optional<IntentDefinition> shown(String name) {
    return named("GET " + name).or(() -> named(name));
  }

  /** The intent of this name, if there is one. */
  public Optional<IntentDefinition> named(String name) {
    return Optional.ofNullable(definitions.get(name));
  }
}
