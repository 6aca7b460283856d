package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.Ticks;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams of market data. A stream sends the figures that have changed. */
final class PriceStreams {
  /** A stream of one client. */
  final class Stream {
    private final int reqId;
    private final Instrument instrument;
    private final Ticks ticks;
    private Set<Response> sent = Set.of();

    private Stream(int reqId, Instrument instrument, Ticks ticks) {
      this.reqId = reqId;
      this.instrument = instrument;
      this.ticks = ticks;
    }

    /** The ticks whose figures differ from those of the last call. */
    synchronized List<Response> changes() {
      List<Response> now = round(reqId, instrument, ticks);
      List<Response> changes = now.stream().filter(tick -> !sent.contains(tick)).toList();
      sent = new HashSet<>(now);
      return changes;
    }
  }

  private final Clients clients;
  private final PriceSource prices;
  private final Clock clock;
  private final Faults faults;

  PriceStreams(Clients clients, PriceSource prices, Clock clock, Faults faults) {
    this.clients = clients;
    this.prices = prices;
    this.clock = clock;
    this.faults = faults;
  }

  /** One round of ticks of an instrument. */
  List<Response> round(int reqId, Instrument instrument, Ticks ticks) {
    return ticks.messages(
        reqId, instrument, prices, clock.instant(), faults.haltedSince(instrument.conId()));
  }

  /** Makes a stream that has sent nothing yet. */
  Stream stream(int reqId, Instrument instrument, Ticks ticks) {
    return new Stream(reqId, instrument, ticks);
  }

  /** Whether no client has a stream. */
  boolean isEmpty() {
    return clients.all().stream().allMatch(client -> client.streams().isEmpty());
  }

  /** Sends every client the changes of its streams, unless the source of prices is lost. */
  void publish(BrokerLinks links) {
    if (links.isLost(Link.BROKER) || links.isLost(Link.MARKET_DATA)) {
      return;
    }
    for (Client client : clients.all()) {
      client.streams().values().forEach(stream -> stream.changes().forEach(client::push));
    }
  }
}
