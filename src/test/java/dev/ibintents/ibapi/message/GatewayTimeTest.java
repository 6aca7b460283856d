package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTimeTest {
  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

  @ParameterizedTest
  @CsvSource({
    "20231116-12:15:35, 2023-11-16T12:15:35Z",
    "20230224  12:04:56, 2023-02-24T11:04:56Z",
    "20230224 12:04:56, 2023-02-24T11:04:56Z",
    "20231115 09:20:44 GB-Eire, 2023-11-15T09:20:44Z",
    "20250312 14:13:48 US/Eastern, 2025-03-12T18:13:48Z",
    "20231019 16:11:48 America/New_York, 2023-10-19T20:11:48Z",
    "20230228 17:24:14 EST, 2023-02-28T22:24:14Z",
    "20230701 12:00:00 MET, 2023-07-01T10:00:00Z",
    "20200427-13:00:03 PST, 2020-04-27T20:00:03Z",
    "20261123 15:30:00 UTC, 2026-11-23T15:30:00Z",
    "20250620 08:30 US/Central, 2025-06-20T13:30:00Z",
    "20251102 01:30:00 US/Eastern, 2025-11-02T05:30:00Z",
    "1711637220, 2024-03-28T14:47:00Z",
  })
  void everyFormIsRead(String text, Instant expected) {
    assertThat(GatewayTime.parse(text, ZURICH)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20240318",
        "0714 09:30:00 US/Eastern",
        "20231116T12:15:35",
        "20231316-12:15:35",
        "20230229-12:00:00",
        "20231116-24:00:00",
        "20231116-12:15:35 ",
        "20231116   12:15:35",
        "20231116 12:15:35 Moon",
        "20231116 12:15:35 BST",
        "20231116 12:15:35 CST",
        "14:34"
      })
  void otherTextsAreRefusedWithTheText(String text) {
    DateTimeException e =
        assertThrows(DateTimeException.class, () -> GatewayTime.parse(text, ZURICH));
    assertThat(e).hasMessageThat().contains(text.trim());
  }

  @Test
  void utcAndZonedFormsAreWritten() {
    Instant time = Instant.parse("2026-11-20T21:00:05Z");
    assertThat(GatewayTime.utc(time)).isEqualTo("20261120-21:00:05");
    assertThat(GatewayTime.zoned(time, ZURICH)).isEqualTo("20261120 22:00:05 Europe/Zurich");
  }
}
