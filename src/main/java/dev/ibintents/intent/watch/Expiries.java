package dev.ibintents.intent.watch;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.books.Reconciled;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for futures and options of the account that expire within {@code watch.expiryDays}. */
final class Expiries implements Check {
  private static final Set<String> EXPIRING = Set.of("FUT", "OPT", "FOP", "WAR");

  @Override
  public String name() {
    return "expiry";
  }

  @Override
  public Verdict look(Observed observed) {
    Optional<Reconciled> reconciled = observed.broker().flatMap(BrokerView::reconciled);
    if (reconciled.isEmpty()) {
      return Verdict.unknown("the gateway has not told the positions");
    }
    LocalDate today = BrokerDay.of(observed.now());
    LocalDate last = today.plusDays(observed.configuration().watch().expiryDays());
    List<Verdict.Finding> faults = new ArrayList<>();
    for (PortfolioValue held : reconciled.get().basis().updates().portfolio()) {
      Contract contract = held.contract();
      if (held.position() != null && held.position().signum() != 0) {
        expiry(contract)
            .filter(date -> !date.isAfter(last))
            .ifPresent(
                date ->
                    faults.add(
                        new Verdict.Finding(
                            EventKeys.of(observed.now(), "expiry/" + contract.conId()),
                            "the account holds %s of %s, which expires on %s"
                                .formatted(
                                    held.position().toPlainString(), contract.name(), date))));
      }
    }
    return Verdict.faults(faults, "nothing that is held expires by " + last);
  }

  /** The expiry; empty if there is none, or the broker names a month only. */
  static Optional<LocalDate> expiry(Contract contract) {
    if (!EXPIRING.contains(contract.secType())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.parse(
              contract.lastTradeDateOrContractMonth().strip().split("[ -]")[0],
              DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
