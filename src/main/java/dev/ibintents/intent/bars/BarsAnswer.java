package dev.ibintents.intent.bars;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.intent.Activity;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes stored bars as JSON, as lines of JSON or as CSV. At most one chunk of bars is in memory.
 */
public abstract class BarsAnswer implements StreamedAnswer {
  private static final Logger logger = LoggerFactory.getLogger(BarsAnswer.class);

  private final Iterator<HistoricalBar> bars;
  private final Deadline deadline;

  private BarsAnswer(Iterator<HistoricalBar> bars, Deadline deadline) {
    this.bars = bars;
    this.deadline = deadline;
  }

  /** An answer as one JSON object with a list of bars. */
  static BarsAnswer json(SeriesIndex index, Iterator<HistoricalBar> bars, Deadline deadline) {
    return new Json(bars, deadline, SeriesAnswer.before(index));
  }

  /** An answer with one JSON object for each bar, each on its own line. */
  static BarsAnswer jsonLines(Iterator<HistoricalBar> bars, Deadline deadline) {
    return new JsonLines(bars, deadline);
  }

  /** An answer as CSV: a line with the column names, and a line for each bar (RFC 4180). */
  static BarsAnswer csv(Iterator<HistoricalBar> bars, Deadline deadline) {
    return new Csv(bars, deadline);
  }

  @Override
  public final void write(Writer out, Supplier<String> utcTimestamp) throws IOException {
    begin(out);
    String error = null;
    try {
      for (boolean isFirst = true; bars.hasNext(); isFirst = false) {
        HistoricalBar bar = bars.next();
        if (deadline.hasPassed()) {
          throw new AnswerCutOffException(deadline, BarTime.of(bar));
        }
        write(out, bar, isFirst);
      }
    } catch (RuntimeException e) {
      logger.error("The bars could not be read to their end", e);
      error = Activity.words(e);
    }
    end(out, Optional.ofNullable(error), utcTimestamp.get());
  }

  abstract void begin(Writer out) throws IOException;

  abstract void write(Writer out, HistoricalBar bar, boolean isFirst) throws IOException;

  abstract void end(Writer out, Optional<String> error, String utcTimestamp) throws IOException;

  /**
   * The answer as JSON.
   *
   * @param contract the instrument
   * @param barSize the length of a bar
   * @param whatToShow the data that bars show, such as TRADES
   * @param useRth whether data outside the regular session is left out
   * @param first the time of the first stored bar, requested or not; {@code null} if there is none
   * @param last the time of the last stored bar; {@code null} if there is none
   * @param count the number of stored bars
   * @param bars the requested bars, in the order of time
   */
  public record SeriesAnswer(
      Instrument contract,
      String barSize,
      String whatToShow,
      boolean useRth,
      String first,
      String last,
      long count,
      List<Bar> bars) {

    /** The answer without bars. The bars are written one by one after it. */
    static SeriesAnswer before(SeriesIndex index) {
      return new SeriesAnswer(
          Instrument.of(index.contract()),
          index.series().barSize().words(),
          index.series().whatToShow().name(),
          index.series().useRth(),
          index.first().map(BarTime::toString).orElse(null),
          index.last().map(BarTime::toString).orElse(null),
          index.count(),
          List.of());
    }
  }

  /**
   * The instrument.
   *
   * @param conId the broker's number for it
   * @param symbol the symbol, such as SPY
   * @param secType the security type, such as STK
   * @param exchange the exchange to which requests were routed
   * @param currency the currency of its prices
   * @param localSymbol the exchange's own name for it
   */
  record Instrument(
      int conId,
      String symbol,
      String secType,
      String exchange,
      String currency,
      String localSymbol) {

    static Instrument of(SeriesContract contract) {
      return new Instrument(
          contract.conId(),
          contract.symbol(),
          contract.secType(),
          contract.exchange(),
          contract.currency(),
          contract.localSymbol());
    }
  }

  /**
   * A bar.
   *
   * @param time the date of a daily bar, or the beginning of a shorter bar as ISO-8601
   * @param open the first price
   * @param high the highest price
   * @param low the lowest price
   * @param close the last price, or the settlement
   * @param volume the traded quantity; {@code null} if it has no meaning for this data
   * @param average the average price; {@code null} if it has no meaning for this data
   * @param barCount the number of trades; {@code null} if it has no meaning for this data
   */
  record Bar(
      String time,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume,
      BigDecimal average,
      Integer barCount) {

    static Bar of(HistoricalBar bar) {
      return new Bar(
          BarTime.of(bar).toString(),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume().orElse(null),
          bar.average().orElse(null),
          bar.barCount().orElse(null));
    }
  }

  private static final class Json extends BarsAnswer {
    private static final String END = "]}";

    private final SeriesAnswer answer;

    Json(Iterator<HistoricalBar> bars, Deadline deadline, SeriesAnswer answer) {
      super(bars, deadline);
      this.answer = answer;
    }

    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    void begin(Writer out) throws IOException {
      String json = AnswerJson.text(answer);
      out.write(json, 0, json.length() - END.length());
    }

    @Override
    void write(Writer out, HistoricalBar bar, boolean isFirst) throws IOException {
      out.write(isFirst ? "" : ",");
      out.write(AnswerJson.text(Bar.of(bar)));
    }

    @Override
    void end(Writer out, Optional<String> error, String utcTimestamp) throws IOException {
      out.write("],");
      if (error.isPresent()) {
        out.write("\"error\":" + AnswerJson.text(error.get()) + ",");
      }
      out.write("\"utcTimestamp\":\"" + utcTimestamp + "\"}\n");
    }
  }

  private static final class JsonLines extends BarsAnswer {
    JsonLines(Iterator<HistoricalBar> bars, Deadline deadline) {
      super(bars, deadline);
    }

    @Override
    public String contentType() {
      return "application/x-ndjson";
    }

    @Override
    void begin(Writer out) {}

    @Override
    void write(Writer out, HistoricalBar bar, boolean isFirst) throws IOException {
      out.write(AnswerJson.text(Bar.of(bar)) + '\n');
    }

    /** Writes a last line that is no bar, so that a part of the bars does not look complete. */
    @Override
    void end(Writer out, Optional<String> error, String utcTimestamp) throws IOException {
      if (error.isPresent()) {
        out.write("{\"error\":" + AnswerJson.text(error.get()) + "}\n");
      }
    }
  }

  private static final class Csv extends BarsAnswer {
    private static final String END_OF_LINE = "\r\n";

    Csv(Iterator<HistoricalBar> bars, Deadline deadline) {
      super(bars, deadline);
    }

    @Override
    public String contentType() {
      return "text/csv; charset=utf-8";
    }

    @Override
    void begin(Writer out) throws IOException {
      out.write("time,open,high,low,close,volume,average,barCount" + END_OF_LINE);
    }

    @Override
    void write(Writer out, HistoricalBar bar, boolean isFirst) throws IOException {
      out.write(BarTime.of(bar).toString());
      out.write(',' + bar.open().toPlainString());
      out.write(',' + bar.high().toPlainString());
      out.write(',' + bar.low().toPlainString());
      out.write(',' + bar.close().toPlainString());
      out.write(',' + bar.volume().map(BigDecimal::toPlainString).orElse(""));
      out.write(',' + bar.average().map(BigDecimal::toPlainString).orElse(""));
      out.write(',' + bar.barCount().map(String::valueOf).orElse(""));
      out.write(END_OF_LINE);
    }

    /** Writes a last line that is no bar, so that a part of the bars does not look complete. */
    @Override
    void end(Writer out, Optional<String> error, String utcTimestamp) throws IOException {
      if (error.isPresent()) {
        out.write("error,\"" + error.get().replace("\"", "\"\"") + '"' + END_OF_LINE);
      }
    }
  }
}
