package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.SoftDollarTier;
import dev.ibintents.ibapi.message.TagValue;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OrderPropertiesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T15:00:00Z"), ZoneOffset.UTC);

  /** The order that the product places without order properties. */
  private static final Order MARKET_ORDER =
      Order.builder()
          .set(OrderField.ACTION, "BUY")
          .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
          .set(OrderField.ORDER_TYPE, "MKT")
          .set(OrderField.TIF, "DAY")
          .set(OrderField.ORDER_REF, "ref")
          .set(OrderField.ALGO_STRATEGY, "Adaptive")
          .set(OrderField.ALGO_PARAMS, List.of(new TagValue("adaptivePriority", "Normal")))
          .build();

  /** The trading hours of a week with a holiday, in the gateway's form. */
  private static final String WEEK =
      "20261123:0400-20261123:2000;20261124:0400-20261124:2000;20261125:0400-20261125:2000;"
          + "20261126:CLOSED;20261127:0400-20261127:1700;20261128:CLOSED;20261129:CLOSED";

  private static final ResolvedContract SPY = contract("SPY", "US/Eastern", WEEK);

  private static ResolvedContract contract(String symbol, String zone, String hours) {
    Contract contract = Contract.builder().conId(1).localSymbol(symbol).build();
    return new ResolvedContract(
        ContractSpec.ofConId(1),
        new ContractDetailsBuilder(contract).timeZoneId(zone).tradingHours(hours).build(),
        contract,
        false,
        BigDecimal.ONE);
  }

  private static OrderProperties parse(String text) {
    JsonObject json = JsonParser.parseString(doubleQuoted(text)).getAsJsonObject();
    OrderProperties properties = OrderProperties.parse(json, CLOCK);
    properties
        .untimely()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    return properties;
  }

  private static Order order(String properties) {
    return parse(properties).applyTo(MARKET_ORDER, SPY);
  }

  private static String refusal(String properties) {
    return assertThrows(InvalidOrderPropertiesException.class, () -> parse(properties), properties)
        .getMessage();
  }

  @Test
  void noPropertiesChangeNothing() {
    assertThat(order("{}")).isEqualTo(MARKET_ORDER);
    assertThat(parse("{}").toString()).isEqualTo("{} {}");
    assertThat(OrderProperties.NONE.applyTo(MARKET_ORDER, SPY)).isEqualTo(MARKET_ORDER);
  }

  @Test
  void valuesHaveTheTypesOfTheirFields() {
    Order order =
        order(
            "{'orderType': 'LMT', 'lmtPrice': 612.25, 'outsideRth': true, 'displaySize': 5,"
                + " 'ocaGroup': 'x'}");

    assertThat(order.orderType()).isEqualTo("LMT");
    assertThat(order.lmtPrice()).isEqualTo(new BigDecimal("612.25"));
    assertThat(order.get(OrderField.OUTSIDE_RTH)).isTrue();
    assertThat(order.get(OrderField.DISPLAY_SIZE)).isEqualTo(5);
    assertThat(order.get(OrderField.OCA_GROUP)).isEqualTo("x");
    assertThat(order.action()).isEqualTo("BUY");
    assertThat(order.totalQuantity()).isEqualTo(BigDecimal.TEN);
  }

  @Test
  void tagsAreReadFromAnObjectOrAList() {
    List<TagValue> urgent = List.of(new TagValue("adaptivePriority", "Urgent"));

    assertThat(order("{'algoParams': {'adaptivePriority': 'Urgent'}}").algoParams())
        .isEqualTo(urgent);
    assertThat(
            order("{'algoParams': [{'tag': 'adaptivePriority', 'value': 'Urgent'}]}").algoParams())
        .isEqualTo(urgent);
  }

  @Test
  void conditionsAreReadByTheirType() {
    Order order =
        order(
            "{'conditions': [{'type': 'Price', 'conjunction': 'a', 'isMore': true, 'price': 600.5,"
                + " 'conId': 756733, 'exch': 'SMART', 'triggerMethod': 0}],"
                + " 'conditionsIgnoreRth': true}");

    assertThat(order.get(OrderField.CONDITIONS))
        .containsExactly(
            new OrderCondition.Price("a", true, new BigDecimal("600.5"), 756733, "SMART", 0));
  }

  @Test
  void recordsAreReadFromObjects() {
    assertThat(
            order("{'softDollarTier': {'name': 'a', 'val': 'b', 'displayName': 'c'}}")
                .get(OrderField.SOFT_DOLLAR_TIER))
        .isEqualTo(new SoftDollarTier("a", "b", "c"));
  }

  @Test
  void everyWrongPropertyIsNamedAtOnce() {
    assertThat(
            refusal(
                "{'limitPrice': 1, 'permId': 7, 'totalQuantity': 5, 'outsideRth': 'yes',"
                    + " 'goodAfterTime': 'soon'}"))
        .matches(
            doubleQuoted(
                "orderProperties: no order field is called limitPrice; did you mean"
                    + " [^;]*lmtPrice[^;]*; permId cannot be set: [^;]*; totalQuantity cannot be"
                    + " set: it follows from the trade; outsideRth is 'yes', it must be true or"
                    + " false; goodAfterTime is 'soon': nothing of it is understood as a time.*"));
  }

  @Test
  void wrongValuesAreNamedWithTheExpectedType() {
    Map<String, String> refusals = new LinkedHashMap<>();
    refusals.put("{'lmtPrice': '600'}", doubleQuoted("lmtPrice is '600', it must be a number"));
    refusals.put("{'lmtPrice': {}}", "lmtPrice is {}, it must be a number");
    refusals.put("{'displaySize': 1.5}", "displaySize is 1.5, it must be a whole number");
    refusals.put("{'displaySize': 3000000000}", "it must be a whole number that fits");
    refusals.put("{'tif': 1}", "tif is 1, it must be text");
    refusals.put("{'tif': 'D\\u0000Y'}", "it must be text without control characters");
    refusals.put("{'outsideRth': 1}", "outsideRth is 1, it must be true or false");
    refusals.put("{'algoParams': 'Urgent'}", "it must be an object of texts, or a list");
    refusals.put("{'algoParams': {'a': 1}}", "algoParams.a is 1, it must be text");
    refusals.put("{'algoParams': [{'tag': 'a'}]}", "algoParams[0] has the fields [tag]");
    refusals.put("{'conditions': {}}", "conditions is {}, it must be a list");
    refusals.put("{'conditions': [{}]}", "conditions[0].type must be one of Price, Time");
    refusals.put("{'conditions': [{'type': 'Time'}]}", "it must have exactly [conjunction, isMore");
    refusals.put(
        "{'softDollarTier': 'a'}", doubleQuoted("softDollarTier is 'a', it must be an object"));
    refusals.put("{'goodTillDate': 5}", "goodTillDate is 5, it must be text");

    refusals.forEach(
        (properties, expected) ->
            assertWithMessage(properties).that(refusal(properties)).contains(expected));
  }

  @Test
  void priceFitsASingleContractOnly() {
    for (String given :
        List.of(
            "{'orderType': 'LMT', 'lmtPrice': 612.25}",
            "{'orderType': 'STP', 'auxPrice': 612.25}",
            "{'orderType': 'TRAIL', 'trailStopPrice': 612.25, 'trailingPercent': 2}",
            "{'orderType': 'TRAIL LIMIT', 'lmtPriceOffset': 612.25, 'trailingPercent': 2}",
            "{'adjustedOrderType': 'STP', 'triggerPrice': 612.25}")) {
      OrderProperties properties = parse(given);
      assertWithMessage(given).that(properties.isForOneOrder()).isTrue();
      assertWithMessage(given).that(properties.misfits(List.of("SPY"))).isEmpty();
      assertWithMessage(given).that(properties.misfits(List.of("IEF", "SPY"))).hasSize(1);
      assertWithMessage(given)
          .that(properties.misfits(List.of("IEF", "SPY")).get(0))
          .contains(
              " 612.25 can be right for one contract only, and the run has orders for IEF, SPY;");
    }
  }

  @Test
  void ocaGroupFitsASingleOrderOnly() {
    OrderProperties properties = parse("{'ocaGroup': 'exits', 'ocaType': 1}");

    assertThat(properties.misfits(List.of("SPY"))).isEmpty();
    assertThat(properties.misfits(List.of("IEF", "SPY")))
        .containsExactly(
            "ocaGroup exits would cancel the other orders as soon as one is filled, and the run has"
                + " orders for IEF, SPY; leave it out, or ask for strategies that trade one"
                + " contract");
  }

  @Test
  void generalPropertiesFitSeveralOrders() {
    for (String given :
        List.of(
            "{}",
            "{'outsideRth': true, 'tif': 'GTC', 'trailingPercent': 2}",
            "{'lmtPrice': null, 'ocaGroup': ''}")) {
      assertThat(parse(given).isForOneOrder()).isFalse();
      assertThat(parse(given).misfits(List.of("IEF", "SPY"))).isEmpty();
    }
  }

  @Test
  void fieldsOfTheProductAreRefused() {
    for (String name :
        List.of(
            "action",
            "totalQuantity",
            "cashQty",
            "account",
            "orderRef",
            "transmit",
            "whatIf",
            "parentId",
            "hedgeType",
            "autoCancelParent",
            "faGroup",
            "modelCode",
            "orderComboLegs")) {
      assertThat(refusal("{'" + name + "': null}")).contains(name + " cannot be set: ");
    }
  }

  @Test
  void fieldsOfTheGatewayAreRefused() {
    for (String name : List.of("permId", "orderId", "clientId", "filledQuantity", "eTradeOnly")) {
      assertThat(refusal("{'" + name + "': 0}"))
          .contains(name + " cannot be set: only the gateway sets it, or it is obsolete");
    }
  }

  @Test
  void nearNamesAreSuggested() {
    assertThat(refusal("{'goodaftertime': 'x'}")).contains("did you mean goodAfterTime");
    assertThat(refusal("{'timeInForce': 'x'}")).contains("no order field is called timeInForce");
    assertThat(refusal("{'OutsideRTH': true}")).contains("did you mean outsideRth?");
    assertThat(refusal("{'zzzzzz': true}")).endsWith("no order field is called zzzzzz");
  }

  @Test
  void nullRemovesAField() {
    Order order = order("{'algoStrategy': null}");

    assertThat(order.isSet(OrderField.ALGO_STRATEGY)).isFalse();
    assertThat(order.isSet(OrderField.ALGO_PARAMS)).isFalse();
  }

  @Test
  void anotherAlgorithmDoesNotKeepTheParameters() {
    assertThat(order("{'algoStrategy': 'Twap'}").algoParams()).isEmpty();
    assertThat(order("{'algoStrategy': 'Vwap', 'algoParams': {'maxPctVol': '0.1'}}").algoParams())
        .containsExactly(new TagValue("maxPctVol", "0.1"));
  }

  @Test
  void adaptiveIsRemovedIfItDoesNotAcceptTheOrder() {
    assertThat(order("{'outsideRth': true}").algoStrategy()).isEqualTo("Adaptive");
    assertThat(order("{'orderType': 'LMT', 'lmtPrice': 5}").algoStrategy()).isEqualTo("Adaptive");
    for (String properties : List.of("{'tif': 'OPG'}", "{'tif': 'GTC'}", "{'orderType': 'MOC'}")) {
      assertThat(order(properties).algoStrategy()).isEmpty();
      assertThat(order(properties).algoParams()).isEmpty();
    }
    // If the request asks for Adaptive, the order keeps it, and the broker decides.
    assertThat(order("{'tif': 'GTC', 'algoStrategy': 'Adaptive'}").algoStrategy())
        .isEqualTo("Adaptive");
  }

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
  void contradictionsAreRefused() {
    assertThat(refusal("{'goodTillDate': 'in 1 hour', 'tif': 'DAY'}"))
        .contains("goodTillDate needs tif GTD, and tif is DAY");
    assertThat(refusal("{'tif': 'GTD'}")).contains("tif GTD needs goodTillDate");
    assertThat(refusal("{'goodAfterTime': 'in 2 hours', 'goodTillDate': 'in 1 hour'}"))
        .contains("goodTillDate is not after goodAfterTime");
    assertThat(refusal("{'lmtPrice': 600}")).contains("lmtPrice does nothing for orderType MKT");
    assertThat(refusal("{'orderType': 'LMT'}")).contains("orderType LMT needs lmtPrice");
    assertThat(refusal("{'orderType': 'STP'}")).contains("orderType STP needs auxPrice");
    assertThat(refusal("{'orderType': 'STP LMT'}"))
        .contains("STP LMT needs lmtPrice; orderType STP LMT needs auxPrice");
  }

  @Test
  void invalidValuesAreRefusedWithTheAllowedValues() {
    Map<String, String> refusals = new LinkedHashMap<>();
    refusals.put(
        "{'tif': 'forever'}",
        doubleQuoted("tif is 'forever', it must be one of DAY, GTC, IOC, FOK, GTD, OPG, DTC, AUC"));
    refusals.put("{'tif': 'gtc'}", "AUC; did you mean GTC");
    refusals.put("{'tif': null}", "tif cannot be taken away: it is always sent. It must be one of");
    refusals.put("{'orderType': ''}", "orderType cannot be taken away");
    refusals.put(
        "{'orderType': 'MARKET'}",
        doubleQuoted("orderType is 'MARKET', it must be one of MKT, LMT,"));
    refusals.put("{'orderType': 'LMT', 'lmtPrice': -1}", "lmtPrice is -1, it must be 0 or more");
    refusals.put("{'orderType': 'LMT', 'lmtPrice': 0}", "orderType LMT needs a price above 0");
    refusals.put("{'orderType': 'STP', 'auxPrice': -0.5}", "auxPrice is -0.5, it must be 0");
    refusals.put("{'displaySize': -5}", "displaySize is -5, it must be 0 or more");
    refusals.put("{'orderType': 'TRAIL'}", "orderType TRAIL needs auxPrice, the trailing amount");
    refusals.put("{'trailingPercent': 120}", "it must be a percentage above 0 and below 100");
    refusals.put("{'ocaType': 7}", "ocaType is 7, it must be one of 0, 1, 2, 3");
    refusals.put("{'triggerMethod': 5}", "triggerMethod is 5, it must be one of 0, 1, 2, 3, 4, 7");
    refusals.put("{'openClose': 'X'}", doubleQuoted("openClose is 'X', it must be one of O, C"));
    refusals.put("{'orderType': 'MIT'}", "orderType MIT needs auxPrice");
    refusals.put(
        "{'algoParams': {'adaptivePriority': 'Fast'}}",
        doubleQuoted(
            "algoParams.adaptivePriority is 'Fast', it must be one of Normal, Patient, Urgent"));

    refusals.forEach(
        (properties, expected) ->
            assertWithMessage(properties).that(refusal(properties)).contains(expected));
    assertThat(refusal("{'tif': 'forever', 'orderType': 'LIMIT', 'lmtPrice': -1}"))
        .matches(".*forever.*; orderType is .*; lmtPrice is -1.*");
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

  private static String refusal(String properties, ResolvedContract contract) {
    OrderProperties parsed = parse(properties);
    return assertThrows(
            InvalidOrderPropertiesException.class,
            () -> parsed.applyTo(MARKET_ORDER, contract),
            properties)
        .getMessage();
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

  @Property(tries = 300)
  void everyPropertyIsReadOrRefusedWithAMessage(@ForAll String name, @ForAll String value) {
    JsonObject json = new JsonObject();
    json.add(name, new JsonPrimitive(value));
    json.add("goodAfterTime", new JsonPrimitive(value));
    try {
      OrderProperties.parse(json, CLOCK);
    } catch (InvalidOrderPropertiesException e) {
      assertThat(e).hasMessageThat().startsWith("orderProperties: ");
    }
  }

  @Test
  void everySettableFieldHasAReadableType() {
    for (OrderField<?> field : OrderField.all()) {
      JsonObject json = new JsonObject();
      json.add(field.name(), new JsonObject());
      try {
        OrderProperties.parse(json, CLOCK);
        assertThat(field.elementType()).isEqualTo(TagValue.class);
      } catch (InvalidOrderPropertiesException e) {
        assertThat(e).hasMessageThat().contains(field.name());
      }
    }
  }

  @Test
  void wordsWithATimeOfDayDependOnTheContract() {
    assertThat(parse("{'goodAfterTime': 'tomorrow 9:30'}").dependOnContract()).isTrue();
    assertThat(parse("{'goodAfterTime': 'in 10 minutes'}").dependOnContract()).isFalse();
    assertThat(parse("{'tif': 'GTC'}").dependOnContract()).isFalse();
  }

  @Test
  void textNamesTheValuesAndTheTimes() {
    assertThat(parse("{'tif': 'GTC', 'outsideRth': true}").toString())
        .isEqualTo("{tif=GTC, outsideRth=true} {}");
  }

  @Test
  void fieldOfTheProductIsNotSuggested() {
    assertThat(refusal("{'accounts': 'x'}")).doesNotContain("did you mean account");
  }

  @Test
  void endMustFollowTheBeginningInEachContract() {
    assertThat(
            refusal(
                "{'goodAfterTime': 'tomorrow 9:30', 'goodTillDate': 'tomorrow 9:30 New York'}",
                SPY))
        .contains("goodTillDate is not after goodAfterTime, for SPY");
    assertThat(
            parse("{'goodAfterTime': 'tomorrow 9:30', 'goodTillDate': 'tomorrow 9:31 New York'}")
                .applyTo(MARKET_ORDER, SPY)
                .goodTillDate())
        .isEqualTo("20261124-14:31:00");
  }

  @Test
  void wordsThatAFieldAllowsAreListed() {
    assertThat(OrderProperties.allowedWords().get("tif")).containsAtLeast("DAY", "GTC", "GTD");
  }

  @Test
  void trailingPercentIsBetweenZeroAndAHundred() {
    String fault = "must be a percentage above 0 and below 100";
    assertThat(refusal("{'orderType': 'TRAIL', 'trailingPercent': 0}")).contains(fault);
    assertThat(refusal("{'orderType': 'TRAIL', 'trailingPercent': 100}")).contains(fault);
    assertThat(order("{'orderType': 'TRAIL', 'trailingPercent': 99.9}").orderType())
        .isEqualTo("TRAIL");
  }
}
