package dev.ibintents.intent.bars;

import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.ReadingIntent;
import dev.ibintents.marketdata.BarTime;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers with stored bars. It does not contact the gateway. */
public final class MarketData extends ReadingIntent {
  /** The parameter that names the contract. */
  public static final String CONTRACT = "contract";

  /** The parameter with the first day or time. */
  public static final String FROM = "from";

  /** The parameter with the last day or time. */
  public static final String TO = "to";

  /** The parameter with the format of the answer. */
  public static final String FORMAT = "format";

  private static final String JSON = "json";
  private static final String JSON_LINES = "jsonl";
  private static final String CSV = "csv";

  /** The formats; the first is the usual one. */
  public static final List<String> FORMATS = List.of(JSON, JSON_LINES, CSV);

  private final SeriesParameters series;
  private final String format;
  private final NamedContract contract;

  /** Creates the intent of one invocation. */
  public MarketData(Environment environment, Parameters parameters) {
    super(environment, parameters);
    List<String> problems = new ArrayList<>();
    series = SeriesParameters.read(parameters, problems);
    boolean isDay = problems.isEmpty() && series.barSize().isDay();
    format = parameters.text(FORMAT).orElse(JSON);
    if (!FORMATS.contains(format)) {
      problems.add("format is \"" + format + "\", it must be json, jsonl or csv");
    }
    contract = NamedContract.read(parameters, CONTRACT, problems);
    List.of(FROM, TO).forEach(name -> requireTime(name, isDay, problems));
    refusals().add(problems);
  }

  /** Collects the fault of a text that is no time. It needs no stored series. */
  private void requireTime(String name, boolean isDay, List<String> problems) {
    String text = parameters().text(name).orElse(null);
    try {
      if (text != null && !isDay && text.indexOf('T') >= 0) {
        Instant.parse(text);
      } else if (text != null) {
        LocalDate.parse(text);
      }
    } catch (DateTimeException e) {
      problems.add(noTime(name, text, isDay));
    }
  }

  private static String noTime(String name, String text, boolean isDay) {
    return "%s is \"%s\", it must be a date such as 2026-11-20%s"
        .formatted(name, text, isDay ? "" : ", or a time such as 2026-11-20T14:30:00Z");
  }

  @Override
  protected Optional<Object> answerWithoutGateway() {
    Bars bars = new Bars(environment().store());
    SeriesIndex index = find(bars.all());
    Optional<BarTime> from = time(FROM, index, false);
    Optional<BarTime> to = time(TO, index, true);
    if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      throw new InvalidParametersException("from " + from.get() + " is after to " + to.get());
    }
    Iterator<HistoricalBar> range = bars.range(index, from, to).iterator();
    range.hasNext(); // reads the first chunk, so that its failure still sets the answer's status
    Deadline deadline = environment().deadline();
    return Optional.of(
        switch (format) {
          case CSV -> BarsAnswer.csv(range, deadline);
          case JSON_LINES -> BarsAnswer.jsonLines(range, deadline);
          default -> BarsAnswer.json(index, range, deadline);
        });
  }

  private SeriesIndex find(List<SeriesIndex> all) {
    List<SeriesIndex> ofContract = contract.seriesAmong(all);
    SeriesContract found = ofContract.get(0).contract();
    return ofContract.stream()
        .filter(index -> index.series().barSize() == series.barSize())
        .filter(index -> index.series().whatToShow() == series.whatToShow(found.secType()))
        .filter(index -> index.series().useRth() == series.useRth())
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidParametersException(
                    "no such bars of %s are stored; the stored bars are %s"
                        .formatted(
                            found,
                            ofContract.stream()
                                .map(index -> index.series().toString())
                                .collect(Collectors.joining(", ")))));
  }

  /** The time of a parameter. A date stands for the whole day in the instrument's time zone. */
  private Optional<BarTime> time(String name, SeriesIndex index, boolean isEnd) {
    Optional<String> text = parameters().text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean isDay = index.series().barSize().isDay();
    try {
      if (!isDay && text.get().indexOf('T') >= 0) {
        return Optional.of(BarTime.of(Instant.parse(text.get())));
      }
      LocalDate date = LocalDate.parse(text.get());
      return Optional.of(isEnd ? index.lastOn(date) : index.firstOn(date));
    } catch (DateTimeException e) {
      throw new InvalidParametersException(noTime(name, text.get(), isDay));
    }
  }

  @Override
  protected Object core() {
    throw new IllegalStateException("the stored bars are answered without the gateway");
  }

  @Override
  public String name() {
    return "market-data";
  }
}
