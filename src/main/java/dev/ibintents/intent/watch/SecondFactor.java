package dev.ibintents.intent.watch;

import dev.ibintents.trading.BrokerDay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * Reminds of the login with a second factor, which the broker wants once a week on Sunday. It
 * reminds on Friday and Saturday. A paper account needs none, unless {@code watch.secondFactor} is
 * true.
 */
final class SecondFactor implements Check {
  @Override
  public String name() {
    return "second-factor";
  }

  @Override
  public Verdict look(Observed observed) {
    if (!observed.configuration().watch().secondFactor()) {
      return Verdict.ok("no second factor is needed");
    }
    LocalDate today = BrokerDay.of(observed.now());
    LocalDate sunday = today.with(TemporalAdjusters.next(DayOfWeek.SUNDAY));
    return today.getDayOfWeek() == DayOfWeek.FRIDAY || today.getDayOfWeek() == DayOfWeek.SATURDAY
        ? Verdict.reminder(
            "second-factor/" + sunday,
            "on Sunday, %s, the gateway logs in anew: confirm the second factor on your phone"
                .formatted(sunday))
        : Verdict.ok("the next login with a second factor is on " + sunday);
  }
}
