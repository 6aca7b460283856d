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
 * The market data snapshots that a session waits for.
 *
 * <p>A gateway ends a snapshot only after 11 s if any value is missing (TWS API, "Market Data
 * Snapshots"). So a snapshot with all the values that its request needs is completed at once, and
 * cancelled at the gateway.
 */
final class Snapshots {
  /**
   * Errors after which data may still come: delayed data, or a part of the data (10089, 10090,
   * 10091, 10167). 300 answers a cancellation that came too late.
   */
  private static final Set<Integer> HARMLESS = Set.of(10089, 10090, 10091, 10167, 300);

  private static final BigDecimal NO_PRICE = BigDecimal.valueOf(-1);
  private static final BigDecimal NO_PRICE_IN_CENTS = BigDecimal.valueOf(-100);
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  private final Connection connection;
  private final IntSupplier nextRequestId;
  private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
  private final SessionEnd end;

  /** A snapshot that is not complete. Only the reading thread uses its fields. */
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

  /** Asks for all snapshots in one batch; see {@link ClientSession#reqMktData(List)}. */
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
      Pending awaited = new Pending(request);
      asked.add(awaited);
      messages.add(new ReqMktData(reqId, request.contract(), "", true, false, ""));
      pending.put(reqId, awaited);
      awaited.future.whenComplete(
          (snapshot, failure) -> {
            pending.remove(reqId);
            if (awaited.future.isCancelled()) {
              connection.sendWhenFree(new CancelMktData(reqId));
            }
          });
    }
    send(messages, asked);
    return asked.stream().map(awaited -> awaited.future).toList();
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
    for (Pending awaited : asked) {
      awaited.future.completeExceptionally(failure);
    }
  }

  /** The snapshots that are not complete yet, in words. */
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
      Pending awaited = pending.get(type.reqId());
      if (awaited != null) {
        awaited.marketDataType = OptionalInt.of(type.marketDataType());
      }
    } else if (message instanceof TickSnapshotEnd end) {
      Pending awaited = pending.get(end.reqId());
      if (awaited != null) {
        awaited.future.complete(awaited.snapshot());
      }
    }
  }

  /**
   * Takes a price. -1 means that there is no price, and so does 0 with size 0 (TWS API, "Market
   * Data"). Where prices are quoted in cents, a gateway writes -100 for no price. Any other
   * negative price may be real.
   */
  private void price(TickPrice tick) {
    value(tick.reqId(), tick.tickType(), hasNoPrice(tick) ? null : tick.price());
  }

  private static boolean hasNoPrice(TickPrice tick) {
    BigDecimal price = tick.price();
    if (price == null || price.compareTo(NO_PRICE) == 0) {
      return true;
    }
    boolean hasSize = tick.size() != null && tick.size().signum() != 0;
    return !hasSize && (price.signum() == 0 || price.compareTo(NO_PRICE_IN_CENTS) == 0);
  }

  private void value(int reqId, int tickType, BigDecimal value) {
    Pending awaited = pending.get(reqId);
    TickType type = TickType.of(tickType).orElse(null);
    if (awaited == null || type == null || value == null) {
      return;
    }
    awaited.values.put(type, value);
    MarketSnapshot snapshot = awaited.snapshot();
    try {
      if (!awaited.request.enough().test(snapshot)) {
        return;
      }
      awaited.future.complete(snapshot);
    } catch (RuntimeException e) {
      awaited.future.completeExceptionally(e);
    }
    connection.sendWhenFree(new CancelMktData(reqId));
  }

  /** Takes an error about a snapshot. Returns whether it was about one. */
  boolean received(ErrorMessage error) {
    Pending awaited = pending.get(error.id());
    if (awaited == null) {
      return false;
    }
    boolean warns = Incoming.isWarning(error);
    if (warns || HARMLESS.contains(error.code())) {
      awaited.warnings.add(error);
    } else {
      awaited.future.completeExceptionally(RequestRefusedException.of(awaited.asked(), error));
    }
    return true;
  }

  void end(RuntimeException cause) {
    pending.values().forEach(awaited -> awaited.future.completeExceptionally(cause));
  }
}
