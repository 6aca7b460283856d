package dev.ibintents.ibapi.message;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * An instrument, in the TWS API's own fields. Missing text is empty, never {@code null}.
 *
 * <p>The fields keep the gateway's own values. {@code right} may be "?" or "0" where it has no
 * meaning. The exchange of a position is its listing venue or empty, so set the exchange before
 * trading it.
 *
 * @param conId the broker's number for the instrument; 0 if unknown
 * @param symbol the symbol, such as SPY or MNQ; the base currency for a currency pair
 * @param secType the security type: STK, FUT, CASH, OPT …
 * @param lastTradeDateOrContractMonth the date or month of a future or option, yyyyMMdd or yyyyMM
 * @param strike the strike of an option; {@code null} or 0 for other types
 * @param right the right of an option: C or P
 * @param multiplier the units of the underlying in one contract, as the gateway writes it
 * @param exchange the exchange to route to: SMART, CME, IDEALPRO, FXCONV …
 * @param primaryExchange the listing venue, which distinguishes instruments that SMART alone leaves
 *     ambiguous
 * @param currency the currency of its price
 * @param localSymbol the exchange's own name, such as MNQZ6 or EUR.USD
 * @param tradingClass the trading class, such as NMS or MNQ
 * @param includeExpired whether a look-up also finds expired futures
 * @param secIdType the scheme of {@code secId}: ISIN, CUSIP …
 * @param secId the identifier in the scheme of {@code secIdType}
 * @param issuerId the issuer of a bond
 * @param comboLegsDescrip the gateway's description of a combination's legs
 * @param comboLegs the legs of a combination (secType BAG)
 * @param deltaNeutralContract the hedge of a delta-neutral combination; {@code null} if none
 */
public record Contract(
    int conId,
    String symbol,
    String secType,
    String lastTradeDateOrContractMonth,
    BigDecimal strike,
    String right,
    String multiplier,
    String exchange,
    String primaryExchange,
    String currency,
    String localSymbol,
    String tradingClass,
    boolean includeExpired,
    String secIdType,
    String secId,
    String issuerId,
    String comboLegsDescrip,
    List<ComboLeg> comboLegs,
    DeltaNeutralContract deltaNeutralContract) {

  /** Refuses {@code null} for text. */
  public Contract {
    Objects.requireNonNull(symbol, "symbol");
    Objects.requireNonNull(secType, "secType");
    Objects.requireNonNull(lastTradeDateOrContractMonth, "lastTradeDateOrContractMonth");
    Objects.requireNonNull(right, "right");
    Objects.requireNonNull(multiplier, "multiplier");
    Objects.requireNonNull(exchange, "exchange");
    Objects.requireNonNull(primaryExchange, "primaryExchange");
    Objects.requireNonNull(currency, "currency");
    Objects.requireNonNull(localSymbol, "localSymbol");
    Objects.requireNonNull(tradingClass, "tradingClass");
    Objects.requireNonNull(secIdType, "secIdType");
    Objects.requireNonNull(secId, "secId");
    Objects.requireNonNull(issuerId, "issuerId");
    Objects.requireNonNull(comboLegsDescrip, "comboLegsDescrip");
    comboLegs = List.copyOf(comboLegs);
  }

  /** The name for people: the local symbol, or the symbol if there is none. May be empty. */
  public String name() {
    return localSymbol.isEmpty() ? symbol : localSymbol;
  }

  /** A hash of the fields in which contracts differ most. */
  @Override
  public int hashCode() {
    return 31 * (31 * conId + symbol.hashCode()) + localSymbol.hashCode();
  }

  /** A builder with every field empty. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts from this contract. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.conId = conId;
    builder.symbol = symbol;
    builder.secType = secType;
    builder.lastTradeDateOrContractMonth = lastTradeDateOrContractMonth;
    builder.strike = strike;
    builder.right = right;
    builder.multiplier = multiplier;
    builder.exchange = exchange;
    builder.primaryExchange = primaryExchange;
    builder.currency = currency;
    builder.localSymbol = localSymbol;
    builder.tradingClass = tradingClass;
    builder.includeExpired = includeExpired;
    builder.secIdType = secIdType;
    builder.secId = secId;
    builder.issuerId = issuerId;
    builder.comboLegsDescrip = comboLegsDescrip;
    builder.comboLegs = comboLegs;
    builder.deltaNeutralContract = deltaNeutralContract;
    return builder;
  }

  /** A builder of contracts, whose unset fields are empty. */
  public static final class Builder {
    int conId;
    String symbol = "";
    String secType = "";
    String lastTradeDateOrContractMonth = "";
    BigDecimal strike;
    String right = "";
    String multiplier = "";
    String exchange = "";
    String primaryExchange = "";
    String currency = "";
    String localSymbol = "";
    String tradingClass = "";
    boolean includeExpired;
    String secIdType = "";
    String secId = "";
    String issuerId = "";
    String comboLegsDescrip = "";
    List<ComboLeg> comboLegs = List.of();
    DeltaNeutralContract deltaNeutralContract;

    private Builder() {}

    /** Sets {@link Contract#conId()}. */
    public Builder conId(int conId) {
      this.conId = conId;
      return this;
    }

    /** Sets {@link Contract#symbol()}. */
    public Builder symbol(String symbol) {
      this.symbol = symbol;
      return this;
    }

    /** Sets {@link Contract#secType()}. */
    public Builder secType(String secType) {
      this.secType = secType;
      return this;
    }

    /** Sets {@link Contract#lastTradeDateOrContractMonth()}. */
    public Builder lastTradeDateOrContractMonth(String lastTradeDateOrContractMonth) {
      this.lastTradeDateOrContractMonth = lastTradeDateOrContractMonth;
      return this;
    }

    /** Sets {@link Contract#strike()}. */
    public Builder strike(BigDecimal strike) {
      this.strike = strike;
      return this;
    }

    /** Sets {@link Contract#right()}. */
    public Builder right(String right) {
      this.right = right;
      return this;
    }

    /** Sets {@link Contract#multiplier()}. */
    public Builder multiplier(String multiplier) {
      this.multiplier = multiplier;
      return this;
    }

    /** Sets {@link Contract#exchange()}. */
    public Builder exchange(String exchange) {
      this.exchange = exchange;
      return this;
    }

    /** Sets {@link Contract#primaryExchange()}. */
    public Builder primaryExchange(String primaryExchange) {
      this.primaryExchange = primaryExchange;
      return this;
    }

    /** Sets {@link Contract#currency()}. */
    public Builder currency(String currency) {
      this.currency = currency;
      return this;
    }

    /** Sets {@link Contract#localSymbol()}. */
    public Builder localSymbol(String localSymbol) {
      this.localSymbol = localSymbol;
      return this;
    }

    /** Sets {@link Contract#tradingClass()}. */
    public Builder tradingClass(String tradingClass) {
      this.tradingClass = tradingClass;
      return this;
    }

    /** Sets {@link Contract#includeExpired()}. */
    public Builder includeExpired(boolean includeExpired) {
      this.includeExpired = includeExpired;
      return this;
    }

    /** Sets {@link Contract#secIdType()}. */
    public Builder secIdType(String secIdType) {
      this.secIdType = secIdType;
      return this;
    }

    /** Sets {@link Contract#secId()}. */
    public Builder secId(String secId) {
      this.secId = secId;
      return this;
    }

    /** Sets {@link Contract#issuerId()}. */
    public Builder issuerId(String issuerId) {
      this.issuerId = issuerId;
      return this;
    }

    /** Sets {@link Contract#comboLegsDescrip()}. */
    public Builder comboLegsDescrip(String comboLegsDescrip) {
      this.comboLegsDescrip = comboLegsDescrip;
      return this;
    }

    /** Sets {@link Contract#comboLegs()}. */
    public Builder comboLegs(List<ComboLeg> comboLegs) {
      this.comboLegs = comboLegs;
      return this;
    }

    /** Sets {@link Contract#deltaNeutralContract()}. */
    public Builder deltaNeutralContract(DeltaNeutralContract deltaNeutralContract) {
      this.deltaNeutralContract = deltaNeutralContract;
      return this;
    }

    /** Builds the contract. */
    public Contract build() {
      return new Contract(
          conId,
          symbol,
          secType,
          lastTradeDateOrContractMonth,
          strike,
          right,
          multiplier,
          exchange,
          primaryExchange,
          currency,
          localSymbol,
          tradingClass,
          includeExpired,
          secIdType,
          secId,
          issuerId,
          comboLegsDescrip,
          comboLegs,
          deltaNeutralContract);
    }
  }
}
