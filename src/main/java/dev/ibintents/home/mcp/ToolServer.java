package dev.ibintents.home.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.trade.TradingIntent;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Serves intents as tools over MCP. Each tool asks the function for its intent. Intents that change
 * nothing are always there. Intents that trade are there only on request, and each needs a dry run
 * first. Intents that change something and know no dry run are never there.
 */
public final class ToolServer {
  private static final String INSTRUCTIONS =
      "Each tool asks ib-intents, which trades an Interactive Brokers account. A tool that trades"
          + " needs a call with dryRun true first. Show the person its answer, and call the tool"
          + " again without dryRun only if the person agrees.";

  private final Intents intents = Intents.all();
  private final McpJsonMapper mapper = McpJsonDefaults.getMapper();
  private final RemoteFunction function;
  private final boolean trades;
  private final DryRuns dryRuns;

  /**
   * @param function the function that carries the intents out
   * @param trades whether the tools include intents that trade
   * @param clock tells the ages of dry runs
   */
  public ToolServer(RemoteFunction function, boolean trades, Clock clock) {
    this.function = function;
    this.trades = trades;
    this.dryRuns = new DryRuns(clock);
  }

  /**
   * Serves until the input ends.
   *
   * @param version the version of this program
   * @param in the messages of the client
   * @param out receives the messages for the client, and nothing else
   */
  public void serve(String version, InputStream in, OutputStream out) throws InterruptedException {
    EndingInput input = new EndingInput(in);
    McpSyncServer server =
        McpServer.sync(new StdioServerTransportProvider(mapper, input, out))
            .serverInfo("ib-intents", version)
            .instructions(INSTRUCTIONS)
            .capabilities(ServerCapabilities.builder().tools(false).build())
            .tools(tools())
            .build();
    input.ended.await();
    server.closeGracefully();
  }

  /** An input that reports its end. */
  private static final class EndingInput extends FilterInputStream {
    private final CountDownLatch ended = new CountDownLatch(1);

    private EndingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      noteEnd(next);
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      noteEnd(count);
      return count;
    }

    private void noteEnd(int read) {
      if (read < 0) {
        ended.countDown();
      }
    }
  }

  private List<SyncToolSpecification> tools() {
    return intents.definitions().stream()
        .filter(intent -> intent.readsOnly() || trades && hasDryRun(intent))
        .map(this::tool)
        .toList();
  }

  private static boolean hasDryRun(IntentDefinition intent) {
    return intent.parameter(TradingIntent.DRY_RUN).isPresent();
  }

  private SyncToolSpecification tool(IntentDefinition intent) {
    boolean isShownBesides =
        !intent.isGetOnly() && intents.shown(intent.name()).orElseThrow().isGetOnly();
    Tool tool =
        Tool.builder(
                isShownBesides ? "set-" + intent.name() : intent.name(),
                mapper,
                schema(intent).toString())
            .description(intent.description())
            .annotations(
                ToolAnnotations.builder()
                    .title(intent.name())
                    .readOnlyHint(intent.readsOnly())
                    .destructiveHint(!intent.readsOnly())
                    .build())
            .build();
    return SyncToolSpecification.builder()
        .tool(tool)
        .callHandler((exchange, request) -> call(intent, request.arguments()))
        .build();
  }

  private static JsonObject schema(IntentDefinition intent) {
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (Parameter parameter : intent.parameters()) {
      JsonObject property = schema(parameter);
      property.addProperty("description", parameter.description());
      properties.add(parameter.name(), property);
      if (parameter.required()) {
        required.add(parameter.name());
      }
    }
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "object");
    schema.add("properties", properties);
    schema.add("required", required);
    schema.addProperty("additionalProperties", false);
    return schema;
  }

  /** The schema of a parameter, with the fields of contracts. */
  private static JsonObject schema(Parameter parameter) {
    JsonObject schema = parameter.schema();
    switch (parameter.type()) {
      case CONTRACTS -> schema.add("items", ContractSpec.schema());
      case SIGNALS ->
          schema
              .getAsJsonObject("items")
              .getAsJsonObject("properties")
              .add("contract", ContractSpec.schema());
      default -> {}
    }
    return schema;
  }

  private CallToolResult call(IntentDefinition intent, Map<String, Object> arguments) {
    try {
      JsonObject parameters =
          JsonParser.parseString(
                  mapper.writeValueAsString(arguments == null ? Map.of() : arguments))
              .getAsJsonObject();
      if (intent.readsOnly()) {
        return result(function.ask(intent, parameters, Optional.empty()));
      }
      return isDryRun(parameters) ? dryRun(intent, parameters) : trade(intent, parameters);
    } catch (IOException e) {
      return failure(
          "the function is out of reach: " + e + "; ./ib-intents serve starts it at home");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failure("the server is told to end");
    } catch (JsonParseException e) {
      return failure("the arguments are no JSON: " + e.getMessage());
    }
  }

  private static boolean isDryRun(JsonObject parameters) {
    return parameters.has(TradingIntent.DRY_RUN)
        && parameters.get(TradingIntent.DRY_RUN).toString().equals("true");
  }

  private CallToolResult dryRun(IntentDefinition intent, JsonObject parameters)
      throws IOException, InterruptedException {
    RemoteFunction.Answer answer = function.ask(intent, parameters, Optional.empty());
    if (!answer.isFailure()) {
      dryRuns.add(intent, parameters);
    }
    return result(answer);
  }

  private CallToolResult trade(IntentDefinition intent, JsonObject parameters)
      throws IOException, InterruptedException {
    Optional<String> key = dryRuns.key(intent, parameters);
    if (key.isEmpty()) {
      return failure(
          "nothing was done: a dry run must come first. Call the tool with the same arguments and"
              + " dryRun true, show the person its answer, and call it again within "
              + DryRuns.VALID.toMinutes()
              + " minutes without dryRun if the person agrees");
    }
    return result(function.ask(intent, parameters, key));
  }

  private static CallToolResult result(RemoteFunction.Answer answer) {
    return CallToolResult.builder()
        .addTextContent(answer.body())
        .isError(answer.isFailure())
        .build();
  }

  private static CallToolResult failure(String words) {
    return CallToolResult.builder().addTextContent(words).isError(true).build();
  }
}
