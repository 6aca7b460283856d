package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.wire.FieldReader;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Market rules: the request, and a rule with several steps. */
final class MarketRuleTest {
  private static final int VERSION = 178;

  @Test
  void requestHasTheNumberOfTheRuleAndNoVersion() {
    byte[] body = WireFields.body(new ReqMarketRule(26).frame(VERSION));

    assertThat(WireFields.split(body)).containsExactly("91", "26").inOrder();
    assertThat(Requests.read(FieldReader.of(body, VERSION))).hasValue(new ReqMarketRule(26));
  }

  @Test
  void ruleWithSeveralStepsIsReadAsItWasWritten() {
    MarketRule rule =
        new MarketRule(
            240,
            List.of(
                new MarketRule.PriceIncrement(BigDecimal.ZERO, new BigDecimal("0.5")),
                new MarketRule.PriceIncrement(new BigDecimal("5000"), BigDecimal.ONE)));
    byte[] body = WireFields.body(rule.frame(VERSION));

    assertThat(Responses.read(FieldReader.of(body, VERSION))).hasValue(rule);
  }
}
