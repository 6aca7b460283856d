package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.ExecutionData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Brings executions together with their commissions, which come apart from them and later. */
final class Fills {
  private final Map<String, CommissionReport> commissionReports = new ConcurrentHashMap<>();

  void received(CommissionReport report) {
    commissionReports.put(report.execId(), report);
  }

  /**
   * The executions with their commissions, as far as these have come, and corrected ones in their
   * last form: a correction repeats an execution under an id that differs only after the last
   * period, and replaces it (TWS API, "Execution").
   */
  List<Fill> of(List<ExecutionData> executions) {
    Map<String, ExecutionData> latest = new LinkedHashMap<>();
    for (ExecutionData data : executions) {
      String execId = data.execution().execId();
      int period = execId.lastIndexOf('.');
      latest.merge(
          period < 0 ? execId : execId.substring(0, period),
          data,
          (former, now) -> execId.compareTo(former.execution().execId()) >= 0 ? now : former);
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
