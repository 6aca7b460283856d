package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.simulator.market.Catalogue;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Fields;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts orders and executions to documents and back. A document mostly holds the fields of the
 * message that reports the order or execution.
 */
final class StoredOrders {
  private static final String FIELDS = "fields";

  private StoredOrders() {}

  static Map<String, Object> fields(StandingOrder order) {
    return Map.of(
        FIELDS,
        WireText.fields(order.open()),
        "status",
        WireText.fields(order.status()),
        "progress",
        fields(order.progress()));
  }

  static StandingOrder standing(Fields fields) {
    return new StandingOrder(
        WireText.message(OpenOrder.class, texts(fields, FIELDS)),
        WireText.message(OrderStatus.class, texts(fields, "status")),
        progress(fields.map("progress")));
  }

  private static Map<String, Object> fields(Progress progress) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("placed", progress.placed());
    fields.put("transmitted", progress.transmitted());
    fields.put("elected", progress.elected());
    fields.put("pieces", progress.pieces());
    fields.put("nextPiece", progress.nextPiece());
    fields.put("paid", progress.paid().toPlainString());
    fields.put("commission", progress.commission().toPlainString());
    fields.put("cancelAt", progress.cancelAt());
    fields.put("changes", progress.changes());
    fields.put("hiddenUntil", progress.hiddenUntil());
    fields.values().removeIf(value -> value == null);
    return fields;
  }

  private static Progress progress(Fields fields) {
    return new Progress(
        fields.instant("placed"),
        fields.bool("transmitted"),
        fields.bool("elected"),
        (int) fields.integer("pieces"),
        fields.findInstant("nextPiece").orElse(null),
        exact(fields, "paid"),
        exact(fields, "commission"),
        fields.findInstant("cancelAt").orElse(null),
        (int) fields.integer("changes"),
        fields.findInstant("hiddenUntil").orElse(null));
  }

  static Map<String, Object> fields(PaperFill fill) {
    return Map.of(
        FIELDS,
        WireText.fields(fill.report(-1)),
        "commission",
        WireText.fields(fill.commission()),
        "time",
        fill.time());
  }

  static PaperFill fill(Fields fields) {
    ExecutionData report = WireText.message(ExecutionData.class, texts(fields, FIELDS));
    return new PaperFill(
        fields.instant("time"),
        instrument(report.contract().conId()),
        report.execution(),
        WireText.message(CommissionReport.class, texts(fields, "commission")));
  }

  static Map<String, Object> fields(EndedOrder ended) {
    return Map.of(
        FIELDS,
        WireText.fields(ended.report()),
        "time",
        ended.time(),
        "clientId",
        ended.clientId(),
        "orderId",
        ended.orderId());
  }

  static EndedOrder ended(Fields fields) {
    return new EndedOrder(
        fields.instant("time"),
        (int) fields.integer("clientId"),
        (int) fields.integer("orderId"),
        WireText.message(CompletedOrder.class, texts(fields, FIELDS)));
  }

  static Map<String, Object> fields(ReceivedOrder received) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("number", received.number());
    fields.put("time", received.time());
    fields.put("clientId", received.clientId());
    fields.put("orderId", received.orderId());
    fields.put("orderRef", received.orderRef());
    fields.put("action", received.action());
    fields.put("quantity", received.quantity().toPlainString());
    fields.put("symbol", received.symbol());
    fields.put("conId", received.conId());
    fields.put("outcome", received.outcome().name());
    fields.put("code", received.code());
    fields.put("permId", received.permId());
    return fields;
  }

  static ReceivedOrder received(Fields fields) {
    return new ReceivedOrder(
        fields.integer("number"),
        fields.instant("time"),
        (int) fields.integer("clientId"),
        (int) fields.integer("orderId"),
        fields.string("orderRef"),
        fields.string("action"),
        exact(fields, "quantity"),
        fields.string("symbol"),
        (int) fields.integer("conId"),
        ReceivedOrder.Outcome.valueOf(fields.string("outcome")),
        (int) fields.integer("code"),
        fields.integer("permId"));
  }

  /** Reads a decimal that is stored as text, so that 1.00 does not come back as 1. */
  private static BigDecimal exact(Fields fields, String name) {
    return new BigDecimal(fields.string(name));
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.list(name).stream().map(Object::toString).toList();
  }

  private static Instrument instrument(int conId) {
    return Catalogue.byConId(conId)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the stored account has instrument "
                        + conId
                        + ", which this market does not know"));
  }
}
