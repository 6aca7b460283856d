package dev.ibintents.trading.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told otherwise; others can run beside it by an offset. */
public final class TestClock extends Clock {
  private final AtomicReference<Instant> now;
  private final Duration offset;

  public TestClock(String now) {
    this(new AtomicReference<>(Instant.parse(now)), Duration.ZERO);
  }

  private TestClock(AtomicReference<Instant> now, Duration offset) {
    this.now = now;
    this.offset = offset;
  }

  /** The same time, as another machine has it. */
  TestClock offBy(Duration difference) {
    return new TestClock(now, difference);
  }

  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Override
  public Instant instant() {
    return now.get().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a test's clock has no zone");
  }
}
