package dev.ibintents.simulator.control;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.testkit.SimulatedGatewayExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DipBotTest {
  @RegisterExtension
  static final SimulatedGatewayExtension gateway =
      SimulatedGatewayExtension.at("2026-11-23T15:00:00Z");

  @Test
  void buysOnceBeneathTheMark() throws Exception {
    gateway.price("SPY", "610.00");
    gateway.holdFills();
    try (DipBot bot = new DipBot(gateway.port())) {
      bot.look();
      assertThat(gateway.sent("placeOrder")).isEmpty();

      gateway.price("SPY", "599.50");
      bot.look();
      gateway.awaitOrder("dip:1", "Submitted");
      assertThat(gateway.fill("dip:1", 5).averagePrice()).isEqualToIgnoringScale("600");

      gateway.loseBroker();
      bot.look();
      gateway.restoreBroker();
      assertThat(gateway.fill("dip:1").status()).isEqualTo("Filled");
      assertThat(gateway.sent("placeOrder")).hasSize(1);
    }
  }
}
