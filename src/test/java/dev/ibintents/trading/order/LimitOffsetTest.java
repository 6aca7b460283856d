package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import dev.ibintents.trading.PriceSteps;
import dev.ibintents.trading.Side;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Limit prices as offsets from market prices. */
final class LimitOffsetTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);

  private static LimitOffset limit(String json) {
    return LimitOffset.parse(JsonParser.parseString(doubleQuoted(json))).orElseThrow();
  }

  private static String refusal(String json) {
    return assertThrows(
            InvalidOrderPropertiesException.class,
            () ->
                OrderProperties.parse(
                    JsonParser.parseString(doubleQuoted(json)).getAsJsonObject(), NOW))
        .getMessage();
  }

  private static PriceSteps steps(String step) {
    return new PriceSteps(new TreeMap<>(Map.of(BigDecimal.ZERO, new BigDecimal(step))));
  }

  private static BigDecimal price(String json, Side side, String market, String step) {
    return limit(json).price(side, new BigDecimal(market), steps(step));
  }

  @Property(tries = 1000)
  void roundedLimitIsNeverMoreAggressiveThanAskedAndLessThanAStepAway(
      @ForAll @IntRange(min = -9_999, max = 9_999) int bps,
      @ForAll @IntRange(min = 1, max = 100_000_000) int market,
      @ForAll @IntRange(min = 1, max = 500) int step) {
    LimitOffset limit = limit("{'from': 'mid', 'offset': '" + bps + "bps'}");
    BigDecimal price = BigDecimal.valueOf(market, 4);
    BigDecimal tick = BigDecimal.valueOf(step, 3);
    PriceSteps steps = new PriceSteps(new TreeMap<>(Map.of(BigDecimal.ZERO, tick)));
    BigDecimal distance = price.multiply(BigDecimal.valueOf(bps, 4));

    BigDecimal buy = limit.price(Side.BUY, price, steps);
    BigDecimal sell = limit.price(Side.SELL, price, steps);

    assertThat(buy).isAtMost(price.add(distance));
    assertThat(price.add(distance).subtract(buy)).isLessThan(tick);
    assertThat(sell).isAtLeast(price.subtract(distance));
    assertThat(sell.subtract(price.subtract(distance))).isLessThan(tick);
    assertThat(buy.remainder(tick).signum()).isEqualTo(0);
    assertThat(sell.remainder(tick).signum()).isEqualTo(0);
  }

  @Test
  void offsetAboveZeroIsAggressiveForBothSides() {
    String aggressive = "{'from': 'close', 'offset': '10bps'}";
    String passive = "{'from': 'close', 'offset': '-10 bps'}";

    assertThat(price(aggressive, Side.BUY, "100", "0.01")).isEqualTo(new BigDecimal("100.1"));
    assertThat(price(aggressive, Side.SELL, "100", "0.01")).isEqualTo(new BigDecimal("99.9"));
    assertThat(price(passive, Side.BUY, "100", "0.01")).isEqualTo(new BigDecimal("99.9"));
    assertThat(price(passive, Side.SELL, "100", "0.01")).isEqualTo(new BigDecimal("100.1"));
  }

  @Test
  void ticksAreStepsOfTheContract() {
    String ahead = "{'from': 'primary', 'offset': '1tick'}";
    String behind = "{'from': 'primary', 'offset': '-2 ticks'}";

    assertThat(price(ahead, Side.BUY, "25000", "0.25")).isEqualTo(new BigDecimal("25000.25"));
    assertThat(price(behind, Side.SELL, "25000", "0.25")).isEqualTo(new BigDecimal("25000.5"));
    assertThat(price("{'from': 'mid', 'offset': '+0ticks'}", Side.SELL, "25000.125", "0.25"))
        .isEqualTo(new BigDecimal("25000.25"));
  }

  @Test
  void wrongOffsetsAreRefusedWithTheRightForm() {
    Map<String, String> refusals = new LinkedHashMap<>();
    refusals.put(
        "{'orderType': 'LMT', 'limit': 512.3}",
        doubleQuoted(
            "limit is 512.3, it must be an object with from and offset, such as {'from': 'mid',"
                + " 'offset': '-5bps'}; lmtPrice takes a price"));
    refusals.put("{'orderType': 'LMT', 'limit': {'from': 'mid'}}", "with from and offset");
    refusals.put(
        "{'orderType': 'LMT', 'limit': {'from': 'bid', 'offset': '0bps'}}",
        doubleQuoted("limit.from is 'bid', it must be one of mid, close, last, primary, market"));
    refusals.put(
        "{'orderType': 'LMT', 'limit': {'from': 'mid', 'offset': 5}}",
        "limit.offset is 5, it must be a text with basis points or ticks");
    refusals.put(
        "{'orderType': 'LMT', 'limit': {'from': 'mid', 'offset': '5%'}}",
        "it must be a text with basis points or ticks");
    refusals.put(
        "{'orderType': 'LMT', 'limit': {'from': 'mid', 'offset': '0.5ticks'}}",
        "it must be a whole number of ticks");
    refusals.put(
        "{'orderType': 'LMT', 'limit': {'from': 'mid', 'offset': '-10000bps'}}",
        "it must be above -10000bps and below 10000bps");
    refusals.put(
        "{'limit': {'from': 'mid', 'offset': '5bps'}}",
        "limit (mid 5bps) does nothing for orderType MKT; give orderType LMT as well");
    refusals.put(
        "{'orderType': 'MOC', 'limit': {'from': 'mid', 'offset': '5bps'}}",
        "limit (mid 5bps) does nothing for orderType MOC");
    refusals.put(
        "{'orderType': 'LMT', 'lmtPrice': 600, 'limit': {'from': 'mid', 'offset': '5bps'}}",
        "limit (mid 5bps) and lmtPrice (600) both give the limit price; give one");
    refusals.put("{'limits': {}}", "no order field is called limits; did you mean limit");

    refusals.forEach((json, words) -> assertWithMessage(json).that(refusal(json)).contains(words));
  }

  @Test
  void limitOfNullIsNotSet() {
    OrderProperties properties =
        OrderProperties.parse(
            JsonParser.parseString(
                    doubleQuoted("{'orderType': 'LMT', 'lmtPrice': 600, 'limit': null}"))
                .getAsJsonObject(),
            NOW);

    assertThat(properties.limit()).isEmpty();
  }
}
