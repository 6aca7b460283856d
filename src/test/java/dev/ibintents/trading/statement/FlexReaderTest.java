package dev.ibintents.trading.statement;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.trading.Money;
import dev.ibintents.trading.Side;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The XML of Flex Queries, and texts that pretend to be some. */
@Timeout(30)
final class FlexReaderTest {
  private static final String TRADE =
      "<Trade accountId='DU1234567' currency='USD' assetCategory='STK' symbol='SPY' conid='756733'"
          + " multiplier='1' tradeID='1111' ibExecID='00018d97.00000001.01.01'"
          + " transactionID='2222' ibOrderID='333' transactionType='ExchTrade' exchange='ISLAND'"
          + " buySell='SELL' quantity='-1,200' tradePrice='254.6' tradeMoney='-305520'"
          + " ibCommission='-6.25' ibCommissionCurrency='USD' dateTime='20261125;153000'"
          + " orderReference='abcdef01-1-0' levelOfDetail='EXECUTION' isAPIOrder='Y'/>";

  @TempDir Path folder;

  static String statement(String... sections) {
    return doubleQuoted(
        "<FlexQueryResponse queryName='books' type='AF'><FlexStatements count='1'>"
            + "<FlexStatement accountId='DU1234567' fromDate='20261123' toDate='20261127'"
            + " period='' whenGenerated='20261128;041500'>"
            + String.join("", sections)
            + "</FlexStatement></FlexStatements></FlexQueryResponse>");
  }

  private static FlexStatement read(String... sections) {
    List<FlexStatement> statements = FlexReader.read(statement(sections));
    assertThat(statements).hasSize(1);
    return statements.get(0);
  }

  private static String refusal(String xml) {
    return assertThrows(InvalidStatementException.class, () -> FlexReader.read(xml)).getMessage();
  }

  private static String trades(String... rows) {
    return "<Trades>" + String.join("", rows) + "</Trades>";
  }

  @Test
  void executionIsReadWithAllItsFields() {
    FlexStatement statement = read(trades(TRADE));

    StatementTrade trade = statement.trades().get(0);
    assertThat(statement.account()).isEqualTo("DU1234567");
    assertThat(statement.from()).isEqualTo(LocalDate.parse("2026-11-23"));
    assertThat(statement.to()).isEqualTo(LocalDate.parse("2026-11-27"));
    assertThat(trade.execId()).isEqualTo("00018d97.00000001.01.01");
    assertThat(trade.orderRef()).isEqualTo("abcdef01-1-0");
    assertThat(trade.side()).isEqualTo(Side.SELL);
    assertThat(trade.quantity()).isEqualTo(new BigDecimal("-1200"));
    assertThat(trade.commission()).hasValue(new Money(new BigDecimal("6.25"), "USD"));
    assertThat(trade.time()).isEqualTo(Instant.parse("2026-11-25T20:30:00Z"));
    assertThat(trade.contract().multiplier()).isEqualTo(BigDecimal.ONE);
    assertThat(trade.isCancelled()).isFalse();
  }

  @Test
  void rowsOfOrdersTellTheReferenceOnly() {
    FlexStatement statement =
        read(
            trades(
                TRADE.replace("levelOfDetail='EXECUTION'", "levelOfDetail='ORDER'"),
                TRADE.replace("orderReference='abcdef01-1-0'", "orderReference=''"),
                "<SymbolSummary symbol='SPY' levelOfDetail='SYMBOL_SUMMARY'/>"));

    assertThat(statement.trades()).hasSize(1);
    assertThat(statement.orderRefs()).containsExactly("333", "abcdef01-1-0");
    assertThat(statement.ignored()).containsExactly("Trades", 1);
  }

  @Test
  void moneyDecidesWhereTheMultiplierDoesNotExplainIt() {
    String pence = TRADE.replace("tradePrice='254.6'", "tradePrice='25460'").replace("USD", "GBP");

    assertThat(read(trades(pence)).trades().get(0).contract().multiplier())
        .isEqualTo(new BigDecimal("0.01"));
  }

  @Test
  void cancellationIsRecognised() {
    assertThat(read(trades(TRADE.replace("'SELL'", "'SELL (Ca.)'"))).trades().get(0).isCancelled())
        .isTrue();
  }

  @Test
  void paymentsActionsAndPositionsAreRead() {
    FlexStatement statement =
        read(
            "<CashTransactions>"
                + "<CashTransaction type='Dividends' currency='USD' amount='12.34' conid='756733'"
                + " dateTime='20261126;202000' reportDate='20261127' exDate='20261112'"
                + " transactionID='9101' description='SPY CASH DIVIDEND' levelOfDetail='DETAIL'/>"
                + "<CashTransaction type='Dividends' currency='USD' amount='12.34'"
                + " dateTime='20261126' levelOfDetail='SUMMARY'/></CashTransactions>",
            "<CorporateActions><CorporateAction type='FS' conid='265598' symbol='AAPL'"
                + " quantity='300' dateTime='20261124;202500' reportDate='20261125'"
                + " actionDescription='AAPL(US0378331005) SPLIT 4 FOR 1 (AAPL, APPLE INC)'"
                + " transactionID='9201'/></CorporateActions>",
            "<OpenPositions><OpenPosition conid='265598' symbol='AAPL' position='400'"
                + " reportDate='20261127' levelOfDetail='SUMMARY'/>"
                + "<OpenPosition conid='265598' symbol='AAPL' position='100'"
                + " reportDate='20261127' levelOfDetail='LOT'/></OpenPositions>");

    assertThat(statement.cash())
        .containsExactly(
            new StatementCash(
                "9101",
                "Dividends",
                new Money(new BigDecimal("12.34"), "USD"),
                OptionalInt.of(756733),
                LocalDate.parse("2026-11-27"),
                Optional.of(LocalDate.parse("2026-11-12")),
                "SPY CASH DIVIDEND"));
    assertThat(statement.actions().get(0).time()).isEqualTo(Instant.parse("2026-11-25T01:25:00Z"));
    assertThat(statement.positions())
        .containsExactly(
            new StatementPosition(
                265598, "AAPL", new BigDecimal("400"), LocalDate.parse("2026-11-27")));
    assertThat(statement.ignored()).isEmpty();
  }

  @Test
  void unknownSectionsAreCounted() {
    FlexStatement statement =
        read(
            "<AccountInformation accountId='DU1234567' currency='EUR'/>",
            "<FxPositions><FxLots><FxLot currency='USD'/></FxLots></FxPositions>",
            trades());

    assertThat(statement.ignored()).containsExactly("AccountInformation", 1, "FxPositions", 2);
    assertThat(statement.sections()).contains("Trades");
  }

  @Test
  void timesOfOtherFormsAreRead() {
    for (String time :
        List.of(
            "20261125;15:30:00",
            "2026-11-25;153000",
            "2026-11-25, 15:30:00",
            "2026-11-25T15:30:00",
            "20261125153000",
            "2026-11-25 15:30:00 EST")) {
      assertThat(read(trades(TRADE.replace("20261125;153000", time))).trades().get(0).time())
          .isEqualTo(Instant.parse("2026-11-25T20:30:00Z"));
    }
  }

  @Test
  void fieldsThatTheQueryLacksAreNamed() {
    assertThat(refusal(statement(trades(TRADE.replaceAll("ibExecID='[^']*'", "")))))
        .isEqualTo(
            "Trade in line 1 has no IB Execution ID (ibExecID); add the field to the Flex Query");
    assertThat(refusal(statement(trades(TRADE.replace("conid='756733'", "")))))
        .contains("has no Conid (conid)");
  }

  @Test
  void valuesOfOtherFormsAreRefused() {
    assertThat(refusal(statement(trades(TRADE.replace("20261125;153000", "25/11/2026")))))
        .contains("choose the date format yyyyMMdd in the Flex Query");
    assertThat(refusal(statement(trades(TRADE.replace("20261125;153000", "20261332;153000")))))
        .contains("it must be a date such as 20261127");
    assertThat(refusal(statement(trades(TRADE.replace("'254.6'", "'1e999999999'")))))
        .contains("it must be a number such as -12.5");
    assertThat(refusal(statement(trades(TRADE.replace("'SELL'", "'SWAP'")))))
        .contains("it must be BUY or SELL");
  }

  @Test
  void otherDocumentsAreRefused() {
    assertThat(refusal("")).contains("the statement is no well-formed XML");
    assertThat(refusal("<html><body>Log in</body></html>"))
        .isEqualTo(
            "the XML begins with html; the file of a Flex Query begins with"
                + " FlexQueryResponse");
    assertThat(refusal("<FlexQueryResponse type='TCF'/>")).contains("make an Activity Flex Query");
    assertThat(
            refusal(
                "<FlexQueryResponse type='AF'><FlexStatements count='0'/>"
                    + "</FlexQueryResponse>"))
        .contains("the XML has no FlexStatement");
    assertThat(
            refusal(
                "<FlexStatementResponse><Status>Fail</Status><ErrorCode>1019</ErrorCode>"
                    + "<ErrorMessage>Statement generation in progress.</ErrorMessage>"
                    + "</FlexStatementResponse>"))
        .contains("Fail 1019 Statement generation in progress.");
    assertThat(refusal(statement(trades(TRADE)).replace("</Trades>", "")))
        .contains("no well-formed XML: line 1");
  }

  @Test
  void nothingOutsideTheTextIsRead() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "SECRET");
    String body = statement(trades(TRADE.replace("ISLAND", "&leak;")));

    for (String doctype :
        List.of(
            "<!DOCTYPE f [<!ENTITY leak SYSTEM '" + secret.toUri() + "'>]>",
            "<!DOCTYPE f SYSTEM '" + secret.toUri() + "'>",
            "<!DOCTYPE f [<!ENTITY % p SYSTEM '" + secret.toUri() + "'> %p;]>",
            "<!DOCTYPE f [<!ENTITY leak 'inner'>]>")) {
      String words = refusal(doctype + body);

      assertThat(words).contains("DOCTYPE");
      assertThat(words).doesNotContain("SECRET");
    }
    assertThat(refusal(body)).contains("no well-formed XML");
  }

  @Test
  void entitiesThatGrowAreNotExpanded() {
    StringBuilder doctype = new StringBuilder("<!DOCTYPE f [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++) {
      doctype.append("<!ENTITY a%d '&a%d;&a%d;'>".formatted(i, i - 1, i - 1));
    }
    doctype.append("]>");

    assertThat(refusal(doctype + statement(trades(TRADE.replace("ISLAND", "&a29;")))))
        .contains("DOCTYPE");
  }

  @Test
  void sizesAreLimited() {
    assertThat(refusal("<FlexQueryResponse>" + "<a>".repeat(100_000)))
        .contains("nested more than 8 deep");
    StringBuilder wide = new StringBuilder("<Trade");
    for (int i = 0; i < 300; i++) {
      wide.append(" a").append(i).append("=''");
    }
    // From Java 25 on, the JDK's own limit is lower, and its refusal comes first.
    assertThat(refusal(statement(trades(wide + "/>"))))
        .containsMatch("has 300 attributes|more than .200. attributes");
    assertThat(refusal(statement(trades("<SymbolSummary/>".repeat(FlexReader.MOST_ROWS)))))
        .contains("more than 200000 rows");
  }

  @Test
  void severalStatementsAreReadInTheirOrder() {
    String one = statement(trades(TRADE));
    String inner = one.substring(one.indexOf("<FlexStatement "), one.indexOf("</FlexStatements>"));

    List<FlexStatement> statements =
        FlexReader.read(one.replace(inner, inner + inner.replace("DU1234567", "DU7654321")));

    assertThat(statements.stream().map(FlexStatement::account).toList())
        .containsExactly("DU1234567", "DU7654321")
        .inOrder();
  }
}
