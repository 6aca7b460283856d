package dev.ibintents.gateway;

/** The dialect of the TWS API that a connection asks for. */
public enum GatewayProtocol {
  /** The choice of this product, which is {@link #TEXT}. */
  AUTO,
  /** Texts, which every gateway speaks. */
  TEXT,
  /** Protobuf, which gateways speak since server version 213; others are spoken to in texts. */
  PROTOBUF
}
