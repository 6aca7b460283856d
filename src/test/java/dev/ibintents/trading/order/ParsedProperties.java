package dev.ibintents.trading.order;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.TagValue;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Order properties from JSON, and the orders and refusals that they give. */
abstract class ParsedProperties {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T15:00:00Z"), ZoneOffset.UTC);

  /** The order that the product places without order properties. */
  static final Order MARKET_ORDER =
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
  static final String WEEK =
      "20261123:0400-20261123:2000;20261124:0400-20261124:2000;20261125:0400-20261125:2000;"
          + "20261126:CLOSED;20261127:0400-20261127:1700;20261128:CLOSED;20261129:CLOSED";

  static final ResolvedContract SPY = contract("SPY", "US/Eastern", WEEK);

  static ResolvedContract contract(String symbol, String zone, String hours) {
    Contract contract = Contract.builder().conId(1).localSymbol(symbol).build();
    return new ResolvedContract(
        ContractSpec.ofConId(1),
        new ContractDetailsBuilder(contract).timeZoneId(zone).tradingHours(hours).build(),
        contract,
        false,
        BigDecimal.ONE);
  }

  static OrderProperties parse(String text) {
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

  static Order order(String properties) {
    return parse(properties).applyTo(MARKET_ORDER, SPY);
  }

  static String refusal(String properties) {
    return assertThrows(InvalidOrderPropertiesException.class, () -> parse(properties), properties)
        .getMessage();
  }

  static String refusal(String properties, ResolvedContract contract) {
    OrderProperties parsed = parse(properties);
    return assertThrows(
            InvalidOrderPropertiesException.class,
            () -> parsed.applyTo(MARKET_ORDER, contract),
            properties)
        .getMessage();
  }
}
