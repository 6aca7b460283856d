package dev.ibintents.gateway.ibc;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A stand-in for IBC, and gateways that it starts. */
abstract class GatewayProcessBench {
  static final GatewayCredentials CREDENTIALS =
      new GatewayCredentials("trader77", "#p=s\\s: wörd!");

  /** Long enough for a JVM to start on a busy machine. */
  static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;
  StandInIbc ibc;
  int port;
  final List<String> logged = new CopyOnWriteArrayList<>();
  final Logger log = Logger.getLogger("dev.ibintents.gateway");
  final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    port = FreePort.take();
    log.setLevel(Level.ALL);
    log.addHandler(handler);
  }

  /** No test may tell anybody the credentials. */
  @AfterEach
  void endAndSearch() throws Exception {
    log.removeHandler(handler);
    log.setLevel(null);
    if (ibc != null) {
      ibc.close();
    }
    assertThat(logged.stream().filter(GatewayProcessBench::isTelling).toList()).isEmpty();
  }

  static boolean isTelling(String text) {
    return text.contains(CREDENTIALS.password()) || text.contains(CREDENTIALS.user());
  }

  void play(String script) throws IOException {
    ibc = new StandInIbc(folder, script);
  }

  IbGateway gateway(Duration deadline, boolean stopAfterwards, Duration restartTime) {
    return gateway(
        deadline, new GatewayProcess(ibc.settings(stopAfterwards), () -> CREDENTIALS, restartTime));
  }

  IbGateway gateway(Duration deadline, GatewayProcess process) {
    return new IbGateway(
        TestedProtocol.settings(port, 1, Duration.ofSeconds(1)),
        Deadline.in(deadline),
        Optional.of(process));
  }

  IbGateway gateway(Duration deadline) {
    return gateway(deadline, false, LONG);
  }
}
