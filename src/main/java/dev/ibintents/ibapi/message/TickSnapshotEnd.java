package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The end of a snapshot of {@link ReqMktData}, about eleven seconds after its start.
 *
 * @param reqId the id of the request
 */
public record TickSnapshotEnd(int reqId) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 57;

  private static final int PROTOBUF_SINCE = 206;
  private static final int VERSION = 1;

  static TickSnapshotEnd read(FieldReader in) {
    in.skip(); // version
    return new TickSnapshotEnd(in.integer(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).integer(1, reqId);
  }
}
