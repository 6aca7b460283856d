package dev.ibintents.intent.trade;

import dev.ibintents.environment.Problem;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.Parameters;
import dev.ibintents.store.Document;
import dev.ibintents.trading.ledger.RunDocument;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.BrokerPreview;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The question to the broker about the margin and cost of a plan.
 *
 * @param tools the invocation's tools; its gateway is connected
 * @param isRequested whether the request asks for it
 */
public record BrokerQuestion(TradingTools tools, boolean isRequested) {
  /** The parameter that asks for it. */
  public static final String PREVIEW = "preview";

  /** The only value of it. */
  public static final String BROKER = "broker";

  /**
   * Reads the parameter.
   *
   * @throws InvalidParametersException if it has another value than {@code broker}
   */
  public static BrokerQuestion of(TradingTools tools, Parameters parameters) {
    Optional<String> preview = parameters.text(PREVIEW);
    if (preview.filter(word -> !word.equals(BROKER)).isPresent()) {
      throw new InvalidParametersException(
          PREVIEW + " must be \"" + BROKER + "\", not \"" + preview.get() + "\"");
    }
    return new BrokerQuestion(tools, preview.isPresent());
  }

  /**
   * Asks the broker about all orders at once. A refusal becomes a problem of the answer.
   *
   * <p>While an earlier run is unsettled, the broker is not asked. A what-if order uses an order
   * id, and the gateway's count of ids is the proof that an order of that run never arrived.
   *
   * @param isNeeded whether a limit needs the answer
   * @return empty if neither the request nor a limit asks for it, or if there is no order
   */
  public Optional<BrokerPreview> ask(
      List<PlannedOrder> orders, BigDecimal netLiquidation, boolean isNeeded) {
    if (orders.isEmpty() || !isRequested && !isNeeded) {
      return Optional.empty();
    }
    Optional<String> unsettled = unsettledRun();
    if (unsettled.isPresent()) {
      report(
          "the broker was not asked for the margin, because "
              + unsettled.get()
              + " is not settled. Call trade-reconciliation, and ask again");
      return Optional.empty();
    }
    BrokerPreview preview =
        BrokerPreview.ask(
            tools.environment().gateway(),
            orders.stream().map(order -> new NewOrder(order.contract(), order.order())).toList(),
            netLiquidation);
    for (int i = 0; i < orders.size(); i++) {
      String problem = preview.orders().get(i).problem();
      if (problem != null) {
        PlannedOrder order = orders.get(i);
        report(
            "the broker would not take the order to %s %s %s as it is: %s"
                .formatted(
                    order.order().action(),
                    order.order().totalQuantity().toPlainString(),
                    order.contract().localSymbol(),
                    problem));
      }
    }
    return Optional.of(preview);
  }

  private Optional<String> unsettledRun() {
    List<Document> running =
        tools.store().query(RunLedger.running(tools.environment().variables().tradingMode()));
    return running.stream().map(RunDocument::run).map(Object::toString).findFirst();
  }

  private void report(String message) {
    tools.environment().problems().add(Problem.Code.PREVIEW_INCOMPLETE, message);
  }
}
