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
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.market.Descriptions;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import dev.ibintents.simulator.market.MarketRules;
import dev.ibintents.simulator.market.PriceSource;
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
  private final PriceSource prices;
  private final Clock clock;
  private final Faults faults;

  MarketHandler(Universe universe, PriceSource prices, Clock clock, Faults faults) {
    this.universe = universe;
    this.prices = prices;
    this.clock = clock;
    this.faults = faults;
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

  /**
   * Sends one round of ticks, for a snapshot and for a stream alike. This market sends no further
   * ticks.
   */
  private void marketData(Client client, ReqMktData request) {
    int reqId = request.reqId();
    List<Listing> found = universe.find(request.contract());
    if (found.isEmpty()) {
      unknown(client, reqId);
    } else if (request.snapshot() && !request.genericTickList().isEmpty()) {
      client.error(
          reqId, 414, "Snapshot market data subscription is not applicable to generic ticks");
    } else if (!request.snapshot() && !client.tickers().add(reqId)) {
      client.error(reqId, 322, "Error processing request.-'bW' : cause - Duplicate ticker id");
    } else {
      ticks(client, reqId, found.get(0).instrument());
      if (request.snapshot()) {
        client.send(new TickSnapshotEnd(reqId));
      }
    }
  }

  /**
   * Sends the ticks. Frozen data equal live data while the market is open, and this market is
   * always open.
   */
  private void ticks(Client client, int reqId, Instrument instrument) {
    int type = client.marketDataType() >= DELAYED ? DELAYED : LIVE;
    client.send(new MarketDataType(reqId, type));
    Ticks ticks = type == DELAYED ? Ticks.DELAYED : Ticks.LIVE;
    ticks
        .messages(reqId, instrument, prices, now(), faults.haltedSince(instrument.conId()))
        .forEach(client::send);
  }

  private void cancel(Client client, CancelMktData request) {
    if (!client.tickers().remove(request.reqId())) {
      client.error(request.reqId(), 300, "Can't find EId with tickerId:" + request.reqId());
    }
  }

  private static void unknown(Client client, int reqId) {
    client.error(reqId, 200, "No security definition has been found for the request");
  }
}
