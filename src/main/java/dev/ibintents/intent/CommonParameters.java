package dev.ibintents.intent;

import dev.ibintents.environment.WhenClosed;
import dev.ibintents.intent.trade.BrokerQuestion;
import dev.ibintents.intent.trade.MarketGate;
import dev.ibintents.intent.trade.TradingIntent;
import java.util.List;

/** The definitions of parameters that several intents take. */
public final class CommonParameters {
  /** Asks for a look at what would be done. */
  public static final Parameter DRY_RUN =
      Parameter.optional(
              TradingIntent.DRY_RUN,
              Parameter.Type.FLAG,
              "shows what would be done, and changes nothing")
          .orElse(false);

  /** The strategies of an allocation. */
  static final Parameter TO_ALLOCATE =
      Parameter.optional(
          KnownStrategies.STRATEGIES,
          Parameter.Type.TEXTS,
          "the strategies to allocate; all with exposure if not given");

  /** The treatment of closed markets. */
  static final Parameter WHEN_CLOSED =
      Parameter.optional(
              MarketGate.WHEN_CLOSED,
              Parameter.Type.TEXT,
              "what to do with contracts whose market is closed: skip, queue or refuse (whenClosed"
                  + " of the configuration)")
          .words(WhenClosed.IDS);

  /** The time of a session at which to act. */
  static final Parameter ACT_AT =
      Parameter.optional(
          MarketGate.ACT_AT,
          Parameter.Type.TEXT,
          "the time of a session at which to act once, such as close-15m; earlier requests answer"
              + " not-yet, later ones already-ran");

  /** The order fields that a request changes. */
  static final Parameter ORDER_PROPERTIES =
      Parameter.optional(
          TradingIntent.ORDER_PROPERTIES,
          Parameter.Type.OBJECT,
          "order fields by their TWS API names; they override the product's own values. A field"
              + " for a single contract or order (lmtPrice, auxPrice, ocaGroup) is refused if the"
              + " run has several orders. In an allocation, limit gives the limit price as an"
              + " offset from a market price, such as {\"from\": \"mid\", \"offset\": \"-5bps\"}");

  /** The question to the broker about margin and cost. */
  static final Parameter PREVIEW =
      Parameter.optional(
              BrokerQuestion.PREVIEW,
              Parameter.Type.TEXT,
              "broker asks the broker with what-if orders for margin, commission and warnings;"
                  + " nothing is placed by it")
          .words(List.of(BrokerQuestion.BROKER));

  private CommonParameters() {}
}
