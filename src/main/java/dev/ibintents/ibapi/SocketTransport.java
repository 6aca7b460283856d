package dev.ibintents.ibapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;

/** A connection by TCP. */
public final class SocketTransport implements Transport {
  private final Socket socket;

  /**
   * @param socket a connected socket
   */
  public SocketTransport(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
  }

  /**
   * Connects to a gateway by TCP; see {@link Transport.Dialer}.
   *
   * @throws UnknownHostException if the host has no address
   */
  public static Transport dial(String host, int port, Deadline deadline) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    return connect(address, deadline);
  }

  static Transport connect(InetSocketAddress address, Deadline deadline) throws IOException {
    Socket socket = new Socket();
    boolean connected = false;
    try {
      int millis = deadline.remainingMillis();
      if (millis == 0) {
        throw new SocketTimeoutException("no time is left to connect");
      }
      socket.connect(address, millis);
      Transport transport = new SocketTransport(socket);
      connected = true;
      return transport;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  @Override
  public InputStream input() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void readTimeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void readBy(MessageReader reader, Executor threads) {
    threads.execute(
        () -> {
          boolean open = true;
          while (open) {
            open = reader.readNext();
          }
        });
  }

  @Override
  public PaceClock paceClock() {
    return PaceClock.REAL;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
