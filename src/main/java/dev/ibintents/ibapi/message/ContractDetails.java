package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
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
 * @param ineligibilityReasons the reasons why this login may not trade it, each a code and a
 *     description; empty before version 186
 * @param minAlgoSize the smallest size of an algorithm's order; {@code null} if missing, and as a
 *     text
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
    BigDecimal suggestedSizeIncrement,
    List<TagValue> ineligibilityReasons,
    BigDecimal minAlgoSize) {

  static final int FRACTIONAL_SIZE_SUPPORT = 163;
  static final int SIZE_RULES = 164;
  private static final int LAST_TRADE_DATE = 182;
  private static final int INELIGIBILITY_REASONS = 186;

  private static final int MD_SIZE_MULTIPLIER = 1;

  /** Replaces an empty {@code lastTrade} by the contract's own date. */
  public ContractDetails {
    if (lastTrade.isEmpty()) {
      lastTrade = contract.lastTradeDateOrContractMonth();
    }
    secIdList = List.copyOf(secIdList);
    ineligibilityReasons = List.copyOf(ineligibilityReasons);
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

  /** Reads the fields of both; in the text dialect they are mixed, and both readers are one. */
  static ContractDetails read(FieldReader contractFields, FieldReader in) {
    Contract.Builder contract =
        Contract.builder().symbol(contractFields.text(2)).secType(contractFields.text(3));
    String lastTrade = contractFields.text(4);
    if (in.since(LAST_TRADE_DATE)) {
      contractFields.skip(); // lastTradeDate, the first part of lastTrade
    }
    contract
        .lastTradeDateOrContractMonth(part(lastTrade, 0))
        .strike(contractFields.decimal(5))
        .right(contractFields.text(6))
        .exchange(contractFields.text(8))
        .currency(contractFields.text(10))
        .localSymbol(contractFields.text(11));
    String marketName = in.text(1);
    contract.tradingClass(contractFields.text(12)).conId(contractFields.integer(1));
    BigDecimal minTick = in.figure(2);
    if (!in.since(SIZE_RULES)) {
      in.skip(); // mdSizeMultiplier, obsolete
    }
    contract.multiplier(contractFields.numberText(7));
    String orderTypes = in.text(3);
    String validExchanges = in.text(4);
    int priceMagnifier = in.integer(5);
    int underConId = in.integer(6);
    String longName = in.text(7);
    contract.primaryExchange(contractFields.text(9));
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
        in.text(8), // contractMonth
        in.text(9), // industry
        in.text(10), // category
        in.text(11), // subcategory
        in.text(12), // timeZoneId
        in.text(13), // tradingHours
        in.text(14), // liquidHours
        in.text(15), // evRule
        in.decimal(16), // evMultiplier
        TagValueForm.LIST.read(in, 17), // secIdList
        in.integerOrUnset(18), // aggGroup
        in.text(19), // underSymbol
        in.text(20), // underSecType
        in.text(21), // marketRuleIds
        in.text(22), // realExpirationDate
        in.text(23), // stockType
        in.since(SIZE_RULES) ? in.figure(24) : null, // minSize
        in.since(SIZE_RULES) ? in.figure(25) : null, // sizeIncrement
        in.since(FRACTIONAL_SIZE_SUPPORT) ? in.figure(26) : null, // suggestedSizeIncrement
        in.since(INELIGIBILITY_REASONS) ? TagValueForm.LIST.read(in, 58) : List.of(),
        in.isProtobuf() ? in.figure(62) : null); // minAlgoSize
  }

  /** Writes the fields of both; in the text dialect they are mixed, and both writers are one. */
  void write(FieldWriter contractFields, FieldWriter out) {
    contractFields.text(2, contract.symbol()).text(3, contract.secType()).text(4, lastTrade);
    if (out.since(LAST_TRADE_DATE)) {
      contractFields.text(21, part(lastTrade, 0));
    }
    FieldForm.STRIKE.write(contractFields, 5, ContractFields.withStrike(contract).strike());
    contractFields
        .text(6, contract.right())
        .text(8, contract.exchange())
        .text(10, contract.currency())
        .text(11, contract.localSymbol());
    out.text(1, marketName);
    contractFields.text(12, contract.tradingClass()).integer(1, contract.conId());
    out.figure(2, minTick);
    if (!out.since(SIZE_RULES)) {
      out.version(MD_SIZE_MULTIPLIER);
    }
    contractFields.numberText(7, contract.multiplier());
    out.text(3, orderTypes)
        .text(4, validExchanges)
        .integer(5, priceMagnifier)
        .integer(6, underConId)
        .text(7, longName);
    contractFields.text(9, contract.primaryExchange());
    out.text(8, contractMonth)
        .text(9, industry)
        .text(10, category)
        .text(11, subcategory)
        .text(12, timeZoneId)
        .text(13, tradingHours)
        .text(14, liquidHours)
        .text(15, evRule)
        .decimal(16, evMultiplier);
    TagValueForm.LIST.write(out, 17, secIdList);
    out.integer(18, aggGroup, FieldWriter.UNSET_INTEGER)
        .text(19, underSymbol)
        .text(20, underSecType)
        .text(21, marketRuleIds)
        .text(22, realExpirationDate)
        .text(23, stockType);
    writeSizes(out);
    if (out.since(INELIGIBILITY_REASONS)) {
      TagValueForm.LIST.write(out, 58, ineligibilityReasons);
    }
    if (out.isProtobuf()) {
      out.figure(62, minAlgoSize);
    }
  }

  private void writeSizes(FieldWriter out) {
    if (out.since(SIZE_RULES)) {
      out.figure(24, minSize).figure(25, sizeIncrement);
    }
    if (out.since(FRACTIONAL_SIZE_SUPPORT)) {
      out.figure(26, suggestedSizeIncrement);
    }
  }
}
