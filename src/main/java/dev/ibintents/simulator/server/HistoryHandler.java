package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.CancelHeadTimestamp;
import dev.ibintents.ibapi.message.CancelHistoricalData;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.HeadTimestamp;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.HistoricalDataEnd;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.market.BarMaker;
import dev.ibintents.simulator.market.BarSpan;
import dev.ibintents.simulator.market.HistoryPacing;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.TradingDay;
import dev.ibintents.simulator.market.Universe;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers requests for past prices.
 *
 * <p>A query for bars is open until its answer is sent, or until it is cancelled. A query for a
 * head timestamp is open until it is cancelled. Bars are not updated.
 */
final class HistoryHandler {
  /** The number of queries that a client may have open (TWS API, "Historical Data Limitations"). */
  static final int MOST_OPEN = 50;

  private static final String SERVICE = "Historical Market Data Service error message:";
  private static final Set<String> SHOWN =
      Set.of("TRADES", "MIDPOINT", "BID", "ASK", "BID_ASK", "ADJUSTED_LAST");
  private static final int EPOCH_SECONDS = 2;
  private static final int LONGEST_PACED_BAR = 30;
  private static final int MONTHS_OF_SHORT_BARS = 6;

  private final Universe universe;
  private final PriceSource.BarSource history;
  private final HistoryPacing pacing;
  private final MarketClock clock;
  private final ZoneId zone;

  /** The data series that a pacing limit applies to. */
  private record DataSeries(int conId, String exchange, String whatToShow) {
    static DataSeries of(Listing listing, ReqHistoricalData request) {
      return new DataSeries(listing.instrument().conId(), listing.exchange(), request.whatToShow());
    }

    /** The number of queries that this query counts as. Bid and ask together count as two. */
    int weight() {
      return whatToShow.equals("BID_ASK") ? 2 : 1;
    }
  }

  /**
   * A query.
   *
   * @param reqId the client's number of the query
   * @param content everything that the query asks for
   * @param series the data series that it asks for
   */
  private record Query(int reqId, Object content, DataSeries series) {}

  HistoryHandler(Universe universe, PriceSource prices, MarketClock clock, ZoneId zone) {
    this.universe = universe;
    this.clock = clock;
    this.zone = zone;
    history = prices.bars(zone);
    pacing = new HistoryPacing(clock);
  }

  void register(RequestHandlers handlers) {
    handlers
        .on(ReqHistoricalData.class, this::bars)
        .on(CancelHistoricalData.class, (client, request) -> cancel(client, request.reqId()))
        .on(ReqHeadTimestamp.class, this::head)
        .on(CancelHeadTimestamp.class, (client, request) -> cancel(client, request.reqId()));
  }

  private void bars(Client client, ReqHistoricalData request) {
    int reqId = request.reqId();
    List<Listing> found = universe.find(request.contract());
    if (found.isEmpty()) {
      unknown(client, reqId);
    } else if (isWrong(found.get(0).instrument(), request.whatToShow())) {
      client.error(
          reqId,
          10299,
          "Expected what to show is MIDPOINT, please use that instead of "
              + request.whatToShow()
              + ".");
    } else if (request.whatToShow().equals("ADJUSTED_LAST") && !request.endDateTime().isEmpty()) {
      refuse(client, reqId, "end date/time is not supported for ADJUSTED_LAST");
    } else {
      answer(client, request, found.get(0));
    }
  }

  /** Whether an instrument has no such data. Pairs have no trades (TWS API, "whatToShow"). */
  private static boolean isWrong(Instrument instrument, String show) {
    return !SHOWN.contains(show)
        || instrument.kind() == Instrument.Kind.CASH && BarMaker.isTrades(show);
  }

  private void answer(Client client, ReqHistoricalData request, Listing listing) {
    try {
      BarSpan span = BarSpan.parse(request.barSizeSetting(), request.durationStr());
      Instant now = clock.instant();
      Instant requested =
          request.endDateTime().isEmpty() ? now : GatewayTime.parse(request.endDateTime(), zone);
      Instant end = latest(listing.instrument(), span, requested.isAfter(now) ? now : requested);
      boolean isPaced = span.barSeconds() <= LONGEST_PACED_BAR;
      DataSeries series = DataSeries.of(listing, request);
      Query query = new Query(request.reqId(), anonymous(request), series);
      if (opens(client, query, isPaced)) {
        send(client, request, listing, span, end);
      }
    } catch (DateTimeException e) {
      client.error(
          request.reqId(),
          10314,
          "End Date/Time: The date, time, or time-zone entered is invalid.");
    } catch (IllegalArgumentException e) {
      client.histories().remove(request.reqId());
      refuse(client, request.reqId(), e.getMessage());
    }
  }

  private void send(
      Client client, ReqHistoricalData request, Listing listing, BarSpan span, Instant end) {
    int reqId = request.reqId();
    List<Bar> bars =
        isKept(span, end)
            ? history.bars(
                listing.instrument(),
                span,
                end,
                request.whatToShow(),
                request.useRth(),
                request.formatDate())
            : List.of();
    if (bars.isEmpty()) {
      client.histories().remove(reqId);
      client.error(
          reqId,
          162,
          SERVICE
              + "HMDS query returned no data: %s@%s"
                  .formatted(listing.instrument().localSymbol(), listing.exchange()));
      return;
    }
    Instant start =
        span.unit() == 'D' ? end.minusSeconds(span.amount() * 86_400L) : span.start(end);
    String from = GatewayTime.zoned(start, zone);
    String to = GatewayTime.zoned(end, zone);
    AtomicBoolean isWanted = new AtomicBoolean();
    client.send(
        new HistoricalData(reqId, from, to, bars),
        () -> {
          isWanted.set(client.histories().remove(reqId));
          return isWanted.get();
        });
    if (client.serverVersion() >= HistoricalDataEnd.SINCE) {
      client.send(new HistoricalDataEnd(reqId, from, to), isWanted::get);
    }
  }

  /**
   * Whether the service keeps these bars. It keeps bars of 30 seconds and less for six months (TWS
   * API, "Unavailable Data").
   */
  private boolean isKept(BarSpan span, Instant end) {
    Instant oldest =
        clock.instant().atZone(TradingDay.NEW_YORK).minusMonths(MONTHS_OF_SHORT_BARS).toInstant();
    return span.barSeconds() > LONGEST_PACED_BAR || !end.isBefore(oldest);
  }

  /**
   * The end of a query, but not later than the settlement of the instrument. The last daily bar
   * closes at the settlement price.
   */
  private static Instant latest(Instrument instrument, BarSpan span, Instant end) {
    if (instrument.expiry() == null) {
      return end;
    }
    boolean isDaily = span.barSeconds() == BarSpan.DAY;
    Instant settlement = instrument.settlement().plusSeconds(isDaily ? 1 : 0);
    return end.isAfter(settlement) ? settlement : end;
  }

  private void head(Client client, ReqHeadTimestamp request) {
    int reqId = request.reqId();
    List<Listing> found = universe.find(request.contract());
    if (found.isEmpty()) {
      unknown(client, reqId);
      return;
    }
    Listing listing = found.get(0);
    DataSeries series =
        new DataSeries(listing.instrument().conId(), listing.exchange(), request.whatToShow());
    if (opens(client, new Query(reqId, anonymous(request), series), true)) {
      Instant head = history.first(listing.instrument(), request.useRth());
      String text =
          request.formatDate() == EPOCH_SECONDS
              ? Long.toString(head.getEpochSecond())
              : GatewayTime.utc(head);
      client.send(new HeadTimestamp(reqId, text), () -> client.histories().contains(reqId));
    }
  }

  /** Opens a query. If that is not possible, the client gets an error, and the result is false. */
  private boolean opens(Client client, Query query, boolean isPaced) {
    if (client.histories().contains(query.reqId())) {
      client.error(query.reqId(), 386, "Duplicate ticker ID for API historical data query");
      return false;
    }
    if (client.histories().size() >= MOST_OPEN
        || isPaced && !pacing.admits(query.content(), query.series(), query.series().weight())) {
      client.error(query.reqId(), 162, SERVICE + "Historical data request pacing violation");
      return false;
    }
    return client.histories().add(query.reqId());
  }

  /** Cancels a query. Real gateways confirm a cancellation with an error. */
  private static void cancel(Client client, int reqId) {
    if (client.histories().remove(reqId)) {
      client.error(reqId, 162, SERVICE + "API historical data query cancelled: " + reqId);
    } else {
      client.error(reqId, 366, "No historical data query found for ticker id:" + reqId);
    }
  }

  private static void unknown(Client client, int reqId) {
    client.error(reqId, 200, "No security definition has been found for the request");
  }

  private static void refuse(Client client, int reqId, String why) {
    client.error(reqId, 321, "Error validating request.-'bX' : cause - Historical data " + why);
  }

  /** The request without its number, so that it equals another request for the same data. */
  private static ReqHistoricalData anonymous(ReqHistoricalData request) {
    return new ReqHistoricalData(
        0,
        request.contract(),
        request.endDateTime(),
        request.durationStr(),
        request.barSizeSetting(),
        request.whatToShow(),
        request.useRth(),
        request.formatDate(),
        request.keepUpToDate(),
        request.chartOptions());
  }

  private static ReqHeadTimestamp anonymous(ReqHeadTimestamp request) {
    return new ReqHeadTimestamp(
        0, request.contract(), request.whatToShow(), request.useRth(), request.formatDate());
  }
}
