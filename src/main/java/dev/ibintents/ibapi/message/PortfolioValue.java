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

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 8;

  static PortfolioValue read(FieldReader in) {
    if (in.lacks(1)) {
      return null;
    }
    in.skip(); // version
    return new PortfolioValue(
        contract(in.nested(1)),
        in.quantity(2),
        in.decimal(3),
        in.amount(4),
        in.amount(5),
        in.amount(6),
        in.amount(7),
        in.text(8));
  }

  private static Contract contract(FieldReader in) {
    if (in.isProtobuf()) {
      Contract.Builder contract = ContractFields.readRequested(in);
      if (contract.primaryExchange.isEmpty()) {
        contract.primaryExchange(contract.exchange).exchange("");
      }
      return contract.build();
    }
    return ContractFields.readHead(in)
        .primaryExchange(in.text(9))
        .currency(in.text(10))
        .localSymbol(in.text(11))
        .tradingClass(in.text(12))
        .build();
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE).version(VERSION);
    writeContract(out.nested(1));
    out.figure(2, position)
        .decimal(3, marketPrice, FieldWriter.UNSET_DOUBLE)
        .decimal(4, marketValue, FieldWriter.UNSET_DOUBLE)
        .decimal(5, averageCost, FieldWriter.UNSET_DOUBLE)
        .decimal(6, unrealizedPnl, FieldWriter.UNSET_DOUBLE)
        .decimal(7, realizedPnl, FieldWriter.UNSET_DOUBLE)
        .text(8, account);
  }

  /** Writes the contract; in protobuf the gateway names the listing venue as the exchange. */
  private void writeContract(FieldWriter out) {
    if (out.isProtobuf()) {
      Contract.Builder shown = contract.toBuilder();
      if (contract.exchange().isEmpty()) {
        shown.exchange(contract.primaryExchange()).primaryExchange("");
      }
      ContractFields.writeAnswered(out, shown.build());
      return;
    }
    ContractFields.writeHead(out, contract)
        .text(9, contract.primaryExchange())
        .text(10, contract.currency())
        .text(11, contract.localSymbol())
        .text(12, contract.tradingClass());
  }
}
