package dev.ibintents.trading.ledger;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.Fields;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.StoredAs;
import java.util.Map;

/**
 * The form of a run's {@link Contract} in documents. It has the components that name a single
 * instrument, under their names in the TWS API. Components that are empty are left out.
 */
public final class ContractDocument {
  /** The form of a contract inside a document. */
  static final StoredAs<Contract> FORM =
      StoredAs.map(Contract.class, ContractDocument::fields, ContractDocument::contract);

  private static final String CON_ID = "conId";

  private static final RecordFields<Contract> CONTRACTS =
      RecordFields.sparse(
          Contract.builder().build(),
          CON_ID,
          "symbol",
          "secType",
          "lastTradeDateOrContractMonth",
          "strike",
          "right",
          "multiplier",
          "exchange",
          "primaryExchange",
          "currency",
          "localSymbol",
          "tradingClass");

  private ContractDocument() {}

  /** The fields of a contract. */
  public static Map<String, Object> fields(Contract contract) {
    return CONTRACTS.fields(contract);
  }

  /** Reads a contract, which must have a conId. */
  public static Contract contract(Fields fields) {
    fields.integer(CON_ID);
    return CONTRACTS.record(fields);
  }
}
