package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.simulator.Instrument.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Contract descriptions as real gateways send them; the hours are those of the real markets, though
 * the simulated ones never close.
 */
final class Descriptions {
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

  /** The description of an instrument on an exchange; the hours begin with today's. */
  static ContractDetails of(Listing listing, Instant now) {
    Instrument known = listing.instrument();
    LocalDate today = now.atZone(TradingDay.NEW_YORK).toLocalDate();
    boolean future = known.kind() == Kind.FUT;
    return new ContractDetails(
        known.described(listing.exchange()).toBuilder()
            .primaryExchange(known.kind() == Kind.STK ? known.primaryExchange() : "")
            .build(),
        future ? lastTrade(known) : "",
        known.tradingClass(),
        known.minTick(),
        orderTypes(known.kind()),
        String.join(",", known.exchanges()),
        1,
        future ? underConId(known) : 0,
        known.longName(),
        known.contractMonth(),
        industry(known),
        category(known),
        "",
        timeZone(known),
        hours(known, today, Descriptions::tradingHours),
        hours(known, today, Descriptions::liquidHours),
        "",
        BigDecimal.ZERO,
        known.isin().isEmpty() ? List.of() : List.of(new TagValue("ISIN", known.isin())),
        future ? null : known.kind() == Kind.STK ? 1 : 4,
        future ? known.symbol() : "",
        future ? "IND" : "",
        String.join(",", Collections.nCopies(known.exchanges().size(), marketRule(known))),
        known.lastTradeDate(),
        known.stockType(),
        BigDecimal.ONE,
        BigDecimal.ONE,
        known.kind() == Kind.STK ? ROUND_LOT : BigDecimal.ONE);
  }

  /** The date and the time in UTC, such as {@code 20261218-14:30:00}. */
  private static String lastTrade(Instrument future) {
    return GatewayTime.utc(Universe.settlement(future.expiry()));
  }

  private static String orderTypes(Kind kind) {
    return switch (kind) {
      case STK -> STOCK_ORDER_TYPES;
      case FUT -> FUTURE_ORDER_TYPES;
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

  private static String marketRule(Instrument known) {
    return switch (known.kind()) {
      case STK -> "26";
      case FUT -> "67";
      case CASH -> "239";
    };
  }

  private static String timeZone(Instrument known) {
    return switch (known.kind()) {
      case STK -> known.currency().equals("USD") ? "US/Eastern" : "MET";
      case FUT -> "US/Central";
      case CASH -> "US/Eastern";
    };
  }

  private static String hours(
      Instrument known, LocalDate from, BiFunction<Instrument, LocalDate, String> ofDay) {
    return Stream.iterate(from, day -> day.plusDays(1))
        .limit(DAYS_OF_HOURS)
        .map(
            day -> Holidays.of(known).isOpen(day) ? ofDay.apply(known, day) : date(day) + ":CLOSED")
        .collect(Collectors.joining(";"));
  }

  private static String tradingHours(Instrument known, LocalDate day) {
    return switch (known.kind()) {
      case STK ->
          known.currency().equals("USD") ? within(day, "0400", "2000") : liquidHours(known, day);
      case FUT -> overnight(day, "1700", "1600");
      case CASH -> overnight(day, "1715", "1700");
    };
  }

  private static String liquidHours(Instrument known, LocalDate day) {
    return switch (known.kind()) {
      case STK ->
          known.currency().equals("USD")
              ? within(day, "0930", "1600")
              : within(day, "0900", "1730");
      case FUT -> within(day, "0830", "1600");
      case CASH -> overnight(day, "1715", "1700");
    };
  }

  private static String within(LocalDate day, String from, String to) {
    return date(day) + ":" + from + "-" + date(day) + ":" + to;
  }

  /** A session begins in the evening before its day. */
  private static String overnight(LocalDate day, String from, String to) {
    return date(day.minusDays(1)) + ":" + from + "-" + date(day) + ":" + to;
  }

  private static String date(LocalDate day) {
    return day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }
}
