package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OrderState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A what-if order, and the gateway's answers to it. A gateway may answer twice, the first time
 * without figures. It may also send the figures of an order that it refuses, in either sequence.
 */
public final class WhatIfTicket {
  private static final int ORDER_REJECTED = 201;

  private final CompletableFuture<OrderState> answer = new CompletableFuture<>();
  private final CompletableFuture<OrderState> figures = new CompletableFuture<>();
  private final List<ErrorMessage> errors = new CopyOnWriteArrayList<>();
  private volatile OrderState latest;

  WhatIfTicket() {}

  /** The first answer, which may have no figures. It fails if the order is refused without one. */
  public CompletableFuture<OrderState> answer() {
    return answer;
  }

  /** The answer with figures of margin. It fails if the order is refused without them. */
  public CompletableFuture<OrderState> figures() {
    return figures;
  }

  /** The latest answer; empty if there is none. */
  public Optional<OrderState> latest() {
    return Optional.ofNullable(latest);
  }

  /** The error with which the broker would refuse the order; empty if there is none. */
  public Optional<ErrorMessage> refusal() {
    return errors.stream().filter(error -> OrderErrors.effectOf(error).isFinal()).findFirst();
  }

  /** The errors about the order that are no refusals. */
  public List<ErrorMessage> warnings() {
    return errors.stream().filter(error -> !OrderErrors.effectOf(error).isFinal()).toList();
  }

  void received(OrderState state) {
    boolean hasFigures = state.initMarginAfter() != null || state.maintMarginAfter() != null;
    if (hasFigures || latest == null) {
      latest = state;
    }
    answer.complete(state);
    if (hasFigures) {
      figures.complete(state);
    }
  }

  /**
   * Takes an error. It fails the ticket if it is a refusal, except for 201: an order that cannot be
   * afforded gets 201 and its figures.
   */
  void received(ErrorMessage error) {
    errors.add(error);
    if (error.code() != ORDER_REJECTED && OrderErrors.effectOf(error).isFinal()) {
      fail(RequestRefusedException.of("the what-if order", error));
    }
  }

  void fail(RuntimeException cause) {
    answer.completeExceptionally(cause);
    figures.completeExceptionally(cause);
  }
}
