package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How prices are quoted, and how gateways say that there is none, through the front door. */
@Timeout(60)
final class QuotedPricesTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private static final int TICK_PRICE = 1;
  private static final int PORTFOLIO_VALUE = 7;
  private static final int CONTRACT_DATA = 10;

  // Fields of TICK_PRICE.
  private static final int REQUEST = 2;
  private static final int TYPE = 3;
  private static final int PRICE = 4;
  private static final int SIZE = 5;

  private static final Set<String> CLOSES = Set.of("9", "75");
  private static final Set<String> BIDS = Set.of("1", "66");
  private static final Set<String> ASKS = Set.of("2", "67");

  @TempDir Path folder;
  private FrontDoor door;
  private FrameProxy proxy;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(NOW).open();
    door.parkHoldings();
    proxy = new FrameProxy(door);
    door.expose(Map.of("growth", "0.4"));
    wanting("SPY", "USD");
  }

  @AfterEach
  void close() throws Exception {
    door.close();
    proxy.close();
  }

  private void wanting(String symbol, String currency) {
    Map<String, String> contract =
        Map.of("symbol", symbol, "secType", "STK", "exchange", "SMART", "currency", currency);
    door.store()
        .set(
            "strategies/growth",
            Map.of(
                "kind",
                "weights",
                "weights",
                List.of(Map.of("contract", contract, "weight", new BigDecimal("0.6")))));
  }

  private JsonObject dryRun() throws Exception {
    HttpResponse<String> response = door.get("/allocation?dryRun=true");
    return answered(200, response);
  }

  private static BigDecimal target(JsonObject answer, String symbol) {
    assertWithMessage(answer.toString()).that(answer.getAsJsonObject("skipped").asMap()).isEmpty();
    return answer
        .getAsJsonObject("targetPositions")
        .getAsJsonObject("growth")
        .get(symbol)
        .getAsBigDecimal();
  }

  private void price(Set<String> types, String price, String size) {
    proxy.rewrite(
        TICK_PRICE,
        fields -> {
          if (types.contains(fields.get(TYPE))) {
            fields.set(PRICE, price);
            fields.set(SIZE, size);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "-1, 5",
    "-1.0, ''",
    "-100, 0",
    "0, 0",
    "0.0, 7",
    "'', 0",
    "NaN, NaN",
    "1.7976931348623157E308, 0",
    "1.7976931348623E308, 0",
    "-37.63, 0",
  })
  void withoutACloseTheLastTradeCounts(String none, String size) throws Exception {
    Map<String, BigDecimal> last = new ConcurrentHashMap<>();
    proxy.rewrite(
        TICK_PRICE,
        fields -> {
          if (Set.of("4", "68").contains(fields.get(TYPE))) {
            last.put(fields.get(REQUEST), new BigDecimal(fields.get(PRICE)));
          }
        });
    price(CLOSES, none, size);

    JsonObject answer = dryRun();

    BigDecimal capital =
        answer.get("netLiquidation").getAsBigDecimal().multiply(new BigDecimal("0.24"));
    assertThat(last).hasSize(1);
    BigDecimal price = last.values().iterator().next();
    assertThat(target(answer, "SPY")).isEqualTo(capital.divide(price, 0, RoundingMode.HALF_EVEN));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "-100, 0", "0, 0", "0, 100000", "NaN, ''", "1.7976931348623157E308, 0"})
  void withoutABidTheCloseOfAPairCounts(String none, String size) throws Exception {
    wanting("SIE", "EUR");
    Map<String, BigDecimal> asked = new ConcurrentHashMap<>();
    proxy.rewrite(
        TICK_PRICE,
        fields -> {
          if (CLOSES.contains(fields.get(TYPE))) {
            fields.set(PRICE, "2");
          }
          if (ASKS.contains(fields.get(TYPE))) {
            asked.put(fields.get(REQUEST), new BigDecimal(fields.get(PRICE)));
          }
        });
    assertThat(dryRun().getAsJsonObject("fx").get("EUR").getAsBigDecimal())
        .isLessThan(new BigDecimal("1.9"));

    price(BIDS, none, size);

    assertThat(dryRun().getAsJsonObject("fx").get("EUR").getAsBigDecimal())
        .isEqualToIgnoringScale("2");
  }

  @Test
  void aStockQuotedInPenceIsWorthAHundredthOfItsPrice() throws Exception {
    JsonObject inDollars = dryRun();
    quoteInCents();

    JsonObject inCents = dryRun();

    assertThat(target(inCents, "SPY")).isGreaterThan(BigDecimal.ONE);
    assertThat(inCents.get("targetPositions")).isEqualTo(inDollars.get("targetPositions"));
  }

  @Test
  void aHoldingThatIsQuotedInPenceCountsAsTheBrokerValuesIt() throws Exception {
    limitGrossExposure();
    assertThat(dryRun().getAsJsonArray("limits")).isEmpty();
    quoteInCents();
    // Nobody trades these here, so that the account's own figures count.
    proxy.rewrite(
        PORTFOLIO_VALUE,
        fields -> fields.set(14, new BigDecimal(fields.get(14)).multiply(HUNDRED).toString()));

    assertThat(dryRun().getAsJsonArray("limits")).isEmpty();
  }

  @Test
  void aHoldingThatTheBrokerDoesNotValueIsQuoted() throws Exception {
    limitGrossExposure();
    quoteInCents();
    proxy.rewrite(PORTFOLIO_VALUE, fields -> fields.set(15, "1.7976931348623157E308"));

    assertThat(dryRun().getAsJsonArray("limits")).isEmpty();
  }

  @Test
  void anOrderThatIsQuotedInPenceCountsAtAHundredthOfItsLimit() throws Exception {
    limitGrossExposure();
    quoteInCents();
    placeElsewhere("MSFT", "4", "LMT", "45000");
    assertThat(dryRun().getAsJsonArray("limits")).isEmpty();

    placeElsewhere("MSFT", "400", "LMT", "45000");
    assertThat(dryRun().getAsJsonArray("limits").toString())
        .contains("the gross exposure after the run would be ");
  }

  @Test
  void anOrderWithoutALimitCountsAtTheLastClose() throws Exception {
    limitGrossExposure();
    placeElsewhere("MSFT", "400", "MKT", null);

    assertThat(dryRun().getAsJsonArray("limits").toString())
        .contains("the gross exposure after the run would be ");
  }

  @Test
  void aSaleWithoutAPriceIsRefusedByNoLimitOnValues() throws Exception {
    sellTenOf("SPY");

    HttpResponse<String> response = door.get("/allocation");

    answered(200, response);
    assertThat(json(response).getAsJsonArray("limits").asList()).isEmpty();
    assertThat(orders()).containsExactly("SELL 10");
  }

  @Test
  void aSaleWithoutAPriceThatOpensAPositionIsRefused() throws Exception {
    sellTenOf("IEF");

    HttpResponse<String> response = door.get("/allocation");

    answered(500, response);
    assertThat(FrontDoor.error(response)).contains("IEF");
    assertThat(orders()).isEmpty();
  }

  /** A strategy holds ten by the books and wants none, and nobody says what they are worth. */
  private void sellTenOf(String symbol) {
    int conId = door.gateway().universe().stock(symbol).conId();
    door.store()
        .set("positions/paper/holdings/growth", Map.of(Integer.toString(conId), BigDecimal.TEN));
    door.parkHoldings();
    door.strategy("growth", Map.of(symbol, "0"));
    door.store()
        .update(
            "config/common",
            Map.of(
                "limits",
                Map.of("largestOrderValue", 1, "largestGrossExposure", new BigDecimal("0.01"))));
    proxy.rewrite(TICK_PRICE, fields -> fields.set(PRICE, "-1"));
    proxy.rewrite(PORTFOLIO_VALUE, fields -> fields.set(15, "1.7976931348623157E308"));
  }

  private List<String> orders() {
    return door.gateway().account().received().stream()
        .map(order -> order.action() + " " + order.quantity().toPlainString())
        .toList();
  }

  private void limitGrossExposure() {
    door.store()
        .update(
            "config/common",
            Map.of("limits", Map.of("largestGrossExposure", new BigDecimal("1.2"))));
  }

  private void placeElsewhere(String symbol, String quantity, String type, String limit) {
    Order.Builder order =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.TOTAL_QUANTITY, new BigDecimal(quantity))
            .set(OrderField.ORDER_TYPE, type)
            .set(OrderField.TIF, "DAY");
    if (limit != null) {
      order.set(OrderField.LMT_PRICE, new BigDecimal(limit));
    } else {
      order.set(OrderField.GOOD_AFTER_TIME, "20261123-20:00:00");
    }
    door.gateway().tws().place(door.gateway().universe().stock(symbol), order.build());
  }

  /** Lets the gateway quote all shares in cents, as London's are quoted in pence. */
  private void quoteInCents() {
    proxy.rewrite(CONTRACT_DATA, fields -> fields.set(17, "100"));
    proxy.rewrite(
        TICK_PRICE,
        fields ->
            fields.set(PRICE, new BigDecimal(fields.get(PRICE)).multiply(HUNDRED).toString()));
  }
}
