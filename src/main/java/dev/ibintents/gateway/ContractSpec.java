package dev.ibintents.gateway;

import com.google.gson.JsonObject;
import dev.ibintents.ibapi.message.Contract;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A contract as a person writes it, in the TWS API's own field names: {@code {"symbol": "SPY",
 * "secType": "STK", "exchange": "SMART", "currency": "USD"}}, {@code {"conId": 756733}}, or a
 * future by its place in the row of expiries, {@code {"symbol": "MNQ", "secType": "FUT",
 * "exchange": "CME", "series": 0, "rolloverDays": 2}}. {@link Contracts} finds the instrument.
 *
 * @param contract the fields that are given
 * @param series the place in the row of expiries, if a future is given by that
 */
public record ContractSpec(Contract contract, Optional<Series> series) {

  /**
   * The n-th expiry of a future that is more than some days away.
   *
   * @param index 0 for the first of these expiries
   * @param rolloverDays the number of calendar days; an expiry must be more than that away
   */
  public record Series(int index, int rolloverDays) {
    /**
     * @throws IllegalArgumentException if either is negative
     */
    public Series {
      if (index < 0 || rolloverDays < 0) {
        throw new IllegalArgumentException("neither series nor rolloverDays can be below 0");
      }
    }
  }

  /** Refuses {@code null}. */
  public ContractSpec {
    Objects.requireNonNull(contract, "contract");
    Objects.requireNonNull(series, "series");
  }

  /** The hash of the contract, in which almost all of them differ. */
  @Override
  public int hashCode() {
    return contract.hashCode();
  }

  /**
   * Reads a contract from a document.
   *
   * @param fields the fields of the contract
   * @param where the place of the contract, for messages
   * @throws InvalidContractException if it is wrong; the message names all faults and the allowed
   *     fields
   */
  public static ContractSpec of(Map<String, ?> fields, String where) {
    return ContractSpecFields.read(fields, where);
  }

  /**
   * Reads a contract from a request.
   *
   * @param fields the fields of the contract
   * @param where the place of the contract, for messages
   * @throws InvalidContractException if it is wrong; the message names all faults and the allowed
   *     fields
   */
  public static ContractSpec of(JsonObject fields, String where) {
    return ContractSpecFields.read(ContractSpecFields.plain(fields), where);
  }

  /** The fields that a contract may have, as JSON Schema. */
  public static JsonObject schema() {
    return ContractSpecFields.schema();
  }

  /** The instrument with a conId, the broker's number for it. */
  public static ContractSpec ofConId(int conId) {
    return new ContractSpec(Contract.builder().conId(conId).build(), Optional.empty());
  }

  /** A share or fund that trades in US dollars, routed by SMART. */
  public static ContractSpec stock(String symbol) {
    return new ContractSpec(
        Contract.builder().symbol(symbol).secType("STK").exchange("SMART").currency("USD").build(),
        Optional.empty());
  }

  /** A future by its place in the row of expiries. */
  public static ContractSpec future(String symbol, String exchange, int series, int rolloverDays) {
    return new ContractSpec(
        Contract.builder().symbol(symbol).secType("FUT").exchange(exchange).build(),
        Optional.of(new Series(series, rolloverDays)));
  }

  /**
   * A currency pair, in either direction.
   *
   * @param exchange FXCONV to convert cash, IDEALPRO to hold a position
   */
  public static ContractSpec pair(String symbol, String currency, String exchange) {
    return new ContractSpec(
        Contract.builder()
            .symbol(symbol)
            .secType("CASH")
            .exchange(exchange)
            .currency(currency)
            .build(),
        Optional.empty());
  }

  /** Whether it is a pair of currencies. The broker has only one direction of a pair. */
  boolean isPair() {
    return contract.secType().equals("CASH")
        && contract.conId() == 0
        && contract.localSymbol().isEmpty()
        && !contract.symbol().isEmpty()
        && !contract.currency().isEmpty();
  }

  /**
   * Whether it is a share with the route of its orders. A gateway quotes such a share under these
   * fields; it needs no more details for that.
   */
  public boolean isRoutedShare() {
    boolean isNamed =
        contract.conId() != 0 || !contract.symbol().isEmpty() && !contract.currency().isEmpty();
    return isNamed
        && contract.secType().equals("STK")
        && contract.exchange().equals(ContractChoice.SMART);
  }

  /** The pair of currencies in the other direction. */
  public Contract inverse() {
    return contract.toBuilder().symbol(contract.currency()).currency(contract.symbol()).build();
  }

  /** The fields that are given, such as {@code SPY STK SMART USD} or {@code conId 756733}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (contract.conId() != 0) {
      text.append("conId ").append(contract.conId()).append(' ');
    }
    for (String part :
        new String[] {
          contract.symbol(),
          contract.localSymbol(),
          contract.secIdType(),
          contract.secId(),
          contract.secType(),
          contract.lastTradeDateOrContractMonth(),
          contract.strike() == null ? "" : contract.strike().toPlainString(),
          contract.right(),
          contract.multiplier(),
          contract.tradingClass(),
          contract.exchange(),
          contract.primaryExchange(),
          contract.currency()
        }) {
      if (!part.isEmpty()) {
        text.append(part).append(' ');
      }
    }
    series.ifPresent(
        place ->
            text.append("series ")
                .append(place.index())
                .append(" beyond ")
                .append(place.rolloverDays())
                .append(" days "));
    return text.toString().trim();
  }
}
