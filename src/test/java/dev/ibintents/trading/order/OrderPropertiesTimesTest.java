package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times in order properties, in words and with zones. */
class OrderPropertiesTimesTest extends ParsedProperties {
  @Test
  void timesAreSentInUtc() {
    assertThat(order("{'goodAfterTime': 'in 10 minutes'}").goodAfterTime())
        .isEqualTo("20261123-15:10:00");
    assertThat(order("{'goodAfterTime': '2026-12-01T15:30:00-05:00'}").goodAfterTime())
        .isEqualTo("20261201-20:30:00");
    assertThat(order("{'goodAfterTime': '20261201 15:30:00 US/Eastern'}").goodAfterTime())
        .isEqualTo("20261201-20:30:00");
    assertThat(order("{'goodAfterTime': ''}").isSet(OrderField.GOOD_AFTER_TIME)).isFalse();
  }

  @Test
  void timesThatExistTwiceOrNotAtAllAreRefusedInEveryField() {
    String twice = "20271107 01:30:00 US/Eastern";
    for (String given :
        List.of(
            "{'goodAfterTime': '%s'}",
            "{'goodTillDate': '%s'}",
            "{'activeStartTime': '%s'}",
            "{'manualOrderTime': '%s'}",
            "{'algoStrategy': 'Twap', 'algoParams': {'startTime': '%s'}}",
            "{'algoStrategy': 'Twap', 'algoParams': [{'tag': 'endTime', 'value': '%s'}]}",
            "{'conditions': [{'type': 'Time', 'conjunction': 'a', 'isMore': true, 'time':"
                + " '%s'}]}")) {
      String properties = given.formatted(twice);
      assertWithMessage(properties)
          .that(refusal(properties))
          .contains(
              doubleQuoted(
                  "is '"
                      + twice
                      + "', an hour that comes twice on that day; write it in UTC:"
                      + " 20271107-05:30:00 or 20271107-06:30:00"));
    }
    assertThat(refusal("{'goodAfterTime': '20270314 02:30:00 US/Eastern'}"))
        .contains(
            doubleQuoted(
                "goodAfterTime is '20270314 02:30:00 US/Eastern', a time that clocks leave out"));
  }

  @Test
  void goodTillDateImpliesTifGtd() {
    Order order = order("{'goodTillDate': 'tomorrow 15:30'}");

    assertThat(order.goodTillDate()).isEqualTo("20261124-20:30:00");
    assertThat(order.tif()).isEqualTo("GTD");
    assertThat(order.algoStrategy()).isEmpty();
    assertThat(order("{'goodTillDate': 'in 1 hour', 'tif': 'GTD'}").tif()).isEqualTo("GTD");
  }

  @Test
  void wordsWithoutAZoneAreInTheZoneOfEachExchange() {
    ResolvedContract siemens = contract("SIE", "Europe/Berlin", "");
    OrderProperties properties =
        parse("{'goodAfterTime': 'tomorrow 9:30', 'goodTillDate': 'tomorrow 15:30'}");

    Order inNewYork = properties.applyTo(MARKET_ORDER, SPY);
    Order inBerlin = properties.applyTo(MARKET_ORDER, siemens);

    assertThat(inNewYork.goodAfterTime()).isEqualTo("20261124-14:30:00");
    assertThat(inNewYork.goodTillDate()).isEqualTo("20261124-20:30:00");
    assertThat(inBerlin.goodAfterTime()).isEqualTo("20261124-08:30:00");
    assertThat(inBerlin.goodTillDate()).isEqualTo("20261124-14:30:00");
    assertThat(inBerlin.tif()).isEqualTo("GTD");
    assertThat(parse("{'goodAfterTime': 'tomorrow 9:30 New York'}").applyTo(MARKET_ORDER, siemens))
        .isEqualTo(parse("{'goodAfterTime': 'tomorrow 9:30'}").applyTo(MARKET_ORDER, SPY));
  }

  @Test
  void goodAfterTimeOnAClosedDayIsRefused() {
    assertThat(refusal("{'goodAfterTime': 'thursday 9:30'}", SPY))
        .isEqualTo(
            doubleQuoted(
                "orderProperties: goodAfterTime is 'thursday 9:30', which means"
                    + " 2026-11-26T14:30:00Z for SPY, and SPY is not traded on Thursday 2026-11-26;"
                    + " the next day on which it is traded is 2026-11-27"));
    assertThat(refusal("{'goodAfterTime': 'saturday 9:30 New York'}", SPY))
        .contains("SPY is not traded on Saturday 2026-11-28");
    // After the covered days, weekends are closed if they are closed in the covered days.
    assertThat(refusal("{'goodAfterTime': 'december 5 9:30'}", SPY))
        .endsWith("SPY is not traded on Saturday 2026-12-05");
    ResolvedContract unknown = contract("NEW", "US/Eastern", "");
    ResolvedContract future =
        contract("MNQZ6", "US/Central", "20261127:1700-20261128:0000;20261129:1700-20261130:1600");
    assertThat(order("{'goodAfterTime': 'december 3 9:30'}").goodAfterTime())
        .isEqualTo("20261203-14:30:00");
    assertThat(parse("{'goodAfterTime': 'saturday 9:30'}").applyTo(MARKET_ORDER, unknown))
        .isNotNull();
    assertThat(parse("{'goodAfterTime': 'sunday 18:00'}").applyTo(MARKET_ORDER, future))
        .isNotNull();
    assertThat(refusal("{'goodAfterTime': 'saturday 9:30'}", future))
        .contains(
            "not traded on Saturday 2026-11-28; the next day on which it is traded is"
                + " 2026-11-29");
    // goodTillDate may be on any day. A moment with an offset or a date may be on any day too.
    assertThat(order("{'goodTillDate': 'thursday 9:30'}").goodTillDate()).isNotEmpty();
    assertThat(order("{'goodAfterTime': '2026-11-26T09:30:00-05:00'}").goodAfterTime())
        .isNotEmpty();
  }

  /**
   * At 9:00 in London, "today 5:00" is in the future only from UTC-9 to UTC-5. East of them 5:00 is
   * past. West of them "today" is still the day before, whose 5:00 is past too.
   */
  @Test
  void wordsAreAcceptedInZonesWhereTheyAreInTheFuture() {
    Clock nine = Clock.fixed(Instant.parse("2026-11-23T09:00:00Z"), ZoneOffset.UTC);
    for (String words : List.of("today 5:00", "today 5:00 New York")) {
      JsonObject json = new JsonObject();
      json.add("goodAfterTime", new JsonPrimitive(words));
      OrderProperties properties = OrderProperties.parse(json, nine);

      assertThat(properties.untimely()).isEmpty();
      assertThat(properties.applyTo(MARKET_ORDER, SPY).goodAfterTime())
          .isEqualTo("20261123-10:00:00");
    }
  }

  @Test
  void wordsThatArePastAtTheExchangeAreRefused() {
    assertThat(refusal("{'goodAfterTime': 'today 9:30'}", SPY))
        .isEqualTo(
            doubleQuoted(
                "orderProperties: goodAfterTime is 'today 9:30', which means 2026-11-23T14:30:00Z"
                    + " and is past (now is 2026-11-23T15:00:00Z), for SPY"));
    assertThat(
            parse("{'goodAfterTime': 'today 9:30'}")
                .applyTo(MARKET_ORDER, contract("X", "Pacific/Honolulu", ""))
                .goodAfterTime())
        .isEqualTo("20261123-19:30:00");
    assertThat(refusal("{'goodAfterTime': 'tomorrow 9:30'}", contract("X", "Nowhere", "")))
        .contains(doubleQuoted("into the time zone 'Nowhere', which is not known"));
    assertThat(refusal("{'goodAfterTime': 'tomorrow 10:30', 'goodTillDate': 'tomorrow 9:30'}", SPY))
        .contains("goodTillDate is not after goodAfterTime, for SPY");
  }

  @Test
  void faultsOfTimesAreKeptApart() {
    for (String given :
        List.of(
            "{'goodAfterTime': '20261123-14:59:00'}",
            "{'goodAfterTime': 'in 2 hours', 'goodTillDate': '20261123-16:00:00'}")) {
      JsonObject json = JsonParser.parseString(doubleQuoted(given)).getAsJsonObject();
      OrderProperties properties = OrderProperties.parse(json, CLOCK);

      assertThat(properties.untimely()).isPresent();
      assertThrows(
          InvalidOrderPropertiesException.class,
          () -> properties.applyTo(MARKET_ORDER, SPY),
          given);
    }
    assertThat(parse("{'goodAfterTime': 'in 2 hours'}").untimely()).isEmpty();
  }
}
