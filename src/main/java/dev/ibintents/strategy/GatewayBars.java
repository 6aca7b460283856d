package dev.ibintents.strategy;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Bar;
import java.util.List;

/** Daily bars of the regular sessions, from the gateway. */
final class GatewayBars implements BarSource {
  private final IbGateway gateway;

  GatewayBars(IbGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public List<List<Bar>> daily(List<ResolvedContract> contracts, int days) {
    throw new UnsupportedOperationException("historical data of " + gateway);
  }
}
