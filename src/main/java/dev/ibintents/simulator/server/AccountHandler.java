package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.AccountSummary;
import dev.ibintents.ibapi.message.AccountSummaryEnd;
import dev.ibintents.ibapi.message.AccountUpdateMulti;
import dev.ibintents.ibapi.message.AccountUpdateMultiEnd;
import dev.ibintents.ibapi.message.AccountUpdateTime;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.CancelAccountSummary;
import dev.ibintents.ibapi.message.CancelAccountUpdatesMulti;
import dev.ibintents.ibapi.message.CancelPositions;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqAccountSummary;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAccountUpdatesMulti;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.simulator.account.AccountRow;
import dev.ibintents.simulator.account.AccountRows;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperPosition;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.market.Instrument;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers requests about the value and the positions of the user's accounts. */
final class AccountHandler {
  private static final DateTimeFormatter HOUR_AND_MINUTE = DateTimeFormatter.ofPattern("HH:mm");
  private static final int MOST_SUMMARIES = 2;
  private static final String LEDGER = "$LEDGER";

  private final PaperAccount account;
  private final Map<String, PaperAccount> accounts = new LinkedHashMap<>();
  private final Clock clock;
  private final ZoneId zone;
  private final Faults faults;

  /**
   * Answers for these accounts.
   *
   * @param accounts all accounts of the user; the first one trades
   */
  AccountHandler(List<PaperAccount> accounts, Clock clock, ZoneId zone, Faults faults) {
    this.account = accounts.get(0);
    accounts.forEach(listed -> this.accounts.put(listed.name(), listed));
    this.clock = clock;
    this.zone = zone;
    this.faults = faults;
  }

  void register(RequestHandlers handlers) {
    handlers
        .on(ReqAccountUpdates.class, this::updates)
        .on(ReqAccountUpdatesMulti.class, this::updatesMulti)
        .on(CancelAccountUpdatesMulti.class, (client, request) -> {})
        .on(ReqAccountSummary.class, this::summary)
        .on(
            CancelAccountSummary.class,
            (client, request) -> client.summaries().remove(request.reqId()))
        .on(ReqPositions.class, (client, request) -> positions(client))
        .on(CancelPositions.class, (client, request) -> client.watchesPositions(false));
  }

  private void updates(Client client, ReqAccountUpdates request) {
    Optional<PaperAccount> found = named(client, Client.SESSION, request.account());
    if (found.isEmpty()) {
      return;
    }
    PaperAccount named = found.get();
    client.watchesAccount(request.subscribe() && named == account);
    if (!request.subscribe()) {
      return;
    }
    synchronized (named) {
      Valuation valuation = named.valuation();
      String name = named.name();
      for (AccountRow row : AccountRows.of(valuation, name)) {
        boolean isResetting = faults.isResetting() && row.key().equals("AccountReady");
        String value = isResetting ? "false" : row.value();
        client.send(new AccountValue(row.key(), value, row.currency(), name));
      }
      valuation.lines().forEach(line -> client.send(line.report(name)));
      client.send(time());
      client.send(new AccountDownloadEnd(name));
    }
  }

  private AccountUpdateTime time() {
    return new AccountUpdateTime(HOUR_AND_MINUTE.format(clock.instant().atZone(zone)));
  }

  /** Sends the subscribers what a trade has changed. No end message follows. */
  void traded(Collection<Client> clients, Set<Instrument> instruments) {
    if (instruments.isEmpty()
        || clients.stream().noneMatch(c -> c.watchesPositions() || c.watchesAccount())) {
      return;
    }
    Valuation valuation = account.valuation();
    List<AccountRow> rows = AccountRows.of(valuation, account.name());
    for (Client client : clients) {
      if (client.watchesPositions()) {
        instruments.forEach(traded -> position(traded).ifPresent(client::push));
      }
      if (client.watchesAccount()) {
        for (AccountRow row : rows) {
          client.push(new AccountValue(row.key(), row.value(), row.currency(), account.name()));
        }
        valuation.lines().stream()
            .filter(line -> instruments.contains(line.instrument()))
            .forEach(line -> client.push(line.report(account.name())));
        client.push(time());
      }
    }
  }

  /** The position in an instrument: 0 after it was closed, and none after a currency conversion. */
  private Optional<Position> position(Instrument instrument) {
    Optional<PaperPosition> holding =
        account.holdings().stream()
            .filter(candidate -> candidate.conId() == instrument.conId())
            .findFirst();
    if (holding.isEmpty() && instrument.kind() == Instrument.Kind.CASH) {
      return Optional.empty();
    }
    return Optional.of(position(account, holding.orElse(PaperPosition.none(instrument.conId()))));
  }

  private static Position position(PaperAccount account, PaperPosition holding) {
    return new Position(
        account.name(),
        account.instrument(holding.conId()).held(),
        holding.quantity(),
        holding.averageCost());
  }

  private void updatesMulti(Client client, ReqAccountUpdatesMulti request) {
    Optional<PaperAccount> found = named(client, request.reqId(), request.account());
    if (found.isEmpty()) {
      return;
    }
    String name = found.get().name();
    Valuation valuation = found.get().valuation();
    List<AccountRow> rows = AccountRows.of(valuation, name);
    if (request.ledgerAndNLV()) {
      rows =
          Stream.concat(
                  AccountRows.ledger(valuation, name).stream(),
                  rows.stream().filter(row -> row.key().equals("NetLiquidation")))
              .toList();
    }
    for (AccountRow row : rows) {
      client.send(
          new AccountUpdateMulti(
              request.reqId(), name, request.modelCode(), row.key(), row.value(), row.currency()));
    }
    client.send(new AccountUpdateMultiEnd(request.reqId()));
  }

  private void summary(Client client, ReqAccountSummary request) {
    if (client.summaries().size() >= MOST_SUMMARIES
        && !client.summaries().contains(request.reqId())) {
      client.error(
          request.reqId(),
          322,
          "Error processing request.-'bD' : cause - Maximum number of account summary requests"
              + " exceeded");
      return;
    }
    client.summaries().add(request.reqId());
    Set<String> tags =
        Arrays.stream(request.tags().split(",")).map(String::trim).collect(Collectors.toSet());
    accounts.values().forEach(summed -> summary(client, request.reqId(), tags, summed));
    client.send(new AccountSummaryEnd(request.reqId()));
  }

  private static void summary(Client client, int reqId, Set<String> tags, PaperAccount account) {
    Valuation valuation = account.valuation();
    String ledger = ledgerTag(tags);
    List<AccountRow> rows = AccountRows.of(valuation, account.name());
    Predicate<AccountRow> isTotal =
        row -> row.currency().isEmpty() || row.currency().equals(PaperAccount.BASE_CURRENCY);
    List<AccountRow> byCurrency = AccountRows.ledger(valuation, account.name());
    Stream.concat(
            rows.stream()
                .filter(isTotal)
                .filter(row -> tags.contains(row.key()))
                .filter(row -> !byCurrency.contains(row)),
            byCurrency.stream().filter(row -> inLedger(ledger, row)))
        .forEach(
            row ->
                client.send(
                    new AccountSummary(
                        reqId, account.name(), row.key(), row.value(), row.currency())));
  }

  /**
   * The ledger tag among the tags: {@code $LEDGER}, {@code $LEDGER:CHF} or {@code $LEDGER:ALL};
   * empty if there is none.
   */
  private static String ledgerTag(Set<String> tags) {
    return tags.stream().filter(tag -> tag.startsWith(LEDGER)).findFirst().orElse("");
  }

  private static boolean inLedger(String tag, AccountRow row) {
    return switch (tag) {
      case "" -> false;
      case LEDGER -> row.currency().equals(AccountRows.BASE);
      case LEDGER + ":ALL" -> true;
      default -> tag.equals(LEDGER + ":" + row.currency());
    };
  }

  private void positions(Client client) {
    synchronized (account) {
      client.watchesPositions(true);
      for (PaperAccount owner : accounts.values()) {
        owner.holdings().forEach(holding -> client.send(position(owner, holding)));
      }
      client.send(new PositionEnd());
    }
  }

  /** The account that a request names. If there is none, the client gets an error. */
  private Optional<PaperAccount> named(Client client, int id, String name) {
    Optional<PaperAccount> found =
        name.isEmpty() && accounts.size() == 1
            ? Optional.of(account)
            : Optional.ofNullable(accounts.get(name));
    if (found.isEmpty()) {
      String cause =
          name.isEmpty()
              ? "You must specify an account."
              : "Invalid account code '%s'.".formatted(name);
      client.error(id, 321, "Error validating request.-'bQ' : cause - " + cause);
    }
    return found;
  }
}
