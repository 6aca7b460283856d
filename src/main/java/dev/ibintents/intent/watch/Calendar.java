package dev.ibintents.intent.watch;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.gateway.UnresolvedContractException;
import dev.ibintents.ibapi.GatewayException;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Weekdays;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The holidays of the exchange: the weekdays that the broker's hours of a contract name as closed.
 * The broker names those of the next few days, so they are kept in {@code watch/{mode}}, and known
 * when the gateway does not answer.
 */
final class Calendar {
  private static final Logger logger = LoggerFactory.getLogger(Calendar.class);

  private static final ContractSpec USUAL = ContractSpec.stock("SPY");
  private static final Pattern CLOSED = Pattern.compile("(\\d{8}):CLOSED");
  private static final int KEPT_DAYS = 14;
  private static final RecordFields<Holidays> FIELDS = RecordFields.of(Holidays.class);

  private final Environment environment;
  private final String path;
  private final SortedSet<LocalDate> closed = new TreeSet<>();

  /** The document. */
  private record Holidays(List<LocalDate> closed) {}

  Calendar(Environment environment) {
    this.environment = environment;
    this.path = "watch/" + environment.variables().tradingMode().id();
  }

  /** Reads the known holidays, and those that the gateway names. */
  Calendar read(Optional<TradingTools> tools) {
    environment
        .store()
        .get(path)
        .map(FIELDS::record)
        .ifPresent(known -> closed.addAll(known.closed()));
    tools.ifPresent(this::ask);
    return this;
  }

  private void ask(TradingTools tools) {
    try {
      ResolvedContract contract =
          tools.contracts().resolve(environment.configuration().watch().calendar().orElse(USUAL));
      SortedSet<LocalDate> before = new TreeSet<>(closed);
      Matcher day = CLOSED.matcher(contract.details().liquidHours());
      while (day.find()) {
        LocalDate date = LocalDate.parse(day.group(1), DateTimeFormatter.BASIC_ISO_DATE);
        if (Weekdays.contain(date)) {
          closed.add(date);
        }
      }
      LocalDate oldest = BrokerDay.of(environment.clock().instant()).minusDays(KEPT_DAYS);
      closed.removeIf(date -> date.isBefore(oldest));
      if (!closed.equals(before)) {
        environment.store().set(path, FIELDS.fields(new Holidays(List.copyOf(closed))));
      }
    } catch (UnresolvedContractException | GatewayException e) {
      logger.warn("The holidays of the exchange are not known", e);
    }
  }

  /** Whether a weekday is known to be a holiday. */
  boolean isHoliday(LocalDate day) {
    return closed.contains(day);
  }
}
