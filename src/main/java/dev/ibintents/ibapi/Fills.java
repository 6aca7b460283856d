package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Joins executions with their commission reports, which come separately and later. */
final class Fills {
  private final Map<String, CommissionReport> commissionReports = new ConcurrentHashMap<>();
  private final Queue<ExecutionData> executions = new ConcurrentLinkedQueue<>();

  void received(Response message) {
    if (message instanceof CommissionReport report) {
      commissionReports.merge(report.execId(), report, Fills::later);
    } else if (message instanceof ExecutionData data) {
      executions.add(data);
    }
  }

  /** The later of two reports, unless only the earlier one has a commission. */
  private static CommissionReport later(CommissionReport earlier, CommissionReport later) {
    return later.isKnown() ? later : earlier;
  }

  /** All executions that the session has heard of, requested or not. */
  List<Fill> all() {
    return of(List.copyOf(executions));
  }

  /**
   * The executions with their commissions, as far as these have come. A corrected execution appears
   * once, in its last form.
   *
   * <p>A correction repeats an execution under an id that differs only after the last period, and
   * replaces it (TWS API, "Execution").
   */
  List<Fill> of(List<ExecutionData> executions) {
    Map<String, ExecutionData> latest = new LinkedHashMap<>();
    for (ExecutionData data : executions) {
      String execId = data.execution().execId();
      int period = execId.lastIndexOf('.');
      latest.merge(
          period < 0 ? execId : execId.substring(0, period),
          data,
          (former, latter) -> execId.compareTo(former.execution().execId()) >= 0 ? latter : former);
    }
    return latest.values().stream()
        .map(
            data ->
                new Fill(
                    data.contract(),
                    data.execution(),
                    Optional.ofNullable(commissionReports.get(data.execution().execId()))))
        .toList();
  }
}
