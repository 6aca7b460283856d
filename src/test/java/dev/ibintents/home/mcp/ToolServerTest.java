package dev.ibintents.home.mcp;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of MCP's own SDK drives ./ib-intents mcp over stdio. */
@Timeout(120)
final class ToolServerTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  private static FrontDoor door;

  /** A client whose server only looks. */
  private static McpSyncClient onlooker;

  @BeforeAll
  static void open() throws Exception {
    door = FrontDoor.in(folder).open();
    new Bench(door, Clock.systemUTC());
    door.store().set("strategies/ml", Map.of("kind", "external"));
    door.expose(Map.of("ml", "0.2"));
    onlooker = client();
  }

  @AfterAll
  static void close() {
    onlooker.close();
    door.close();
  }

  private static McpSyncClient client(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ibintents.home.HomeCommands",
                "mcp",
                "--url",
                door.root().toString()));
    words.addAll(List.of(options));
    ServerParameters command =
        ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .args(words)
            .build();
    McpSyncClient client =
        McpClient.sync(new StdioClientTransport(command, McpJsonDefaults.getMapper()))
            .requestTimeout(LONGEST)
            .initializationTimeout(LONGEST)
            .build();
    client.initialize();
    return client;
  }

  private static CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  private static JsonObject answer(CallToolResult result) {
    assertWithMessage(text(result)).that(Boolean.TRUE.equals(result.isError())).isFalse();
    return JsonParser.parseString(text(result)).getAsJsonObject();
  }

  @Test
  void toolsOnlyLookUnlessTradingIsAllowed() {
    List<Tool> tools = onlooker.listTools().tools();

    assertThat(tools.stream().map(Tool::name).toList())
        .containsExactly(
            "ping",
            "summary",
            "market-data",
            "performance",
            "runs",
            "holdings",
            "status",
            "signals");
    assertThat(tools.stream().allMatch(tool -> tool.annotations().readOnlyHint())).isTrue();
    assertThat(answer(call(onlooker, "ping", Map.of())).get("tradingMode").getAsString())
        .isEqualTo("paper");
    assertThat(answer(call(onlooker, "signals", Map.of("strategy", "ml"))).toString())
        .contains("strategies/ml");
  }

  @Test
  void tradeNeedsADryRunAndHappensOnce() {
    int before = door.ordersReceived().size();
    Map<String, Object> signals =
        Map.of(
            "strategy",
            "ml",
            "target",
            List.of(Map.of("contract", Map.of("conId", Bench.SPY), "signal", 0.5)),
            "thenAllocate",
            true);
    Map<String, Object> dryRun = new HashMap<>(signals);
    dryRun.put("dryRun", true);
    try (McpSyncClient client = client("--trade")) {
      List<String> names = client.listTools().tools().stream().map(Tool::name).toList();
      CallToolResult hasty = call(client, "set-signals", signals);
      JsonObject shown = answer(call(client, "set-signals", dryRun));
      int afterDryRun = door.ordersReceived().size();
      JsonObject done = answer(call(client, "set-signals", signals));
      JsonObject again = answer(call(client, "set-signals", signals));

      assertThat(names).containsAtLeast("allocation", "close-all", "set-signals", "signals");
      assertThat(names).containsNoneOf("trading", "adopt-account", "trade-reconciliation");
      assertThat(hasty.isError()).isTrue();
      assertThat(text(hasty)).contains("a dry run must come first");
      assertThat(shown.get("status").getAsString()).isEqualTo("dry-run");
      assertThat(afterDryRun).isEqualTo(before);
      assertThat(done.get("status").getAsString()).isEqualTo("stored");
      assertThat(again.get("status").getAsString()).isEqualTo("already-stored");
      assertThat(door.ordersReceived()).hasSize(before + 1);
    }
  }

  @Test
  void refusalOfTheFunctionIsAFailureOfTheTool() {
    CallToolResult refused = call(onlooker, "signals", Map.of("strategy", "weights"));

    assertThat(refused.isError()).isTrue();
    assertThat(text(refused)).contains("the external strategies are ml");
  }
}
