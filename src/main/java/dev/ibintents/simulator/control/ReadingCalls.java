package dev.ibintents.simulator.control;

import static dev.ibintents.simulator.control.CallField.optional;
import static dev.ibintents.simulator.control.ControlCall.get;
import static dev.ibintents.simulator.control.ControlCall.post;

import dev.ibintents.simulator.control.CallField.Kind;
import dev.ibintents.simulator.control.RefusedCallException.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The calls that change nothing: they read, or wait for a change. */
final class ReadingCalls {
  private static final int MOST_MESSAGES = 1000;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final List<String> STATUSES =
      List.of(
          "PreSubmitted", "Submitted", "PendingCancel", "Filled", "Cancelled", "Refused", "Held");

  /**
   * The messages of clients.
   *
   * @param messages the messages, the oldest first
   * @param next the cursor for {@code since} that continues after them
   * @param more whether there are more now
   * @param forgotten messages after {@code since} that are no longer kept
   */
  record Sent(List<SentMessage> messages, long next, boolean more, long forgotten) {}

  /** The client that was awaited. */
  record AwaitedClient(int client, boolean connected) {}

  /** The message that was awaited. */
  record AwaitedMessage(SentMessage message) {}

  private final ControlledGateway gateway;

  ReadingCalls(ControlledGateway gateway) {
    this.gateway = gateway;
  }

  List<ControlCall> all() {
    return List.of(
        get(
            "/state",
            "Answers time, port, clients, prices that are set, account, positions, orders and"
                + " executions.",
            List.of(),
            arguments -> gateway.state()),
        get(
            "/sent",
            "Lists the messages that clients have sent, decoded, at most 1000 at a time.",
            List.of(
                optional("since", Kind.WHOLE, "only messages after this number; 0 unless given"),
                optional("name", Kind.TEXT, "only messages of this name, such as placeOrder"),
                optional("client", Kind.WHOLE, "only messages of this client")),
            this::sent),
        post(
            "/wait",
            "Waits until an order is in a state, a client has connected or left, or a message has"
                + " come. Answers it, or 408 if it did not happen in time.",
            List.of(
                optional("order", Kind.TEXT, "an order's orderRef or its number"),
                optional(
                    "status",
                    Kind.TEXT,
                    "the awaited status of the order: "
                        + String.join(", ", STATUSES)
                        + "; any unless given"),
                optional("filled", Kind.DECIMAL, "units of the order that must be filled"),
                optional("client", Kind.WHOLE, "a client's number"),
                optional(
                    "connected",
                    Kind.FLAG,
                    "whether the client must be connected; true unless given"),
                optional("message", Kind.TEXT, "the name of a message, such as reqMktData"),
                optional(
                    "since", Kind.WHOLE, "only messages after this number count; 0 unless given"),
                optional(
                    "within",
                    Kind.TIME,
                    "the deadline in real time; 10s unless given, at most 60s")),
            this::await));
  }

  private Object sent(CallArguments arguments) {
    SentMessages messages = gateway.messages();
    long since = arguments.whole("since").orElse(0L);
    synchronized (messages) {
      List<SentMessage> found =
          messages.list(
              named(arguments.text("name"))
                  .and(ofClient(arguments.count("client")))
                  .and(message -> message.number() > since));
      boolean more = found.size() > MOST_MESSAGES;
      List<SentMessage> answered = more ? found.subList(0, MOST_MESSAGES) : found;
      return new Sent(
          answered,
          more ? answered.get(MOST_MESSAGES - 1).number() : Math.max(since, messages.count()),
          more,
          Math.max(0, messages.oldest() - 1 - since));
    }
  }

  private static Predicate<SentMessage> named(Optional<String> name) {
    return message -> name.map(message.name()::equals).orElse(true);
  }

  private static Predicate<SentMessage> ofClient(Optional<Integer> client) {
    return message -> client.map(number -> number == message.client()).orElse(true);
  }

  private Object await(CallArguments arguments) throws InterruptedException {
    Duration within = arguments.duration("within").orElse(ControlledGateway.USUAL_WAIT);
    if (within.isNegative() || within.compareTo(LONGEST_WAIT) > 0) {
      throw RefusedCallException.wrong("within must be from 0s to 60s");
    }
    String awaited = arguments.onlyOne("order", "client", "message");
    requireOnly(arguments, awaited, "order", "status", "filled");
    requireOnly(arguments, awaited, "client", "connected");
    requireOnly(arguments, awaited, "message", "since");
    return switch (awaited) {
      case "order" -> awaitOrder(arguments, within);
      case "client" -> awaitClient(arguments, within);
      default -> awaitMessage(arguments, within);
    };
  }

  /** Refuses fields that belong to another awaited thing. */
  private static void requireOnly(
      CallArguments arguments, String awaited, String owner, String... fields) {
    for (String field : fields) {
      if (!awaited.equals(owner) && arguments.has(field)) {
        throw RefusedCallException.wrong(field + " belongs to " + owner + ", not to " + awaited);
      }
    }
  }

  private Object awaitOrder(CallArguments arguments, Duration within) throws InterruptedException {
    String name = arguments.text("order").orElseThrow();
    Optional<String> status = arguments.text("status");
    status.ifPresent(ReadingCalls::requireStatus);
    Optional<BigDecimal> filled = arguments.decimal("filled");
    return gateway
        .awaitOrder(
            name,
            view ->
                status.map(view.status()::equals).orElse(true)
                    && filled.map(units -> view.filled().compareTo(units) >= 0).orElse(true),
            within)
        .map(ControlCalls.Order::new)
        .orElseThrow(() -> late(notInState(name), within));
  }

  private static void requireStatus(String status) {
    if (!STATUSES.contains(status)) {
      throw RefusedCallException.wrong(
          "no order has the status " + status + "; there are " + String.join(", ", STATUSES));
    }
  }

  private String notInState(String order) {
    return gateway
        .order(order)
        .map(
            view ->
                "order %s is %s, with %s of %s units filled"
                    .formatted(
                        order,
                        view.status(),
                        view.filled().toPlainString(),
                        view.quantity().toPlainString()))
        .orElse("no order named " + order + " has arrived");
  }

  private Object awaitClient(CallArguments arguments, Duration within) throws InterruptedException {
    int client = arguments.count("client").orElseThrow();
    boolean connected = arguments.flag("connected", true);
    if (!gateway.awaitClient(client, connected, within)) {
      throw late(
          "client " + client + (connected ? " has not connected" : " is still connected"), within);
    }
    return new AwaitedClient(client, connected);
  }

  private Object awaitMessage(CallArguments arguments, Duration within)
      throws InterruptedException {
    return gateway
        .awaitSent(named(arguments.text("message")), arguments.whole("since").orElse(0L), within)
        .map(AwaitedMessage::new)
        .orElseThrow(
            () ->
                late(
                    "no client has sent " + arguments.text("message").orElse("a message"), within));
  }

  private static RefusedCallException late(String state, Duration within) {
    return new RefusedCallException(
        Status.REQUEST_TIMEOUT, state + " after " + within.toMillis() + " ms");
  }
}
