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

/**
 * The state of the gateway's links. A lost link is reported to every client, and some requests are
 * not answered.
 */
final class BrokerLinks {
  private static final int RESTORED_WITHOUT_DATA = 1101;
  private static final int SERVER_LOST = 2110;
  private static final String SERVER_LOST_TEXT =
      "Connectivity between Trader Workstation and server is broken. It will be restored"
          + " automatically.";

  /**
   * A lost link.
   *
   * @param notice the message that reports the loss
   * @param untilNanos when the link returns, in terms of {@link System#nanoTime()}
   */
  private record LostLink(ErrorMessage notice, long untilNanos) {}

  private final Map<Link, LostLink> lost = new EnumMap<>(Link.class);
  private final Clients clients;
  private final LinkFaults faults;
  private final OrderProcessing trading;

  BrokerLinks(Clients clients, LinkFaults faults, OrderProcessing trading) {
    this.clients = clients;
    this.faults = faults;
    this.trading = trading;
  }

  /** Loses a link, and reports it to every client. */
  void lose(Loss loss) {
    String text = loss.code() == SERVER_LOST ? SERVER_LOST_TEXT : loss.link().brokenText();
    ErrorMessage notice = notice(loss.code(), text);
    synchronized (this) {
      lost.put(loss.link(), new LostLink(notice, System.nanoTime() + loss.time().toNanos()));
    }
    if (loss.link() == Link.BROKER) {
      trading.loseBroker();
    }
    clients.all().forEach(client -> client.push(notice));
    trading.wake();
  }

  /** Loses a link until {@link #restore} is called. */
  void lose(Link link, int code) {
    lose(new Loss(link, code, OrderFaults.UNTIL_RELEASED));
  }

  /** Restores a link, and reports it to every client. */
  void restore(Link link, boolean dataKept) {
    synchronized (this) {
      lost.remove(link);
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

  /** Sends a client the messages about the links that follow its start. */
  void welcome(Client client) {
    if (!isLost(Link.MARKET_DATA)) {
      client.error(Client.SESSION, 2104, "Market data farm connection is OK:usfuture");
      client.error(Client.SESSION, 2104, "Market data farm connection is OK:cashfarm");
    }
    for (Link farm : new Link[] {Link.MARKET_DATA, Link.HISTORY, Link.DEFINITIONS}) {
      client.send(lossNotice(farm).orElseGet(() -> notice(farm.goodCode(), farm.goodText())));
    }
  }

  private synchronized Optional<ErrorMessage> lossNotice(Link link) {
    return Optional.ofNullable(lost.get(link)).map(LostLink::notice);
  }

  synchronized boolean isLost(Link link) {
    return lost.containsKey(link);
  }

  /** Counts a request, and loses the link whose loss is planned for it, if any. */
  void countRequest() {
    faults.loss().ifPresent(this::lose);
  }

  /**
   * Whether a lost link keeps a request from its handler. The request gets an error or no answer.
   */
  boolean intercepts(Client client, Request request) {
    if (isLost(Link.BROKER)) {
      return interceptsWithoutBroker(client, request);
    }
    return request instanceof ReqContractDetails && isLost(Link.DEFINITIONS)
        || request instanceof ReqMktData && isLost(Link.MARKET_DATA)
        || isHistory(request) && isLost(Link.HISTORY);
  }

  private boolean interceptsWithoutBroker(Client client, Request request) {
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

  /** Restores the links whose time has come. */
  void restoreDue() {
    for (Link link : Link.values()) {
      if (nanosTo(link).filter(left -> left <= 0).isPresent()) {
        restore(link, true);
      }
    }
  }

  /** The nanoseconds until the next link returns; empty if no link is lost. */
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
    return Optional.ofNullable(lost.get(link)).map(down -> down.untilNanos() - System.nanoTime());
  }
}
