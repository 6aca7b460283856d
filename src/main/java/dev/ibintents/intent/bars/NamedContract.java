package dev.ibintents.intent.bars;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.InvalidContractException;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.Parameters;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.store.NearNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A contract with stored bars, as a request names it: by its symbol, or by its fields. */
public final class NamedContract {
  private final String asked;
  private final Predicate<SeriesContract> fits;

  private NamedContract(String asked, Predicate<SeriesContract> fits) {
    this.asked = asked;
    this.fits = fits;
  }

  /**
   * Reads a parameter.
   *
   * @param name the name of the parameter
   * @param problems collects its faults, in words
   */
  public static NamedContract read(Parameters parameters, String name, List<String> problems) {
    // A missing contract is already refused.
    JsonElement contract = parameters.value(name).orElse(new JsonPrimitive(""));
    if (!contract.isJsonObject()) {
      String asked = contract.getAsString();
      return new NamedContract(
          asked, known -> known.symbol().equals(asked) || known.localSymbol().equals(asked));
    }
    Optional<ContractSpec> spec = spec(contract, name, problems);
    return new NamedContract(
        spec.map(ContractSpec::toString).orElse(""),
        known -> spec.filter(wanted -> known.fits(wanted.contract())).isPresent());
  }

  private static Optional<ContractSpec> spec(
      JsonElement contract, String name, List<String> problems) {
    try {
      ContractSpec spec = ContractSpec.of(contract.getAsJsonObject(), name);
      if (spec.series().isEmpty() && SeriesContract.isNamedByThis(spec.contract())) {
        return Optional.of(spec);
      }
      problems.add(
          name
              + " has fields that only the gateway knows; name it by conId, symbol, secType,"
              + " exchange, primaryExchange, currency and localSymbol");
    } catch (InvalidContractException e) {
      problems.add(e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * The stored series of the contract, at least one.
   *
   * @param all all stored series
   * @throws InvalidParametersException if no bars of it are stored, or several contracts fit
   */
  public List<SeriesIndex> seriesAmong(List<SeriesIndex> all) {
    Map<Integer, SeriesContract> found = new TreeMap<>();
    all.stream()
        .map(SeriesIndex::contract)
        .filter(fits)
        .forEach(contract -> found.put(contract.conId(), contract));
    if (found.isEmpty()) {
      throw new InvalidParametersException(
          "no bars of " + asked + " are stored" + nearNames(all) + "; " + storedContracts(all));
    }
    if (found.size() > 1) {
      throw new InvalidParametersException(
          asked
              + " has several meanings: "
              + found.values().stream()
                  .map(NamedContract::describe)
                  .collect(Collectors.joining(", "))
              + "; name it by its conId");
    }
    int conId = found.keySet().iterator().next();
    return all.stream().filter(index -> index.contract().conId() == conId).toList();
  }

  private String nearNames(List<SeriesIndex> all) {
    return NearNames.suggestion(
        asked, all.stream().map(index -> index.contract().symbol()).distinct().toList());
  }

  private static String storedContracts(List<SeriesIndex> all) {
    return all.isEmpty()
        ? "the store has no bars yet, collect-market-data collects them"
        : "there are bars of "
            + all.stream()
                .map(index -> index.contract().toString())
                .distinct()
                .collect(Collectors.joining(", "));
  }

  private static String describe(SeriesContract contract) {
    return "%s %s %s (conId %d)"
        .formatted(
            contract.localSymbol(), contract.secType(), contract.currency(), contract.conId());
  }
}
