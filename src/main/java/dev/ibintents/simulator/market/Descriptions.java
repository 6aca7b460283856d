package dev.ibintents.simulator.market;

import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.simulator.market.Instrument.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;

/**
 * Contract descriptions as real gateways send them. Their trading hours are those of the real
 * markets, but the simulated markets never close.
 */
public final class Descriptions {
  private static final int DAYS_OF_HOURS = 6;
  private static final BigDecimal ROUND_LOT = BigDecimal.valueOf(100);

  private static final String STOCK_ORDER_TYPES =
      "ACTIVETIM,AD,ADJUST,ALERT,ALGO,ALLOC,AON,AVGCOST,BASKET,BENCHPX,CASHQTY,COND,CONDORDER,"
          + "DARKONLY,DARKPOLL,DAY,DEACT,DEACTDIS,DEACTEOD,DIS,DUR,GAT,GTC,GTD,GTT,HID,IBKRATS,ICE,"
          + "IMB,IOC,LIT,LMT,LOC,MIDPX,MIT,MKT,MOC,MTL,NGCOMB,NODARK,NONALGO,OCA,OPG,OPGREROUT,"
          + "PEGBENCH,PEGMID,POSTATS,POSTONLY,PREOPGRTH,PRICECHK,REL,REL2MID,RELPCTOFS,RPI,RTH,"
          + "SCALE,SCALEODD,SCALERST,SIZECHK,SNAPMID,SNAPMKT,SNAPREL,STP,STPLMT,SWEEP,TRAIL,"
          + "TRAILLIT,TRAILLMT,TRAILMIT,WHATIF";
  private static final String FUTURE_ORDER_TYPES =
      "ACTIVETIM,AD,ADJUST,ALERT,ALGO,ALLOC,AVGCOST,BASKET,BENCHPX,COND,CONDORDER,DAY,DEACT,"
          + "DEACTDIS,DEACTEOD,GAT,GTC,GTD,GTT,HID,ICE,IOC,LIT,LMT,LTH,MIT,MKT,MTL,NGCOMB,NONALGO,"
          + "OCA,PEGBENCH,SCALE,SCALERST,SNAPMID,SNAPMKT,SNAPREL,STP,STPLMT,TRAIL,TRAILLIT,"
          + "TRAILLMT,TRAILMIT,WHATIF";
  private static final String PAIR_ORDER_TYPES =
      "ACTIVETIM,AD,ADJUST,ALERT,ALLOC,AVGCOST,BASKET,CASHQTY,COND,CONDORDER,DAY,DEACT,DEACTDIS,"
          + "DEACTEOD,GAT,GTC,GTD,GTT,HID,IOC,LIT,LMT,MIT,MKT,NONALGO,OCA,REL,RELPCTOFS,SCALE,"
          + "SCALERST,STP,STPLMT,TRAIL,TRAILLIT,TRAILLMT,TRAILMIT,WHATIF";

  private Descriptions() {}

  /** The description of an instrument on an exchange. Its trading hours begin with today's. */
  public static ContractDetails of(Listing listing, Instant now) {
    Instrument known = listing.instrument();
    LocalDate today = now.atZone(TradingDay.NEW_YORK).toLocalDate();
    boolean future = known.kind() == Kind.FUT;
    boolean option = known.kind() == Kind.OPT;
    return new ContractDetails(
        known.described(listing.exchange()).toBuilder()
            .primaryExchange(known.kind() == Kind.STK ? known.primaryExchange() : "")
            .build(),
        future ? lastTrade(known) : "",
        known.tradingClass(),
        known.minTick(),
        orderTypes(known.kind()),
        String.join(",", known.exchanges()),
        known.terms().priceMagnifier(),
        future ? underConId(known) : option ? DatedCatalogue.underConId(known) : 0,
        known.longName(),
        known.contractMonth(),
        industry(known),
        category(known),
        "",
        MarketCalendar.of(known).zoneName(),
        hours(known, today, false),
        hours(known, today, true),
        "",
        BigDecimal.ZERO,
        known.isin().isEmpty() ? List.of() : List.of(new TagValue("ISIN", known.isin())),
        future ? null : known.kind() == Kind.STK ? 1 : 4,
        future || option ? known.symbol() : "",
        future ? "IND" : option ? "STK" : "",
        String.join(
            ",",
            Collections.nCopies(
                known.exchanges().size(), Integer.toString(MarketRules.of(known).marketRuleId()))),
        known.lastTradeDate(),
        known.stockType(),
        known.terms().minSize(),
        known.terms().sizeIncrement(),
        (known.kind() == Kind.STK ? ROUND_LOT : BigDecimal.ONE).max(known.terms().sizeIncrement()),
        List.of(),
        null);
  }

  /** The moment of settlement in UTC, such as {@code 20261218-14:30:00}. */
  private static String lastTrade(Instrument future) {
    return GatewayTime.utc(future.settlement());
  }

  private static String orderTypes(Kind kind) {
    return switch (kind) {
      case STK -> STOCK_ORDER_TYPES;
      case FUT, OPT, BILL -> FUTURE_ORDER_TYPES;
      case CASH -> PAIR_ORDER_TYPES;
    };
  }

  private static int underConId(Instrument future) {
    return future.symbol().endsWith("NQ") ? 11004958 : 11004968;
  }

  private static String industry(Instrument known) {
    return known.kind() == Kind.FUT ? "Indices" : "";
  }

  private static String category(Instrument known) {
    return known.kind() == Kind.FUT ? "Broad Range Equity Index" : "";
  }

  private static String hours(Instrument known, LocalDate from, boolean regular) {
    return MarketCalendar.of(known).text(from, DAYS_OF_HOURS, regular);
  }
}
