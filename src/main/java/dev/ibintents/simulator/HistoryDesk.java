package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.CancelHeadTimestamp;
import dev.ibintents.ibapi.message.CancelHistoricalData;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.HeadTimestamp;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * Answers what the prices were. Each answer is whole at once, so there is nothing to cancel, and
 * bars are not kept up to date.
 */
final class HistoryDesk {
  private static final Set<String> SHOWN =
      Set.of("TRADES", "MIDPOINT", "BID", "ASK", "ADJUSTED_LAST");
  private static final Instant BEGINNING = Instant.parse("2005-01-03T14:30:00Z");
  private static final int EPOCH_SECONDS = 2;

  private final Universe universe;
  private final History history;
  private final Clock clock;
  private final ZoneId zone;

  HistoryDesk(Universe universe, Prices prices, Clock clock, ZoneId zone) {
    this.universe = universe;
    this.clock = clock;
    this.zone = zone;
    history = new History(prices, zone);
  }

  void answerAt(Desk desk) {
    desk.on(ReqHistoricalData.class, this::bars)
        .on(CancelHistoricalData.class, (client, request) -> {})
        .on(ReqHeadTimestamp.class, this::head)
        .on(CancelHeadTimestamp.class, (client, request) -> {});
  }

  private void bars(Client client, ReqHistoricalData request) {
    int reqId = request.reqId();
    List<Listing> found = universe.find(request.contract());
    if (found.isEmpty()) {
      client.error(reqId, 200, "No security definition has been found for the request");
    } else if (isWrong(found.get(0).instrument(), request.whatToShow())) {
      client.error(
          reqId,
          10299,
          "Expected what to show is MIDPOINT, please use that instead of "
              + request.whatToShow()
              + ".");
    } else {
      answer(client, request, found.get(0));
    }
  }

  /** Pairs have no trades (TWS API, "whatToShow"). */
  private static boolean isWrong(Instrument instrument, String show) {
    return !SHOWN.contains(show)
        || instrument.kind() == Instrument.Kind.CASH && History.isTrades(show);
  }

  private void answer(Client client, ReqHistoricalData request, Listing listing) {
    try {
      BarSpan span = BarSpan.parse(request.barSizeSetting(), request.durationStr());
      Instant now = clock.instant();
      Instant asked =
          request.endDateTime().isEmpty() ? now : GatewayTime.parse(request.endDateTime(), zone);
      Instant end = latest(listing.instrument(), asked.isAfter(now) ? now : asked);
      List<Bar> bars =
          history.bars(
              listing.instrument(),
              span,
              end,
              request.whatToShow(),
              request.useRth(),
              request.formatDate());
      if (bars.isEmpty()) {
        client.error(
            request.reqId(),
            162,
            "Historical Market Data Service error message:HMDS query returned no data: %s@%s"
                .formatted(listing.instrument().localSymbol(), listing.exchange()));
        return;
      }
      Instant start =
          span.unit() == 'D' ? end.minusSeconds(span.amount() * 86_400L) : span.start(end);
      client.send(
          new HistoricalData(
              request.reqId(), GatewayTime.zoned(start, zone), GatewayTime.zoned(end, zone), bars));
    } catch (DateTimeException e) {
      client.error(
          request.reqId(),
          10314,
          "End Date/Time: The date, time, or time-zone entered is invalid.");
    } catch (IllegalArgumentException e) {
      client.error(
          request.reqId(),
          321,
          "Error validating request.-'bX' : cause - Historical data " + e.getMessage());
    }
  }

  /** The history of a future ends with it. */
  private static Instant latest(Instrument instrument, Instant end) {
    if (instrument.expiry() == null) {
      return end;
    }
    Instant settlement = Universe.settlement(instrument.expiry());
    return end.isAfter(settlement) ? settlement : end;
  }

  private void head(Client client, ReqHeadTimestamp request) {
    if (universe.find(request.contract()).isEmpty()) {
      client.error(request.reqId(), 200, "No security definition has been found for the request");
      return;
    }
    String text =
        request.formatDate() == EPOCH_SECONDS
            ? Long.toString(BEGINNING.getEpochSecond())
            : GatewayTime.utc(BEGINNING);
    client.send(new HeadTimestamp(request.reqId(), text));
  }
}
