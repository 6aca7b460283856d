package dev.ibintents.trading.ledger;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Fields;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How a {@link Run} is written in {@code runs/{key}}. */
public final class RunDocument {
  static final String COLLECTION = "runs";
  static final String MODE = "mode";
  static final String STATE = "state";
  static final String BEGUN_TOKEN = "begunToken";

  private static final String INTENT = "intent";
  private static final String KEY = "key";
  private static final String REQUEST = "request";
  private static final String EXPOSURES = "exposures";
  private static final String TOKEN = "token";
  private static final String OWNER = "owner";
  private static final String MARK = "mark";
  private static final String BEGUN_AT = "begunAt";
  private static final String ENDED_AT = "endedAt";
  private static final String RESULT = "result";
  private static final String LEGS = "legs";

  private static final String ORDER_REF = "orderRef";
  private static final String CONTRACT = "contract";
  private static final String ORDER = "order";
  private static final String SOURCE = "source";
  private static final String CLIENT_ID = "clientId";
  private static final String ORDER_ID = "orderId";
  private static final String PERM_ID = "permId";
  private static final String SENT_AT = "sentAt";
  private static final String SENT_BY = "sentBy";
  private static final String MESSAGE = "message";

  private RunDocument() {}

  public static String path(String id) {
    return COLLECTION + "/" + id;
  }

  /** The leg of a planned order as it will come back from the store. */
  static Leg planned(String orderRef, PlannedOrder planned) {
    Leg leg =
        new Leg(
            orderRef,
            planned.contract(),
            planned.order().with(OrderField.ORDER_REF, orderRef),
            planned.source().byStrategy(),
            LegState.PLANNED,
            OptionalInt.empty(),
            0,
            0,
            Optional.empty(),
            0,
            "");
    return leg(new Document(path(orderRef), fields(leg)));
  }

  public static Map<String, Object> fields(Run run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(MODE, run.mode().id());
    fields.put(INTENT, run.intent());
    fields.put(KEY, run.origin());
    fields.put(REQUEST, run.request());
    if (!run.exposures().isEmpty()) {
      fields.put(EXPOSURES, run.exposures());
    }
    fields.put(STATE, run.state().id());
    fields.put(TOKEN, run.token());
    fields.put(OWNER, run.owner());
    fields.put(BEGUN_TOKEN, run.begunToken());
    fields.put(MARK, run.mark());
    fields.put(BEGUN_AT, run.begunAt());
    fields.put(ENDED_AT, run.endedAt().orElse(null));
    fields.put(RESULT, run.result());
    fields.put(LEGS, run.legs().stream().map(RunDocument::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Leg leg) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(ORDER_REF, leg.orderRef());
    fields.put(CONTRACT, ContractDocument.fields(leg.contract()));
    fields.put(ORDER, OrderDocument.fields(leg.order()));
    fields.put(SOURCE, leg.source());
    fields.put(STATE, leg.state().id());
    leg.clientId().ifPresent(id -> fields.put(CLIENT_ID, id));
    fields.put(ORDER_ID, leg.orderId());
    fields.put(PERM_ID, leg.permId());
    fields.put(SENT_AT, leg.sentAt().orElse(null));
    fields.put(SENT_BY, leg.sentBy());
    fields.put(MESSAGE, leg.message());
    return fields;
  }

  public static Run run(Document document) {
    return new Run(
        document.id(),
        mode(document),
        document.string(INTENT),
        document.string(KEY),
        document.string(REQUEST),
        document.findMap(EXPOSURES).map(Fields::decimals).orElse(Map.of()),
        RunState.named(document.string(STATE)).orElseThrow(() -> unknown(document, STATE)),
        document.integer(TOKEN),
        document.string(OWNER),
        document.integer(BEGUN_TOKEN),
        document.string(MARK),
        document.instant(BEGUN_AT),
        document.findInstant(ENDED_AT),
        document.map(RESULT).fields(),
        legs(document));
  }

  private static List<Leg> legs(Document document) {
    List<Leg> legs = new ArrayList<>();
    for (Object leg : document.list(LEGS)) {
      // A list's elements know no place of their own, so each is read like a document.
      legs.add(leg(new Element(document.where() + ": " + LEGS + "[" + legs.size() + "]", leg)));
    }
    return legs;
  }

  private static Leg leg(Fields fields) {
    return new Leg(
        fields.string(ORDER_REF),
        ContractDocument.contract(fields.map(CONTRACT)),
        OrderDocument.order(fields.map(ORDER)),
        Map.copyOf(source(fields)),
        LegState.named(fields.string(STATE)).orElseThrow(() -> unknown(fields, STATE)),
        clientId(fields, CLIENT_ID),
        Math.toIntExact(fields.integer(ORDER_ID)),
        fields.integer(PERM_ID),
        fields.findInstant(SENT_AT),
        fields.integer(SENT_BY),
        fields.string(MESSAGE));
  }

  /** The client id that an order was sent under; documents of earlier versions have none. */
  public static OptionalInt clientId(Fields fields, String name) {
    return fields
        .findInteger(name)
        .map(id -> OptionalInt.of(Math.toIntExact(id)))
        .orElseGet(OptionalInt::empty);
  }

  private static Map<String, BigDecimal> source(Fields fields) {
    return fields.map(SOURCE).decimals();
  }

  private static TradingMode mode(Document document) {
    return Arrays.stream(TradingMode.values())
        .filter(mode -> mode.id().equals(document.string(MODE)))
        .findFirst()
        .orElseThrow(() -> unknown(document, MODE));
  }

  private static FieldException unknown(Fields fields, String name) {
    return new FieldException(
        fields.where()
            + ": the field "
            + name
            + " is '"
            + fields.string(name)
            + "', which is none");
  }

  /** A map in a list, with the place where it is. */
  record Element(String where, Map<String, Object> fields) implements Fields {
    @SuppressWarnings("unchecked")
    Element(String where, Object map) {
      this(where, (Map<String, Object>) map);
    }
  }
}
