package dev.ibintents.trading.order;

import dev.ibintents.gateway.ResolvedContract;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time of an order as a person wrote it. It is a single moment, or words with a time of day and
 * no zone, which are in the zone of each contract's exchange.
 *
 * @param text the text as written
 * @param now the present when it was read, to which words are relative
 * @param moment the moment in every time zone; empty if it depends on the zone
 * @param namesTimeOfDay whether it is words with a time of day, so that its day can be a mistake
 */
record WrittenTime(String text, Instant now, Optional<Instant> moment, boolean namesTimeOfDay) {
  private static final Logger logger = LoggerFactory.getLogger(WrittenTime.class);

  /**
   * Zones that are far from each other. Words without a time of day have the same meaning in all of
   * them.
   */
  private static final List<ZoneId> FAR_APART =
      List.of(ZoneOffset.UTC, ZoneOffset.ofHours(-12), ZoneOffset.ofHours(14));

  /**
   * The zones at every half hour, from the zone where a day begins last to the zone where it begins
   * first.
   */
  private static final List<ZoneId> EVERYWHERE =
      IntStream.rangeClosed(-12 * 2, 14 * 2)
          .<ZoneId>mapToObj(halfHours -> ZoneOffset.ofTotalSeconds(halfHours * 30 * 60))
          .toList();

  /**
   * Reads a time.
   *
   * @throws DateTimeException if it means no time in the future, in any zone; the message follows
   *     the field's name
   */
  static WrittenTime parse(String text, Instant now) {
    if (!OrderTime.isInWords(text)) {
      return new WrittenTime(
          text, now, Optional.of(OrderTime.parse(text, now, ZoneOffset.UTC)), false);
    }
    Optional<ZoneWords> zone = ZoneWords.atEndOf(TimePhrase.normal(text));
    if (zone.isPresent()) {
      Instant moment = OrderTime.parse(text, now, ZoneOffset.UTC);
      boolean isRelative = everywhere(zone.get().rest(), now).isPresent();
      return new WrittenTime(text, now, Optional.of(moment), !isRelative);
    }
    Optional<Instant> everywhere = everywhere(text, now);
    if (everywhere.isEmpty()) {
      requireSomewhere(text, now);
    }
    return new WrittenTime(text, now, everywhere, everywhere.isEmpty());
  }

  /**
   * Returns the moment of words such as "in 10 minutes" in every zone; empty if the zones differ.
   */
  private static Optional<Instant> everywhere(String text, Instant now) {
    List<Optional<Instant>> moments =
        FAR_APART.stream().map(zone -> moment(text, now, zone)).distinct().toList();
    return moments.size() == 1 ? moments.get(0) : Optional.empty();
  }

  /**
   * Refuses words that mean no time in the future in any zone. The message has the reason for UTC.
   */
  private static void requireSomewhere(String text, Instant now) {
    if (EVERYWHERE.stream().noneMatch(zone -> moment(text, now, zone).isPresent())) {
      OrderTime.parse(text, now, ZoneOffset.UTC);
    }
  }

  private static Optional<Instant> moment(String text, Instant now, ZoneId zone) {
    try {
      return Optional.of(OrderTime.parse(text, now, zone));
    } catch (DateTimeException e) {
      logger.debug("{} means no time in {}", text, zone, e);
      return Optional.empty();
    }
  }

  /**
   * Returns the moment for an order in a contract.
   *
   * @throws DateTimeException if the moment is past in the contract's zone, or is not a single
   *     moment; the message follows the field's name
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
   * Returns the moment at which an order begins, like {@link #in}.
   *
   * @throws DateTimeException as {@link #in} does, and if words mean a day on which the contract is
   *     not traded
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
