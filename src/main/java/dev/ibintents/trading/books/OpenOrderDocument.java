package dev.ibintents.trading.books;

import dev.ibintents.store.Document;
import dev.ibintents.store.Fields;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.SharesDocument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The form of an {@link OpenOrderEntry} in {@code positions/{mode}/openOrders/{orderRef}}. */
public final class OpenOrderDocument {
  private static final String CLIENT_ID = "clientId";
  private static final String ORDER_ID = "orderId";
  private static final String PERM_ID = "permId";

  private static final RecordFields<OpenOrderEntry> ORDERS =
      RecordFields.of(OpenOrderEntry.class, SharesDocument.FORM);

  private OpenOrderDocument() {}

  /** The fields of an open order. */
  public static Map<String, Object> fields(OpenOrderEntry order) {
    return ORDERS.fields(order);
  }

  /** The fields of an order's numbers, from its leg. */
  static Map<String, Object> numbers(Leg leg) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    leg.clientId().ifPresent(id -> numbers.put(CLIENT_ID, id));
    numbers.put(ORDER_ID, leg.orderId());
    numbers.put(PERM_ID, leg.permId());
    return numbers;
  }

  /**
   * Reads an order. Documents of earlier versions have no totals; the sums of their shares replace
   * them.
   */
  static OpenOrderEntry order(Document document) {
    return ORDERS.record(
        document,
        Map.of(
            "quantity",
            sum(document.map("source")),
            "executed",
            sum(document.map("filled")),
            "timestamp",
            Instant.EPOCH));
  }

  private static BigDecimal sum(Fields shares) {
    return PlainDecimal.sum(shares.decimals().values());
  }
}
