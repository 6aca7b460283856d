package dev.ibintents.trading.ledger;

import dev.ibintents.store.Fields;
import dev.ibintents.store.StoredAs;
import dev.ibintents.trading.Shares;

/** The form of {@link Shares} in documents: a map with the share of each strategy, by its id. */
public final class SharesDocument {
  /** The form of shares inside a document. */
  public static final StoredAs<Shares> FORM =
      StoredAs.map(Shares.class, Shares::byStrategy, SharesDocument::shares);

  private SharesDocument() {}

  private static Shares shares(Fields fields) {
    return Shares.of(fields.decimals());
  }
}
