package dev.ibintents.intent.watch;

import dev.ibintents.intent.watch.Digest.AccountDigest;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The digest as plain text, a line for each fact.
 *
 * @param profit the profit of the day
 * @param trades the orders that were filled, in words
 * @param problems the problems, in words
 * @param due the jobs and dates of the next day, in words
 */
record DigestText(DayProfit profit, List<String> trades, List<String> problems, List<String> due) {

  /** The text about a day. */
  String of(LocalDate day) {
    List<String> lines = new ArrayList<>();
    lines.add("Day: " + day);
    lines.add(
        "Account: " + profit.account().map(DigestText::words).orElse("this day is not on record"));
    profit
        .strategies()
        .forEach(
            (id, strategy) ->
                lines.add(
                    "%s: %s, costs %s, traded %s"
                        .formatted(
                            id,
                            signed(strategy.profit()),
                            amount(strategy.costs()),
                            amount(strategy.traded()))));
    section("Trades", trades, lines);
    section("Problems", problems, lines);
    section("Next", due, lines);
    return String.join("\n", lines);
  }

  private static String words(AccountDigest account) {
    return "%s %s%s"
        .formatted(
            amount(account.netLiquidation()),
            account.baseCurrency(),
            account.profit() == null
                ? ""
                : ", %s since %s".formatted(signed(account.profit()), account.since()));
  }

  private static void section(String title, List<String> parts, List<String> lines) {
    lines.add(title + ": " + (parts.isEmpty() ? "none" : ""));
    parts.forEach(part -> lines.add("- " + part));
  }

  private static String signed(BigDecimal amount) {
    return (amount.signum() > 0 ? "+" : "") + amount(amount);
  }

  private static String amount(BigDecimal amount) {
    return new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(amount);
  }
}
