package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.Arrays;
import java.util.List;

/**
 * The accounts that this login may use. It comes after {@link StartApi}.
 *
 * @param accountsList the accounts, separated by commas; an advisor's list ends in a comma
 */
public record ManagedAccounts(String accountsList) implements Response {
  /** The message's id on the wire. */
  public static final int ID = 15;

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 1;

  /** The accounts as a list. */
  public List<String> accounts() {
    return Arrays.stream(accountsList.split(",")).filter(account -> !account.isEmpty()).toList();
  }

  static ManagedAccounts read(FieldReader in) {
    in.skip(); // version
    return new ManagedAccounts(in.text(1));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION).text(1, accountsList);
  }
}
