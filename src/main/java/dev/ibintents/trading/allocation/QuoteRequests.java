package dev.ibintents.trading.allocation;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Farm;
import dev.ibintents.ibapi.MarketSnapshot;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.ibapi.SnapshotRequest;
import dev.ibintents.ibapi.TickType;
import dev.ibintents.ibapi.message.Contract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The requests for prices of one invocation. A request may be sent together with the request for
 * the details of its contract, so that both cost one wait. Its reply counts only if the details
 * then name the same route and exactly one instrument. Not safe for several threads.
 */
public final class QuoteRequests {
  /** The most prices that are asked for ahead. It leaves market data lines to other requests. */
  private static final int MOST_AHEAD = ClientSession.MARKET_DATA_LINES / 2;

  /** The gateway knows no such contract, or several. */
  private static final int NO_SUCH_CONTRACT = 200;

  private final IbGateway gateway;
  private final Contracts contracts;
  private final Map<ContractSpec, Question> ahead = new HashMap<>();
  private final List<Question> open = new ArrayList<>();

  /**
   * @param gateway the gateway; it must be connected before the first request
   * @param contracts the contracts of the invocation
   */
  public QuoteRequests(IbGateway gateway, Contracts contracts) {
    this.gateway = gateway;
    this.contracts = contracts;
  }

  /** A request for a snapshot, its answer once it is sent, and its reply once it is awaited. */
  private static final class Question {
    final SnapshotRequest request;
    CompletableFuture<MarketSnapshot> answer;
    int sentAt;
    QuoteReply reply;

    Question(Contract contract, Predicate<MarketSnapshot> enough) {
      this.request = new SnapshotRequest(contract, enough);
    }

    static Question price(Contract contract) {
      return new Question(
          contract, snapshot -> QuoteReply.usable(snapshot, TickType.CLOSE).isPresent());
    }

    static Question rate(Contract pair) {
      return new Question(pair, snapshot -> Quotes.midpoint(snapshot).isPresent());
    }

    boolean isSent() {
      return answer != null;
    }

    boolean isOpen() {
      return isSent() && !answer.isDone();
    }

    boolean isRoutedAs(ResolvedContract contract) {
      return request.contract().exchange().equals(contract.contract().exchange());
    }

    boolean isOfUnknownContract() {
      return answer
          .handle(
              (snapshot, failure) ->
                  failure instanceof RequestRefusedException refused
                      && refused.code() == NO_SUCH_CONTRACT)
          .getNow(false);
    }

    void settle() {
      reply = QuoteReply.of(answer);
    }

    void cancel() {
      if (isSent()) {
        answer.cancel(false);
      }
    }
  }

  /**
   * The gateway's replies.
   *
   * @param prices the replies for contracts, in their order
   * @param pairs the instruments of currency pairs
   * @param rates the replies for those pairs that were found
   */
  record Replies(
      List<QuoteReply> prices,
      Map<ContractSpec, Resolution> pairs,
      Map<ContractSpec, QuoteReply> rates) {}

  /**
   * Sends the requests for the prices of shares whose details are not known yet. It does not wait.
   * Other contracts are left out, because their route follows from their details.
   */
  public void askAhead(Collection<ContractSpec> specs) {
    List<Question> asked = new ArrayList<>();
    for (ContractSpec spec : new LinkedHashSet<>(specs)) {
      if (spec.isRoutedShare() && !ahead.containsKey(spec) && ahead.size() < MOST_AHEAD) {
        Question question = Question.price(spec.contract());
        ahead.put(spec, question);
        asked.add(question);
      }
    }
    send(asked);
  }

  /**
   * Asks for the prices of contracts, and for exchange rates. The broker has only one direction of
   * a pair, and both are asked for. So the rate need not wait for the details of the pair.
   *
   * @throws dev.ibintents.ibapi.GatewayException if the connection ends or the gateway loses the
   *     broker before all answers have come
   */
  Replies ask(Collection<ResolvedContract> wanted, Collection<ContractSpec> pairs) {
    contracts.ask(pairs);
    Map<ContractSpec, Question> direct = new LinkedHashMap<>();
    Map<ContractSpec, Question> inverse = new LinkedHashMap<>();
    for (ContractSpec pair : pairs) {
      direct.put(pair, Question.rate(pair.contract()));
      inverse.put(pair, Question.rate(pair.inverse()));
    }
    List<Question> prices = new ArrayList<>();
    wanted.forEach(contract -> prices.add(price(contract)));
    send(
        Stream.of(direct.values(), inverse.values(), prices)
            .flatMap(Collection::stream)
            .filter(question -> !question.isSent())
            .toList());
    Map<ContractSpec, Resolution> found = contracts.lookUp(pairs);
    Map<ContractSpec, Question> rates = new LinkedHashMap<>();
    for (ContractSpec pair : pairs) {
      choose(found.get(pair), direct.get(pair), inverse.get(pair))
          .ifPresent(chosen -> rates.put(pair, chosen));
    }
    List<Question> needed = new ArrayList<>(prices);
    needed.addAll(rates.values());
    await(needed);
    askAgain(prices, List.copyOf(wanted));
    Map<ContractSpec, QuoteReply> rateReplies = new LinkedHashMap<>();
    rates.forEach((pair, question) -> rateReplies.put(pair, question.reply));
    return new Replies(
        prices.stream().map(question -> question.reply).toList(), found, rateReplies);
  }

  /**
   * Requires that no market data farm was out of reach.
   *
   * @param what the consequence, for the message
   */
  void requireNoOutage(String what) {
    gateway.session().requireNoOutage(Farm.MARKET_DATA, what);
  }

  /** The request for a price: the one that was sent ahead, if it asks on the right route. */
  private Question price(ResolvedContract contract) {
    Question sent = ahead.remove(contract.spec());
    if (sent != null && sent.isRoutedAs(contract)) {
      return sent;
    } else if (sent != null) {
      sent.cancel();
    }
    return Question.price(contract.contract());
  }

  /** Chooses the direction that the broker has, and cancels the others. */
  private static Optional<Question> choose(
      Resolution resolution, Question direct, Question inverse) {
    if (!(resolution instanceof Resolution.Found found)) {
      direct.cancel();
      inverse.cancel();
      return Optional.empty();
    }
    ResolvedContract pair = found.contract();
    Question chosen = pair.inverted() ? inverse : direct;
    (pair.inverted() ? direct : inverse).cancel();
    if (chosen.isRoutedAs(pair)) {
      return Optional.of(chosen);
    }
    chosen.cancel();
    return Optional.of(Question.rate(pair.contract()));
  }

  /** Asks again, with all details, for prices that the gateway refused without them. */
  private void askAgain(List<Question> prices, List<ResolvedContract> wanted) {
    List<Question> again = new ArrayList<>();
    for (int i = 0; i < prices.size(); i++) {
      Contract contract = wanted.get(i).contract();
      if (prices.get(i).isOfUnknownContract()
          && !prices.get(i).request.contract().equals(contract)) {
        prices.set(i, Question.price(contract));
        again.add(prices.get(i));
      }
    }
    await(again);
  }

  /** Sends the requests that are not sent yet, and waits until each has a reply. */
  private void await(List<Question> needed) {
    List<Question> left = needed;
    while (!left.isEmpty()) {
      send(left.stream().filter(question -> !question.isSent()).toList());
      List<CompletableFuture<MarketSnapshot>> missing =
          left.stream().filter(Question::isOpen).map(question -> question.answer).toList();
      int sentAt =
          left.stream()
              .filter(Question::isSent)
              .mapToInt(question -> question.sentAt)
              .max()
              .orElseThrow();
      gateway.awaitEach(sentAt, QuoteReply.TIMEOUT, missing);
      gateway.session().requireBroker("prices are not known");
      left.stream().filter(Question::isSent).forEach(Question::settle);
      left = left.stream().filter(question -> !question.isSent()).toList();
    }
  }

  /** Sends as many requests as there are free market data lines. */
  private void send(List<Question> questions) {
    open.removeIf(question -> !question.isOpen());
    int free = ClientSession.MARKET_DATA_LINES - open.size();
    List<Question> sent = questions.subList(0, Math.min(free, questions.size()));
    if (sent.isEmpty()) {
      return;
    }
    List<CompletableFuture<MarketSnapshot>> answers =
        gateway.session().reqMktData(sent.stream().map(question -> question.request).toList());
    for (int i = 0; i < sent.size(); i++) {
      sent.get(i).answer = answers.get(i);
      sent.get(i).sentAt = gateway.waits();
    }
    open.addAll(sent);
  }
}
