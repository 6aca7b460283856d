package dev.ibintents.marketdata.collection;

import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.marketdata.BarTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phase that asks when the history of the instrument begins. It follows a request that has
 * brought nothing before the first bar.
 *
 * @param way the way back
 * @param reached the beginning of the range without bars
 */
record HistoryBegin(WayBack way, BarTime reached) implements CollectionPhase {
  private static final Logger logger = LoggerFactory.getLogger(HistoryBegin.class);

  @Override
  public Optional<HistoricalRequest> next() {
    return Optional.of(way.context().requests().head());
  }

  @Override
  public CollectionPhase take(Answer answer) {
    if (answer instanceof Head head) {
      way.context().begins(head.begins());
      return way.unlessBegun(reached);
    }
    if (answer instanceof Refusal refusal) {
      logger.info("The gateway does not say when the history begins: {}", refusal.words());
      return new HoleSearch(way.context());
    }
    throw new IllegalStateException("a head timestamp was asked for, and the answer is " + answer);
  }
}
