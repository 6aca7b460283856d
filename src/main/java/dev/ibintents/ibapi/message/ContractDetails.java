package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The details of an instrument, in the TWS API's own fields. Missing text is empty, never {@code
 * null}.
 *
 * @param contract the instrument; its date is the first part of {@code lastTrade}
 * @param lastTrade the time of its last trade as the gateway wrote it: {@code 20261218}, {@code
 *     20240402-17:10:00} or {@code 20250620 08:30 US/Central}; empty for an instrument that never
 *     expires
 * @param marketName the market's name for the product, such as NMS or MNQ
 * @param minTick the smallest price step, in the contract's currency; venues may have finer rules
 * @param orderTypes the accepted order types and attributes, separated by commas
 * @param validExchanges the exchanges to which orders can be routed, separated by commas
 * @param priceMagnifier the divisor of a price: 100 where it is quoted in cents, else 1
 * @param underConId the conId of a derivative's underlying; 0 if none
 * @param longName the issuer's or product's full name; characters beyond ASCII are written as
 *     {@code \u00e9}
 * @param contractMonth the contract month of a future, yyyyMM
 * @param industry the issuer's industry
 * @param category the issuer's category in its industry
 * @param subcategory the issuer's subcategory
 * @param timeZoneId the time zone of the hours, such as US/Eastern
 * @param tradingHours the trading hours, such as {@code
 *     20240325:1700-20240326:1600;20240329:CLOSED}
 * @param liquidHours the regular session in the same form
 * @param evRule the economic value rule; usually empty
 * @param evMultiplier the multiplier of the economic value rule; {@code null} if missing
 * @param secIdList the instrument's identifiers, such as its ISIN
 * @param aggGroup the smart-routing group; {@code null} if none
 * @param underSymbol the underlying's symbol
 * @param underSecType the underlying's security type
 * @param marketRuleIds the price rules of the valid exchanges, separated by commas
 * @param realExpirationDate the expiration date, yyyyMMdd
 * @param stockType the stock type, such as COMMON or ETF
 * @param minSize the smallest order size; {@code null} if missing and before version 164
 * @param sizeIncrement the step of sizes; {@code null} if missing and before version 164
 * @param suggestedSizeIncrement the usual step of sizes; {@code null} if missing and before version
 *     163
 */
public record ContractDetails(
    Contract contract,
    String lastTrade,
    String marketName,
    BigDecimal minTick,
    String orderTypes,
    String validExchanges,
    int priceMagnifier,
    int underConId,
    String longName,
    String contractMonth,
    String industry,
    String category,
    String subcategory,
    String timeZoneId,
    String tradingHours,
    String liquidHours,
    String evRule,
    BigDecimal evMultiplier,
    List<TagValue> secIdList,
    Integer aggGroup,
    String underSymbol,
    String underSecType,
    String marketRuleIds,
    String realExpirationDate,
    String stockType,
    BigDecimal minSize,
    BigDecimal sizeIncrement,
    BigDecimal suggestedSizeIncrement) {

  static final int FRACTIONAL_SIZE_SUPPORT = 163;
  static final int SIZE_RULES = 164;

  private static final int MD_SIZE_MULTIPLIER = 1;

  /** Replaces an empty {@code lastTrade} by the contract's own date. */
  public ContractDetails {
    if (lastTrade.isEmpty()) {
      lastTrade = contract.lastTradeDateOrContractMonth();
    }
    secIdList = List.copyOf(secIdList);
  }

  /** The hash of the contract, in which descriptions differ. */
  @Override
  public int hashCode() {
    return contract.hashCode();
  }

  /** The time of day in {@code lastTrade}, HH:mm or HH:mm:ss; empty if it has none. */
  public String lastTradeTime() {
    return part(lastTrade, 1);
  }

  /**
   * The change of one contract's value, in currency units, when its quoted price moves by 1.
   *
   * <p>It is the contract's multiplier, 1 where it has none, divided by the price magnifier. No
   * other code repeats this rule. It is empty if the multiplier is no number, or the quotient is no
   * exact decimal.
   */
  public Optional<BigDecimal> valueOfOnePoint() {
    String text = contract.multiplier().trim();
    try {
      BigDecimal multiplier = text.isEmpty() ? BigDecimal.ONE : new BigDecimal(text);
      return Optional.of(
          priceMagnifier > 1 ? multiplier.divide(BigDecimal.valueOf(priceMagnifier)) : multiplier);
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String part(String lastTrade, int index) {
    String[] parts = lastTrade.trim().split(lastTrade.contains("-") ? "-" : "\\s+");
    return parts.length > index ? parts[index] : "";
  }

  static ContractDetails read(FieldReader in) {
    Contract.Builder contract = Contract.builder().symbol(in.text()).secType(in.text());
    String lastTrade = in.text();
    contract
        .lastTradeDateOrContractMonth(part(lastTrade, 0))
        .strike(in.decimal())
        .right(in.text())
        .exchange(in.text())
        .currency(in.text())
        .localSymbol(in.text());
    String marketName = in.text();
    contract.tradingClass(in.text()).conId(in.integer());
    BigDecimal minTick = in.decimal();
    if (in.serverVersion() < SIZE_RULES) {
      in.skip(); // mdSizeMultiplier, obsolete
    }
    contract.multiplier(in.text());
    return readRest(in, contract, lastTrade, marketName, minTick);
  }

  private static ContractDetails readRest(
      FieldReader in,
      Contract.Builder contract,
      String lastTrade,
      String marketName,
      BigDecimal minTick) {
    String orderTypes = in.text();
    String validExchanges = in.text();
    int priceMagnifier = in.integer();
    int underConId = in.integer();
    String longName = in.text();
    contract.primaryExchange(in.text());
    return new ContractDetails(
        contract.build(),
        lastTrade,
        marketName,
        minTick,
        orderTypes,
        validExchanges,
        priceMagnifier,
        underConId,
        longName,
        in.text(), // contractMonth
        in.text(), // industry
        in.text(), // category
        in.text(), // subcategory
        in.text(), // timeZoneId
        in.text(), // tradingHours
        in.text(), // liquidHours
        in.text(), // evRule
        in.decimal(), // evMultiplier
        readSecIds(in),
        in.integerOrUnset(), // aggGroup
        in.text(), // underSymbol
        in.text(), // underSecType
        in.text(), // marketRuleIds
        in.text(), // realExpirationDate
        in.text(), // stockType
        in.serverVersion() >= SIZE_RULES ? in.decimal() : null, // minSize
        in.serverVersion() >= SIZE_RULES ? in.decimal() : null, // sizeIncrement
        in.serverVersion() >= FRACTIONAL_SIZE_SUPPORT ? in.decimal() : null);
  }

  private static List<TagValue> readSecIds(FieldReader in) {
    int count = in.count();
    List<TagValue> secIds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      secIds.add(new TagValue(in.text(), in.text()));
    }
    return secIds;
  }

  void write(FieldWriter out) {
    out.text(contract.symbol()).text(contract.secType()).text(lastTrade);
    ContractFields.strike(out, contract.strike())
        .text(contract.right())
        .text(contract.exchange())
        .text(contract.currency())
        .text(contract.localSymbol())
        .text(marketName)
        .text(contract.tradingClass())
        .integer(contract.conId())
        .decimal(minTick);
    if (out.serverVersion() < SIZE_RULES) {
      out.integer(MD_SIZE_MULTIPLIER);
    }
    out.text(contract.multiplier())
        .text(orderTypes)
        .text(validExchanges)
        .integer(priceMagnifier)
        .integer(underConId)
        .text(longName)
        .text(contract.primaryExchange())
        .text(contractMonth)
        .text(industry)
        .text(category)
        .text(subcategory)
        .text(timeZoneId)
        .text(tradingHours)
        .text(liquidHours)
        .text(evRule)
        .decimal(evMultiplier);
    writeSecIds(out);
    out.integer(aggGroup, FieldWriter.UNSET_INTEGER)
        .text(underSymbol)
        .text(underSecType)
        .text(marketRuleIds)
        .text(realExpirationDate)
        .text(stockType);
    writeSizes(out);
  }

  private void writeSecIds(FieldWriter out) {
    out.integer(secIdList.size());
    for (TagValue secId : secIdList) {
      out.text(secId.tag()).text(secId.value());
    }
  }

  private void writeSizes(FieldWriter out) {
    if (out.serverVersion() >= SIZE_RULES) {
      out.decimal(minSize).decimal(sizeIncrement);
    }
    if (out.serverVersion() >= FRACTIONAL_SIZE_SUPPORT) {
      out.decimal(suggestedSizeIncrement);
    }
  }
}
