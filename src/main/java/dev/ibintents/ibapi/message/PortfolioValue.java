package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A position with its value, as answer to {@link ReqAccountUpdates}.
 *
 * @param contract the instrument, with its listing venue and without an exchange
 * @param position the quantity in units of the contract; negative if short
 * @param marketPrice the price of one unit, in the contract's currency; {@code null} if unknown
 * @param marketValue position × price × multiplier; {@code null} if unknown
 * @param averageCost the average cost of one unit × multiplier, with commission; {@code null} if
 *     unknown
 * @param unrealizedPnl the unrealized profit in the contract's currency; {@code null} if unknown
 * @param realizedPnl the day's realized profit in the contract's currency; {@code null} if unknown
 * @param account the account
 */
public record PortfolioValue(
    Contract contract,
    BigDecimal position,
    BigDecimal marketPrice,
    BigDecimal marketValue,
    BigDecimal averageCost,
    BigDecimal unrealizedPnl,
    BigDecimal realizedPnl,
    String account)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 7;

  private static final int VERSION = 8;

  static PortfolioValue read(FieldReader in) {
    in.skip(); // version
    Contract contract =
        ContractFields.readHead(in)
            .primaryExchange(in.text())
            .currency(in.text())
            .localSymbol(in.text())
            .tradingClass(in.text())
            .build();
    return new PortfolioValue(
        contract,
        in.quantity(),
        in.decimal(),
        in.decimal(),
        in.decimal(),
        in.decimal(),
        in.decimal(),
        in.text());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION);
    ContractFields.writeHead(out, contract)
        .text(contract.primaryExchange())
        .text(contract.currency())
        .text(contract.localSymbol())
        .text(contract.tradingClass())
        .decimal(position)
        .decimal(marketPrice, FieldWriter.UNSET_DOUBLE)
        .decimal(marketValue, FieldWriter.UNSET_DOUBLE)
        .decimal(averageCost, FieldWriter.UNSET_DOUBLE)
        .decimal(unrealizedPnl, FieldWriter.UNSET_DOUBLE)
        .decimal(realizedPnl, FieldWriter.UNSET_DOUBLE)
        .text(account);
  }
}
