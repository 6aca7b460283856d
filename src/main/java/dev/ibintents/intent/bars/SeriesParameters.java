package dev.ibintents.intent.bars;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.Parameters;
import java.util.List;
import java.util.Optional;

/**
 * The parameters that say which bars are meant, without their instrument.
 *
 * @param barSize how long a bar is; a day, if nobody says
 * @param named what bars are made of, if somebody says
 * @param useRth whether what was outside the regular session is left out; if nobody says, it is
 */
public record SeriesParameters(BarSize barSize, Optional<WhatToShow> named, boolean useRth) {
  static final String BAR_SIZE = "barSize";
  static final String WHAT_TO_SHOW = "whatToShow";
  static final String USE_RTH = "useRth";

  /** What is taken where these are. */
  public static final List<Parameter> ALL =
      List.of(
          Parameter.optional(
              BAR_SIZE, Parameter.Type.TEXT, "how long a bar is, from 1 secs to 1 day (1 day)"),
          Parameter.optional(
              WHAT_TO_SHOW,
              Parameter.Type.TEXT,
              "what bars are made of (TRADES; MIDPOINT for currency pairs)"),
          Parameter.optional(
              USE_RTH,
              Parameter.Type.FLAG,
              "whether to leave out what was outside the regular session (true)"));

  /**
   * Reads them.
   *
   * @param problems takes what is wrong with them
   */
  static SeriesParameters read(Parameters parameters, List<String> problems) {
    String size = parameters.text(BAR_SIZE).orElse(BarSize.DAY.words());
    Optional<BarSize> barSize = BarSize.of(size);
    if (barSize.isEmpty()) {
      problems.add(
          "barSize is \"%s\", it must be one of %s"
              .formatted(size, String.join(", ", BarSize.allWords())));
    }
    Optional<String> show = parameters.text(WHAT_TO_SHOW);
    Optional<WhatToShow> named = show.flatMap(WhatToShow::of);
    if (show.isPresent() && named.isEmpty()) {
      problems.add(
          "whatToShow is \"%s\", it must be one of %s"
              .formatted(show.get(), String.join(", ", WhatToShow.names())));
    }
    if (named.filter(WhatToShow.ADJUSTED_LAST::equals).isPresent()
        && barSize.filter(one -> !one.isDay()).isPresent()) {
      // The gateway gives it only up to now, and in one piece.
      problems.add("ADJUSTED_LAST is collected in bars of 1 day only");
    }
    return new SeriesParameters(
        barSize.orElse(BarSize.DAY), named, parameters.findFlag(USE_RTH).orElse(true));
  }

  /** What bars of an instrument are made of. */
  WhatToShow whatToShow(String secType) {
    return named.orElse(secType.equals("CASH") ? WhatToShow.MIDPOINT : WhatToShow.TRADES);
  }
}
