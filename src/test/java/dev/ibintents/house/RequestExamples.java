package dev.ibintents.house;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.intent.performance.StatementXml;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The requests that the contract for clients shows. {@code OpenApiTest} sends each of them, in the
 * order of the table of intents.
 */
final class RequestExamples {
  private static final Map<String, JsonObject> BY_TITLE = new LinkedHashMap<>();

  static {
    add("ping", "{}");
    add("summary", "{}");
    add("allocation", "{'strategies': ['weights'], 'dryRun': true}");
    add("cash-balancer", "{'dryRun': true}");
    add("close-all", "{'strategies': ['weights'], 'dryRun': true}");
    add("trade-reconciliation", "{}");
    add("adopt-account", "{'from': 'DU7654321', 'to': 'DU1234567'}");
    add("reconcile", "{}");
    add("orchestrate", "{'strategies': ['weights'], 'dryRun': true}");
    add(
        "collect-market-data",
        """
        {'contracts': [{'symbol': 'SPY', 'secType': 'STK', 'exchange': 'SMART', 'currency': 'USD'}],
         'duration': '10 D'}
        """);
    add("market-data", "{'contract': 'SPY'}");
    add("performance", "{'riskFree': 0.04}");
    add("runs", "{'last': 5}");
    add("holdings", "{}");
    add("status", "{}");
    add("trading", "{'enabled': true, 'reason': 'all is well again'}");
    add(
        "signals",
        """
        {'strategy': 'ml', 'target': [{'contract': {'conId': 756733}, 'signal': 0.6}],
         'by': 'model 7', 'thenAllocate': true, 'dryRun': true}
        """);
    add("GET signals", "{'strategy': 'ml'}");
    add(
        "flow",
        """
        {'kind': 'deposit', 'amount': 1000, 'currency': 'USD', 'date': '2026-11-20',
         'dryRun': true}
        """);
    JsonObject statement = new JsonObject();
    statement.addProperty(
        "statement", new StatementXml("DU1234567", "20261120", "20261120").toString());
    statement.addProperty("dryRun", true);
    BY_TITLE.put("import-statement", statement);
    add("watch", "{'withoutGateway': true}");
    add("digest", "{}");
  }

  private RequestExamples() {}

  private static void add(String title, String parameters) {
    BY_TITLE.put(title, JsonParser.parseString(doubleQuoted(parameters)).getAsJsonObject());
  }

  /** The parameters of an intent in its example. */
  static JsonObject of(String title) {
    JsonObject parameters = BY_TITLE.get(title);
    if (parameters == null) {
      throw new IllegalStateException("the intent " + title + " has no example");
    }
    return parameters.deepCopy();
  }
}
