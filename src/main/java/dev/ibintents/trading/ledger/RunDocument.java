package dev.ibintents.trading.ledger;

import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.order.PlannedOrder;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The form of a {@link Run} in {@code runs/{key}}. */
public final class RunDocument {
  static final String COLLECTION = "runs";

  // Queries name these fields.
  static final String MODE = "mode";
  static final String STATE = "state";
  static final String BEGUN_TOKEN = "begunToken";

  private static final RecordFields<Run> RUNS =
      RecordFields.of(Run.class, ContractDocument.FORM, OrderDocument.FORM, SharesDocument.FORM);
  private static final RecordFields<Leg> LEGS =
      RecordFields.of(Leg.class, ContractDocument.FORM, OrderDocument.FORM, SharesDocument.FORM);

  private RunDocument() {}

  /** The path of a run's document. */
  public static String path(String id) {
    return COLLECTION + "/" + id;
  }

  /** The leg of a planned order, with exactly the values that the store will give back. */
  static Leg planned(String orderRef, PlannedOrder planned) {
    Leg leg =
        new Leg(
            orderRef,
            planned.contract(),
            planned.order().with(OrderField.ORDER_REF, orderRef),
            planned.source(),
            LegState.PLANNED,
            OptionalInt.empty(),
            0,
            0,
            Optional.empty(),
            0,
            "",
            planned.believed(),
            planned.terms());
    return LEGS.record(new Document(path(orderRef), LEGS.fields(leg)));
  }

  /** The fields of a run. */
  public static Map<String, Object> fields(Run run) {
    return RUNS.fields(run);
  }

  /** Reads a run. */
  public static Run run(Document document) {
    return RUNS.record(document);
  }
}
