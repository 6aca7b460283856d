package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import java.util.Optional;

/**
 * The table of the clients' messages that the simulated gateway understands, by their id on the
 * wire.
 */
public final class Requests {
  private Requests() {}

  /**
   * Reads one message, beginning with its id.
   *
   * @return the message; empty for an unknown id
   * @throws dev.ibintents.ibapi.wire.ProtocolException if the message does not have its layout
   */
  public static Optional<Request> read(FieldReader in) {
    return Optional.ofNullable(read(in.messageId("client"), in));
  }

  /** Reads the message of an id; {@code null} for an unknown id. */
  private static Request read(int id, FieldReader in) {
    return switch (id) {
      case ReqMktData.ID -> ReqMktData.read(in);
      case CancelMktData.ID -> CancelMktData.read(in);
      case PlaceOrder.ID -> PlaceOrder.read(in);
      case CancelOrder.ID -> CancelOrder.read(in);
      case ReqOpenOrders.ID -> ReqOpenOrders.read(in);
      case ReqAccountUpdates.ID -> ReqAccountUpdates.read(in);
      case ReqExecutions.ID -> ReqExecutions.read(in);
      case ReqIds.ID -> ReqIds.read(in);
      case ReqContractDetails.ID -> ReqContractDetails.read(in);
      case ReqAllOpenOrders.ID -> ReqAllOpenOrders.read(in);
      case ReqHistoricalData.ID -> ReqHistoricalData.read(in);
      case CancelHistoricalData.ID -> CancelHistoricalData.read(in);
      case ReqCurrentTime.ID -> ReqCurrentTime.read(in);
      case ReqGlobalCancel.ID -> ReqGlobalCancel.read(in);
      case ReqMarketDataType.ID -> ReqMarketDataType.read(in);
      case ReqPositions.ID -> ReqPositions.read(in);
      case ReqAccountSummary.ID -> ReqAccountSummary.read(in);
      case CancelAccountSummary.ID -> CancelAccountSummary.read(in);
      case CancelPositions.ID -> CancelPositions.read(in);
      case StartApi.ID -> StartApi.read(in);
      case ReqAccountUpdatesMulti.ID -> ReqAccountUpdatesMulti.read(in);
      case CancelAccountUpdatesMulti.ID -> CancelAccountUpdatesMulti.read(in);
      case ReqHeadTimestamp.ID -> ReqHeadTimestamp.read(in);
      case CancelHeadTimestamp.ID -> CancelHeadTimestamp.read(in);
      case ReqMarketRule.ID -> ReqMarketRule.read(in);
      case ReqCompletedOrders.ID -> ReqCompletedOrders.read(in);
      default -> null;
    };
  }
}
