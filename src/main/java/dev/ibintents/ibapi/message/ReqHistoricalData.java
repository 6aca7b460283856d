package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for historical bars; one {@link HistoricalData} answers.
 *
 * @param reqId the request id, which the answer repeats
 * @param contract the instrument; the legs of a BAG in their short form
 * @param endDateTime the end of the range: {@code yyyyMMdd-HH:mm:ss} in UTC, {@code yyyyMMdd
 *     HH:mm:ss} with a blank and a zone, or empty for now
 * @param durationStr the length of the range, at most {@code 86400 S}, {@code 365 D}, {@code 52 W},
 *     {@code 12 M} or {@code 68 Y}
 * @param barSizeSetting the bar size: {@code 1 day}, {@code 5 mins} …
 * @param whatToShow TRADES, MIDPOINT, BID, ASK, ADJUSTED_LAST …
 * @param useRth whether to leave out data from outside the regular session
 * @param formatDate 1 text, 2 epoch seconds; daily bars always have yyyyMMdd
 * @param keepUpToDate whether the gateway continues with new bars
 * @param chartOptions {@code tag=value;} for each option; usually empty
 */
public record ReqHistoricalData(
    int reqId,
    Contract contract,
    String endDateTime,
    String durationStr,
    String barSizeSetting,
    String whatToShow,
    boolean useRth,
    int formatDate,
    boolean keepUpToDate,
    String chartOptions)
    implements Request {
  /** The message's id on the wire. */
  public static final int ID = 20;

  private static final int PROTOBUF_SINCE = 208;

  static ReqHistoricalData read(FieldReader in) {
    int reqId = in.integer(1);
    FieldReader named = in.nested(2);
    Contract.Builder contract = ContractFields.readRequested(named).includeExpired(named.flag(18));
    String endDateTime = in.text(3);
    String barSizeSetting = in.text(4);
    String durationStr = in.text(5);
    boolean useRth = in.flag(6);
    String whatToShow = in.text(7);
    int formatDate = in.integer(8);
    ContractFields.readLegsOfBag(in, contract);
    return new ReqHistoricalData(
        reqId,
        contract.build(),
        endDateTime,
        durationStr,
        barSizeSetting,
        whatToShow,
        useRth,
        formatDate,
        in.flag(9),
        TagValueForm.OPTIONS.read(in, 10));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).integer(1, reqId);
    ContractFields.writeRequested(out.nested(2), contract);
    out.flag(TEXT_ONLY, contract.includeExpired())
        .text(3, endDateTime)
        .text(4, barSizeSetting)
        .text(5, durationStr)
        .flag(6, useRth)
        .text(7, whatToShow)
        .integer(8, formatDate);
    ContractFields.writeLegsOfBag(out, contract);
    out.flag(9, keepUpToDate);
    TagValueForm.OPTIONS.write(out, 10, chartOptions);
  }
}
