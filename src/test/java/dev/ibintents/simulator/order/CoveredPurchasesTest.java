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
import dev.ibintents.trading.preview.SaleProceeds;
import dev.ibintents.trading.preview.UsedPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
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
  private static final QuantityStep WHOLE = new QuantityStep(BigDecimal.ONE, BigDecimal.ONE);
  private static final List<String> CURRENCIES = List.of("USD", "EUR");

  /** The number of plans of each test; {@code -Dplans=10000} takes a minute. */
  private static final int PLANS = Integer.getInteger("plans", 500);

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
      use(opened);
      for (int i = 0; i < PLANS; i++) {
        Map<Instrument, BigDecimal> disturbed = disturb();
        List<PlannedOrder> plan = purchases();
        CashCover.Fit fit = cover(plan, Set.of()).scaled(plan, conId -> WHOLE);
        assertThat(fit.violations()).isEmpty();
        scaled += fit.scaled().isEmpty() ? 0 : 1;
        for (PlannedOrder order : fit.orders()) {
          buy(order, i);
          disturbed.merge(instrument(order), order.order().totalQuantity(), BigDecimal::add);
          bought++;
        }
        undo(disturbed);
      }
    }
    assertThat(scaled).isGreaterThan(PLANS / 10);
    assertThat(bought).isGreaterThan(PLANS);
  }

  /** Sales are filled at up to 5 % above or below the price of the plan. */
  @Test
  void noPurchaseThatFollowsSalesIsRefusedForMargin() throws Exception {
    int followed = 0;
    int leftOut = 0;
    try (FrontDoor opened = FrontDoor.in(folder).clock(NOW).open()) {
      use(opened);
      for (int i = 0; i < PLANS; i++) {
        Map<Instrument, BigDecimal> positions = disturb();
        List<PlannedOrder> plan = new ArrayList<>(purchases());
        Set<Integer> sold = addSales(plan, positions);
        CashCover cash = cover(plan, sold);
        CashCover.Fit fit =
            cash.with(SaleProceeds.of(plan, cash.pricing(), sold))
                .scaled(plan, conId -> WHOLE)
                .inPhases(cash);
        assertThat(fit.violations()).isEmpty();
        for (PlannedOrder order : fit.orders()) {
          if (sold.contains(order.contract().conId())) {
            sell(order, positions);
          } else if (!order.terms().isAfterSales()) {
            buy(order, i);
            positions.merge(instrument(order), order.order().totalQuantity(), BigDecimal::add);
          }
        }
        List<PlannedOrder> covered = new ArrayList<>();
        for (PlannedOrder order : fit.orders()) {
          if (order.terms().isAfterSales()) {
            covered.add(order);
            if (!cover(covered, Set.of()).checked(covered).violations().isEmpty()) {
              covered.remove(order);
              leftOut++;
            }
          }
        }
        for (PlannedOrder order : covered) {
          buy(order, i);
          positions.merge(instrument(order), order.order().totalQuantity(), BigDecimal::add);
          followed++;
        }
        undo(positions);
      }
    }
    assertThat(followed).isGreaterThan(PLANS / 10);
    assertThat(leftOut).isGreaterThan(0);
  }

  private void use(FrontDoor opened) {
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
  }

  private void undo(Map<Instrument, BigDecimal> positions) {
    positions.forEach((instrument, quantity) -> trade(instrument, quantity.negate()));
    account.forgetDay();
  }

  /** Adds sales of long positions that the plan does not buy; returns their contracts. */
  private Set<Integer> addSales(List<PlannedOrder> plan, Map<Instrument, BigDecimal> positions) {
    Set<Integer> sold = new HashSet<>();
    positions.forEach(
        (instrument, quantity) -> {
          boolean isBought =
              plan.stream().anyMatch(order -> order.contract().conId() == instrument.conId());
          if (quantity.signum() > 0 && !isBought) {
            plan.add(order(instrument, "SELL", quantity));
            sold.add(instrument.conId());
          }
        });
    return sold;
  }

  private void sell(PlannedOrder order, Map<Instrument, BigDecimal> positions) {
    Instrument instrument = instrument(order);
    BigDecimal quantity = order.order().totalQuantity();
    BigDecimal price =
        price(instrument)
            .multiply(BigDecimal.valueOf(95 + random.nextInt(11), 2))
            .setScale(2, RoundingMode.HALF_UP);
    door.gateway().tws().trade(instrument, quantity.negate(), price);
    positions.merge(instrument, quantity.negate(), BigDecimal::add);
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

  private List<PlannedOrder> purchases() {
    Map<Integer, PlannedOrder> plan = new LinkedHashMap<>();
    int orders = 1 + random.nextInt(4);
    for (int i = 0; i < orders; i++) {
      Instrument instrument = stock();
      BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(800));
      plan.put(instrument.conId(), order(instrument, "BUY", quantity));
    }
    return List.copyOf(plan.values());
  }

  private static PlannedOrder order(Instrument instrument, String action, BigDecimal quantity) {
    Order order =
        Order.builder()
            .set(OrderField.ACTION, action)
            .set(OrderField.TOTAL_QUANTITY, quantity)
            .set(OrderField.ORDER_TYPE, "MKT")
            .set(OrderField.TIF, "DAY")
            .build();
    return new PlannedOrder(
        instrument.ordered(instrument.route()), order, Shares.of("growth", order.signed(quantity)));
  }

  private Instrument instrument(PlannedOrder order) {
    return door.gateway().universe().byConId(order.contract().conId()).orElseThrow();
  }

  private CashCover cover(List<PlannedOrder> plan, Set<Integer> reducing) {
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
        reducing,
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
