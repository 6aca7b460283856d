package dev.ibintents.ibapi.message;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The stage of an order: the texts of {@link OrderStatus#status()} and {@link OrderState#status()}.
 *
 * <p>There is no stage for a partial fill. Such an order stays {@link #SUBMITTED}; its filled and
 * remaining quantities show the fill.
 */
public enum OrderStage {
  /** Not yet sent to the broker by the gateway. */
  API_PENDING("ApiPending"),
  /** Sent to the broker, but not acknowledged. */
  PENDING_SUBMIT("PendingSubmit"),
  /** A cancellation is under way; the order may still be filled. */
  PENDING_CANCEL("PendingCancel"),
  /** Held by the broker until it is elected, its session opens or its time comes. */
  PRE_SUBMITTED("PreSubmitted"),
  /** Working at the exchange. */
  SUBMITTED("Submitted"),
  /** Cancelled before the broker acknowledged it. */
  API_CANCELLED("ApiCancelled"),
  /** The rest of the order is cancelled, by the client, the broker or the exchange. */
  CANCELLED("Cancelled"),
  /** Filled completely. */
  FILLED("Filled"),
  /**
   * Rejected, or held. It is final after error 201, but not while {@link OrderStatus#whyHeld()}
   * says "locate". So by itself it is neither active nor done.
   */
  INACTIVE("Inactive"),
  /** An unknown text, from which nothing may be concluded. */
  UNKNOWN("");

  private static final Map<String, OrderStage> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(OrderStage::text, Function.identity()));

  private final String text;

  OrderStage(String text) {
    this.text = text;
  }

  /** The stage of a status text; {@link #UNKNOWN} for any other text. */
  public static OrderStage of(String text) {
    return BY_TEXT.getOrDefault(text, UNKNOWN);
  }

  /** The text on the wire; empty for {@link #UNKNOWN}. */
  public String text() {
    return text;
  }

  /** Whether the order can be filled without any further message to the broker. */
  public boolean isActive() {
    return switch (this) {
      case API_PENDING, PENDING_SUBMIT, PENDING_CANCEL, PRE_SUBMITTED, SUBMITTED -> true;
      case API_CANCELLED, CANCELLED, FILLED, INACTIVE, UNKNOWN -> false;
    };
  }

  /** Whether the order has ended for certain, so that no more of it will be filled. */
  public boolean isDone() {
    return switch (this) {
      case API_CANCELLED, CANCELLED, FILLED -> true;
      case API_PENDING, PENDING_SUBMIT, PENDING_CANCEL, PRE_SUBMITTED, SUBMITTED -> false;
      case INACTIVE, UNKNOWN -> false;
    };
  }
}
