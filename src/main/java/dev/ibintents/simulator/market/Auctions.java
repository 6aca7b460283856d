package dev.ibintents.simulator.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** The moments at which a market fills orders, if it does not fill them at any time. */
public interface Auctions {
  /** Whether orders in an instrument are filled at this moment. */
  boolean isAt(Instrument instrument, Instant moment);

  /** The largest quantity that the auction at this moment fills; empty if there is no limit. */
  Optional<BigDecimal> volume(Instrument instrument, Instant moment);

  /** The end of a DAY order that arrives at this moment. It is after its auction. */
  Instant endOfDay(Instrument instrument, Instant arrival);

  /** The next auction after a moment. */
  Instant next(Instrument instrument, Instant moment);
}
