package dev.ibintents.bench;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import org.junit.jupiter.api.Assumptions;

/** An address by which other machines would reach this one. */
public final class OtherAddress {
  private OtherAddress() {}

  /** The address; skips the test if this machine has none. */
  public static String find() throws SocketException {
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (network.isUp() && !address.isLoopbackAddress() && address instanceof Inet4Address) {
          return address.getHostAddress();
        }
      }
    }
    return Assumptions.abort("this machine has no address but its own");
  }
}
