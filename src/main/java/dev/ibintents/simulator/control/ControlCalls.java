package dev.ibintents.simulator.control;

import static dev.ibintents.simulator.control.CallField.optional;
import static dev.ibintents.simulator.control.CallField.required;
import static dev.ibintents.simulator.control.ControlCall.get;
import static dev.ibintents.simulator.control.ControlCall.post;

import dev.ibintents.simulator.control.CallField.Kind;
import dev.ibintents.simulator.market.SetPrices.SetPrice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of the calls of the control API. */
final class ControlCalls {
  private static final Duration LONGEST_MOVE = Duration.ofDays(31);
  private static final int REJECTED = 201;
  private static final int BROKER_LOST = 1100;

  private static final CallField ORDER =
      required("order", Kind.TEXT, "the order's orderRef, or its number in the account (permId)");
  private static final CallField CODE =
      optional("code", Kind.WHOLE, "the code of the error; 201 unless given");
  private static final CallField TEXT = optional("text", Kind.TEXT, "the text of the error");

  /** The description of the API. */
  record Overview(List<Described> calls) {}

  /** A call in words. The fields have their meanings; a question mark ends an optional field. */
  record Described(String call, String effect, Map<String, String> fields) {}

  /** The market's time. */
  record Time(Instant time) {}

  /** The prices of a contract from now on. */
  record Priced(String contract, SetPrice price) {}

  /** The order after the call. */
  record Order(OrderView order) {}

  /** An effect without figures. */
  record Done(String done) {}

  private final ControlledGateway gateway;
  private final List<ControlCall> calls;

  ControlCalls(ControlledGateway gateway) {
    this.gateway = gateway;
    calls =
        Stream.of(
                List.of(get("/", "Lists the calls.", List.of(), arguments -> overview())),
                new ReadingCalls(gateway).all(),
                clock(),
                market(),
                orders(),
                connections(),
                start())
            .flatMap(List::stream)
            .toList();
  }

  List<ControlCall> all() {
    return calls;
  }

  /** All calls in words. */
  Overview overview() {
    return new Overview(calls.stream().map(ControlCalls::described).toList());
  }

  private static Described described(ControlCall call) {
    Map<String, String> fields = new LinkedHashMap<>();
    call.fields()
        .forEach(
            field ->
                fields.put(
                    field.name() + (field.required() ? "" : "?"),
                    field.meaning() + " (" + field.kind().form() + ")"));
    return new Described(call.name(), call.effect(), fields);
  }

  private List<ControlCall> clock() {
    return List.of(
        post(
            "/clock/advance",
            "Moves the market's time on, by a time or to a moment. Answers the time.",
            List.of(
                optional("by", Kind.TIME, "the time to move on by, at most 31 days"),
                optional("to", Kind.MOMENT, "the moment to move on to")),
            this::advance),
        post(
            "/clock/speed",
            "Lets the market's time run on at another speed. Answers the time.",
            List.of(
                required(
                    "speed",
                    Kind.DECIMAL,
                    "the seconds of the market in a real second; 0 to stand still")),
            this::speed));
  }

  private List<ControlCall> market() {
    return List.of(
        post(
            "/price",
            "Sets prices of a contract until they are released. Streams send them, and orders that"
                + " now trade are filled.",
            List.of(
                required(
                    "contract", Kind.TEXT, "such as SPY, MNQZ6, EUR.USD, or the broker's number"),
                optional("bid", Kind.DECIMAL, "the bid; one step below the ask, or the last price"),
                optional("ask", Kind.DECIMAL, "the ask; one step above the bid unless given"),
                optional("last", Kind.DECIMAL, "the last price; the bid unless given")),
            this::price),
        post(
            "/price/release",
            "Gives a contract the market's own prices again.",
            List.of(optional("contract", Kind.TEXT, "the contract; all contracts unless given")),
            this::releasePrice),
        post(
            "/market/open",
            "Opens the market whatever the hour.",
            List.of(),
            done(gateway::openMarket, "the market is open")),
        post(
            "/market/close",
            "Closes the market whatever the hour.",
            List.of(),
            done(gateway::closeMarket, "the market is closed")),
        post(
            "/fills/hold",
            "Lets orders work unfilled, until /order/fill fills them.",
            List.of(),
            done(gateway::holdFills, "only /order/fill fills orders")),
        post(
            "/fills/release",
            "Lets the market fill orders again.",
            List.of(),
            done(gateway::releaseFills, "the market fills orders")),
        post(
            "/broker/lose",
            "Loses the broker, and tells clients.",
            List.of(optional("code", Kind.WHOLE, "1100 or 2110; 1100 unless given")),
            this::loseBroker),
        post(
            "/broker/restore",
            "Restores the broker, and tells clients: 1102 if the data were kept, else 1101.",
            List.of(
                optional("dataKept", Kind.FLAG, "whether the data were kept; true unless given")),
            this::restoreBroker));
  }

  private List<ControlCall> orders() {
    return List.of(
        post(
            "/order/fill",
            "Fills a live order, whole or in part, at any price. Answers the order.",
            List.of(
                ORDER,
                optional("quantity", Kind.DECIMAL, "units; all that remain unless given"),
                optional(
                    "price", Kind.DECIMAL, "unless given, its limit price, or else the market's")),
            arguments ->
                new Order(
                    gateway.fill(
                        order(arguments),
                        arguments.decimal("quantity"),
                        arguments.decimal("price")))),
        post(
            "/order/refuse",
            "Refuses a live order late: its client gets the error, and it becomes Inactive.",
            List.of(ORDER, CODE, TEXT),
            arguments ->
                new Order(
                    gateway.refuse(order(arguments), code(arguments), arguments.text("text")))),
        post(
            "/order/cancel",
            "Cancels a live order, as a person at the TWS window does.",
            List.of(ORDER),
            arguments -> new Order(gateway.cancel(order(arguments)))),
        post(
            "/order/refuse-next",
            "Refuses the next order that arrives from any client.",
            List.of(
                optional(
                    "number",
                    Kind.WHOLE,
                    "1 for the next order, 2 for the one after it; 1 unless given"),
                CODE,
                TEXT),
            this::refuseNext),
        post(
            "/messages/hold",
            "Holds the messages about orders: clients hear nothing of them.",
            List.of(),
            done(gateway::holdMessages, "messages about orders are held")),
        post(
            "/messages/release",
            "Sends the held messages, and holds none from now on.",
            List.of(),
            done(gateway::releaseMessages, "messages about orders are sent")));
  }

  private List<ControlCall> connections() {
    return List.of(
        post(
            "/connections/drop",
            "Drops the connection of every client.",
            List.of(),
            done(gateway::dropConnections, "the connections are dropped")),
        post(
            "/connections/refuse",
            "Drops every connection, and closes the port.",
            List.of(),
            done(gateway::refuseConnections, "the port is closed")),
        post(
            "/connections/accept",
            "Opens the port again.",
            List.of(),
            done(gateway::acceptConnections, "the port is open")));
  }

  private List<ControlCall> start() {
    return List.of(
        post(
            "/faults",
            "Adds faults to those that are in effect.",
            List.of(
                required(
                    "faults", Kind.TEXT, "the words of --faults, such as delay=20ms,pieces=4")),
            this::faults),
        post(
            "/faults/clear",
            "Ends all faults. A lost broker stays lost.",
            List.of(),
            done(gateway::clearFaults, "there are no faults")),
        post(
            "/reset",
            "Begins again with the account, the time, the prices and the faults of the start, no"
                + " messages and no clients. The ports stay.",
            List.of(),
            this::reset));
  }

  /** An effect that has no answer of its own. */
  private interface Effect {
    void happen() throws IOException;
  }

  private static ControlCall.Action done(Effect effect, String words) {
    return arguments -> {
      effect.happen();
      return new Done(words);
    };
  }

  private static String order(CallArguments arguments) {
    return arguments.text("order").orElseThrow();
  }

  private static int code(CallArguments arguments) {
    return arguments.count("code").orElse(REJECTED);
  }

  private Object advance(CallArguments arguments) {
    Instant now = gateway.now();
    Duration time =
        arguments.onlyOne("by", "to").equals("by")
            ? arguments.duration("by").orElseThrow()
            : Duration.between(now, arguments.moment("to").orElseThrow());
    if (time.compareTo(LONGEST_MOVE) > 0) {
      throw RefusedCallException.wrong(
          "the time moves on by at most %d days at once, because everything in between is played, not by %s"
              .formatted(LONGEST_MOVE.toDays(), time));
    }
    if (arguments.has("by")) {
      gateway.advance(time);
    } else {
      gateway.advanceTo(arguments.moment("to").orElseThrow());
    }
    return new Time(gateway.now());
  }

  private Object speed(CallArguments arguments) {
    gateway.speed(arguments.decimal("speed").orElseThrow().doubleValue());
    return new Time(gateway.now());
  }

  private Object price(CallArguments arguments) {
    String contract = arguments.text("contract").orElseThrow();
    return new Priced(
        contract,
        gateway.price(
            contract,
            arguments.decimal("bid"),
            arguments.decimal("ask"),
            arguments.decimal("last")));
  }

  private Object releasePrice(CallArguments arguments) {
    Optional<String> contract = arguments.text("contract");
    contract.ifPresentOrElse(gateway::releasePrice, gateway::releasePrices);
    return new Done("the market's own prices hold for " + contract.orElse("all contracts"));
  }

  private Object loseBroker(CallArguments arguments) {
    gateway.loseBroker(arguments.count("code").orElse(BROKER_LOST));
    return new Done("the broker is lost");
  }

  private Object restoreBroker(CallArguments arguments) {
    gateway.restoreBroker(arguments.flag("dataKept", true));
    return new Done("the broker is connected");
  }

  private Object refuseNext(CallArguments arguments) {
    int number = arguments.count("number").orElse(1);
    gateway.refuseNext(number, code(arguments), arguments.text("text"));
    return new Done("order " + number + " from now on is refused with code " + code(arguments));
  }

  private Object faults(CallArguments arguments) {
    gateway.faults(arguments.text("faults").orElseThrow());
    return new Done("the faults are in effect");
  }

  private Object reset(CallArguments arguments) throws IOException {
    gateway.reset();
    return new Time(gateway.now());
  }
}
