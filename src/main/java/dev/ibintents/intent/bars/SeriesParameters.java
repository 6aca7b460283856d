package dev.ibintents.intent.bars;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.Parameters;
import java.util.List;
import java.util.Optional;

/**
 * The parameters that name a series of bars, without the instrument.
 *
 * @param barSize the length of a bar; a day if it is not given
 * @param named the data that bars show, if it is given
 * @param useRth whether data outside the regular session is left out; true if it is not given
 */
public record SeriesParameters(BarSize barSize, Optional<WhatToShow> named, boolean useRth) {
  static final String BAR_SIZE = "barSize";
  static final String WHAT_TO_SHOW = "whatToShow";
  static final String USE_RTH = "useRth";

  /** The definitions of these parameters. */
  public static final List<Parameter> ALL =
      List.of(
          Parameter.optional(
                  BAR_SIZE,
                  Parameter.Type.TEXT,
                  "the length of a bar, from 1 secs to 1 day (1 day)")
              .words(BarSize.allWords())
              .orElse(BarSize.DAY.words()),
          Parameter.optional(
                  WHAT_TO_SHOW,
                  Parameter.Type.TEXT,
                  "the data that bars show (TRADES; MIDPOINT for currency pairs)")
              .words(WhatToShow.names()),
          Parameter.optional(
                  USE_RTH,
                  Parameter.Type.FLAG,
                  "whether to leave out data outside the regular session (true)")
              .orElse(true));

  /**
   * Reads the parameters.
   *
   * @param problems collects their faults, in words
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
        && barSize.filter(length -> !length.isDay()).isPresent()) {
      // The gateway gives ADJUSTED_LAST only up to the present, and in one piece.
      problems.add("ADJUSTED_LAST is collected in bars of 1 day only");
    }
    return new SeriesParameters(
        barSize.orElse(BarSize.DAY), named, parameters.findFlag(USE_RTH).orElse(true));
  }

  /** The data that bars show of an instrument of this security type. */
  WhatToShow whatToShow(String secType) {
    return named.orElse(secType.equals("CASH") ? WhatToShow.MIDPOINT : WhatToShow.TRADES);
  }
}
