package dev.ibintents.ibapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One side of a connection in memory. The reader of each side runs in the thread that writes at the
 * other side, one message after the other. So a request is answered when its write returns, and the
 * same requests always have the same order. Both sides belong to one thread at a time.
 */
public final class MemoryTransport implements Transport {
  private final Pipe in;
  private final Pipe out;
  private final Link link;
  private MessageReader reader;
  private boolean ended;

  /** The two sides, and the passing of messages between them. */
  private static final class Link {
    private final PaceClock clock;
    private final MemoryTransport client;
    private final MemoryTransport gateway;
    private boolean passing;

    Link(PaceClock clock) {
      this.clock = clock;
      Pipe requests = new Pipe(this);
      Pipe answers = new Pipe(this);
      client = new MemoryTransport(answers, requests, this);
      gateway = new MemoryTransport(requests, answers, this);
    }

    /**
     * Lets both readers read until nothing is left. A reader that writes leaves its bytes to the
     * call that has made it read.
     */
    void pass() throws IOException {
      if (passing) {
        return;
      }
      passing = true;
      try {
        boolean moved = true;
        while (moved) {
          moved = gateway.readOne() | client.readOne();
        }
      } finally {
        passing = false;
      }
    }
  }

  private MemoryTransport(Pipe in, Pipe out, Link link) {
    this.in = in;
    this.out = out;
    this.link = link;
  }

  /**
   * Makes a connection.
   *
   * @param clock paces the messages of the client
   * @return the client's side and the gateway's side
   */
  public static List<Transport> pair(PaceClock clock) {
    Link link = new Link(clock);
    return List.of(link.client, link.gateway);
  }

  /** Lets the reader read one message, if there is one; returns whether there was. */
  private boolean readOne() throws IOException {
    if (reader == null || ended || !reader.hasInput() && !in.isEnded()) {
      return false;
    }
    ended = !reader.readNext();
    return true;
  }

  @Override
  public InputStream input() {
    return in.source;
  }

  @Override
  public OutputStream output() {
    return out.sink;
  }

  /** Does nothing: a read never waits, because the other side has written before. */
  @Override
  public void readTimeout(int millis) {}

  @Override
  public void endOutput() throws IOException {
    out.isEnding = true;
    link.pass();
  }

  @Override
  public void readBy(MessageReader messages, Executor threads) {
    reader = messages;
  }

  @Override
  public PaceClock paceClock() {
    return link.clock;
  }

  @Override
  public void close() throws IOException {
    in.isClosed = true;
    out.isEnding = true;
    link.pass();
  }

  /** The bytes in one direction. */
  private static final class Pipe {
    private static final int FIRST_SIZE = 1 << 13;

    private final InputStream source = new Source();
    private final OutputStream sink = new Sink();
    private final Link link;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int from;
    private int to;
    private boolean isEnding;
    private boolean isClosed;

    Pipe(Link link) {
      this.link = link;
    }

    boolean isEnded() {
      return isEnding || isClosed;
    }

    private void write(byte[] more, int offset, int length) throws IOException {
      if (isEnded()) {
        throw new IOException("the connection in memory is closed");
      }
      if (to + length > bytes.length) {
        byte[] larger = new byte[Math.max(bytes.length, 2 * (to - from + length))];
        System.arraycopy(bytes, from, larger, 0, to - from);
        bytes = larger;
        to -= from;
        from = 0;
      }
      System.arraycopy(more, offset, bytes, to, length);
      to += length;
    }

    private int read(byte[] target, int offset, int length) throws IOException {
      if (isClosed) {
        throw new IOException("the connection in memory is closed");
      }
      if (length == 0) {
        return 0;
      }
      if (from == to && !isEnding) {
        throw new IOException("the other side of the connection in memory has not answered");
      }
      if (from == to) {
        return -1;
      }
      int count = Math.min(length, to - from);
      System.arraycopy(bytes, from, target, offset, count);
      from += count;
      if (from == to) {
        from = 0;
        to = 0;
      }
      return count;
    }

    private final class Source extends InputStream {
      @Override
      public int read() throws IOException {
        byte[] next = new byte[1];
        return Pipe.this.read(next, 0, 1) < 0 ? -1 : next[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return Pipe.this.read(target, offset, length);
      }

      @Override
      public int available() {
        return isClosed ? 0 : to - from;
      }
    }

    private final class Sink extends OutputStream {
      @Override
      public void write(int value) throws IOException {
        Pipe.this.write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] more, int offset, int length) throws IOException {
        Pipe.this.write(more, offset, length);
      }

      @Override
      public void flush() throws IOException {
        link.pass();
      }
    }
  }
}
