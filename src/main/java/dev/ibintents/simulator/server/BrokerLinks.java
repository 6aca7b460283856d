package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.ReqOpenOrders;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.fault.LinkFaults;
import dev.ibintents.simulator.fault.LinkFaults.Loss;
import dev.ibintents.simulator.fault.LinkFaults.WhileLost;
import dev.ibintents.simulator.fault.OrderFaults;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Which of the gateway's links are up, what clients are told of them, and what they silence. */
final class BrokerLinks {
  private static final int RESTORED_WITHOUT_DATA = 1101;
  private static final int SERVER_LOST = 2110;
  private static final String SERVER_LOST_TEXT =
      "Connectivity between Trader Workstation and server is broken. It will be restored"
          + " automatically.";

  /** A link that is down: what clients are told, and when it comes back by itself. */
  private record Down(ErrorMessage notice, long untilNanos) {}

  private final Map<Link, Down> down = new EnumMap<>(Link.class);
  private final Clients clients;
  private final LinkFaults faults;
  private final TradingParts trading;

  BrokerLinks(Clients clients, LinkFaults faults, TradingParts trading) {
    this.clients = clients;
    this.faults = faults;
    this.trading = trading;
  }

  /** Loses a link and says so to every client. */
  void lose(Loss loss) {
    String text = loss.code() == SERVER_LOST ? SERVER_LOST_TEXT : loss.link().brokenText();
    ErrorMessage notice = notice(loss.code(), text);
    synchronized (this) {
      down.put(loss.link(), new Down(notice, System.nanoTime() + loss.time().toNanos()));
    }
    if (loss.link() == Link.BROKER) {
      trading.loseBroker();
    }
    clients.all().forEach(client -> client.push(notice));
    trading.wake();
  }

  /** Loses a link until it is restored. */
  void lose(Link link, int code) {
    lose(new Loss(link, code, OrderFaults.UNTIL_RELEASED));
  }

  /** Restores a link and says so to every client. */
  void restore(Link link, boolean dataKept) {
    synchronized (this) {
      down.remove(link);
    }
    boolean dataLost = link == Link.BROKER && !dataKept;
    if (dataLost) {
      clients.all().forEach(Client::forgetSubscriptions);
    }
    ErrorMessage notice =
        dataLost
            ? notice(
                RESTORED_WITHOUT_DATA,
                "Connectivity between IB and Trader Workstation has been restored - data lost.")
            : notice(link.goodCode(), link.goodText());
    clients.all().forEach(client -> client.push(notice));
    if (link == Link.BROKER) {
      trading.regainBroker();
    }
  }

  private static ErrorMessage notice(int code, String text) {
    return new ErrorMessage(Client.SESSION, code, text, "");
  }

  /** The messages about the links that a client gets when it has started. */
  void welcome(Client client) {
    if (!isDown(Link.MARKET_DATA)) {
      client.error(Client.SESSION, 2104, "Market data farm connection is OK:usfuture");
      client.error(Client.SESSION, 2104, "Market data farm connection is OK:cashfarm");
    }
    for (Link farm : new Link[] {Link.MARKET_DATA, Link.HISTORY, Link.DEFINITIONS}) {
      client.send(noticeOf(farm).orElseGet(() -> notice(farm.goodCode(), farm.goodText())));
    }
  }

  private synchronized Optional<ErrorMessage> noticeOf(Link link) {
    return Optional.ofNullable(down.get(link)).map(Down::notice);
  }

  synchronized boolean isDown(Link link) {
    return down.containsKey(link);
  }

  /** Counts a request, and loses what is to be lost with it. */
  void arrived() {
    faults.loss().ifPresent(this::lose);
  }

  /** Whether a request is not for the desks: it is answered here, or with nothing. */
  boolean takes(Client client, Request request) {
    if (isDown(Link.BROKER)) {
      return takesWhileLost(client, request);
    }
    return request instanceof ReqContractDetails && isDown(Link.DEFINITIONS)
        || request instanceof ReqMktData && isDown(Link.MARKET_DATA)
        || isHistory(request) && isDown(Link.HISTORY);
  }

  private boolean takesWhileLost(Client client, Request request) {
    WhileLost answers = faults.whileLost();
    OptionalInt dataId = dataRequest(request);
    boolean needsBroker = dataId.isPresent() || isAboutOrders(request);
    if (answers == WhileLost.AS_BEFORE || !needsBroker) {
      return false;
    }
    if (answers == WhileLost.UNKNOWN && dataId.isPresent()) {
      client.error(dataId.getAsInt(), 200, "No security definition has been found for the request");
    }
    return true;
  }

  private static boolean isAboutOrders(Request request) {
    return request instanceof ReqExecutions
        || request instanceof ReqCompletedOrders
        || request instanceof ReqOpenOrders
        || request instanceof ReqAllOpenOrders;
  }

  private static boolean isHistory(Request request) {
    return request instanceof ReqHistoricalData || request instanceof ReqHeadTimestamp;
  }

  private static OptionalInt dataRequest(Request request) {
    if (request instanceof ReqContractDetails details) {
      return OptionalInt.of(details.reqId());
    }
    if (request instanceof ReqMktData data) {
      return OptionalInt.of(data.reqId());
    }
    if (request instanceof ReqHistoricalData data) {
      return OptionalInt.of(data.reqId());
    }
    if (request instanceof ReqHeadTimestamp head) {
      return OptionalInt.of(head.reqId());
    }
    return OptionalInt.empty();
  }

  /** Restores what comes back by itself and whose time has come. */
  void restoreDue() {
    for (Link link : Link.values()) {
      if (nanosTo(link).filter(left -> left <= 0).isPresent()) {
        restore(link, true);
      }
    }
  }

  /** In how many nanoseconds a link comes back by itself. */
  Optional<Long> nanosToNext() {
    Optional<Long> next = Optional.empty();
    for (Link link : Link.values()) {
      Optional<Long> left = nanosTo(link);
      if (left.isPresent() && left.get() < next.orElse(Duration.ofDays(1).toNanos())) {
        next = left;
      }
    }
    return next;
  }

  private synchronized Optional<Long> nanosTo(Link link) {
    return Optional.ofNullable(down.get(link)).map(lost -> lost.untilNanos() - System.nanoTime());
  }
}
