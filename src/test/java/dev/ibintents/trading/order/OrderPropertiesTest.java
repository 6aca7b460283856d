package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.SoftDollarTier;
import dev.ibintents.ibapi.message.TagValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OrderPropertiesTest extends ParsedProperties {
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
        .contains(
            "STP LMT needs lmtPrice, or limit with an offset; orderType STP LMT needs auxPrice");
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
