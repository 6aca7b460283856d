package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.Stocks;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractData;
import dev.ibintents.ibapi.message.ContractDataEnd;
import dev.ibintents.ibapi.message.ContractDetails;
import dev.ibintents.ibapi.message.MarketRule;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqMarketRule;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.simulator.account.PaperPosition;
import dev.ibintents.simulator.account.PortfolioLine;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.market.DatedCatalogue;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptions and values of options, bills, and shares with special terms. */
class InstrumentsTest extends OneClientBench {
  @Test
  void shareClassHasABlankInItsSymbol() throws IOException {
    ContractDetails details = only(Stocks.contract("BRK B").build());
    assertThat(details.contract().localSymbol()).isEqualTo("BRK B");
    assertThat(details.contract().tradingClass()).isEqualTo("BRKB");
    assertThat(details.contract().primaryExchange()).isEqualTo("NYSE");
    bench.place(client, 1, details.contract(), bench.market("BUY", 2));
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 2/0");
  }

  @Test
  void contractFieldsNarrowAnOptionChain() throws IOException {
    Contract.Builder aapl = option();
    List<ContractDetails> chain = details(aapl.build());
    assertThat(
            chain.stream()
                .map(details -> details.contract().lastTradeDateOrContractMonth())
                .distinct())
        .containsExactly("20261218", "20270115", "20270219", "20270319");
    assertThat(details(option().right("C").build())).hasSize(chain.size() / 2);
    List<ContractDetails> december =
        details(option().lastTradeDateOrContractMonth("202612").right("PUT").build());
    assertThat(december).hasSize(chain.size() / 8);
    ContractDetails option =
        only(
            option()
                .lastTradeDateOrContractMonth("20261218")
                .strike(new BigDecimal("270"))
                .right("C")
                .multiplier("100")
                .build());
    assertThat(option.contract().localSymbol()).isEqualTo("AAPL  261218C00270000");
    assertThat(option.contract().multiplier()).isEqualTo("100");
    assertThat(option.underConId()).isEqualTo(265598);
    assertThat(option.underSymbol()).isEqualTo("AAPL");
    assertThat(option.underSecType()).isEqualTo("STK");
    assertThat(only(Contract.builder().conId(option.contract().conId()).build()).contract())
        .isEqualTo(option.contract());
    assertThat(details(option().lastTradeDateOrContractMonth("20261217").build())).isEmpty();
  }

  @Test
  void optionCostsItsPriceTimesItsMultiplier() throws IOException {
    Instrument call = call("270");
    BigDecimal cash = bench.cash("USD");
    BigDecimal ask = bench.ask(call);
    bench.place(client, 1, call, bench.market("BUY", 3));
    assertThat(OrderBench.brief(bench.heard(client))).contains("commission 1.95");
    BigDecimal paid = ask.multiply(new BigDecimal("300")).add(new BigDecimal("1.95"));
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.subtract(paid));

    Valuation valuation = bench.gateway().account().valuation();
    PortfolioLine line = line(valuation, call);
    assertThat(line.value()).isEqualToIgnoringScale(line.price().multiply(new BigDecimal("300")));
    assertThat(line.averageCost())
        .isEqualToIgnoringScale(ask.multiply(new BigDecimal("100")).add(new BigDecimal("0.65")));
    assertThat(valuation.optionMarketValue("USD")).isEqualToIgnoringScale(line.value());
    BigDecimal sum = valuation.totalCash().add(valuation.inBase(valuation::securitiesValue));
    assertThat(valuation.netLiquidation().subtract(sum).abs()).isAtMost(new BigDecimal("0.06"));
    Position position = position(call);
    assertThat(position.contract().right()).isEqualTo("C");
    assertThat(position.contract().strike()).isEqualToIgnoringScale("270");
  }

  @Test
  void optionWithLowerStrikeCostsMore() {
    PriceSource prices = bench.gateway().prices();
    BigDecimal low = prices.mark(call("200"), OrderBench.NOW);
    BigDecimal middle = prices.mark(call("270"), OrderBench.NOW);
    BigDecimal spot = prices.mark(bench.stock("AAPL"), OrderBench.NOW);
    assertThat(low).isGreaterThan(middle);
    assertThat(middle).isGreaterThan(BigDecimal.ZERO);
    assertThat(low.add(new BigDecimal("200.05"))).isGreaterThan(spot);
    assertThat(low).isLessThan(spot);
  }

  @Test
  void expiredOptionInTheMoneyBecomesSharesAndAnyOtherVanishes() throws IOException {
    Instrument aapl = bench.stock("AAPL");
    bench.place(client, 1, call("150"), bench.market("BUY", 1));
    bench.place(client, 2, call("400"), bench.market("BUY", 1));
    bench.heard(client);
    BigDecimal before = bench.held(aapl);
    BigDecimal future = profitAtSettlement(mnq());
    BigDecimal cash = bench.cash("USD");
    Instant expiry = Instant.parse("2026-12-18T21:00:00Z");
    bench.advance(Duration.between(OrderBench.NOW, expiry));
    assertThat(bench.held(call("150"))).isEqualToIgnoringScale("0");
    assertThat(bench.held(aapl)).isEqualToIgnoringScale(before.add(new BigDecimal("100")));
    assertThat(bench.held(call("400"))).isEqualToIgnoringScale("0");
    assertThat(bench.gateway().account().fills()).isEmpty();
    BigDecimal paid = new BigDecimal("15000");
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.add(future).subtract(paid));
  }

  @Test
  void expiredFutureSettlesToCashAndItsOrdersEnd() throws IOException {
    Instrument mnq = mnq();
    BigDecimal pnl = profitAtSettlement(mnq);
    BigDecimal cash = bench.cash("USD");
    Order resting = bench.limit("BUY", 1, new BigDecimal("100")).with(OrderField.TIF, "GTC");
    bench.place(client, 1, mnq, resting);
    bench.heard(client);

    bench.advance(Duration.between(OrderBench.NOW, mnq.settlement()));

    assertThat(bench.held(mnq)).isEqualToIgnoringScale("0");
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.add(pnl));
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Cancelled 0/1");
    bench.restart();
    assertThat(bench.held(mnq)).isEqualToIgnoringScale("0");
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.add(pnl));
  }

  @Test
  void billIsBoughtBelowItsFaceValueAndRepaid() throws IOException {
    List<ContractDetails> bills =
        details(Contract.builder().secType("BILL").exchange("SMART").currency("USD").build());
    assertThat(bills).hasSize(2);
    ContractDetails details = bills.get(0);
    assertThat(details.minSize()).isEqualToIgnoringScale("1000");
    Instrument bill = bench.gateway().universe().byConId(details.contract().conId()).orElseThrow();
    bench.place(client, 1, bill, bench.market("BUY", 500));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 388");
    bench.place(client, 2, bill, bench.market("BUY", 1500));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 2 321");
    BigDecimal cash = bench.cash("USD");
    BigDecimal ask = bench.ask(bill);
    assertThat(ask).isLessThan(new BigDecimal("100"));
    bench.place(client, 3, bill, bench.market("BUY", 10_000));
    bench.heard(client);
    BigDecimal paid = ask.multiply(new BigDecimal("100")).add(new BigDecimal("5"));
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.subtract(paid));
    Valuation valuation = bench.gateway().account().valuation();
    assertThat(valuation.billValue("USD")).isGreaterThan(new BigDecimal("9900"));
    assertThat(valuation.billValue("USD")).isLessThan(new BigDecimal("10000"));

    bench.advance(Duration.between(OrderBench.NOW, bill.settlement()));
    assertThat(bench.held(bill)).isEqualToIgnoringScale("0");
    assertThat(bench.cash("USD"))
        .isEqualToIgnoringScale(cash.subtract(paid).add(new BigDecimal("10000")));
  }

  @Test
  void shareQuotedInPenceIsValuedInPounds() throws IOException {
    ContractDetails details = only(Stocks.contract("VOD").currency("GBP").build());
    assertThat(details.priceMagnifier()).isEqualTo(100);
    assertThat(details.contract().primaryExchange()).isEqualTo("LSE");
    assertThat(details.timeZoneId()).isEqualTo("GB-Eire");
    Instrument vod = bench.stock("VOD");
    BigDecimal ask = bench.ask(vod);
    assertThat(ask).isGreaterThan(new BigDecimal("20"));
    bench.place(client, 1, vod, bench.market("BUY", 1000));
    assertThat(OrderBench.brief(bench.heard(client))).contains("commission 5");
    BigDecimal paid = ask.multiply(BigDecimal.TEN).add(new BigDecimal("5"));
    assertThat(bench.cash("GBP")).isEqualToIgnoringScale(paid.negate());
    Valuation valuation = bench.gateway().account().valuation();
    PortfolioLine line = line(valuation, vod);
    assertThat(line.value()).isEqualToIgnoringScale(line.price().multiply(BigDecimal.TEN));
    assertThat(valuation.stockMarketValue("GBP")).isEqualToIgnoringScale(line.value());
    assertThat(line.averageCost()).isEqualToIgnoringScale(paid.divide(new BigDecimal("1000")));
  }

  @Test
  void marginOfAShareQuotedInPenceIsComputedInPounds() throws IOException {
    Instrument vod = bench.stock("VOD");
    Order whatIf = bench.market("BUY", 1000).with(OrderField.WHAT_IF, true);
    bench.place(client, 1, vod, whatIf);
    OpenOrder answer = OrderBench.first(OpenOrder.class, bench.heard(client));
    BigDecimal pounds = bench.ask(vod).multiply(BigDecimal.TEN);
    BigDecimal dollars = pounds.multiply(bench.gateway().prices().rate("GBP", OrderBench.NOW));
    assertThat(answer.state().initMarginChange())
        .isLessThan(dollars.multiply(new BigDecimal("0.51")));
    assertThat(answer.state().initMarginChange())
        .isGreaterThan(dollars.multiply(new BigDecimal("0.49")));
  }

  @Test
  void contractWithAMinimumSizeTakesWholeLots() throws IOException {
    ContractDetails details = only(Stocks.contract("7203").currency("JPY").build());
    assertThat(details.minSize()).isEqualToIgnoringScale("100");
    assertThat(details.sizeIncrement()).isEqualToIgnoringScale("100");
    Instrument toyota = bench.stock("7203");
    bench.place(client, 1, toyota, bench.market("BUY", 50));
    bench.place(client, 2, toyota, bench.market("BUY", 150));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 388", "error 2 321");
    bench.place(client, 3, toyota, bench.market("BUY", 200));
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 3 Filled 200/0");
  }

  @Test
  void limitPriceKeepsTheStepOfItsHeight() throws IOException {
    Instrument toyota = bench.stock("7203");
    client.send(new ReqMarketRule(Integer.parseInt(rule(toyota))));
    assertThat(OrderBench.first(MarketRule.class, bench.heard(client)).priceIncrements())
        .contains(new MarketRule.PriceIncrement(new BigDecimal("5000"), BigDecimal.ONE));
    bench.place(client, 1, toyota, bench.limit("SELL", 100, new BigDecimal("4999.5")));
    bench.place(client, 2, toyota, bench.limit("SELL", 100, new BigDecimal("5000.5")));
    bench.place(client, 3, toyota, bench.limit("SELL", 100, new BigDecimal("5001")));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsAtLeast("error 2 110", "status 1 Submitted 0/100", "status 3 Submitted 0/100");
  }

  private String rule(Instrument instrument) throws IOException {
    Contract contract = Stocks.contract(instrument.symbol()).currency("JPY").build();
    return only(contract).marketRuleIds().split(",")[0];
  }

  @Test
  void currencyWithoutAPairHasARateInTheAccountOnly() throws IOException {
    Instrument taiwan = bench.stock("2330");
    bench.place(client, 1, taiwan, bench.market("BUY", 10));
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 10/0");
    Valuation valuation = bench.gateway().account().valuation();
    assertThat(valuation.rates()).containsKey("TWD");
    assertThat(valuation.cash("TWD").signum()).isEqualTo(-1);
    for (String[] pair : new String[][] {{"USD", "TWD"}, {"TWD", "USD"}}) {
      Contract.Builder wanted =
          Contract.builder().secType("CASH").symbol(pair[0]).currency(pair[1]);
      assertThat(bench.gateway().universe().find(wanted.build())).isEmpty();
    }
  }

  /** The profit of the current holding in a future at its settlement. */
  private BigDecimal profitAtSettlement(Instrument future) {
    PaperPosition held =
        bench.gateway().account().holdings().stream()
            .filter(holding -> holding.conId() == future.conId())
            .findFirst()
            .orElseThrow();
    BigDecimal price = bench.gateway().prices().mark(future, future.settlement());
    return price.multiply(held.quantity()).multiply(future.factor()).subtract(held.cost());
  }

  private Instrument mnq() {
    return bench.gateway().universe().byConId(654503314).orElseThrow();
  }

  private Instrument call(String strike) {
    return DatedCatalogue.options(OrderBench.NOW)
        .filter(option -> option.symbol().equals("AAPL") && option.terms().right().equals("C"))
        .filter(option -> option.terms().strike().compareTo(new BigDecimal(strike)) == 0)
        .findFirst()
        .orElseThrow();
  }

  private static Contract.Builder option() {
    return Contract.builder().secType("OPT").symbol("AAPL").currency("USD").exchange("SMART");
  }

  private ContractDetails only(Contract contract) throws IOException {
    List<ContractDetails> found = details(contract);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<ContractDetails> details(Contract contract) throws IOException {
    if (bench.gateway().universe().find(contract).isEmpty()) {
      return List.of();
    }
    client.send(new ReqContractDetails(8, contract));
    return client.all(ContractData.class, ContractDataEnd.class).stream()
        .map(ContractData::details)
        .toList();
  }

  private static PortfolioLine line(Valuation valuation, Instrument instrument) {
    return valuation.lines().stream()
        .filter(line -> line.instrument().equals(instrument))
        .findFirst()
        .orElseThrow();
  }

  private Position position(Instrument instrument) throws IOException {
    client.send(new ReqPositions());
    return client.all(Position.class, PositionEnd.class).stream()
        .filter(position -> position.contract().conId() == instrument.conId())
        .findFirst()
        .orElseThrow();
  }
}
