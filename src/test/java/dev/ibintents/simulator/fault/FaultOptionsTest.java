package dev.ibintents.simulator.fault;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.simulator.fault.Faults.Direction;
import dev.ibintents.simulator.fault.Faults.Silence;
import dev.ibintents.simulator.fault.Faults.Trouble;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests of {@link FaultOptions}. */
class FaultOptionsTest {
  @Test
  void readsFaultsOfMessages() {
    Faults faults =
        FaultOptions.parse("delay=20ms,silent=after-start,in-drop-before=3,out-negative-length=5");
    assertThat(faults.delay()).isEqualTo(Duration.ofMillis(20));
    assertThat(faults.silence()).isEqualTo(Silence.AFTER_START);
    for (int session = 0; session < 2; session++) {
      assertThat(faults.takeTrouble(Direction.IN, 3).orElseThrow()).isEqualTo(Trouble.DROP_BEFORE);
      assertThat(faults.takeTrouble(Direction.OUT, 5).orElseThrow())
          .isEqualTo(Trouble.NEGATIVE_LENGTH);
    }
    assertThat(faults.takeTrouble(Direction.OUT, 3).isPresent()).isFalse();
    assertThat(FaultOptions.parse("delay=2s").delay()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void readsFaultsOfOrders() {
    OrderFaults faults =
        FaultOptions.parse(
                "reject-order=2:10999,drop-after-order=1,pieces=4/5s,hold-orders=2s,"
                    + "cancel-time=500ms,lose-orders=yes,duplicate-orders=no,reorder-orders=yes")
            .orders();
    assertThat(faults.nextError().isPresent()).isFalse();
    assertThat(faults.nextError().orElseThrow().code()).isEqualTo(10_999);
    assertThat(faults.drop().orElseThrow()).isEqualTo(Trouble.DROP_AFTER);
    assertThat(faults.pieces()).isEqualTo(4);
    assertThat(faults.betweenPieces()).isEqualTo(Duration.ofSeconds(5));
    assertThat(faults.messages().holding()).isEqualTo(Duration.ofSeconds(2));
    assertThat(faults.cancellation()).isEqualTo(Duration.ofMillis(500));
    assertThat(faults.messages().losing()).isTrue();
    assertThat(faults.messages().duplicating()).isFalse();
    assertThat(faults.messages().reordering()).isTrue();
    assertThat(FaultOptions.parse("reject-order=1").orders().nextError().orElseThrow().code())
        .isEqualTo(201);
    assertThat(refusal("lose-orders=perhaps")).contains("yes");
    assertThat(refusal("pieces=none")).contains("number");
    assertThat(refusal("reject-order=0")).contains("number 1");
  }

  @Test
  void readsFaultsOfCancellationsAndHeldOrders() {
    OrderFaults faults =
        FaultOptions.parse(
                "warn-order=1:399,hold-order=2/30s,cancel-error=1:10148,cancel-error-lives=2:161,"
                    + "fill-after-cancel=1/5s,tif-notice=yes,what-if-twice=yes")
            .orders();
    OrderFaults.OrderError warning = faults.nextError().orElseThrow();
    assertThat(warning.fate()).isEqualTo(OrderFaults.Fate.LIVES);
    assertThat(warning.text()).contains("\nWarning: ");
    OrderFaults.OrderError hold = faults.nextError().orElseThrow();
    assertThat(hold.code()).isEqualTo(383);
    assertThat(hold.held()).isEqualTo(Duration.ofSeconds(30));
    assertThat(faults.cancelAnswer()).hasValue(new OrderFaults.CancelAnswer(10148, true));
    assertThat(faults.cancelAnswer()).hasValue(new OrderFaults.CancelAnswer(161, false));
    assertThat(faults.lateFill()).hasValue(Duration.ofSeconds(5));
    assertThat(faults.isTifNoticed()).isTrue();
    assertThat(faults.isWhatIfTwice()).isTrue();
    assertThat(refusal("cancel-error=1:two")).contains("number");
    assertThat(refusal("hold-order=:383")).contains("3:383/30s");
  }

  @Test
  void readsFaultsOfExecutions() {
    ExecutionFaults faults =
        FaultOptions.parse(
                "commission-time=3s,pending-commissions=yes,correct-commission=1:1.35/5s,"
                    + "correct-price=2:-0.05,bust=3/1s,days-of-executions=2")
            .executions();
    assertThat(faults.commissionTime()).isEqualTo(Duration.ofSeconds(3));
    assertThat(faults.isCommissionPending()).isTrue();
    assertThat(faults.days()).isEqualTo(2);
    assertThat(faults.revision().orElseThrow().amount()).isEqualTo(new BigDecimal("1.35"));
    assertThat(faults.revision().orElseThrow().amount()).isEqualTo(new BigDecimal("-0.05"));
    assertThat(faults.revision().orElseThrow().later()).isEqualTo(Duration.ofSeconds(1));
    assertThat(refusal("days-of-executions=8")).contains("1 to 7 days");
    assertThat(refusal("correct-price=1")).contains("colon");
    assertThat(refusal("correct-price=1:cheap")).contains("1.35");
  }

  @Test
  void readsFaultsOfLinks() {
    Faults faults =
        FaultOptions.parse(
            "lose-broker=2:2110/3s,break-history=1,when-lost=unknown,language=spanish");
    LinkFaults.Loss first = faults.links().loss().orElseThrow();
    assertThat(first.link()).isEqualTo(Link.HISTORY);
    assertThat(first.code()).isEqualTo(2105);
    LinkFaults.Loss second = faults.links().loss().orElseThrow();
    assertThat(second).isEqualTo(new LinkFaults.Loss(Link.BROKER, 2110, Duration.ofSeconds(3)));
    assertThat(faults.links().whileLost()).isEqualTo(LinkFaults.WhileLost.UNKNOWN);
    assertThat(faults.language()).isEqualTo(Language.SPANISH);
    assertThat(refusal("when-lost=sulking")).contains("silent");
    assertThat(refusal("language=latin")).contains("spanish");
  }

  @Test
  void refusalNamesThePossibleValues() {
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
