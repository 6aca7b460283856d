package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractData;
import dev.ibintents.ibapi.message.ContractDataEnd;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.HeadTimestamp;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.HistoricalDataEnd;
import dev.ibintents.ibapi.message.MarketRule;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** The pending reply of each kind of request: how to recognise its messages and make the result. */
final class Replies {
  private Replies() {}

  static PendingReply<CurrentTime, Instant> currentTime() {
    return new PendingReply<>(
        PendingReply.NO_ID,
        "the current time",
        CurrentTime.class,
        time -> true,
        CurrentTime.class::isInstance,
        times -> times.get(0).time());
  }

  static PendingReply<NextValidId, Integer> nextValidId() {
    return new PendingReply<>(
        PendingReply.NO_ID,
        "the next valid order id",
        NextValidId.class,
        id -> true,
        NextValidId.class::isInstance,
        ids -> ids.get(0).orderId());
  }

  static PendingReply<Response, AccountUpdates> accountUpdates(String account) {
    return new PendingReply<>(
        PendingReply.NO_ID,
        "the account updates of " + account,
        Response.class,
        message -> AccountUpdates.isOf(account, message),
        message -> message instanceof AccountDownloadEnd end && end.account().equals(account),
        AccountUpdates::of);
  }

  static PendingReply<Position, List<Position>> positions() {
    return new PendingReply<>(
        PendingReply.NO_ID,
        "the positions",
        Position.class,
        position -> true,
        PositionEnd.class::isInstance,
        List::copyOf);
  }

  static PendingReply<OpenOrderEnd, List<OpenTrade>> allOpenOrders(
      BooleanSupplier hasEnded, Supplier<List<OpenTrade>> listed) {
    return new PendingReply<>(
        PendingReply.NO_ID,
        "all open orders",
        OpenOrderEnd.class,
        end -> true,
        message -> message instanceof OpenOrderEnd && hasEnded.getAsBoolean(),
        ends -> listed.get());
  }

  static PendingReply<CompletedOrder, List<CompletedOrder>> completedOrders() {
    return new PendingReply<>(
        PendingReply.NO_ID,
        "the completed orders",
        CompletedOrder.class,
        order -> true,
        CompletedOrdersEnd.class::isInstance,
        List::copyOf);
  }

  static PendingReply<ExecutionData, List<Fill>> executions(
      int reqId, Function<List<ExecutionData>, List<Fill>> fills) {
    return new PendingReply<>(
        reqId,
        "the executions",
        ExecutionData.class,
        execution -> execution.reqId() == reqId,
        message -> message instanceof ExecutionDataEnd end && end.reqId() == reqId,
        fills);
  }

  static PendingReply<ContractData, List<ContractDetails>> contractDetails(
      int reqId, Contract contract) {
    return new PendingReply<>(
        reqId,
        "the details of contract " + contract.symbol() + " " + contract.secType(),
        ContractData.class,
        data -> data.reqId() == reqId,
        message -> message instanceof ContractDataEnd end && end.reqId() == reqId,
        found -> found.stream().map(ContractData::details).toList());
  }

  static PendingReply<MarketRule, MarketRule> marketRule(int marketRuleId) {
    return new PendingReply<>(
        PendingReply.NO_ID,
        "the market rule " + marketRuleId,
        MarketRule.class,
        rule -> rule.marketRuleId() == marketRuleId,
        message -> message instanceof MarketRule rule && rule.marketRuleId() == marketRuleId,
        rules -> rules.get(0));
  }

  /**
   * Historical bars.
   *
   * @param hasEnd whether a {@link HistoricalDataEnd} follows the bars, which has their range
   */
  static PendingReply<Response, List<HistoricalBar>> historicalData(
      int reqId, Contract contract, boolean hasEnd) {
    return new PendingReply<>(
        reqId,
        "the historical data of " + contract.symbol() + " " + contract.secType(),
        Response.class,
        message -> isHistory(message, reqId) || isEndOfHistory(message, reqId),
        message -> hasEnd ? isEndOfHistory(message, reqId) : isHistory(message, reqId),
        Replies::bars);
  }

  private static boolean isHistory(Response message, int reqId) {
    return message instanceof HistoricalData data && data.reqId() == reqId;
  }

  private static boolean isEndOfHistory(Response message, int reqId) {
    return message instanceof HistoricalDataEnd end && end.reqId() == reqId;
  }

  private static List<HistoricalBar> bars(List<Response> messages) {
    List<Bar> bars = new ArrayList<>();
    String endDate = "";
    for (Response message : messages) {
      if (message instanceof HistoricalData data) {
        bars.addAll(data.bars());
        endDate = data.endDate();
      } else if (message instanceof HistoricalDataEnd end) {
        endDate = end.endDate();
      }
    }
    return HistoricalBar.of(bars, endDate);
  }

  static PendingReply<HeadTimestamp, Instant> headTimestamp(int reqId, Contract contract) {
    return new PendingReply<>(
        reqId,
        "the head timestamp of " + contract.symbol() + " " + contract.secType(),
        HeadTimestamp.class,
        head -> head.reqId() == reqId,
        message -> message instanceof HeadTimestamp head && head.reqId() == reqId,
        heads -> moment(heads.get(0).headTimestamp()));
  }

  /** A head timestamp without a zone is in UTC (TWS API, "Finding Earliest Data Point"). */
  private static Instant moment(String headTimestamp) {
    try {
      return GatewayTime.parse(headTimestamp, ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new ProtocolException("a head timestamp cannot be read: " + e.getMessage(), e);
    }
  }
}
