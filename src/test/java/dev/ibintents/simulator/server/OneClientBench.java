package dev.ibintents.simulator.server;

import dev.ibintents.simulator.market.Instrument;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An {@link OrderBench} with the client 1, open during each test of a subclass. */
public abstract class OneClientBench {
  protected OrderBench bench;
  protected TestClient client;
  protected Instrument spy;

  /** The bench of the next test. */
  protected OrderBench newBench() throws IOException {
    return new OrderBench();
  }

  @BeforeEach
  final void openBench() throws IOException {
    bench = newBench();
    client = bench.client(1);
    spy = bench.stock("SPY");
  }

  @AfterEach
  final void closeBench() throws IOException {
    client.close();
    bench.close();
  }
}
