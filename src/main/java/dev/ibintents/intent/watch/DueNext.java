package dev.ibintents.intent.watch;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.WatchSettings;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.schedule.InvalidScheduleException;
import dev.ibintents.schedule.ScheduledJob;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Weekdays;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.RecentRuns;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The jobs, expiries and logins that are due on the day after a day. */
final class DueNext {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final int RUNS = 30;

  private final Environment environment;
  private final WatchSettings settings;
  private final TradingMode mode;
  private final LocalDate next;

  DueNext(Environment environment, LocalDate day) {
    this.environment = environment;
    this.settings = environment.configuration().watch();
    this.mode = environment.variables().tradingMode();
    this.next = day.plusDays(1);
  }

  /** All of them, in words. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    Calendar calendar = new Calendar(environment).read(Optional.empty());
    if (calendar.isHoliday(next)) {
      words.add(next + " is a holiday");
    }
    settings.jobs().forEach(job -> addJob(job, words));
    addExpiries(words);
    if (settings.secondFactor() && !Weekdays.contain(next)) {
      words.add("on Sunday, the login with the second factor");
    }
    return words;
  }

  private void addJob(ScheduledJob job, List<String> words) {
    try {
      List<Instant> times =
          job.between(
              BrokerDay.begin(next).minusMillis(1),
              BrokerDay.begin(next.plusDays(1)).minusMillis(1));
      if (!times.isEmpty()) {
        words.add(
            "%s at %s (%s)"
                .formatted(
                    job.intent(),
                    times.stream()
                        .map(time -> TIME.format(time.atZone(job.zoneId())))
                        .collect(Collectors.joining(", ")),
                    job.zone()));
      }
    } catch (InvalidScheduleException e) {
      words.add(e.getMessage());
    }
  }

  private void addExpiries(List<String> words) {
    Map<Integer, Contract> contracts = new TreeMap<>();
    new RecentRuns(environment.store(), mode)
        .read(RUNS)
        .forEach(
            run ->
                run.legs().forEach(leg -> contracts.put(leg.contract().conId(), leg.contract())));
    SortedSet<Integer> held =
        new Books(environment.store(), mode, environment.clock()).holdings().contracts();
    LocalDate last = next.plusDays(settings.expiryDays());
    for (Contract contract : contracts.values()) {
      if (held.contains(contract.conId())) {
        Expiries.expiry(contract)
            .filter(date -> !date.isAfter(last))
            .ifPresent(date -> words.add(contract.name() + " expires on " + date));
      }
    }
  }
}
