package dev.ibintents.trading.preview;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.WhatIfTicket;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OrderPreview;
import dev.ibintents.ibapi.message.OrderState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The broker's answers about the margin and commission of planned orders.
 *
 * @param orders the answers, in the sequence of the orders
 * @param plan the margin of all orders together, an estimate
 */
public record BrokerPreview(List<OrderMargin> orders, PlanMargin plan) {
  /** The longest wait for all figures together. They usually take about 0.3 s. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Keeps a copy. */
  public BrokerPreview {
    orders = List.copyOf(orders);
  }

  /**
   * Asks the broker about orders with what-if orders: all at once, and with one wait. Nothing is
   * placed. A refusal is a problem of its order, and no exception.
   *
   * @param gateway a connected gateway
   * @param orders the orders, at least one
   * @param netLiquidation the account's net liquidation value
   * @throws dev.ibintents.ibapi.ConnectivityLostException if the gateway has lost the broker
   */
  public static BrokerPreview ask(
      IbGateway gateway, List<NewOrder> orders, BigDecimal netLiquidation) {
    List<WhatIfTicket> tickets = orders.stream().map(gateway.session()::whatIf).toList();
    gateway.awaitEach(TIMEOUT, tickets.stream().map(WhatIfTicket::figures).toList());
    // A refusal may follow the figures. The answer to this request comes after such messages.
    CompletableFuture<Integer> later = gateway.session().reqIds();
    gateway.awaitEach(TIMEOUT, List.of(later));
    gateway.session().requireBroker("the margin of the orders is not known");
    List<OrderMargin> answers = tickets.stream().map(BrokerPreview::answer).toList();
    return new BrokerPreview(
        answers, PlanMargin.of(answers, netLiquidation, warnings(orders, answers)));
  }

  private static OrderMargin answer(WhatIfTicket ticket) {
    OrderState state = ticket.latest().orElseGet(() -> OrderState.builder().build());
    OrderPreview preview = state.preview();
    List<String> warnings =
        Stream.concat(
                Stream.of(state.warningText()).filter(text -> !text.isBlank()),
                ticket.warnings().stream().map(BrokerPreview::words))
            .toList();
    return new OrderMargin(
        state.initMarginBefore(),
        state.initMarginChange(),
        state.initMarginAfter(),
        state.maintMarginBefore(),
        state.maintMarginChange(),
        state.maintMarginAfter(),
        state.equityWithLoanBefore(),
        state.equityWithLoanChange(),
        state.equityWithLoanAfter(),
        state.commission(),
        state.minCommission(),
        state.maxCommission(),
        state.commissionCurrency(),
        preview.marginCurrency().isEmpty() ? null : preview.marginCurrency(),
        preview.initMarginAfterOutsideRth(),
        preview.maintMarginAfterOutsideRth(),
        preview.equityWithLoanAfterOutsideRth(),
        preview.suggestedSize(),
        warnings,
        problem(ticket, state).orElse(null));
  }

  private static Optional<String> problem(WhatIfTicket ticket, OrderState state) {
    return ticket
        .refusal()
        .map(BrokerPreview::words)
        .or(() -> Optional.of(state.preview().rejectReason()).filter(text -> !text.isBlank()))
        .or(() -> failure(ticket.figures()))
        .or(() -> shortage(state));
  }

  private static Optional<String> failure(CompletableFuture<OrderState> figures) {
    if (!figures.isDone()) {
      return Optional.of("the broker gave no margin within " + TIMEOUT.toSeconds() + " s");
    }
    try {
      figures.join();
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of(e.getCause().getMessage());
    }
  }

  /** The shortage of equity that the figures show. The broker need not say it in words. */
  private static Optional<String> shortage(OrderState state) {
    BigDecimal equity = state.equityWithLoanAfter();
    BigDecimal margin = state.initMarginAfter();
    boolean isMore = state.initMarginChange() != null && state.initMarginChange().signum() > 0;
    return equity != null && margin != null && isMore && equity.compareTo(margin) < 0
        ? Optional.of(
            "the initial margin after the order would be %s, and the equity with loan value %s"
                .formatted(margin.toPlainString(), equity.toPlainString()))
        : Optional.empty();
  }

  private static String words(ErrorMessage error) {
    return error.code() + " " + error.text();
  }

  private static List<String> warnings(List<NewOrder> orders, List<OrderMargin> answers) {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      NewOrder order = orders.get(i);
      String name =
          "%s %s %s: "
              .formatted(
                  order.order().action(),
                  order.order().totalQuantity().toPlainString(),
                  order.contract().localSymbol());
      answers.get(i).warnings().forEach(warning -> warnings.add(name + warning));
      Optional.ofNullable(answers.get(i).problem())
          .ifPresent(problem -> warnings.add(name + problem));
    }
    return warnings;
  }
}
