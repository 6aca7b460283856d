package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.ibapi.wire.FieldReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares requests with those of another client, ib_async, for the same arguments. */
class RequestsWireTest {
  private static final int SERVER_VERSION = 178;

  /** Calls of the other client that this client does not make. */
  private static final Set<String> OUT_OF_SCOPE = Set.of("reqPnL");

  /** The other client's default for a contract's strike. */
  private static final BigDecimal NO_STRIKE = new BigDecimal("0.0");

  private static final Map<String, Function<Args, Request>> BUILDERS =
      Map.ofEntries(
          Map.entry(
              "reqMktData",
              args ->
                  new ReqMktData(
                      args.integer("reqId"),
                      args.contract(),
                      args.text("genericTickList"),
                      args.flag("snapshot"),
                      args.flag("regulatorySnapshot"),
                      "")),
          Map.entry("cancelMktData", args -> new CancelMktData(args.integer("reqId"))),
          Map.entry("reqOpenOrders", args -> new ReqOpenOrders()),
          Map.entry(
              "reqAccountUpdates",
              args -> new ReqAccountUpdates(args.flag("subscribe"), args.text("account"))),
          Map.entry(
              "reqExecutions", args -> new ReqExecutions(args.integer("reqId"), args.filter())),
          Map.entry("reqIds", args -> new ReqIds(args.integer("numIds"))),
          Map.entry(
              "reqContractDetails",
              args -> new ReqContractDetails(args.integer("reqId"), args.contract())),
          Map.entry("reqAllOpenOrders", args -> new ReqAllOpenOrders()),
          Map.entry(
              "reqHistoricalData",
              args ->
                  new ReqHistoricalData(
                      args.integer("reqId"),
                      args.contract(),
                      args.text("endDateTime"),
                      args.text("durationStr"),
                      args.text("barSizeSetting"),
                      args.text("whatToShow"),
                      args.integer("useRTH") == 1,
                      args.integer("formatDate"),
                      args.flag("keepUpToDate"),
                      "")),
          Map.entry(
              "cancelHistoricalData", args -> new CancelHistoricalData(args.integer("reqId"))),
          Map.entry("reqCurrentTime", args -> new ReqCurrentTime()),
          Map.entry(
              "reqMarketDataType", args -> new ReqMarketDataType(args.integer("marketDataType"))),
          Map.entry("reqPositions", args -> new ReqPositions()),
          Map.entry(
              "reqAccountSummary",
              args ->
                  new ReqAccountSummary(
                      args.integer("reqId"), args.text("groupName"), args.text("tags"))),
          Map.entry(
              "cancelAccountSummary", args -> new CancelAccountSummary(args.integer("reqId"))),
          Map.entry("cancelPositions", args -> new CancelPositions()),
          Map.entry("startApi", args -> new StartApi(args.integer("clientId"), "")),
          Map.entry(
              "reqHeadTimeStamp",
              args ->
                  new ReqHeadTimestamp(
                      args.integer("reqId"),
                      args.contract(),
                      args.text("whatToShow"),
                      args.integer("useRTH") == 1,
                      args.integer("formatDate"))),
          Map.entry("reqCompletedOrders", args -> new ReqCompletedOrders(args.flag("apiOnly"))));

  /** Calls about orders; {@link PlaceOrderTest} tests them. */
  private static final Set<String> ABOUT_ORDERS =
      Set.of("placeOrder", "cancelOrder", "reqGlobalCancel");

  @TestFactory
  Stream<DynamicTest> requestIsWrittenAsTheOtherClientWritesIt() {
    return WireFields.rows("requests-v178.jsonl").stream()
        .filter(row -> row.has("hex"))
        .filter(row -> !OUT_OF_SCOPE.contains(call(row)) && !ABOUT_ORDERS.contains(call(row)))
        .map(row -> dynamicTest(call(row) + ' ' + row.get("args"), () -> assertSameRequest(row)));
  }

  private static String call(JsonObject row) {
    return row.get("call").getAsString();
  }

  private static void assertSameRequest(JsonObject row) {
    Function<Args, Request> builder = BUILDERS.get(call(row));
    assertWithMessage("a builder for %s", call(row)).that(builder).isNotNull();
    Request request = builder.apply(new Args(row.getAsJsonObject("args")));

    byte[] body = WireFields.body(request.frame(SERVER_VERSION));
    byte[] recorded = HexFormat.of().parseHex(row.get("hex").getAsString());
    WireFields.assertSame(WireFields.split(recorded), WireFields.split(body));

    assertThat(Requests.read(FieldReader.of(body, SERVER_VERSION))).hasValue(request);
    FieldReader in = FieldReader.of(recorded, SERVER_VERSION);
    assertThat(Requests.read(in)).isPresent();
    assertWithMessage("fields left over").that(in.hasNext()).isFalse();
  }

  @Test
  void handshakeIsWrittenAsTheOtherClientWritesIt() throws IOException {
    JsonObject row =
        WireFields.rows("requests-v178.jsonl").stream()
            .filter(candidate -> call(candidate).equals("handshake"))
            .findAny()
            .orElseThrow();
    byte[] bytes = Handshake.text().bytes();

    assertThat(new String(bytes, 8, bytes.length - 8)).isEqualTo(row.get("text").getAsString());
    assertThat(Handshake.read(new ByteArrayInputStream(bytes))).isEqualTo(Handshake.text());
  }

  @Test
  void bagHasItsLegsInShortForm() {
    ComboLeg leg = new ComboLeg(7, 2, "SELL", "SMART", 0, 0, "", -1);
    Contract bag =
        Contract.builder()
            .symbol("X")
            .secType("BAG")
            .strike(NO_STRIKE)
            .comboLegs(List.of(leg))
            .deltaNeutralContract(
                new DeltaNeutralContract(9, new BigDecimal("0.5"), new BigDecimal("1.25")))
            .build();
    assertFields(
        new ReqMktData(1, bag, "233", false, false, ""),
        "1,11,1,0,X,BAG,,0.0,,,,,,,,1,7,2,SELL,SMART,1,9,0.5,1.25,233,0,0,");
    Contract unhedged = bag.toBuilder().deltaNeutralContract(null).build();
    assertFields(
        new ReqHistoricalData(1, unhedged, "", "1 D", "1 hour", "MIDPOINT", true, 1, false, ""),
        "20,1,0,X,BAG,,0.0,,,,,,,,0,,1 hour,1 D,1,MIDPOINT,1,1,7,2,SELL,SMART,0,");
  }

  private static void assertFields(Request request, String fields) {
    byte[] body = WireFields.body(request.frame(SERVER_VERSION));
    assertThat(WireFields.split(body)).isEqualTo(List.of(fields.split(",", -1)));
    assertThat(Requests.read(FieldReader.of(body, SERVER_VERSION))).hasValue(request);
  }

  /** The arguments of one call. */
  private record Args(JsonObject json) {
    int integer(String name) {
      return json.get(name).getAsInt();
    }

    String text(String name) {
      return json.has(name) ? json.get(name).getAsString() : "";
    }

    boolean flag(String name) {
      return json.get(name).getAsBoolean();
    }

    ExecutionFilter filter() {
      Args filter = new Args(json.getAsJsonObject("filter"));
      return new ExecutionFilter(
          0, filter.text("acctCode"), filter.text("time"), "", "", "", "", null, List.of());
    }

    Contract contract() {
      Contract.Builder contract = Contract.builder().strike(NO_STRIKE);
      for (Map.Entry<String, JsonElement> field : json.getAsJsonObject("contract").entrySet()) {
        JsonElement value = field.getValue();
        switch (field.getKey()) {
          case "conId" -> contract.conId(value.getAsInt());
          case "symbol" -> contract.symbol(value.getAsString());
          case "secType" -> contract.secType(value.getAsString());
          case "lastTradeDateOrContractMonth" ->
              contract.lastTradeDateOrContractMonth(value.getAsString());
          case "strike" -> contract.strike(value.getAsBigDecimal());
          case "right" -> contract.right(value.getAsString());
          case "multiplier" -> contract.multiplier(value.getAsString());
          case "exchange" -> contract.exchange(value.getAsString());
          case "primaryExchange" -> contract.primaryExchange(value.getAsString());
          case "currency" -> contract.currency(value.getAsString());
          case "localSymbol" -> contract.localSymbol(value.getAsString());
          case "tradingClass" -> contract.tradingClass(value.getAsString());
          default -> throw new AssertionError("a contract with " + field);
        }
      }
      return contract.build();
    }
  }
}
