package dev.ibintents.environment;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.schedule.ScheduledJob;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of watch: {@code watch} and {@code schedule} of the configuration.
 *
 * @param cushion the smallest excess liquidity ÷ net liquidation; empty if it is not watched
 * @param expiryDays the days before its expiry in which a held future or option is reported
 * @param secondFactor whether the login of the week needs a second factor; by default, it does for
 *     live
 * @param calendar the contract whose exchange decides which days are holidays
 * @param jobs the jobs of the scheduler, as the deployment has written them
 */
public record WatchSettings(
    Optional<BigDecimal> cushion,
    int expiryDays,
    boolean secondFactor,
    Optional<ContractSpec> calendar,
    List<ScheduledJob> jobs) {
  private static final int DEFAULT_EXPIRY_DAYS = 2;
  private static final int MOST_EXPIRY_DAYS = 90;
  private static final List<String> OF_JOB = List.of("name", "when", "zone", "intent");

  static WatchSettings read(
      SettingFields fields, ConfigurationFields particular, TradingMode mode) {
    // The fingerprint is the deployment's own.
    fields.text("schedule.fingerprint");
    return new WatchSettings(
        particular.fraction("watch.cushion", BigDecimal.ONE, "a fraction of NetLiquidation"),
        fields.integer("watch.expiryDays", DEFAULT_EXPIRY_DAYS, 0, MOST_EXPIRY_DAYS),
        fields.flag("watch.secondFactor", mode == TradingMode.LIVE),
        particular.contract("watch.calendar"),
        jobs(fields, particular));
  }

  private static List<ScheduledJob> jobs(SettingFields fields, ConfigurationFields particular) {
    String name = "schedule.jobs";
    String expected =
        "a list of jobs, each a map with the texts name, when, zone and intent; deploy.sh writes"
            + " it";
    List<ScheduledJob> jobs = new ArrayList<>();
    for (Map<String, Object> job : particular.maps(name, expected)) {
      if (OF_JOB.stream().allMatch(field -> job.get(field) instanceof String)
          && OF_JOB.containsAll(job.keySet())) {
        jobs.add(
            new ScheduledJob(
                (String) job.get("name"),
                (String) job.get("when"),
                (String) job.get("zone"),
                (String) job.get("intent")));
      } else {
        fields.refuse(name, expected);
        return List.of();
      }
    }
    return List.copyOf(jobs);
  }
}
