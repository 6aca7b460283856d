package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Asks for bars of the past; one {@link HistoricalData} answers.
 *
 * @param reqId the client's number for this request, which the answer repeats
 * @param contract the instrument; the legs of a BAG in their short form
 * @param endDateTime where the range ends: {@code yyyyMMdd-HH:mm:ss} in UTC, {@code yyyyMMdd
 *     HH:mm:ss} with a blank and a zone, or empty for now
 * @param durationStr how long it is: {@code 86400 S}, {@code 365 D}, {@code 52 W}, {@code 12 M} or
 *     {@code 68 Y} at most
 * @param barSizeSetting {@code 1 day}, {@code 5 mins} …
 * @param whatToShow TRADES, MIDPOINT, BID, ASK, ADJUSTED_LAST …
 * @param useRth whether to leave out what was outside the regular session
 * @param formatDate 1 text, 2 epoch seconds; day bars are always yyyyMMdd
 * @param keepUpToDate whether to go on with the bars to come
 * @param chartOptions {@code tag=value;} for each; empty as a rule
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
    Contract.Builder contract = ContractFields.readAsked(in).includeExpired(in.flag());
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
    ContractFields.writeAsked(out, contract);
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
