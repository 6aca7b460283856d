package dev.ibintents.gateway;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.GatewayTime;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the instrument that a contract names among those that the gateway has found. */
final class ContractChoice {
  private static final Logger logger = LoggerFactory.getLogger(ContractChoice.class);

  /** The route by which the broker finds the best venue. */
  static final String SMART = "SMART";

  private static final String MONTH = "\\d{6}";

  /** The most candidates that a message lists. */
  private static final int CANDIDATES_SHOWN = 8;

  private final ContractSpec spec;
  private final Clock clock;

  ContractChoice(ContractSpec spec, Clock clock) {
    this.spec = spec;
    this.clock = clock;
  }

  /**
   * Chooses an instrument.
   *
   * @param found the instruments that the gateway has found, at least one
   * @param inverted whether they are pairs of currencies in the other direction
   */
  Resolution among(List<ContractDetails> found, boolean inverted) {
    Map<Integer, List<ContractDetails>> byConId =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    details -> details.contract().conId(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<ContractDetails> candidates = byConId.values().stream().map(this::bestListing).toList();
    try {
      if (spec.series().isPresent()) {
        return resolved(nth(candidates, spec.series().get()), inverted);
      }
      if (candidates.size() > 1) {
        return ambiguous(candidates, "say more, for example its exchange, currency or conId");
      }
      return resolved(candidates.get(0), inverted);
    } catch (UnresolvedContractException e) {
      return new Resolution.Refused(e.getMessage());
    }
  }

  /** The listing to use: the gateway finds a share without exchange once for each venue. */
  private ContractDetails bestListing(List<ContractDetails> listings) {
    String asked = spec.contract().exchange();
    return listings.stream()
        .max(
            Comparator.comparing(
                details -> {
                  String exchange = details.contract().exchange();
                  boolean isAsked = !asked.isEmpty() && exchange.equals(asked);
                  return isAsked ? 2 : exchange.equals(SMART) ? 1 : 0;
                }))
        .orElseThrow();
  }

  private ContractDetails nth(List<ContractDetails> futures, ContractSpec.Series series) {
    refuseMixture(futures);
    Map<LocalDate, ContractDetails> byDate = new TreeMap<>();
    Map<ContractDetails, String> unread = new LinkedHashMap<>();
    for (ContractDetails future : futures) {
      try {
        LocalDate lastTradeDate = lastTradeDate(future);
        LocalDate today = LocalDate.now(clock.withZone(zone(future)));
        if (ChronoUnit.DAYS.between(today, lastTradeDate) > series.rolloverDays()
            && byDate.put(lastTradeDate, future) != null) {
          throw new UnresolvedContractException(
              ambiguous(futures, "several expire on " + lastTradeDate + "; give conId").reason());
        }
      } catch (UnreadExpiryException e) {
        logger.warn("{}; it is left out", e.getMessage());
        unread.put(future, e.getMessage());
      }
    }
    List<ContractDetails> row = List.copyOf(byDate.values());
    if (series.index() < row.size()) {
      ContractDetails chosen = row.get(series.index());
      refuseIfOneMayComeBefore(chosen, unread);
      return chosen;
    }
    throw new UnresolvedContractException(
        "%s: only %d of the %d contracts that the gateway knows expire in more than %d days%s"
            .formatted(
                spec,
                row.size(),
                futures.size(),
                series.rolloverDays(),
                unread.values().stream().map(why -> "; " + why).collect(Collectors.joining())));
  }

  /** Refuses a choice if a contract whose expiry cannot be read may expire before it. */
  private static void refuseIfOneMayComeBefore(
      ContractDetails chosen, Map<ContractDetails, String> unread) {
    unread.forEach(
        (future, why) -> {
          boolean isLater =
              future.contractMonth().matches(MONTH)
                  && chosen.contractMonth().matches(MONTH)
                  && future.contractMonth().compareTo(chosen.contractMonth()) > 0;
          if (!isLater) {
            throw new UnresolvedContractException(why);
          }
        });
  }

  /** The last trading day of a contract, or its time zone, cannot be read. */
  private static final class UnreadExpiryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadExpiryException(String message) {
      super(message);
    }
  }

  /** Refuses a mixture, such as weekly and monthly expiries, in which a place has no meaning. */
  private void refuseMixture(List<ContractDetails> futures) {
    boolean isMixed =
        futures.stream()
                .map(ContractDetails::contract)
                .map(found -> List.of(found.tradingClass(), found.multiplier(), found.currency()))
                .distinct()
                .count()
            > 1;
    if (isMixed) {
      throw new UnresolvedContractException(
          ambiguous(futures, "a series needs one tradingClass, multiplier and currency; give them")
              .reason());
    }
  }

  /** The last trading day. If the time of day cannot be read, the date of the expiry counts. */
  private LocalDate lastTradeDate(ContractDetails future) {
    String text = future.lastTrade().trim();
    if (!future.lastTradeTime().isEmpty()) {
      try {
        return GatewayTime.parse(text, zone(future)).atZone(zone(future)).toLocalDate();
      } catch (DateTimeException e) {
        logger.info("Only the day of {} counts: {}", shown(future), e.getMessage());
      }
    }
    try {
      return LocalDate.parse(
          future.contract().lastTradeDateOrContractMonth(), DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new UnreadExpiryException(
          "%s: the gateway says that %s trades last on \"%s\", which is no date that is known"
              .formatted(spec, shown(future), text));
    }
  }

  private ZoneId zone(ContractDetails details) {
    try {
      return ZoneId.of(details.timeZoneId(), ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      throw new UnreadExpiryException(
          "%s: the gateway puts %s into the time zone \"%s\", which is not known"
              .formatted(spec, shown(details), details.timeZoneId()));
    }
  }

  private Resolution.Refused ambiguous(Collection<ContractDetails> candidates, String advice) {
    String list =
        candidates.stream()
            .limit(CANDIDATES_SHOWN)
            .map(ContractChoice::shown)
            .collect(Collectors.joining(", "));
    int more = candidates.size() - CANDIDATES_SHOWN;
    return new Resolution.Refused(
        "%s is ambiguous: it may be %s%s; %s"
            .formatted(spec, list, more > 0 ? " or one of " + more + " more" : "", advice));
  }

  private static String shown(ContractDetails details) {
    Contract contract = details.contract();
    List<String> parts = new ArrayList<>();
    parts.add(contract.localSymbol());
    parts.add(contract.secType());
    parts.add(contract.lastTradeDateOrContractMonth());
    parts.add(contract.multiplier());
    parts.add(contract.tradingClass());
    parts.add(
        contract.primaryExchange().isEmpty() ? contract.exchange() : contract.primaryExchange());
    parts.add(contract.currency());
    parts.removeIf(String::isEmpty);
    return String.join(" ", parts) + " (conId " + contract.conId() + ")";
  }

  private Resolution resolved(ContractDetails details, boolean inverted) {
    return new Resolution.Found(
        new ResolvedContract(spec, details, routed(details), inverted, multiplier(details)));
  }

  private BigDecimal multiplier(ContractDetails details) {
    return details
        .valueOfOnePoint()
        .orElseThrow(
            () ->
                new UnresolvedContractException(
                    "%s: the gateway gives %s the multiplier \"%s\" and the price magnifier %d"
                        .formatted(
                            spec,
                            shown(details),
                            details.contract().multiplier(),
                            details.priceMagnifier())));
  }

  /**
   * The contract for orders. It is routed by SMART if that is possible, even if another venue was
   * named to find it. With a listing venue as its exchange, the gateway would hold the order back
   * until a person confirms it (10311).
   */
  private Contract routed(ContractDetails details) {
    Contract found = details.contract();
    Contract.Builder routed =
        Contract.builder()
            .conId(found.conId())
            .symbol(found.symbol())
            .secType(found.secType())
            .lastTradeDateOrContractMonth(found.lastTradeDateOrContractMonth())
            .multiplier(found.multiplier())
            .currency(found.currency())
            .localSymbol(found.localSymbol())
            .tradingClass(found.tradingClass())
            .exchange(route(details));
    if (isOption(found)) {
      routed.strike(found.strike()).right(found.right());
    }
    if (route(details).equals(SMART)) {
      routed.primaryExchange(found.primaryExchange());
    }
    return routed.build();
  }

  private String route(ContractDetails details) {
    String asked = spec.contract().exchange();
    String own = details.contract().exchange();
    List<String> venues = Arrays.asList(details.validExchanges().split(","));
    return switch (details.contract().secType()) {
      case "CASH" -> venues.contains(asked) ? asked : own;
      case "FUT", "FOP", "CONTFUT", "IND" -> own;
      default ->
          venues.contains(SMART)
              ? SMART
              : Optional.of(own)
                  .filter(exchange -> !exchange.isEmpty())
                  .orElse(details.contract().primaryExchange());
    };
  }

  private static boolean isOption(Contract contract) {
    return List.of("OPT", "FOP", "WAR").contains(contract.secType());
  }
}
