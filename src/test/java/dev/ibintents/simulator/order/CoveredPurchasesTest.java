package dev.ibintents.simulator.order;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.intent.trade.CashCover;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.BaseRate;
import dev.ibintents.trading.preview.PriceKind;
import dev.ibintents.trading.preview.Pricing;
import dev.ibintents.trading.preview.UsedPrice;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Purchases that the cash covers are never refused for margin, whatever the account has. */
@Timeout(300)
final class CoveredPurchasesTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);
  private static final List<String> CURRENCIES = List.of("USD", "EUR");

  /** The number of plans; {@code -Dplans=10000} takes a minute and a half. */
  private static final int PLANS = Integer.getInteger("plans", 1000);

  @TempDir Path folder;
  private final Random random = new Random(20261123);
  private FrontDoor door;
  private PaperAccount account;
  private Margin margin;

  @Test
  void noPurchaseOfARandomPlanIsRefusedForMargin() throws Exception {
    int scaled = 0;
    int bought = 0;
    try (FrontDoor opened = FrontDoor.in(folder).clock(NOW).open()) {
      door = opened;
      account = door.gateway().account();
      margin =
          new Margin(
              account,
              new Market(
                  door.gateway().prices(),
                  account,
                  ZoneId.of("America/New_York"),
                  Market.Mode.OPEN,
                  Optional.empty()));
      for (int i = 0; i < PLANS; i++) {
        Map<Instrument, BigDecimal> disturbed = disturb();
        List<PlannedOrder> plan = plan();
        CashCover.Fit fit =
            cover(plan).scaled(plan, conId -> new QuantityStep(BigDecimal.ONE, BigDecimal.ONE));
        assertThat(fit.violations()).isEmpty();
        scaled += fit.scaled().isEmpty() ? 0 : 1;
        for (PlannedOrder order : fit.orders()) {
          buy(order, i);
          disturbed.merge(instrument(order), order.order().totalQuantity(), BigDecimal::add);
          bought++;
        }
        disturbed.forEach((instrument, quantity) -> trade(instrument, quantity.negate()));
        account.forgetDay();
      }
    }
    assertThat(scaled).isGreaterThan(PLANS / 10);
    assertThat(bought).isGreaterThan(PLANS);
  }

  /** Gives the account other cash and positions, and returns the positions. */
  private Map<Instrument, BigDecimal> disturb() {
    Map<Instrument, BigDecimal> positions = new LinkedHashMap<>();
    Valuation now = account.valuation();
    for (String currency : CURRENCIES) {
      BigDecimal wanted = BigDecimal.valueOf(random.nextInt(300_000));
      account.deposit(currency, wanted.subtract(now.cash(currency)));
    }
    Instrument held = stock();
    BigDecimal quantity = BigDecimal.valueOf(random.nextInt(600) - 200);
    if (quantity.signum() != 0) {
      trade(held, quantity);
      positions.put(held, quantity);
    }
    return positions;
  }

  private Instrument stock() {
    List<String> symbols = List.of("SPY", "IEF", "AAPL", "GLD");
    return door.gateway().universe().stock(symbols.get(random.nextInt(symbols.size())));
  }

  private void trade(Instrument instrument, BigDecimal quantity) {
    if (quantity.signum() != 0) {
      door.gateway().tws().trade(instrument, quantity, price(instrument));
    }
  }

  private BigDecimal price(Instrument instrument) {
    return door.gateway().prices().price(instrument, true, NOW.instant());
  }

  private List<PlannedOrder> plan() {
    Map<Integer, PlannedOrder> plan = new LinkedHashMap<>();
    int orders = 1 + random.nextInt(4);
    for (int i = 0; i < orders; i++) {
      Instrument instrument = stock();
      BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(800));
      Order order =
          Order.builder()
              .set(OrderField.ACTION, "BUY")
              .set(OrderField.TOTAL_QUANTITY, quantity)
              .set(OrderField.ORDER_TYPE, "MKT")
              .set(OrderField.TIF, "DAY")
              .build();
      plan.put(
          instrument.conId(),
          new PlannedOrder(
              instrument.ordered(instrument.route()), order, Shares.of("growth", quantity)));
    }
    return List.copyOf(plan.values());
  }

  private Instrument instrument(PlannedOrder order) {
    return door.gateway().universe().byConId(order.contract().conId()).orElseThrow();
  }

  private CashCover cover(List<PlannedOrder> plan) {
    Valuation now = account.valuation();
    List<AccountValue> rows = new ArrayList<>();
    for (String currency : now.currencies()) {
      rows.add(row("CashBalance", now.cash(currency), currency));
      rows.add(row("ExchangeRate", now.rates().get(currency), currency));
    }
    rows.add(row("AvailableFunds", now.availableFunds(), PaperAccount.BASE_CURRENCY));
    Map<Integer, Pricing> pricing = new LinkedHashMap<>();
    plan.forEach(
        order ->
            pricing.put(
                order.contract().conId(),
                new Pricing(
                    new UsedPrice(price(instrument(order)), PriceKind.CLOSE),
                    BigDecimal.ONE,
                    new BaseRate(PaperAccount.BASE_CURRENCY, BigDecimal.ONE, null))));
    return new CashCover(
        account.name(),
        new AccountUpdates(rows, List.of()),
        List.of(),
        pricing,
        Set.of(),
        new TreeMap<>());
  }

  private AccountValue row(String key, BigDecimal value, String currency) {
    return new AccountValue(key, value.toPlainString(), currency, account.name());
  }

  /** Fills an order as the simulated broker does, after its check of margin. */
  private void buy(PlannedOrder order, int plan) {
    Instrument instrument = instrument(order);
    Listing listing = new Listing(instrument, instrument.route());
    BigDecimal quantity = order.order().totalQuantity();
    assertWithMessage("plan %s, %s", plan, order)
        .that(margin.shortage(order.order(), listing, quantity))
        .isEqualTo(Optional.empty());
    trade(instrument, quantity);
    assertWithMessage("cash after plan %s", plan)
        .that(account.valuation().cash("USD"))
        .isAtLeast(BigDecimal.ZERO);
  }
}
