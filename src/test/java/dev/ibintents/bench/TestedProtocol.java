package dev.ibintents.bench;

/**
 * The dialect in which tests speak with the gateway, unless a test says otherwise. {@code
 * -Dtested.protocol=protobuf} runs the tests of the front door in protobuf.
 */
public final class TestedProtocol {
  /** The value of {@code gateway.protocol}. */
  public static final String ID = System.getProperty("tested.protocol", "auto");

  private TestedProtocol() {}
}
