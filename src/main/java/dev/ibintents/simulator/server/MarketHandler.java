package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.CancelMktData;
import dev.ibintents.ibapi.message.ContractData;
import dev.ibintents.ibapi.message.ContractDataEnd;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.MarketDataType;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqMarketDataType;
import dev.ibintents.ibapi.message.ReqMarketRule;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.TickSnapshotEnd;
import dev.ibintents.simulator.market.Descriptions;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import dev.ibintents.simulator.market.MarketRules;
import dev.ibintents.simulator.market.Ticks;
import dev.ibintents.simulator.market.Universe;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Answers requests for contracts and current prices. */
final class MarketHandler {
  private static final int LIVE = 1;
  private static final int DELAYED = 3;

  private final Universe universe;
  private final Clock clock;
  private final PriceStreams streams;
  private final Runnable streamBegan;

  /**
   * Answers from a market.
   *
   * @param streamBegan learns that a client has a stream from now on
   */
  MarketHandler(Universe universe, Clock clock, PriceStreams streams, Runnable streamBegan) {
    this.universe = universe;
    this.clock = clock;
    this.streams = streams;
    this.streamBegan = streamBegan;
  }

  void register(RequestHandlers handlers) {
    handlers
        .on(ReqCurrentTime.class, (client, request) -> client.send(new CurrentTime(now())))
        .on(ReqContractDetails.class, this::contractDetails)
        .on(ReqMarketDataType.class, this::marketDataType)
        .on(ReqMarketRule.class, MarketHandler::marketRule)
        .on(ReqMktData.class, this::marketData)
        .on(CancelMktData.class, this::cancel);
  }

  private Instant now() {
    return clock.instant();
  }

  private void contractDetails(Client client, ReqContractDetails request) {
    if (request.contract().conId() == 0 && request.contract().secType().isEmpty()) {
      client.error(
          request.reqId(),
          321,
          "Error validating request.-'bQ' : cause - Please enter a valid security type");
      return;
    }
    List<Listing> found = universe.find(request.contract());
    if (found.isEmpty()) {
      unknown(client, request.reqId());
      return;
    }
    Instant now = now();
    for (Listing listing : found) {
      client.send(new ContractData(request.reqId(), Descriptions.of(listing, now)));
    }
    client.send(new ContractDataEnd(request.reqId()));
  }

  private void marketDataType(Client client, ReqMarketDataType request) {
    client.marketDataType(request.marketDataType());
  }

  /** Answers for a known rule. Users report that a gateway is silent about others. */
  private static void marketRule(Client client, ReqMarketRule request) {
    MarketRules.find(request.marketRuleId()).ifPresent(client::send);
  }

  /** Sends one round of ticks. A stream sends the changes afterwards. */
  private void marketData(Client client, ReqMktData request) {
    int reqId = request.reqId();
    List<Listing> found = universe.find(request.contract());
    if (found.isEmpty()) {
      unknown(client, reqId);
    } else if (request.snapshot() && !request.genericTickList().isEmpty()) {
      client.error(
          reqId, 414, "Snapshot market data subscription is not applicable to generic ticks");
    } else if (!request.snapshot() && client.streams().containsKey(reqId)) {
      client.error(reqId, 322, "Error processing request.-'bW' : cause - Duplicate ticker id");
    } else {
      ticks(client, request, found.get(0).instrument());
    }
  }

  /**
   * Sends the ticks. Frozen data equal live data while the market is open, and this market is
   * always open.
   */
  private void ticks(Client client, ReqMktData request, Instrument instrument) {
    int reqId = request.reqId();
    int type = client.marketDataType() >= DELAYED ? DELAYED : LIVE;
    client.send(new MarketDataType(reqId, type));
    Ticks ticks = type == DELAYED ? Ticks.DELAYED : Ticks.LIVE;
    if (request.snapshot()) {
      streams.round(reqId, instrument, ticks).forEach(client::send);
      client.send(new TickSnapshotEnd(reqId));
      return;
    }
    PriceStreams.Stream stream = streams.stream(reqId, instrument, ticks);
    stream.changes().forEach(client::send);
    client.streams().put(reqId, stream);
    streamBegan.run();
  }

  private void cancel(Client client, CancelMktData request) {
    if (client.streams().remove(request.reqId()) == null) {
      client.error(request.reqId(), 300, "Can't find EId with tickerId:" + request.reqId());
    }
  }

  private static void unknown(Client client, int reqId) {
    client.error(reqId, 200, "No security definition has been found for the request");
  }
}
