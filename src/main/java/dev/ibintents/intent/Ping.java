package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.IbGateway;
import java.time.Instant;
import java.util.List;

/** Answers with the gateway's time, its server version and the managed accounts. */
final class Ping extends ReadingIntent {
  /**
   * The answer.
   *
   * @param currentTime the time of the gateway's clock
   * @param serverVersion the protocol version that the session uses
   * @param protocol the dialect that the session speaks: text or protobuf
   * @param protocolFallback the reason for text although gateway.protocol is protobuf; {@code null}
   *     if there is none
   * @param managedAccounts the accounts that the login may use
   * @param tradingMode paper or live
   */
  record PingAnswer(
      Instant currentTime,
      int serverVersion,
      String protocol,
      String protocolFallback,
      List<String> managedAccounts,
      String tradingMode) {}

  Ping(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  @Override
  protected Object core() {
    IbGateway gateway = environment().gateway();
    Instant currentTime = gateway.await(gateway.session().reqCurrentTime());
    return new PingAnswer(
        currentTime,
        gateway.session().serverVersion(),
        gateway.session().isProtobuf() ? "protobuf" : "text",
        gateway.textReason().orElse(null),
        gateway.session().managedAccounts(),
        environment().variables().tradingMode().id());
  }

  @Override
  public String name() {
    return "ping";
  }
}
