package dev.ibintents.home;

import dev.ibintents.home.mcp.RemoteFunction;
import dev.ibintents.home.mcp.ToolServer;
import dev.ibintents.http.Overview;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that serves the intents to programs that speak MCP. */
final class McpCommands extends CommandGroup {
  /** The variable with the identity token of the caller. */
  private static final String TOKEN = "IB_INTENTS_TOKEN";

  McpCommands(Surroundings surroundings) {
    super(surroundings);
  }

  @Command(
      description = {
        "Serves the intents as tools over stdio for a program that speaks MCP, until its input"
            + " ends. The tools ask a function that is served already.",
        "The tools only look, unless --trade is given. In the cloud, IB_INTENTS_TOKEN has an"
            + " identity token."
      })
  void mcp(
      @Option(names = "--url", description = "the function; http://localhost:8080") String url,
      @Option(
              names = "--trade",
              description = "also offers intents that trade; each needs a dry run first")
          boolean trade)
      throws InterruptedException {
    Optional<String> token =
        Optional.ofNullable(environment().get(TOKEN)).filter(text -> !text.isBlank());
    new ToolServer(new RemoteFunction(root(url), token), trade, Clock.systemUTC())
        .serve(Overview.builtVersion(), in, out);
  }

  private static URI root(String url) {
    String given = url == null ? "http://localhost:8080" : url;
    if (!given.matches("https?://[^\\s/?#]+/?")) {
      throw new UsageException(
          "--url is \"" + given + "\"; it must be an address such as http://localhost:8080");
    }
    return URI.create(given);
  }
}
