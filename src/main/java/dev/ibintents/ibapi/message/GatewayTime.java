package dev.ibintents.ibapi.message;

/** Times. */
final class GatewayTime {
  private GatewayTime() {}
}
