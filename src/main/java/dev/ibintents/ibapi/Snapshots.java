package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CancelMktData;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.MarketDataType;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.TickGeneric;
import dev.ibintents.ibapi.message.TickPrice;
import dev.ibintents.ibapi.message.TickSize;
import dev.ibintents.ibapi.message.TickSnapshotEnd;
import dev.ibintents.ibapi.message.TickString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * The market data snapshots that a session waits for. A gateway ends a snapshot only after 11 s if
 * anything is missing (TWS API, "Market Data Snapshots"); so one that has all that is needed is
 * complete at once, and cancelled.
 */
final class Snapshots {
  /**
   * With these, data follow, or may follow: delayed instead of live ones, or a part of them (10089,
   * 10090, 10091, 10167). 300 is about a cancellation that came too late.
   */
  private static final Set<Integer> HARMLESS = Set.of(10089, 10090, 10091, 10167, 300);

  private static final BigDecimal NO_PRICE = BigDecimal.valueOf(-1);
  private static final BigDecimal NO_PRICE_IN_CENTS = BigDecimal.valueOf(-100);
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  private final Connection connection;
  private final IntSupplier nextRequestId;
  private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
  private final SessionEnd end;

  /** One that is not complete. Its fields belong to the reading thread. */
  private static final class Pending {
    final SnapshotRequest request;
    final CompletableFuture<MarketSnapshot> future = new CompletableFuture<>();
    final Map<TickType, BigDecimal> values = new EnumMap<>(TickType.class);
    final List<ErrorMessage> warnings = new ArrayList<>();
    OptionalInt marketDataType = OptionalInt.empty();

    Pending(SnapshotRequest request) {
      this.request = request;
    }

    MarketSnapshot snapshot() {
      return new MarketSnapshot(request.contract(), values, marketDataType, warnings);
    }

    String asked() {
      return "the market data of "
          + request.contract().symbol()
          + " "
          + request.contract().secType();
    }
  }

  Snapshots(Connection connection, IntSupplier nextRequestId, SessionEnd end) {
    this.connection = connection;
    this.nextRequestId = nextRequestId;
    this.end = end;
  }

  /** Asks for all of them in one batch; see {@link ClientSession#reqMktData(List)}. */
  List<CompletableFuture<MarketSnapshot>> ask(List<SnapshotRequest> requests) {
    if (requests.size() > ClientSession.MARKET_DATA_LINES) {
      throw new IllegalArgumentException(
          requests.size()
              + " snapshots at once are too many; a gateway has "
              + ClientSession.MARKET_DATA_LINES
              + " market data lines");
    }
    List<ReqMktData> messages = new ArrayList<>();
    List<Pending> asked = new ArrayList<>();
    for (SnapshotRequest request : requests) {
      int reqId = nextRequestId.getAsInt();
      Pending one = new Pending(request);
      asked.add(one);
      messages.add(new ReqMktData(reqId, request.contract(), "", true, false, ""));
      pending.put(reqId, one);
      one.future.whenComplete(
          (snapshot, failure) -> {
            pending.remove(reqId);
            if (one.future.isCancelled()) {
              connection.sendWhenFree(new CancelMktData(reqId));
            }
          });
    }
    send(messages, asked);
    return asked.stream().map(one -> one.future).toList();
  }

  private void send(List<ReqMktData> messages, List<Pending> asked) {
    RuntimeException failure = end.cause();
    if (failure == null) {
      try {
        connection.send(messages);
        return;
      } catch (GatewayException e) {
        failure = e;
      }
    }
    for (Pending one : asked) {
      one.future.completeExceptionally(failure);
    }
  }

  /** What has been asked for and not come yet. */
  List<String> asked() {
    return pending.values().stream().map(Pending::asked).toList();
  }

  void received(Response message) {
    if (message instanceof TickPrice tick) {
      price(tick);
    } else if (message instanceof TickSize tick) {
      value(tick.reqId(), tick.tickType(), tick.size());
    } else if (message instanceof TickGeneric tick) {
      value(tick.reqId(), tick.tickType(), tick.value());
    } else if (message instanceof TickString tick && DIGITS.matcher(tick.value()).matches()) {
      value(tick.reqId(), tick.tickType(), new BigDecimal(tick.value()));
    } else if (message instanceof MarketDataType type) {
      Pending one = pending.get(type.reqId());
      if (one != null) {
        one.marketDataType = OptionalInt.of(type.marketDataType());
      }
    } else if (message instanceof TickSnapshotEnd end) {
      Pending one = pending.get(end.reqId());
      if (one != null) {
        one.future.complete(one.snapshot());
      }
    }
  }

  /**
   * -1 means that there is no price, and so does 0 with size 0 (TWS API, "Market Data"). Where
   * prices are quoted in cents, a gateway writes -100. A price below 0 that is neither may be one.
   */
  private void price(TickPrice tick) {
    value(tick.reqId(), tick.tickType(), isNone(tick) ? null : tick.price());
  }

  private static boolean isNone(TickPrice tick) {
    BigDecimal price = tick.price();
    if (price == null || price.compareTo(NO_PRICE) == 0) {
      return true;
    }
    boolean hasSize = tick.size() != null && tick.size().signum() != 0;
    return !hasSize && (price.signum() == 0 || price.compareTo(NO_PRICE_IN_CENTS) == 0);
  }

  private void value(int reqId, int tickType, BigDecimal value) {
    Pending one = pending.get(reqId);
    TickType type = TickType.of(tickType).orElse(null);
    if (one == null || type == null || value == null) {
      return;
    }
    one.values.put(type, value);
    MarketSnapshot snapshot = one.snapshot();
    try {
      if (!one.request.enough().test(snapshot)) {
        return;
      }
      one.future.complete(snapshot);
    } catch (RuntimeException e) {
      one.future.completeExceptionally(e);
    }
    connection.sendWhenFree(new CancelMktData(reqId));
  }

  /** Takes an error if it is about one of these; says whether it was. */
  boolean received(ErrorMessage error) {
    Pending one = pending.get(error.id());
    if (one == null) {
      return false;
    }
    boolean warns = Incoming.isWarning(error);
    if (warns || HARMLESS.contains(error.code())) {
      one.warnings.add(error);
    } else {
      one.future.completeExceptionally(RequestRefusedException.of(one.asked(), error));
    }
    return true;
  }

  void end(RuntimeException cause) {
    pending.values().forEach(one -> one.future.completeExceptionally(cause));
  }
}
