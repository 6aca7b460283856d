package dev.ibintents.trading;

import dev.ibintents.gateway.ResolvedContract;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A time of an order as it is written: one moment, or words with a time of day and without a zone,
 * which mean the zone of each contract's exchange.
 *
 * @param text what is written
 * @param now the present when it was read, which words are relative to
 * @param moment the moment that it means everywhere; empty if that hangs on the zone
 * @param namesTimeOfDay whether it is words with a time of day, so that its day can be a mistake
 */
record WrittenTime(String text, Instant now, Optional<Instant> moment, boolean namesTimeOfDay) {
  /** Zones in which the day begins first and last, and one between them. */
  private static final List<ZoneId> EVERYWHERE =
      List.of(ZoneOffset.UTC, ZoneOffset.ofHours(-12), ZoneOffset.ofHours(14));

  /**
   * Reads a time.
   *
   * @throws DateTimeException if it means no time that is yet to come, in any zone; the message
   *     follows the field's name
   */
  static WrittenTime parse(String text, Instant now) {
    if (!OrderTime.isInWords(text)) {
      return new WrittenTime(
          text, now, Optional.of(OrderTime.parse(text, now, ZoneOffset.UTC)), false);
    }
    Optional<ZoneWords> zone = ZoneWords.atEndOf(TimePhrase.normal(text));
    if (zone.isPresent()) {
      Instant moment = OrderTime.parse(text, now, ZoneOffset.UTC);
      return new WrittenTime(
          text, now, Optional.of(moment), everywhere(zone.get().rest(), now).isEmpty());
    }
    Optional<Instant> everywhere = everywhere(text, now);
    return new WrittenTime(text, now, everywhere, everywhere.isEmpty());
  }

  /** The moment that words mean in every zone, such as "in 10 minutes"; empty if that differs. */
  private static Optional<Instant> everywhere(String text, Instant now) {
    List<Instant> moments = new ArrayList<>();
    List<DateTimeException> refusals = new ArrayList<>();
    for (ZoneId zone : EVERYWHERE) {
      try {
        moments.add(OrderTime.parse(text, now, zone));
      } catch (DateTimeException e) {
        refusals.add(e);
      }
    }
    if (moments.isEmpty()) {
      throw refusals.get(0);
    }
    boolean isSame = refusals.isEmpty() && moments.stream().distinct().count() == 1;
    return isSame ? Optional.of(moments.get(0)) : Optional.empty();
  }

  /**
   * The moment for an order in a contract.
   *
   * @throws DateTimeException if it is past there, or means no single moment; the message follows
   *     the field's name
   */
  Instant in(ResolvedContract contract) {
    if (moment.isPresent()) {
      return moment.get();
    }
    try {
      return OrderTime.parse(text, now, contract.zone());
    } catch (DateTimeException e) {
      throw new DateTimeException(e.getMessage() + ", for " + contract.localSymbol(), e);
    }
  }

  /**
   * As {@link #in}, for an order that is to begin then.
   *
   * @throws DateTimeException also if words mean a day on which the contract is not traded
   */
  Instant beginningIn(ResolvedContract contract) {
    Instant begin = in(contract);
    if (!namesTimeOfDay) {
      return begin;
    }
    LocalDate day = LocalDate.ofInstant(begin, contract.zone());
    TradingDays days = TradingDays.of(contract.details());
    if (days.isClosed(day)) {
      throw new DateTimeException(
          "is \"%s\", which means %s for %s, and %s is not traded on %s %s%s"
              .formatted(
                  text,
                  begin,
                  contract.localSymbol(),
                  contract.localSymbol(),
                  day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                  day,
                  days.openAfter(day)
                      .map(open -> "; the next day on which it is traded is " + open)
                      .orElse("")));
    }
    return begin;
  }
}
