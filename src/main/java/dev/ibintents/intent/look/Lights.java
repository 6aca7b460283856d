package dev.ibintents.intent.look;

import dev.ibintents.intent.look.StatusView.BooksStatus;
import dev.ibintents.intent.look.StatusView.GatewayStatus;
import dev.ibintents.intent.look.StatusView.LastRun;
import dev.ibintents.intent.look.StatusView.Light;
import dev.ibintents.intent.look.StatusView.TradingStatus;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The lights of the status, each with its state in words. */
final class Lights {
  private static final Duration DAY = Duration.ofDays(1);

  /** The time without a run that needs attention: more than a weekend with a holiday. */
  private static final Duration LONGEST_REST = Duration.ofDays(5);

  /** The time for which a failure of an intent that was not asked for again needs attention. */
  private static final Duration REMEMBERED = Duration.ofDays(7);

  /** Intents that write without the gateway, or look. They say nothing about the runs. */
  private static final Set<String> WITHOUT_GATEWAY =
      Set.of("trading", "flow", "import-statement", "watch", "digest");

  private final Instant now;
  private final List<Light> all = new ArrayList<>();

  /**
   * @param now the time, for ages in words
   */
  Lights(Instant now) {
    this.now = now;
  }

  /** The lights, in the order in which they were added. */
  List<Light> all() {
    return List.copyOf(all);
  }

  void books(Optional<BooksStatus> books) {
    if (books.isEmpty()) {
      add("books", false, "no comparison of books and account is on record", null);
      return;
    }
    BooksStatus last = books.get();
    String compared = ", as " + last.by() + " has found " + age(last.at());
    if (last.match()) {
      add("books", true, "books and account agree" + compared, last.at());
    } else if (last.differences().isEmpty()) {
      add(
          "books",
          false,
          "it is not known how much was filled of "
              + String.join(", ", last.unsettled())
              + compared,
          last.at());
    } else {
      add(
          "books",
          false,
          "books and account differ in "
              + last.differences().stream()
                  .map(
                      contract ->
                          "%s (holdings %s, portfolio %s)"
                              .formatted(
                                  contract.contract(),
                                  contract.holdings().toPlainString(),
                                  contract.portfolio().toPlainString()))
                  .collect(Collectors.joining(", "))
              + compared,
          last.at());
    }
  }

  void gateway(GatewayStatus gateway) {
    if (gateway.lastFailure() != null) {
      add("gateway", false, gateway.lastFailure(), gateway.lastSeenAt());
    } else if (gateway.lastSeenAt() == null) {
      add("gateway", false, "no answer of the gateway is on record", null);
    } else {
      add(
          "gateway",
          true,
          "the gateway answered " + age(gateway.lastSeenAt()),
          gateway.lastSeenAt());
    }
  }

  void trading(TradingStatus trading, List<String> faults) {
    Instant since =
        trading.halted() != null
            ? trading.halted().at()
            : trading.switched() != null ? trading.switched().at() : null;
    if (!faults.isEmpty()) {
      add("trading", false, "nothing trades, as the configuration has faults", null);
    } else if (trading.enabled()) {
      add("trading", true, "trading is on", since);
    } else {
      add(
          "trading",
          false,
          "trading is off"
              + (trading.exempt().isEmpty()
                  ? ""
                  : ", but for " + String.join(", ", trading.exempt()))
              + switchedBy(trading),
          since);
    }
  }

  private static String switchedBy(TradingStatus trading) {
    if (trading.halted() != null) {
      return ": " + trading.halted().intent() + " has switched it off";
    } else if (trading.switched() != null && trading.switched().reason() != null) {
      return ": " + trading.switched().reason();
    }
    return "";
  }

  void runs(List<LastRun> lastRuns, List<Run> running, Optional<Lease> lease) {
    List<Run> abandoned =
        running.stream().filter(run -> lease.filter(held -> held.isOf(run)).isEmpty()).toList();
    if (!abandoned.isEmpty()) {
      Run run = abandoned.get(0);
      add("runs", false, run + " has broken off; the next run settles it", run.begunAt());
      return;
    }
    List<LastRun> asked =
        lastRuns.stream().filter(run -> !WITHOUT_GATEWAY.contains(run.intent())).toList();
    if (asked.isEmpty()) {
      add("runs", false, "no run is on record", null);
      return;
    }
    LastRun last = asked.get(0);
    Optional<LastRun> failure =
        asked.stream().filter(run -> !run.ok() && !isOlderThan(run, REMEMBERED)).findFirst();
    if (failure.isPresent()) {
      LastRun failed = failure.get();
      add(
          "runs",
          false,
          failed.intent() + " failed " + age(failed.at()) + ": " + failed.error(),
          failed.at());
    } else if (isOlderThan(last, LONGEST_REST)) {
      add("runs", false, "the last run was " + last.intent() + ", " + age(last.at()), last.at());
    } else {
      add("runs", true, last.intent() + " ended well " + age(last.at()), last.at());
    }
  }

  private boolean isOlderThan(LastRun run, Duration age) {
    return run.at().isBefore(now.minus(age));
  }

  void configuration(List<String> faults) {
    add(
        "configuration",
        faults.isEmpty(),
        faults.isEmpty() ? "the configuration has no faults" : String.join("; ", faults),
        null);
  }

  void lease(Optional<Lease> lease, Instant realTime) {
    if (lease.isEmpty()) {
      add("lease", true, "nobody trades the account now", null);
    } else if (lease.get().isExpired(realTime)) {
      add(
          "lease",
          false,
          lease.get().owner() + " has ended without giving the account back; the next run takes it",
          lease.get().expiresAt());
    } else {
      add("lease", true, lease.get().owner() + " trades the account now", null);
    }
  }

  private void add(String name, boolean ok, String words, Instant since) {
    all.add(new Light(name, ok, words, since));
  }

  /** The time since a moment, such as "3 h ago". */
  private String age(Instant moment) {
    Duration age = Duration.between(moment, now);
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      return "less than a minute ago";
    } else if (age.compareTo(Duration.ofHours(1)) < 0) {
      return age.toMinutes() + " min ago";
    } else if (age.compareTo(DAY) < 0) {
      return age.toHours() + " h ago";
    }
    return age.toDays() == 1 ? "1 day ago" : age.toDays() + " days ago";
  }
}
