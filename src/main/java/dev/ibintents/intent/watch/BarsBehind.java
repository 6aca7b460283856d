package dev.ibintents.intent.watch;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Weekdays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for stored daily bars of the configured contracts that end too early. Two weekdays before
 * today may be missing, because one of them may be a holiday that is not known.
 */
final class BarsBehind implements Check {
  private static final int MOST_DAYS = 2;

  @Override
  public String name() {
    return "bars";
  }

  @Override
  public Verdict look(Observed observed) {
    List<ContractSpec> contracts = observed.configuration().marketDataContracts();
    if (contracts.isEmpty()) {
      return Verdict.ok("no bars are to be collected");
    }
    LocalDate today = BrokerDay.of(observed.now());
    List<SeriesIndex> all = new Bars(observed.environment().store()).all();
    List<Verdict.Finding> faults = new ArrayList<>();
    for (ContractSpec contract : contracts) {
      for (SeriesIndex index : all) {
        if (isOf(index, contract) && index.last().isPresent()) {
          LocalDate last = index.last().get().date();
          long missing =
              last.isBefore(today)
                  ? last.plusDays(1)
                      .datesUntil(today)
                      .filter(Weekdays::contain)
                      .filter(day -> !observed.calendar().isHoliday(day))
                      .count()
                  : 0;
          if (missing > MOST_DAYS) {
            faults.add(
                new Verdict.Finding(
                    EventKeys.of(observed.now(), "bars/" + index.series().path()),
                    "the stored bars of %s end on %s; does collect-market-data still run?"
                        .formatted(index.contract(), last)));
          }
        }
      }
    }
    return Verdict.faults(faults, "the stored bars are up to date");
  }

  /**
   * Whether an index has the daily bars of a contract. Futures named by their place in a series are
   * left out, because their contract changes.
   */
  private static boolean isOf(SeriesIndex index, ContractSpec contract) {
    return index.series().barSize().isDay()
        && contract.series().isEmpty()
        && index.contract().fits(contract.contract());
  }
}
