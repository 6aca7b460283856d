package dev.ibintents.trading.statement;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.Money;
import dev.ibintents.trading.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random statements are written as XML and read back. */
final class FlexReaderPropertyTest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd;HHmmss").withZone(FlexRow.ZONE);

  /** 2026-12-01 to 2027-02-28 in New York, when no clock is changed. */
  private static final long FIRST = Instant.parse("2026-12-01T05:00:00Z").getEpochSecond();

  private static final int SECONDS = 89 * 86_400;

  @Property(tries = 200)
  void executionsAreReadAsTheyWereWritten(@ForAll("trades") List<StatementTrade> trades) {
    String rows = trades.stream().map(FlexReaderPropertyTest::xml).collect(Collectors.joining());

    FlexStatement statement =
        FlexReader.read(
                FlexReaderTest.statement("<Trades></Trades>")
                    .replace("<Trades>", "<Trades>" + rows))
            .get(0);

    assertThat(statement.trades()).containsExactlyElementsIn(trades).inOrder();
  }

  @Property(tries = 500)
  void anyTextIsReadOrRefusedInWords(@ForAll("texts") String text) {
    try {
      assertThat(FlexReader.read(text)).isNotEmpty();
    } catch (InvalidStatementException refused) {
      assertThat(refused.getMessage().length()).isLessThan(400);
      assertThat(refused.getMessage().lines().count()).isEqualTo(1);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    String whole =
        FlexReaderTest.statement(
            "<Trades><Trade conid='1' buySell='BUY' quantity='1'/></Trades>", "<OpenPositions/>");
    Arbitrary<String> cut =
        Arbitraries.integers().between(0, whole.length()).map(end -> whole.substring(0, end));
    Arbitrary<String> mixed =
        Combinators.combine(
                Arbitraries.integers().between(0, whole.length()),
                Arbitraries.strings().ofMaxLength(8))
            .as((at, more) -> whole.substring(0, at) + more + whole.substring(at));
    return Arbitraries.oneOf(cut, mixed, Arbitraries.strings().ofMaxLength(40));
  }

  @Provide
  Arbitrary<List<StatementTrade>> trades() {
    Arbitrary<BigDecimal> amounts =
        Arbitraries.bigDecimals()
            .between(new BigDecimal("0.0001"), new BigDecimal("999999"))
            .ofScale(4);
    Arbitrary<String> words =
        Arbitraries.strings()
            .alpha()
            .numeric()
            .withChars(" &<>'éü€")
            .ofMaxLength(8)
            .map(String::strip);
    Arbitrary<StatementContract> contracts =
        Combinators.combine(Arbitraries.integers().between(1, 999_999_999), words)
            .as((conId, word) -> new StatementContract(conId, word, "STK", "USD", BigDecimal.ONE));
    return Combinators.combine(
            contracts,
            amounts,
            amounts,
            Arbitraries.of(Side.class),
            Arbitraries.integers().between(0, SECONDS),
            words)
        .as(FlexReaderPropertyTest::trade)
        .list()
        .ofMaxSize(20);
  }

  private static StatementTrade trade(
      StatementContract contract,
      BigDecimal quantity,
      BigDecimal price,
      Side side,
      int second,
      String word) {
    return new StatementTrade(
        "0000e0d5.%08x.01.01".formatted(second),
        word,
        Integer.toString(second),
        contract,
        "ExchTrade",
        side,
        false,
        side.signed(quantity),
        price,
        Optional.of(new Money(price.negate(), "EUR")),
        Instant.ofEpochSecond(FIRST + second),
        word);
  }

  private static String xml(StatementTrade trade) {
    StringBuilder row = new StringBuilder("<Trade");
    attribute(row, FlexFields.EXEC_ID, trade.execId());
    attribute(row, FlexFields.ORDER_REFERENCE, trade.orderRef());
    attribute(row, FlexFields.ORDER_ID, trade.brokerOrderId());
    attribute(row, FlexFields.CON_ID, Integer.toString(trade.contract().conId()));
    attribute(row, FlexFields.SYMBOL, trade.contract().symbol());
    attribute(row, FlexFields.ASSET_CLASS, trade.contract().assetClass());
    attribute(row, FlexFields.CURRENCY, trade.contract().currency());
    attribute(row, FlexFields.TRANSACTION_TYPE, trade.kind());
    attribute(row, FlexFields.BUY_SELL, trade.side().action());
    attribute(row, FlexFields.QUANTITY, trade.quantity().toPlainString());
    attribute(row, FlexFields.TRADE_PRICE, trade.price().toPlainString());
    trade
        .commission()
        .ifPresent(
            paid -> {
              attribute(row, FlexFields.COMMISSION, paid.amount().negate().toPlainString());
              attribute(row, FlexFields.COMMISSION_CURRENCY, paid.currency());
            });
    attribute(row, FlexFields.DATE_TIME, TIME.format(trade.time()));
    attribute(row, FlexFields.EXCHANGE, trade.exchange());
    return row.append("/>").toString();
  }

  private static void attribute(StringBuilder row, String name, String value) {
    row.append(' ')
        .append(name)
        .append("='")
        .append(value.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;"))
        .append("'");
  }
}
