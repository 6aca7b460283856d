package dev.ibintents.messages;

import java.util.regex.Pattern;

/** Hides numbers of accounts in texts: of DU1234567 it leaves …567. */
final class Masking {
  private static final Pattern ACCOUNT = Pattern.compile("\\bD?[UFI]\\d{3,}(\\d{3})\\b");

  private Masking() {}

  static String masked(String text) {
    return ACCOUNT.matcher(text).replaceAll("…$1");
  }
}
