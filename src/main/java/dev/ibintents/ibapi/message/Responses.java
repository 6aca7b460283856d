package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every message that a gateway sends and this client understands, by its id on the wire. */
public final class Responses {
  private static final Map<Integer, Function<FieldReader, Response>> READERS =
      Map.ofEntries(
          Map.entry(TickPrice.ID, TickPrice::read),
          Map.entry(TickSize.ID, TickSize::read),
          Map.entry(OrderStatus.ID, OrderStatus::read),
          Map.entry(ErrorMessage.ID, ErrorMessage::read),
          Map.entry(OpenOrder.ID, OpenOrder::read),
          Map.entry(AccountValue.ID, AccountValue::read),
          Map.entry(PortfolioValue.ID, PortfolioValue::read),
          Map.entry(AccountUpdateTime.ID, AccountUpdateTime::read),
          Map.entry(NextValidId.ID, NextValidId::read),
          Map.entry(ContractData.ID, ContractData::read),
          Map.entry(ExecutionData.ID, ExecutionData::read),
          Map.entry(ManagedAccounts.ID, ManagedAccounts::read),
          Map.entry(HistoricalData.ID, HistoricalData::read),
          Map.entry(TickGeneric.ID, TickGeneric::read),
          Map.entry(TickString.ID, TickString::read),
          Map.entry(CurrentTime.ID, CurrentTime::read),
          Map.entry(ContractDataEnd.ID, ContractDataEnd::read),
          Map.entry(OpenOrderEnd.ID, OpenOrderEnd::read),
          Map.entry(AccountDownloadEnd.ID, AccountDownloadEnd::read),
          Map.entry(ExecutionDataEnd.ID, ExecutionDataEnd::read),
          Map.entry(TickSnapshotEnd.ID, TickSnapshotEnd::read),
          Map.entry(MarketDataType.ID, MarketDataType::read),
          Map.entry(CommissionReport.ID, CommissionReport::read),
          Map.entry(Position.ID, Position::read),
          Map.entry(PositionEnd.ID, PositionEnd::read),
          Map.entry(AccountSummary.ID, AccountSummary::read),
          Map.entry(AccountSummaryEnd.ID, AccountSummaryEnd::read),
          Map.entry(AccountUpdateMulti.ID, AccountUpdateMulti::read),
          Map.entry(AccountUpdateMultiEnd.ID, AccountUpdateMultiEnd::read),
          Map.entry(TickReqParams.ID, TickReqParams::read),
          Map.entry(HeadTimestamp.ID, HeadTimestamp::read),
          Map.entry(OrderBound.ID, OrderBound::read),
          Map.entry(CompletedOrder.ID, CompletedOrder::read),
          Map.entry(CompletedOrdersEnd.ID, CompletedOrdersEnd::read));

  private Responses() {}

  /**
   * Reads one message, its id first.
   *
   * @return the message; empty if its id is not one that this client knows, which is never an
   *     error: gateways send what newer clients understand
   * @throws dev.ibintents.ibapi.wire.ProtocolException if the message is not in its layout
   */
  public static Optional<Response> read(FieldReader in) {
    in.names("a message from the gateway");
    int id = in.integer();
    Function<FieldReader, Response> reader = READERS.get(id);
    if (reader == null) {
      return Optional.empty();
    }
    in.names("message " + id + " from the gateway");
    return Optional.of(reader.apply(in));
  }
}
