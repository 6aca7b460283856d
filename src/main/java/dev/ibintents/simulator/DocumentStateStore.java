package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps the paper account in a document store: {@code simulator/{account}} and, below it, {@code
 * holdings/{conId}}, {@code orders/{permId}}, {@code fills/{execId}} and {@code ended/{permId}}.
 * Orders and executions are kept as the fields of the messages that report them.
 *
 * <p>Only what has changed is written, and all of it at once or not at all.
 */
public final class DocumentStateStore implements StateStore {
  private static final String FIELDS = "fields";

  private final DocumentStore store;
  private final String root;
  private Map<String, Map<String, Object>> saved = new HashMap<>();

  /**
   * @param store where to keep it; it is not closed here
   * @param account whose state it is
   */
  public DocumentStateStore(DocumentStore store, String account) {
    this.store = store;
    root = "simulator/" + account;
  }

  @Override
  public synchronized Optional<PaperState> load() {
    Optional<Document> account = store.get(root);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    Fields main = account.get();
    PaperState state =
        new PaperState(
            main.map("cash").decimals(),
            all("holdings", DocumentStateStore::holding),
            all("orders", DocumentStateStore::order),
            all("fills", DocumentStateStore::fill),
            all("ended", DocumentStateStore::ended),
            orderIds(main.map("nextOrderIds")),
            main.integer("nextPermId"),
            Math.toIntExact(main.integer("nextExecution")));
    saved = documents(state);
    return Optional.of(state);
  }

  @Override
  public synchronized void save(PaperState state) {
    Map<String, Map<String, Object>> next = documents(state);
    store.runTransaction(
        transaction -> {
          next.forEach(
              (path, fields) -> {
                if (!fields.equals(saved.get(path))) {
                  transaction.set(path, fields);
                }
              });
          saved.keySet().stream()
              .filter(path -> !next.containsKey(path))
              .forEach(transaction::delete);
          return null;
        });
    saved = next;
  }

  private <T> List<T> all(String collection, Function<Fields, T> read) {
    return store.list(root + "/" + collection).stream().map(read).toList();
  }

  private Map<String, Map<String, Object>> documents(PaperState state) {
    Map<String, Map<String, Object>> documents = new HashMap<>();
    Map<String, Object> orderIds = new HashMap<>();
    state.nextOrderIds().forEach((client, next) -> orderIds.put(client.toString(), next));
    documents.put(
        root,
        Map.of(
            "cash", state.cash(),
            "nextOrderIds", orderIds,
            "nextPermId", state.nextPermId(),
            "nextExecution", state.nextExecution()));
    for (Holding held : state.holdings()) {
      documents.put(
          path("holdings", held.conId()),
          Map.of("conId", held.conId(), "quantity", held.quantity(), "cost", held.cost()));
    }
    for (StandingOrder order : state.orders()) {
      documents.put(
          path("orders", order.order().permId()),
          Map.of(FIELDS, WireText.fields(order.open()), "status", WireText.fields(order.status())));
    }
    for (Fill fill : state.fills()) {
      documents.put(path("fills", fill.execId()), fields(fill));
    }
    for (EndedOrder ended : state.ended()) {
      documents.put(
          path("ended", ended.report().order().permId()),
          Map.of(
              FIELDS,
              WireText.fields(ended.report()),
              "time",
              ended.time(),
              "manual",
              ended.manual()));
    }
    return documents;
  }

  private String path(String collection, Object id) {
    return root + "/" + collection + "/" + id;
  }

  private static Map<String, Object> fields(Fill fill) {
    return Map.of(
        FIELDS,
        WireText.fields(fill.report(-1)),
        "commission",
        WireText.fields(fill.commission()),
        "time",
        fill.time());
  }

  private static Map<Integer, Integer> orderIds(Fields fields) {
    Map<Integer, Integer> ids = new HashMap<>();
    fields
        .fields()
        .keySet()
        .forEach(client -> ids.put(Integer.valueOf(client), (int) fields.integer(client)));
    return ids;
  }

  private static Holding holding(Fields fields) {
    return new Holding(
        (int) fields.integer("conId"), fields.decimal("quantity"), fields.decimal("cost"));
  }

  private static StandingOrder order(Fields fields) {
    return new StandingOrder(
        WireText.message(OpenOrder.class, texts(fields, FIELDS)),
        WireText.message(OrderStatus.class, texts(fields, "status")));
  }

  private static Fill fill(Fields fields) {
    ExecutionData report = WireText.message(ExecutionData.class, texts(fields, FIELDS));
    return new Fill(
        fields.instant("time"),
        instrument(report.contract().conId()),
        report.execution(),
        WireText.message(CommissionReport.class, texts(fields, "commission")));
  }

  private static EndedOrder ended(Fields fields) {
    return new EndedOrder(
        fields.instant("time"),
        fields.bool("manual"),
        WireText.message(CompletedOrder.class, texts(fields, FIELDS)));
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.list(name).stream().map(Object::toString).toList();
  }

  private static Instrument instrument(int conId) {
    return Catalogue.byConId(conId)
        .orElseThrow(
            () -> new IllegalStateException("the kept state has unknown instrument " + conId));
  }
}
