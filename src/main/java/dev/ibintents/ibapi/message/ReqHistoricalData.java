package dev.ibintents.ibapi.message;

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

  static ReqHistoricalData read(FieldReader in) {
    int reqId = in.integer();
    Contract.Builder contract = ContractFields.readRequested(in).includeExpired(in.flag());
    String endDateTime = in.text();
    String barSizeSetting = in.text();
    String durationStr = in.text();
    boolean useRth = in.flag();
    String whatToShow = in.text();
    int formatDate = in.integer();
    contract.comboLegs(ContractFields.readLegsOfBag(in, contract.build().secType()));
    return new ReqHistoricalData(
        reqId,
        contract.build(),
        endDateTime,
        durationStr,
        barSizeSetting,
        whatToShow,
        useRth,
        formatDate,
        in.flag(),
        in.text());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(reqId);
    ContractFields.writeRequested(out, contract);
    out.flag(contract.includeExpired())
        .text(endDateTime)
        .text(barSizeSetting)
        .text(durationStr)
        .flag(useRth)
        .text(whatToShow)
        .integer(formatDate);
    ContractFields.writeLegsOfBag(out, contract);
    out.flag(keepUpToDate).text(chartOptions);
  }
}
