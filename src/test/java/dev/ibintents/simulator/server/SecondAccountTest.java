package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.Instrument;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user with two accounts. */
class SecondAccountTest extends OneClientBench {
  private static final String FIRST = GatewayOptions.ACCOUNT;
  private static final String SECOND = "DU7654321";

  @Override
  protected OrderBench newBench() throws IOException {
    return new OrderBench(StateStore.inMemory(), options -> options.secondAccount(SECOND));
  }

  @Test
  void bothAccountsAreManagedAndShown() throws IOException {
    try (TestClient other = new TestClient(bench.gateway().port())) {
      other.greet(Handshake.text());
      other.send(new StartApi(2, ""));
      assertThat(other.first(ManagedAccounts.class).accounts())
          .containsExactly(FIRST, SECOND)
          .inOrder();
      other.until(OpenOrderEnd.class);
    }
    client.send(new ReqPositions());
    List<Position> positions = client.all(Position.class, PositionEnd.class);
    assertThat(positions.stream().map(Position::account).distinct())
        .containsExactly(FIRST, SECOND)
        .inOrder();
    client.send(new ReqAccountUpdates(true, SECOND));
    assertThat(client.all(AccountValue.class, AccountDownloadEnd.class).get(0).account())
        .isEqualTo(SECOND);
  }

  @Test
  void ordersAndRequestsMustNameTheAccount() throws IOException {
    Instrument spy = bench.stock("SPY");
    Order order = bench.market("BUY", 1);
    client.send(new ReqAccountUpdates(true, ""));
    bench.place(client, 1, spy, order);
    bench.place(client, 2, spy, order.with(OrderField.ACCOUNT, SECOND));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 321", "error 2 321");
    bench.place(client, 3, spy, order.with(OrderField.ACCOUNT, FIRST));
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 3 Filled 1/0");
    client.send(new ReqPositions());
    long other =
        client.all(Position.class, PositionEnd.class).stream()
            .filter(position -> position.account().equals(SECOND))
            .filter(position -> position.contract().symbol().equals("SPY"))
            .mapToLong(position -> position.position().longValueExact())
            .sum();
    assertThat(other).isEqualTo(300);
  }
}
