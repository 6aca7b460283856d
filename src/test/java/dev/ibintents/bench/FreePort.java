package dev.ibintents.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports of this host for servers that tests start by number. They lie below those that the system
 * gives out by itself, so nobody gets one by chance between here and its use. Each process begins
 * elsewhere.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000; // the system's own begin at 32768

  private static int taken = (int) (ProcessHandle.current().pid() * 701 % COUNT);

  private FreePort() {}

  /** A port on which nobody listens at the moment, and that no other caller here gets soon. */
  public static synchronized int take() {
    for (int i = 0; i < COUNT; i++) {
      taken = (taken + 1) % COUNT;
      if (isFree(FIRST + taken)) {
        return FIRST + taken;
      }
    }
    throw new IllegalStateException("no port from " + FIRST + " is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // somebody listens there
    }
  }
}
