package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The blocks of contract fields that many messages share. */
final class ContractFields {
  private static final String BAG = "BAG";
  private static final int NO_EXEMPT_CODE = -1;

  private ContractFields() {}

  /**
   * Writes the twelve fields with which a client names a contract; the listing venue is among them.
   */
  static void writeRequested(FieldWriter out, Contract contract) {
    writeHead(out, contract)
        .text(contract.exchange())
        .text(contract.primaryExchange())
        .text(contract.currency())
        .text(contract.localSymbol())
        .text(contract.tradingClass());
  }

  /** Reads the fields of {@link #writeRequested}. */
  static Contract.Builder readRequested(FieldReader in) {
    return readHead(in)
        .exchange(in.text())
        .primaryExchange(in.text())
        .currency(in.text())
        .localSymbol(in.text())
        .tradingClass(in.text());
  }

  /** Writes the eleven fields with which the gateway names a contract in most answers. */
  static void writeAnswered(FieldWriter out, Contract contract) {
    writeHead(out, contract)
        .text(contract.exchange())
        .text(contract.currency())
        .text(contract.localSymbol())
        .text(contract.tradingClass());
  }

  /** Reads the fields of {@link #writeAnswered}. */
  static Contract.Builder readAnswered(FieldReader in) {
    return readHead(in)
        .exchange(in.text())
        .currency(in.text())
        .localSymbol(in.text())
        .tradingClass(in.text());
  }

  /**
   * Writes the fields from conId to multiplier, the same in every message that starts with a conId.
   */
  static FieldWriter writeHead(FieldWriter out, Contract contract) {
    out.integer(contract.conId())
        .text(contract.symbol())
        .text(contract.secType())
        .text(contract.lastTradeDateOrContractMonth());
    return strike(out, contract.strike()).text(contract.right()).text(contract.multiplier());
  }

  /** Reads the fields of {@link #writeHead}. */
  static Contract.Builder readHead(FieldReader in) {
    return Contract.builder()
        .conId(in.integer())
        .symbol(in.text())
        .secType(in.text())
        .lastTradeDateOrContractMonth(in.text())
        .strike(in.decimal())
        .right(in.text())
        .multiplier(in.text());
  }

  /** Writes a strike, or 0 for no strike, as every client and gateway does. */
  static FieldWriter strike(FieldWriter out, BigDecimal strike) {
    return out.decimal(strike, "0");
  }

  /** Writes the legs of a combination in their short form, only for a BAG. */
  static void writeLegsOfBag(FieldWriter out, Contract contract) {
    if (!contract.secType().equals(BAG)) {
      return;
    }
    out.integer(contract.comboLegs().size());
    for (ComboLeg leg : contract.comboLegs()) {
      out.integer(leg.conId()).integer(leg.ratio()).text(leg.action()).text(leg.exchange());
    }
  }

  /** Reads the fields of {@link #writeLegsOfBag}, for a contract of this type. */
  static List<ComboLeg> readLegsOfBag(FieldReader in, String secType) {
    if (!secType.equals(BAG)) {
      return List.of();
    }
    int count = in.count();
    List<ComboLeg> legs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int conId = in.integer();
      int ratio = in.integer();
      legs.add(new ComboLeg(conId, ratio, in.text(), in.text(), 0, 0, "", NO_EXEMPT_CODE));
    }
    return legs;
  }
}
