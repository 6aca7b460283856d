package dev.ibintents.simulator;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.simulator.Faults.Direction;
import dev.ibintents.simulator.Faults.Silence;
import dev.ibintents.simulator.Faults.Trouble;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultOptionsTest {
  @Test
  void readsFaults() {
    Faults faults =
        FaultOptions.parse("delay=20ms,silent=after-start,in-drop-before=3,out-negative-length=5");
    assertThat(faults.delay()).isEqualTo(Duration.ofMillis(20));
    assertThat(faults.silence()).isEqualTo(Silence.AFTER_START);
    for (int session = 0; session < 2; session++) {
      assertThat(faults.at(Direction.IN, 3).orElseThrow()).isEqualTo(Trouble.DROP_BEFORE);
      assertThat(faults.at(Direction.OUT, 5).orElseThrow()).isEqualTo(Trouble.NEGATIVE_LENGTH);
    }
    assertThat(faults.at(Direction.OUT, 3).isPresent()).isFalse();
    assertThat(FaultOptions.parse("delay=2s").delay()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void readsFaultsAboutOrders() {
    OrderFaults faults =
        FaultOptions.parse(
                "reject-order=2:10999,drop-after-order=1,pieces=4/5s,hold-orders=2s,"
                    + "cancel-time=500ms,lose-orders=yes,duplicate-orders=no,reorder-orders=yes")
            .orders();
    assertThat(faults.remark().isPresent()).isFalse();
    assertThat(faults.remark().orElseThrow().code()).isEqualTo(10_999);
    assertThat(faults.drop().orElseThrow()).isEqualTo(Trouble.DROP_AFTER);
    assertThat(faults.pieces()).isEqualTo(4);
    assertThat(faults.betweenPieces()).isEqualTo(Duration.ofSeconds(5));
    assertThat(faults.holding()).isEqualTo(Duration.ofSeconds(2));
    assertThat(faults.cancellation()).isEqualTo(Duration.ofMillis(500));
    assertThat(faults.losing()).isTrue();
    assertThat(faults.duplicating()).isFalse();
    assertThat(faults.reordering()).isTrue();
    assertThat(FaultOptions.parse("reject-order=1").orders().remark().orElseThrow().code())
        .isEqualTo(201);
    assertThat(refusal("lose-orders=perhaps")).contains("yes");
    assertThat(refusal("pieces=none")).contains("number");
    assertThat(refusal("reject-order=0")).contains("number 1");
  }

  @Test
  void saysWhatIsPossible() {
    assertThat(refusal("delay=soon")).contains("20ms");
    assertThat(refusal("delay")).contains("delay=20ms");
    assertThat(refusal("silent=never")).contains("before-handshake");
    assertThat(refusal("out-explode=1")).contains("garbage");
    assertThat(refusal("out-garbage=first")).contains("number");
    assertThat(refusal("in-garbage=1")).contains("outgoing");
    assertThat(refusal("lag=1")).contains("delay");
  }

  private static String refusal(String faults) {
    return assertThrows(IllegalArgumentException.class, () -> FaultOptions.parse(faults))
        .getMessage();
  }
}
