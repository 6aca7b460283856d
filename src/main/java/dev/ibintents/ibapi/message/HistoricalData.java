package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a {@link ReqHistoricalData}, complete in one message.
 *
 * @param reqId the id of the request
 * @param startDate the start of the range, in a form that {@link GatewayTime} reads
 * @param endDate the end of the range, in the same form
 * @param bars the bars, the oldest first
 */
public record HistoricalData(int reqId, String startDate, String endDate, List<Bar> bars)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 17;

  /** Copies the bars. */
  public HistoricalData {
    bars = List.copyOf(bars);
  }

  static HistoricalData read(FieldReader in) {
    int reqId = in.integer();
    String startDate = in.text();
    String endDate = in.text();
    int count = in.count();
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bars.add(Bar.read(in));
    }
    return new HistoricalData(reqId, startDate, endDate, bars);
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(reqId).text(startDate).text(endDate).integer(bars.size());
    for (Bar bar : bars) {
      bar.write(out);
    }
  }
}
