package dev.ibintents.ibapi.wire;

/** The two dialects of the protocol, text and protobuf, and the versions that speak them. */
public final class Dialect {
  /** Since this version, every message starts with its id as a raw integer, in both dialects. */
  static final int FIRST_RAW_IDS = 201;

  /** Since this version, all messages that this product uses are protobuf. */
  public static final int FIRST_OF_PROTOBUF = 213;

  /** A raw id above this number belongs to a protobuf message, and exceeds its id by so much. */
  static final int PROTOBUF_IDS = 200;

  private Dialect() {}

  /** Whether a frame with a raw id holds protobuf. */
  static boolean isProtobuf(byte[] frame) {
    return frame.length >= Integer.BYTES && rawId(frame) > PROTOBUF_IDS;
  }

  /** The raw id, in the first four bytes. */
  static int rawId(byte[] frame) {
    return frame[0] << 24 | (frame[1] & 0xff) << 16 | (frame[2] & 0xff) << 8 | frame[3] & 0xff;
  }

  /** Whether a frame holds the message of this id, in the dialect of its version. */
  public static boolean isMessage(int id, byte[] frame, int serverVersion) {
    try {
      return FieldReader.of(frame, serverVersion).id() == id;
    } catch (ProtocolException e) {
      return false; // its reader names the fault
    }
  }
}
