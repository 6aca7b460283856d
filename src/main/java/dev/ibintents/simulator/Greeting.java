package dev.ibintents.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ibintents.ibapi.wire.FieldWriter;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first words of a connection: the client says {@code API\0} and which versions it speaks, the
 * gateway answers with the version of the session and the time.
 */
final class Greeting {
  /** The oldest version that is spoken here; the same as the client's in this project. */
  static final int MIN_VERSION = 157;

  /** The newest version that is spoken here: the last one before messages became binary. */
  static final int MAX_VERSION = 178;

  private static final byte[] PREFIX = {'A', 'P', 'I', 0};
  private static final int LONGEST_OFFER = 1024;
  private static final Pattern OFFER = Pattern.compile("v(\\d{1,6})(?:\\.\\.(\\d{1,6}))?(?: .*)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss zzz", Locale.US);

  private Greeting() {}

  /**
   * Reads the client's offer and chooses the version: the lower of both sides' newest.
   *
   * @throws ProtocolException if this is no client of the API, or one that is too old or too new
   * @throws IOException if the socket failed, ended or timed out
   */
  static int negotiate(InputStream in, int maxVersion) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] prefix = new byte[PREFIX.length];
    data.readFully(prefix);
    if (!Arrays.equals(prefix, PREFIX)) {
      throw new ProtocolException("the client did not begin with API\\0: no TWS API client");
    }
    int length = data.readInt();
    if (length < 1 || length > LONGEST_OFFER) {
      throw new ProtocolException("the client's versions cannot take " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    return choose(new String(bytes, US_ASCII), maxVersion);
  }

  private static int choose(String offer, int maxVersion) {
    Matcher matcher = OFFER.matcher(offer);
    if (!matcher.matches()) {
      throw new ProtocolException(
          "the client offered \"" + offer + "\", not v157..178 or the like");
    }
    int oldest = Integer.parseInt(matcher.group(1));
    int newest = matcher.group(2) == null ? oldest : Integer.parseInt(matcher.group(2));
    int version = Math.min(newest, maxVersion);
    if (newest < MIN_VERSION || oldest > version) {
      throw new ProtocolException(
          "the client speaks versions "
              + oldest
              + " to "
              + newest
              + ", this gateway "
              + MIN_VERSION
              + " to "
              + maxVersion);
    }
    return version;
  }

  /** The gateway's answer, such as {@code 178} and {@code 20230228 17:24:14 EST}. */
  static byte[] answer(int version, ZonedDateTime now) {
    return new FieldWriter(version).text(Integer.toString(version)).text(TIME.format(now)).frame();
  }
}
