package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every message that a client sends and the simulated gateway understands, by its id. */
public final class Requests {
  private static final Map<Integer, Function<FieldReader, Request>> READERS =
      Map.ofEntries(
          Map.entry(ReqMktData.ID, ReqMktData::read),
          Map.entry(CancelMktData.ID, CancelMktData::read),
          Map.entry(PlaceOrder.ID, PlaceOrder::read),
          Map.entry(CancelOrder.ID, CancelOrder::read),
          Map.entry(ReqOpenOrders.ID, ReqOpenOrders::read),
          Map.entry(ReqAccountUpdates.ID, ReqAccountUpdates::read),
          Map.entry(ReqExecutions.ID, ReqExecutions::read),
          Map.entry(ReqIds.ID, ReqIds::read),
          Map.entry(ReqContractDetails.ID, ReqContractDetails::read),
          Map.entry(ReqAllOpenOrders.ID, ReqAllOpenOrders::read),
          Map.entry(ReqHistoricalData.ID, ReqHistoricalData::read),
          Map.entry(CancelHistoricalData.ID, CancelHistoricalData::read),
          Map.entry(ReqCurrentTime.ID, ReqCurrentTime::read),
          Map.entry(ReqGlobalCancel.ID, ReqGlobalCancel::read),
          Map.entry(ReqMarketDataType.ID, ReqMarketDataType::read),
          Map.entry(ReqPositions.ID, ReqPositions::read),
          Map.entry(ReqAccountSummary.ID, ReqAccountSummary::read),
          Map.entry(CancelAccountSummary.ID, CancelAccountSummary::read),
          Map.entry(CancelPositions.ID, CancelPositions::read),
          Map.entry(StartApi.ID, StartApi::read),
          Map.entry(ReqAccountUpdatesMulti.ID, ReqAccountUpdatesMulti::read),
          Map.entry(CancelAccountUpdatesMulti.ID, CancelAccountUpdatesMulti::read),
          Map.entry(ReqHeadTimestamp.ID, ReqHeadTimestamp::read),
          Map.entry(CancelHeadTimestamp.ID, CancelHeadTimestamp::read),
          Map.entry(ReqCompletedOrders.ID, ReqCompletedOrders::read));

  private Requests() {}

  /**
   * Reads one message, its id first.
   *
   * @return the message; empty if its id is not one that is known here
   * @throws dev.ibintents.ibapi.wire.ProtocolException if the message is not in its layout
   */
  public static Optional<Request> read(FieldReader in) {
    in.names("a message from the client");
    int id = in.integer();
    Function<FieldReader, Request> reader = READERS.get(id);
    if (reader == null) {
      return Optional.empty();
    }
    in.names("message " + id + " from the client");
    return Optional.of(reader.apply(in));
  }
}
