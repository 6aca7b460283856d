package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A position with its value, asked for by {@link ReqAccountUpdates}.
 *
 * @param contract what is held; with its listing venue, and no exchange
 * @param position how much, in units of the contract; negative if short
 * @param marketPrice the price of one, in the contract's currency; {@code null} if not known
 * @param marketValue position × price × multiplier; {@code null} if not known
 * @param averageCost what one cost, times the multiplier, commission included; {@code null} if not
 *     known
 * @param unrealizedPnl in the contract's currency; {@code null} if not known
 * @param realizedPnl the day's, in the contract's currency; {@code null} if not known
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
