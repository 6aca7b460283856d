package dev.ibintents.gateway;

import dev.ibintents.ibapi.Farm;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Finds the instruments of contracts that people have written, and the routes for their orders.
 * Each contract is asked for once in an invocation. Contracts that are asked for together cost one
 * wait. Not safe for several threads.
 */
public final class Contracts {
  private final IbGateway gateway;
  private final Clock clock;
  private final Map<ContractSpec, Asked> asked = new HashMap<>();

  /**
   * A contract that was asked for.
   *
   * @param answer its result
   * @param sentAt the number of waits for the gateway when it was asked for
   */
  private record Asked(CompletableFuture<Resolution> answer, int sentAt) {}

  /**
   * @param gateway the gateway; it must be connected before the first contract is resolved
   * @param clock tells the day, for futures that are given by their place in the series
   */
  public Contracts(IbGateway gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * Sends the requests for contracts, and does not wait. It saves time if the contracts are known
   * before they are needed.
   */
  public void ask(Collection<ContractSpec> specs) {
    specs.forEach(
        spec -> asked.computeIfAbsent(spec, fresh -> new Asked(request(fresh), gateway.waits())));
  }

  /**
   * Resolves contracts, with one wait for all.
   *
   * @return the result for each contract, in the same order
   * @throws dev.ibintents.ibapi.GatewayException if the gateway does not answer, or if it finds no
   *     instrument during an outage
   */
  public Map<ContractSpec, Resolution> lookUp(Collection<ContractSpec> specs) {
    ask(specs);
    List<Asked> wanted = specs.stream().map(asked::get).toList();
    // Every new request counts as a wait, even if a fast gateway has answered already.
    if (!wanted.isEmpty()) {
      gateway.await(
          wanted.stream().mapToInt(Asked::sentAt).max().orElseThrow(),
          wanted.stream().map(Asked::answer).toArray(CompletableFuture<?>[]::new));
    }
    Map<ContractSpec, Resolution> resolutions = new LinkedHashMap<>();
    specs.forEach(spec -> resolutions.put(spec, asked.get(spec).answer().join()));
    requireNoOutage(resolutions);
    return resolutions;
  }

  /**
   * Looks up instruments by their numbers, with one wait for all.
   *
   * @param conIds the broker's numbers; each may be there several times
   * @return each number's instrument, or why there is none, by number
   * @throws dev.ibintents.ibapi.GatewayException as {@link #lookUp(Collection)} does
   */
  public SortedMap<Integer, Resolution> lookUpConIds(Collection<Integer> conIds) {
    SortedMap<Integer, Resolution> byConId = new TreeMap<>();
    Collection<Integer> wanted = new TreeSet<>(conIds);
    lookUp(wanted.stream().map(ContractSpec::ofConId).toList())
        .forEach((spec, resolution) -> byConId.put(spec.contract().conId(), resolution));
    return byConId;
  }

  /**
   * Looks up instruments by their numbers, and leaves out those that the gateway does not know.
   *
   * @param conIds the broker's numbers; each may be there several times
   * @return the instruments that were found, by number
   * @throws dev.ibintents.ibapi.GatewayException as {@link #lookUp(Collection)} does
   */
  public SortedMap<Integer, ResolvedContract> found(Collection<Integer> conIds) {
    SortedMap<Integer, ResolvedContract> found = new TreeMap<>();
    lookUpConIds(conIds)
        .forEach(
            (conId, resolution) -> {
              if (resolution instanceof Resolution.Found instrument) {
                found.put(conId, instrument.contract());
              }
            });
    return found;
  }

  /** The message that the broker is lost may come after the refusal that follows from it. */
  private void requireNoOutage(Map<ContractSpec, Resolution> resolutions) {
    resolutions.forEach(
        (spec, resolution) -> {
          if (resolution instanceof Resolution.Refused) {
            gateway
                .session()
                .requireNoOutage(
                    Farm.SECURITY_DEFINITIONS,
                    "whether there is a contract " + spec + " is not known");
          }
        });
  }

  /**
   * Resolves contracts that are all needed, with one wait for all.
   *
   * @return the instruments, in the same order
   * @throws UnresolvedContractException if a contract is not exactly one instrument; the message
   *     names all such contracts
   * @throws dev.ibintents.ibapi.GatewayException if the gateway does not answer
   */
  public List<ResolvedContract> resolve(List<ContractSpec> specs) {
    Map<ContractSpec, Resolution> resolutions = lookUp(specs);
    List<String> refusals =
        resolutions.values().stream()
            .flatMap(
                result ->
                    result instanceof Resolution.Refused refused
                        ? Stream.of(refused.reason())
                        : Stream.of())
            .toList();
    if (!refusals.isEmpty()) {
      throw new UnresolvedContractException(String.join("; ", refusals));
    }
    return specs.stream().map(spec -> resolutions.get(spec).orThrow()).toList();
  }

  /** Resolves one contract as {@link #resolve(List)} does. */
  public ResolvedContract resolve(ContractSpec spec) {
    return resolve(List.of(spec)).get(0);
  }

  private CompletableFuture<Resolution> request(ContractSpec spec) {
    CompletableFuture<Candidates> direct = candidates(spec.contract());
    if (!spec.isPair()) {
      return direct.thenApply(found -> choose(spec, found, false));
    }
    return direct.thenCombine(
        candidates(spec.inverse()),
        (found, foundInverse) -> {
          boolean inverted = found.details().isEmpty() && !foundInverse.details().isEmpty();
          return choose(spec, inverted ? foundInverse : found, inverted);
        });
  }

  private Resolution choose(ContractSpec spec, Candidates found, boolean inverted) {
    if (found.details().isEmpty()) {
      return new Resolution.Refused(
          "the gateway knows no contract " + spec + ": " + found.refusal());
    }
    return new ContractChoice(spec, clock).among(found.details(), inverted);
  }

  /** The instruments that the gateway has found, or its refusal if there are none. */
  private record Candidates(List<ContractDetails> details, String refusal) {}

  /** Asks the gateway. The answer that there is no such contract is no failure. */
  private CompletableFuture<Candidates> candidates(Contract contract) {
    return gateway
        .session()
        .reqContractDetails(contract)
        .handle(
            (details, failure) -> {
              if (failure == null) {
                return new Candidates(details, "nothing");
              }
              if (failure instanceof RequestRefusedException refused) {
                return new Candidates(List.of(), refused.getMessage());
              }
              throw new CompletionException(failure);
            });
  }
}
