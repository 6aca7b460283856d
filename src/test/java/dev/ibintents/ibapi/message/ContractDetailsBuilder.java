package dev.ibintents.ibapi.message;

import java.math.BigDecimal;
import java.util.List;

/** Builds details of an instrument; what a test does not set is empty. */
public final class ContractDetailsBuilder {
  private final Contract contract;
  private String lastTrade = "";
  private String marketName = "";
  private BigDecimal minTick;
  private String orderTypes = "";
  private String validExchanges = "";
  private int priceMagnifier = 1;
  private int underConId;
  private String longName = "";
  private String contractMonth = "";
  private String industry = "";
  private String category = "";
  private String subcategory = "";
  private String timeZoneId = "";
  private String tradingHours = "";
  private String liquidHours = "";
  private String evRule = "";
  private BigDecimal evMultiplier;
  private List<TagValue> secIdList = List.of();
  private Integer aggGroup;
  private String underSymbol = "";
  private String underSecType = "";
  private String marketRuleIds = "";
  private String realExpirationDate = "";
  private String stockType = "";
  private BigDecimal minSize;
  private BigDecimal sizeIncrement;
  private BigDecimal suggestedSizeIncrement;

  public ContractDetailsBuilder(Contract contract) {
    this.contract = contract;
  }

  /** Sets {@link ContractDetails#lastTrade()}. */
  public ContractDetailsBuilder lastTrade(String lastTrade) {
    this.lastTrade = lastTrade;
    return this;
  }

  /** Sets {@link ContractDetails#marketName()}. */
  public ContractDetailsBuilder marketName(String marketName) {
    this.marketName = marketName;
    return this;
  }

  /** Sets {@link ContractDetails#minTick()}. */
  public ContractDetailsBuilder minTick(BigDecimal minTick) {
    this.minTick = minTick;
    return this;
  }

  /** Sets {@link ContractDetails#orderTypes()}. */
  public ContractDetailsBuilder orderTypes(String orderTypes) {
    this.orderTypes = orderTypes;
    return this;
  }

  /** Sets {@link ContractDetails#validExchanges()}. */
  public ContractDetailsBuilder validExchanges(String validExchanges) {
    this.validExchanges = validExchanges;
    return this;
  }

  /** Sets {@link ContractDetails#priceMagnifier()}. */
  public ContractDetailsBuilder priceMagnifier(int priceMagnifier) {
    this.priceMagnifier = priceMagnifier;
    return this;
  }

  /** Sets {@link ContractDetails#underConId()}. */
  public ContractDetailsBuilder underConId(int underConId) {
    this.underConId = underConId;
    return this;
  }

  /** Sets {@link ContractDetails#longName()}. */
  public ContractDetailsBuilder longName(String longName) {
    this.longName = longName;
    return this;
  }

  /** Sets {@link ContractDetails#contractMonth()}. */
  public ContractDetailsBuilder contractMonth(String contractMonth) {
    this.contractMonth = contractMonth;
    return this;
  }

  /** Sets {@link ContractDetails#industry()}. */
  public ContractDetailsBuilder industry(String industry) {
    this.industry = industry;
    return this;
  }

  /** Sets {@link ContractDetails#category()}. */
  public ContractDetailsBuilder category(String category) {
    this.category = category;
    return this;
  }

  /** Sets {@link ContractDetails#subcategory()}. */
  public ContractDetailsBuilder subcategory(String subcategory) {
    this.subcategory = subcategory;
    return this;
  }

  /** Sets {@link ContractDetails#timeZoneId()}. */
  public ContractDetailsBuilder timeZoneId(String timeZoneId) {
    this.timeZoneId = timeZoneId;
    return this;
  }

  /** Sets {@link ContractDetails#tradingHours()}. */
  public ContractDetailsBuilder tradingHours(String tradingHours) {
    this.tradingHours = tradingHours;
    return this;
  }

  /** Sets {@link ContractDetails#liquidHours()}. */
  public ContractDetailsBuilder liquidHours(String liquidHours) {
    this.liquidHours = liquidHours;
    return this;
  }

  /** Sets {@link ContractDetails#evRule()}. */
  public ContractDetailsBuilder evRule(String evRule) {
    this.evRule = evRule;
    return this;
  }

  /** Sets {@link ContractDetails#evMultiplier()}. */
  public ContractDetailsBuilder evMultiplier(BigDecimal evMultiplier) {
    this.evMultiplier = evMultiplier;
    return this;
  }

  /** Sets {@link ContractDetails#secIdList()}. */
  public ContractDetailsBuilder secIdList(List<TagValue> secIdList) {
    this.secIdList = secIdList;
    return this;
  }

  /** Sets {@link ContractDetails#aggGroup()}. */
  public ContractDetailsBuilder aggGroup(Integer aggGroup) {
    this.aggGroup = aggGroup;
    return this;
  }

  /** Sets {@link ContractDetails#underSymbol()}. */
  public ContractDetailsBuilder underSymbol(String underSymbol) {
    this.underSymbol = underSymbol;
    return this;
  }

  /** Sets {@link ContractDetails#underSecType()}. */
  public ContractDetailsBuilder underSecType(String underSecType) {
    this.underSecType = underSecType;
    return this;
  }

  /** Sets {@link ContractDetails#marketRuleIds()}. */
  public ContractDetailsBuilder marketRuleIds(String marketRuleIds) {
    this.marketRuleIds = marketRuleIds;
    return this;
  }

  /** Sets {@link ContractDetails#realExpirationDate()}. */
  public ContractDetailsBuilder realExpirationDate(String realExpirationDate) {
    this.realExpirationDate = realExpirationDate;
    return this;
  }

  /** Sets {@link ContractDetails#stockType()}. */
  public ContractDetailsBuilder stockType(String stockType) {
    this.stockType = stockType;
    return this;
  }

  /** Sets {@link ContractDetails#minSize()}. */
  public ContractDetailsBuilder minSize(BigDecimal minSize) {
    this.minSize = minSize;
    return this;
  }

  /** Sets {@link ContractDetails#sizeIncrement()}. */
  public ContractDetailsBuilder sizeIncrement(BigDecimal sizeIncrement) {
    this.sizeIncrement = sizeIncrement;
    return this;
  }

  /** Sets {@link ContractDetails#suggestedSizeIncrement()}. */
  public ContractDetailsBuilder suggestedSizeIncrement(BigDecimal suggestedSizeIncrement) {
    this.suggestedSizeIncrement = suggestedSizeIncrement;
    return this;
  }

  /** The details. */
  public ContractDetails build() {
    return new ContractDetails(
        contract,
        lastTrade,
        marketName,
        minTick,
        orderTypes,
        validExchanges,
        priceMagnifier,
        underConId,
        longName,
        contractMonth,
        industry,
        category,
        subcategory,
        timeZoneId,
        tradingHours,
        liquidHours,
        evRule,
        evMultiplier,
        secIdList,
        aggGroup,
        underSymbol,
        underSecType,
        marketRuleIds,
        realExpirationDate,
        stockType,
        minSize,
        sizeIncrement,
        suggestedSizeIncrement,
        List.of(),
        null);
  }
}
