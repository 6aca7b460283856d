package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.FreePort;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.LogRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is not there, and whoever wonders why nothing happens. */
@Timeout(60)
final class AbsentGatewayTest {
  @TempDir Path folder;

  private static List<String> waits(LogRecords logs) {
    return logs.at(Level.INFO).stream().filter(line -> line.contains("trying again")).toList();
  }

  @Test
  void theWaitIsLoggedWhenItBeginsAndEveryTenSeconds() throws Exception {
    try (LogRecords logs = new LogRecords();
        FrontDoor door = FrontDoor.in(folder).open()) {
      int port = FreePort.take();
      door.store().set("config/paper", Map.of("apiPort", port, "connectTimeoutSeconds", 12));

      assertThat(door.get("/ping").statusCode()).isEqualTo(503);

      List<String> waits = waits(logs);
      assertWithMessage(waits.toString()).that(waits).hasSize(2);
      assertThat(waits.get(0))
          .matches(
              "No gateway at 127.0.0.1:"
                  + port
                  + " yet: the connection was refused; trying again for up to 1[12] s");
      assertThat(waits.get(1))
          .matches(
              "Still no gateway at 127.0.0.1:"
                  + port
                  + " after 1[01] s: the connection was refused; trying again for up to [012] s");
    }
  }

  @Test
  void aGatewayThatIsThereIsNotWaitedFor() throws Exception {
    try (LogRecords logs = new LogRecords();
        FrontDoor door = FrontDoor.in(folder).open()) {
      assertThat(door.get("/ping").statusCode()).isEqualTo(200);

      assertThat(waits(logs)).isEmpty();
    }
  }
}
