package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.market.Catalogue;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Fields;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import dev.ibintents.store.StoredAs;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * Converts orders and executions to documents and back. A document mostly holds the fields of the
 * message that reports the order or execution.
 */
final class StoredOrders {
  /** Decimals are texts, so that 1.00 does not come back as 1; messages are lists of texts. */
  private static final StoredAs<?>[] FORMS = {
    StoredAs.text(BigDecimal.class, BigDecimal::toPlainString, BigDecimal::new),
    message(OpenOrder.class),
    message(OrderStatus.class),
    message(ExecutionData.class),
    message(CommissionReport.class),
    message(CompletedOrder.class)
  };

  static final RecordFields<StandingOrder> STANDING = RecordFields.of(StandingOrder.class, FORMS);
  static final RecordFields<EndedOrder> ENDED = RecordFields.of(EndedOrder.class, FORMS);
  static final RecordFields<ReceivedOrder> RECEIVED = RecordFields.of(ReceivedOrder.class, FORMS);
  private static final RecordFields<StoredFill> FILLS = RecordFields.of(StoredFill.class, FORMS);

  private StoredOrders() {}

  /** An execution as its document has it: the message says what was traded. */
  private record StoredFill(
      Instant time, @Stored("fields") ExecutionData report, CommissionReport commission) {}

  private static <M extends Response> StoredAs<M> message(Class<M> kind) {
    return StoredAs.texts(kind, WireText::fields, fields -> WireText.message(kind, fields));
  }

  static Map<String, Object> fields(PaperFill fill) {
    return FILLS.fields(new StoredFill(fill.time(), fill.report(-1), fill.commission()));
  }

  static PaperFill fill(Fields fields) {
    StoredFill stored = FILLS.record(fields);
    return new PaperFill(
        stored.time,
        instrument(stored.report.contract().conId()),
        stored.report.execution(),
        stored.commission);
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
