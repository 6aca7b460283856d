package dev.ibintents.trading.performance;

import dev.ibintents.store.Stored;
import dev.ibintents.store.StoredWord;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A cash flow of the account that is no trade: the document {@code positions/{mode}/flows/{id}}.
 *
 * @param id the document's id
 * @param kind the kind of flow
 * @param amount the change of the account's cash: positive if money comes in
 * @param currency the amount's currency, an ISO 4217 code
 * @param date the day of the flow
 * @param note a person's or the broker's words about it
 * @param contractId the contract that paid it; empty if none did
 * @param shares the parts of the amount that belong to strategies; the rest is nobody's
 * @param takesBack the id of the flow that this one takes back; empty if it takes back none
 * @param origin the source of the record
 * @param transactionId the broker's id of it; empty as long as no statement has shown it
 * @param timestamp the time at which it was recorded
 * @param invocation the invocation that recorded it
 */
public record CashFlow(
    @Stored(id = true) String id,
    Kind kind,
    BigDecimal amount,
    String currency,
    LocalDate date,
    Optional<String> note,
    OptionalInt contractId,
    Shares shares,
    Optional<String> takesBack,
    Origin origin,
    Optional<String> transactionId,
    Instant timestamp,
    String invocation) {

  /** The kinds of flows. */
  public enum Kind implements StoredWord {
    /** Money that the account's owner pays in. */
    DEPOSIT("deposit", 1, true),
    /** Money that the account's owner takes out. */
    WITHDRAWAL("withdrawal", -1, true),
    /** A dividend, or the tax withheld from one. */
    DIVIDEND("dividend", 0, false),
    /** Interest on cash or on a loan. */
    INTEREST("interest", 0, false),
    /** A fee that is not part of a commission. */
    FEE("fee", -1, false);

    private final String id;
    private final int signum;
    private final boolean external;

    Kind(String id, int signum, boolean external) {
      this.id = id;
      this.signum = signum;
      this.external = external;
    }

    /** The kind of this word, if there is one. */
    public static Optional<Kind> named(String word) {
      return Arrays.stream(values()).filter(kind -> kind.id.equals(word)).findFirst();
    }

    /** The words of all kinds. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Kind::id).toList();
    }

    @Override
    public String id() {
      return id;
    }

    /** Whether it is the owner's money, which no strategy has earned or spent. */
    public boolean isExternal() {
      return external;
    }

    /**
     * Whether an amount has the sign that this kind forbids, unless it takes back another flow. A
     * dividend and interest may have either sign.
     */
    boolean isAgainst(BigDecimal amount) {
      return signum != 0 && amount.signum() == -signum;
    }
  }

  /** The sources of the record. */
  public enum Origin implements StoredWord {
    /** A person's request. */
    REQUEST("request"),
    /** The broker's statement. */
    STATEMENT("statement");

    private final String id;

    Origin(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }
  }

  /** The amount with its currency. */
  public Money money() {
    return new Money(amount, currency);
  }

  /** Whether another flow says the same: kind, amount, currency, day, note and strategies. */
  boolean saysTheSameAs(CashFlow other) {
    return isLike(other)
        && amount.compareTo(other.amount) == 0
        && date.equals(other.date)
        && note.equals(other.note)
        && shares.equals(other.shares);
  }

  /** Whether this flow is the exact opposite of another one, on the same day. */
  boolean isOppositeOf(CashFlow other) {
    return isLike(other)
        && amount.negate().compareTo(other.amount) == 0
        && date.equals(other.date)
        && shares.strategies().equals(other.shares.strategies());
  }

  private boolean isLike(CashFlow other) {
    return kind == other.kind && currency.equals(other.currency);
  }

  CashFlow takingBack(CashFlow other) {
    return new CashFlow(
        id,
        kind,
        amount,
        currency,
        date,
        note,
        contractId,
        shares,
        Optional.of(other.id),
        origin,
        transactionId,
        timestamp,
        invocation);
  }

  /** In words such as {@code deposit of 1000 EUR on 2026-11-27}. */
  @Override
  public String toString() {
    return kind.id + " of " + money() + " on " + date;
  }
}
