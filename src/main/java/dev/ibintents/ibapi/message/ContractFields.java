package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of contract fields that many messages share. In protobuf a contract is a nested
 * message, and every message carries all of its fields.
 */
final class ContractFields {
  private static final String BAG = "BAG";
  private static final int NO_EXEMPT_CODE = -1;

  private ContractFields() {}

  /**
   * Writes the twelve fields with which a client names a contract; the listing venue is among them.
   */
  static void writeRequested(FieldWriter out, Contract contract) {
    writeHead(out, contract)
        .text(8, contract.exchange())
        .text(9, contract.primaryExchange())
        .text(10, contract.currency())
        .text(11, contract.localSymbol())
        .text(12, contract.tradingClass());
    writeProtobufRest(out, contract);
  }

  /** Reads the fields of {@link #writeRequested}. */
  static Contract.Builder readRequested(FieldReader in) {
    Contract.Builder contract =
        readHead(in)
            .exchange(in.text(8))
            .primaryExchange(in.text(9))
            .currency(in.text(10))
            .localSymbol(in.text(11))
            .tradingClass(in.text(12));
    return readProtobufRest(in, contract);
  }

  /** Writes the eleven fields with which the gateway names a contract in most answers. */
  static void writeAnswered(FieldWriter out, Contract contract) {
    if (out.isProtobuf()) {
      writeRequested(out, withStrike(contract));
      return;
    }
    writeHead(out, contract)
        .text(8, contract.exchange())
        .text(10, contract.currency())
        .text(11, contract.localSymbol())
        .text(12, contract.tradingClass());
  }

  /** The contract as a gateway shows it: with a strike of 0 where it has none. */
  static Contract withStrike(Contract contract) {
    return contract.strike() == null
        ? contract.toBuilder().strike(BigDecimal.ZERO).build()
        : contract;
  }

  /** Reads the fields of {@link #writeAnswered}. */
  static Contract.Builder readAnswered(FieldReader in) {
    if (in.isProtobuf()) {
      return readRequested(in);
    }
    return readHead(in)
        .exchange(in.text(8))
        .currency(in.text(10))
        .localSymbol(in.text(11))
        .tradingClass(in.text(12));
  }

  /**
   * Writes the fields from conId to multiplier, the same in every message that starts with a conId.
   */
  static FieldWriter writeHead(FieldWriter out, Contract contract) {
    out.integer(1, contract.conId())
        .text(2, contract.symbol())
        .text(3, contract.secType())
        .text(4, contract.lastTradeDateOrContractMonth());
    FieldForm.STRIKE.write(out, 5, contract.strike());
    return out.text(6, contract.right()).numberText(7, contract.multiplier());
  }

  /** Reads the fields of {@link #writeHead}. */
  static Contract.Builder readHead(FieldReader in) {
    return Contract.builder()
        .conId(in.integer(1))
        .symbol(in.text(2))
        .secType(in.text(3))
        .lastTradeDateOrContractMonth(in.text(4))
        .strike(in.decimal(5))
        .right(in.text(6))
        .multiplier(in.numberText(7));
  }

  /** Writes the fields that protobuf has in every message, and texts only in some. */
  private static void writeProtobufRest(FieldWriter out, Contract contract) {
    if (out.isProtobuf()) {
      out.text(13, contract.secIdType()).text(14, contract.secId()).text(16, contract.issuerId());
      if (contract.deltaNeutralContract() != null) {
        FieldForm.DELTA_NEUTRAL_CONTRACT.write(out, 17, contract.deltaNeutralContract());
      }
      out.flag(18, contract.includeExpired()).text(19, contract.comboLegsDescrip());
      FieldForm.COMBO_LEGS.write(out, OrderWire.LEGS, contract.comboLegs());
    }
  }

  /** Reads the fields of {@link #writeProtobufRest}. */
  private static Contract.Builder readProtobufRest(FieldReader in, Contract.Builder contract) {
    if (in.isProtobuf()) {
      contract
          .secIdType(in.text(13))
          .secId(in.text(14))
          .issuerId(in.text(16))
          .deltaNeutralContract(FieldForm.DELTA_NEUTRAL_CONTRACT.read(in, 17))
          .includeExpired(in.flag(18))
          .comboLegsDescrip(in.text(19))
          .comboLegs(FieldForm.COMBO_LEGS.read(in, OrderWire.LEGS));
    }
    return contract;
  }

  /** Writes the legs of a combination in their short form, only for a BAG in the text dialect. */
  static void writeLegsOfBag(FieldWriter out, Contract contract) {
    if (out.isProtobuf() || !contract.secType().equals(BAG)) {
      return;
    }
    out.list(contract.comboLegs().size());
    for (ComboLeg leg : contract.comboLegs()) {
      out.integer(1, leg.conId())
          .integer(2, leg.ratio())
          .text(3, leg.action())
          .text(4, leg.exchange());
    }
  }

  /** Reads the fields of {@link #writeLegsOfBag} into the contract. */
  static void readLegsOfBag(FieldReader in, Contract.Builder contract) {
    if (in.isProtobuf() || !contract.secType.equals(BAG)) {
      return;
    }
    List<ComboLeg> legs = new ArrayList<>();
    for (FieldReader leg : in.elements(TEXT_ONLY)) {
      int conId = leg.integer(1);
      int ratio = leg.integer(2);
      legs.add(new ComboLeg(conId, ratio, leg.text(3), leg.text(4), 0, 0, "", NO_EXEMPT_CODE));
    }
    contract.comboLegs(legs);
  }
}
