package dev.ibintents.trading.books;

import dev.ibintents.store.Document;
import dev.ibintents.store.Fields;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.RunDocument;
import dev.ibintents.trading.order.OrderIdentity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How an {@link OpenOrderEntry} is written in {@code positions/{mode}/openOrders/{orderRef}}. */
public final class OpenOrderDocument {
  static final String CLIENT_ID = "clientId";
  static final String ORDER_ID = "orderId";
  static final String PERM_ID = "permId";

  private static final String ACCOUNT = "account";
  private static final String CONTRACT_ID = "contractId";
  private static final String QUANTITY = "quantity";
  private static final String SOURCE = "source";
  private static final String FILLED = "filled";
  private static final String EXECUTED = "executed";
  private static final String TIMESTAMP = "timestamp";

  private OpenOrderDocument() {}

  public static Map<String, Object> fields(OpenOrderEntry order) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(ACCOUNT, order.account());
    fields.put(CONTRACT_ID, order.conId());
    order.clientId().ifPresent(id -> fields.put(CLIENT_ID, id));
    fields.put(ORDER_ID, order.orderId());
    fields.put(PERM_ID, order.permId());
    fields.put(QUANTITY, order.quantity());
    fields.put(SOURCE, order.source().byStrategy());
    fields.put(FILLED, order.filled().byStrategy());
    fields.put(EXECUTED, order.executed());
    fields.put(TIMESTAMP, order.timestamp());
    return fields;
  }

  /** What a leg says of its order's numbers. */
  static Map<String, Object> numbers(Leg leg) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    leg.clientId().ifPresent(id -> numbers.put(CLIENT_ID, id));
    numbers.put(ORDER_ID, leg.orderId());
    numbers.put(PERM_ID, leg.permId());
    return numbers;
  }

  static OpenOrderEntry order(Document document) {
    Shares source = Shares.of(document.map(SOURCE).decimals());
    Shares filled = Shares.of(document.map(FILLED).decimals());
    return new OpenOrderEntry(
        new OrderIdentity(
            document.id(),
            document.string(ACCOUNT),
            RunDocument.clientId(document, CLIENT_ID),
            Math.toIntExact(document.integer(ORDER_ID)),
            document.integer(PERM_ID)),
        Math.toIntExact(document.integer(CONTRACT_ID)),
        sum(document, QUANTITY, source),
        source,
        filled,
        sum(document, EXECUTED, filled),
        document.findInstant(TIMESTAMP).orElse(Instant.EPOCH));
  }

  /** Documents of earlier versions leave to the shares what they sum to. */
  private static BigDecimal sum(Fields fields, String name, Shares shares) {
    return fields.findDecimal(name).orElseGet(shares::total);
  }
}
