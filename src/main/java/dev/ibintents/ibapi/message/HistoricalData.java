package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a {@link ReqHistoricalData}, complete in one message. Since version 196, {@link
 * HistoricalDataEnd} follows.
 *
 * @param reqId the id of the request
 * @param startDate the start of the range, in a form that {@link GatewayTime} reads; empty since
 *     version 196
 * @param endDate the end of the range, in the same form; empty since version 196
 * @param bars the bars, the oldest first
 */
public record HistoricalData(int reqId, String startDate, String endDate, List<Bar> bars)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 17;

  private static final int PROTOBUF_SINCE = 208;

  /** Copies the bars. */
  public HistoricalData {
    bars = List.copyOf(bars);
  }

  static HistoricalData read(FieldReader in) {
    int reqId = in.integer(1);
    boolean hasEndOfItsOwn = in.since(HistoricalDataEnd.SINCE);
    String startDate = hasEndOfItsOwn ? "" : in.text(TEXT_ONLY);
    String endDate = hasEndOfItsOwn ? "" : in.text(TEXT_ONLY);
    List<Bar> bars = new ArrayList<>();
    for (FieldReader bar : in.elements(2)) {
      bars.add(Bar.read(bar));
    }
    return new HistoricalData(reqId, startDate, endDate, bars);
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId);
    if (!out.since(HistoricalDataEnd.SINCE)) {
      out.text(TEXT_ONLY, startDate).text(TEXT_ONLY, endDate);
    }
    out.list(bars.size());
    for (Bar bar : bars) {
      int place = out.begin(2);
      bar.write(out);
      out.end(place);
    }
  }
}
