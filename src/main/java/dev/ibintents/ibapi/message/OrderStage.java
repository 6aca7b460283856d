package dev.ibintents.ibapi.message;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far an order has come: the texts that {@link OrderStatus#status()} and {@link
 * OrderState#status()} carry.
 *
 * <p>There is no stage for a partial fill: such an order stays {@link #SUBMITTED}, and the filled
 * and remaining quantities tell.
 */
public enum OrderStage {
  /** Not yet sent on by the gateway. */
  API_PENDING("ApiPending"),
  /** Sent, and not acknowledged. */
  PENDING_SUBMIT("PendingSubmit"),
  /** A cancellation has been asked for; the order may still be filled. */
  PENDING_CANCEL("PendingCancel"),
  /** Held by the broker until it is elected, its session opens or its time comes. */
  PRE_SUBMITTED("PreSubmitted"),
  /** Working at the exchange. */
  SUBMITTED("Submitted"),
  /** Cancelled before the broker acknowledged it. */
  API_CANCELLED("ApiCancelled"),
  /** What was left of it is cancelled, by the client, the broker or the exchange. */
  CANCELLED("Cancelled"),
  /** Filled completely. */
  FILLED("Filled"),
  /**
   * Rejected, or held. It is final after error 201, and not final while {@link
   * OrderStatus#whyHeld()} says "locate"; so it is neither active nor done by itself.
   */
  INACTIVE("Inactive"),
  /** A text that is none of these; nothing may be concluded from it. */
  UNKNOWN("");

  private static final Map<String, OrderStage> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(OrderStage::text, Function.identity()));

  private final String text;

  OrderStage(String text) {
    this.text = text;
  }

  /** The stage that a status text of the gateway names; {@link #UNKNOWN} for any other text. */
  public static OrderStage of(String text) {
    return BY_TEXT.getOrDefault(text, UNKNOWN);
  }

  /** The text on the wire; empty for {@link #UNKNOWN}. */
  public String text() {
    return text;
  }

  /** Whether the order can be filled from here on without anything else being sent. */
  public boolean isActive() {
    return switch (this) {
      case API_PENDING, PENDING_SUBMIT, PENDING_CANCEL, PRE_SUBMITTED, SUBMITTED -> true;
      case API_CANCELLED, CANCELLED, FILLED, INACTIVE, UNKNOWN -> false;
    };
  }

  /** Whether the order has ended for certain, so that nothing more of it will be filled. */
  public boolean isDone() {
    return switch (this) {
      case API_CANCELLED, CANCELLED, FILLED -> true;
      case API_PENDING, PENDING_SUBMIT, PENDING_CANCEL, PRE_SUBMITTED, SUBMITTED -> false;
      case INACTIVE, UNKNOWN -> false;
    };
  }
}
