package dev.ibintents.trading;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.MarketSnapshot;
import dev.ibintents.ibapi.SnapshotRequest;
import dev.ibintents.ibapi.TickType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prices of a moment, and what currencies are worth in the base currency. What the market does
 * not say is missing here, and whoever needs it says so.
 *
 * @param prices the last close, or else the last trade, by conId
 * @param fxToBase what one unit of a currency is worth in the base currency: the mid-quote of the
 *     pair, or else its close
 */
public record Quotes(Map<Integer, BigDecimal> prices, SortedMap<String, BigDecimal> fxToBase) {
  private static final Logger logger = LoggerFactory.getLogger(Quotes.class);

  private static final String IDEALPRO = "IDEALPRO";

  /** Gateways end a snapshot after 11 s (TWS API, "Market Data Snapshots"). */
  private static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(15);

  /** Keeps copies. */
  public Quotes {
    prices = Map.copyOf(prices);
    fxToBase = new TreeMap<>(fxToBase);
  }

  /** What one unit of a contract is worth; parts of it may be missing. */
  public UnitValue valueOf(ResolvedContract contract) {
    return new UnitValue(
        prices.get(contract.conId()), contract.multiplier(), fxToBase.get(contract.currency()));
  }

  /**
   * Asks for all prices and exchange rates together.
   *
   * @param gateway connected
   * @param contracts finds the pairs
   * @param wanted the contracts whose prices are needed
   * @param currencies the currencies whose rates are needed, the base currency too or not
   * @param base the account's base currency
   */
  public static Quotes ask(
      IbGateway gateway,
      Contracts contracts,
      Collection<ResolvedContract> wanted,
      Collection<String> currencies,
      String base) {
    Map<String, ResolvedContract> pairs = pairs(contracts, currencies, base);
    List<SnapshotRequest> requests = new ArrayList<>();
    wanted.forEach(
        contract ->
            requests.add(SnapshotRequest.any(contract.contract(), TickType.CLOSE, TickType.LAST)));
    pairs
        .values()
        .forEach(
            pair -> requests.add(SnapshotRequest.all(pair.contract(), TickType.BID, TickType.ASK)));
    List<CompletableFuture<MarketSnapshot>> answers = gateway.session().reqMktData(requests);
    // A snapshot that is refused, or does not come, leaves its contract without a price.
    gateway.awaitEach(SNAPSHOT_TIMEOUT, answers);

    Map<Integer, BigDecimal> prices = new LinkedHashMap<>();
    SortedMap<String, BigDecimal> rates = new TreeMap<>();
    rates.put(base, BigDecimal.ONE);
    int next = 0;
    for (ResolvedContract contract : wanted) {
      price(answers.get(next++)).ifPresent(price -> prices.put(contract.conId(), price));
    }
    for (Map.Entry<String, ResolvedContract> pair : pairs.entrySet()) {
      rate(answers.get(next++), pair.getValue()).ifPresent(rate -> rates.put(pair.getKey(), rate));
    }
    return new Quotes(prices, rates);
  }

  private static Map<String, ResolvedContract> pairs(
      Contracts contracts, Collection<String> currencies, String base) {
    Map<String, ContractSpec> specs = new LinkedHashMap<>();
    for (String currency : new TreeSet<>(currencies)) {
      if (!currency.equals(base)) {
        specs.put(currency, ContractSpec.pair(currency, base, IDEALPRO));
      }
    }
    Map<ContractSpec, Resolution> found = contracts.lookUp(specs.values());
    Map<String, ResolvedContract> pairs = new LinkedHashMap<>();
    specs.forEach(
        (currency, spec) -> {
          if (found.get(spec) instanceof Resolution.Found pair) {
            pairs.put(currency, pair.contract());
          } else {
            logger.warn("There is no pair of {} and {}", currency, base);
          }
        });
    return pairs;
  }

  private static Optional<MarketSnapshot> snapshot(CompletableFuture<MarketSnapshot> answer) {
    return answer.isDone() && !answer.isCompletedExceptionally()
        ? Optional.of(answer.join())
        : Optional.empty();
  }

  private static Optional<BigDecimal> price(CompletableFuture<MarketSnapshot> answer) {
    return snapshot(answer)
        .flatMap(
            snapshot -> snapshot.value(TickType.CLOSE).or(() -> snapshot.value(TickType.LAST)));
  }

  private static Optional<BigDecimal> rate(
      CompletableFuture<MarketSnapshot> answer, ResolvedContract pair) {
    return snapshot(answer)
        .flatMap(snapshot -> snapshot.midpoint().or(() -> snapshot.value(TickType.CLOSE)))
        .filter(price -> price.signum() > 0)
        .map(
            price -> pair.inverted() ? BigDecimal.ONE.divide(price, MathContext.DECIMAL64) : price);
  }
}
