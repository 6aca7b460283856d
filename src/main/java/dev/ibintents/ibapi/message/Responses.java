package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import java.util.Optional;

/** The table of the gateway's messages that this client understands, by their id on the wire. */
public final class Responses {
  private Responses() {}

  /**
   * Reads one message, beginning with its id.
   *
   * @return the message; empty for an unknown id, which is no error: gateways send messages that
   *     only newer clients understand. It is also empty for a protobuf message without a part that
   *     it cannot do without, such as a position without its contract
   * @throws dev.ibintents.ibapi.wire.ProtocolException if the message does not have its layout
   */
  public static Optional<Response> read(FieldReader in) {
    in.forgiveFigures();
    return Optional.ofNullable(read(in.messageId("gateway"), in));
  }

  /** Reads the message of an id; {@code null} for an unknown id. */
  private static Response read(int id, FieldReader in) {
    return switch (id) {
      case TickPrice.ID -> TickPrice.read(in);
      case TickSize.ID -> TickSize.read(in);
      case OrderStatus.ID -> OrderStatus.read(in);
      case ErrorMessage.ID -> ErrorMessage.read(in);
      case OpenOrder.ID -> OpenOrder.read(in);
      case AccountValue.ID -> AccountValue.read(in);
      case PortfolioValue.ID -> PortfolioValue.read(in);
      case AccountUpdateTime.ID -> AccountUpdateTime.read(in);
      case NextValidId.ID -> NextValidId.read(in);
      case ContractData.ID -> ContractData.read(in);
      case ContractData.BOND_ID -> in.isProtobuf() ? ContractData.read(in) : null;
      case ExecutionData.ID -> ExecutionData.read(in);
      case ManagedAccounts.ID -> ManagedAccounts.read(in);
      case HistoricalData.ID -> HistoricalData.read(in);
      case HistoricalDataEnd.ID -> HistoricalDataEnd.read(in);
      case TickGeneric.ID -> TickGeneric.read(in);
      case TickString.ID -> TickString.read(in);
      case CurrentTime.ID -> CurrentTime.read(in);
      case ContractDataEnd.ID -> ContractDataEnd.read(in);
      case OpenOrderEnd.ID -> OpenOrderEnd.read(in);
      case AccountDownloadEnd.ID -> AccountDownloadEnd.read(in);
      case ExecutionDataEnd.ID -> ExecutionDataEnd.read(in);
      case TickSnapshotEnd.ID -> TickSnapshotEnd.read(in);
      case MarketDataType.ID -> MarketDataType.read(in);
      case CommissionReport.ID -> CommissionReport.read(in);
      case Position.ID -> Position.read(in);
      case PositionEnd.ID -> PositionEnd.read(in);
      case PositionMulti.ID -> PositionMulti.read(in);
      case RerouteMktDataReq.ID -> RerouteMktDataReq.read(in);
      case CurrentTimeInMillis.ID -> CurrentTimeInMillis.read(in);
      case AccountSummary.ID -> AccountSummary.read(in);
      case AccountSummaryEnd.ID -> AccountSummaryEnd.read(in);
      case AccountUpdateMulti.ID -> AccountUpdateMulti.read(in);
      case AccountUpdateMultiEnd.ID -> AccountUpdateMultiEnd.read(in);
      case TickReqParams.ID -> TickReqParams.read(in);
      case HeadTimestamp.ID -> HeadTimestamp.read(in);
      case MarketRule.ID -> MarketRule.read(in);
      case OrderBound.ID -> OrderBound.read(in);
      case CompletedOrder.ID -> CompletedOrder.read(in);
      case CompletedOrdersEnd.ID -> CompletedOrdersEnd.read(in);
      default -> null;
    };
  }
}
