package dev.ibintents.ibapi.message;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * The state of an order at the broker: its stage, and for a what-if order its margin and
 * commission.
 *
 * <p>The margins are in the account's base currency, and set only in the answer to a what-if order.
 * "Before" is without the order, "after" with it. A {@link CompletedOrder} has only the status, the
 * completed time and the completed status.
 *
 * @param status the stage as the gateway writes it; see {@link #stage()}
 * @param initMarginBefore the initial margin; {@code null} if not set
 * @param maintMarginBefore the maintenance margin; {@code null} if not set
 * @param equityWithLoanBefore the equity with loan value; {@code null} if not set
 * @param initMarginChange the change of the initial margin; {@code null} if not set
 * @param maintMarginChange the change of the maintenance margin; {@code null} if not set
 * @param equityWithLoanChange the change of the equity with loan value; {@code null} if not set
 * @param initMarginAfter the initial margin; {@code null} if not set
 * @param maintMarginAfter the maintenance margin; {@code null} if not set
 * @param equityWithLoanAfter the equity with loan value; {@code null} if not set
 * @param commission the commission in {@code commissionCurrency}; {@code null} if not set
 * @param minCommission the lowest possible commission; {@code null} if not set
 * @param maxCommission the highest possible commission; {@code null} if not set
 * @param commissionCurrency the currency of the commission; empty while there is none
 * @param warningText a warning, such as the announcement of a price cap; empty if there is none
 * @param completedTime the time at which a completed order ended, such as {@code 20250312 14:13:48
 *     US/Eastern}
 * @param completedStatus the end of a completed order, such as {@code Filled Size: 1} or {@code
 *     Cancelled by Trader}
 * @param preview the further fields of a what-if order's answer; {@link OrderPreview#NONE} before
 *     version 195
 */
public record OrderState(
    String status,
    BigDecimal initMarginBefore,
    BigDecimal maintMarginBefore,
    BigDecimal equityWithLoanBefore,
    BigDecimal initMarginChange,
    BigDecimal maintMarginChange,
    BigDecimal equityWithLoanChange,
    BigDecimal initMarginAfter,
    BigDecimal maintMarginAfter,
    BigDecimal equityWithLoanAfter,
    BigDecimal commission,
    BigDecimal minCommission,
    BigDecimal maxCommission,
    String commissionCurrency,
    String warningText,
    String completedTime,
    String completedStatus,
    OrderPreview preview) {

  /** Refuses {@code null} for text. */
  public OrderState {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(commissionCurrency, "commissionCurrency");
    Objects.requireNonNull(warningText, "warningText");
    Objects.requireNonNull(completedTime, "completedTime");
    Objects.requireNonNull(completedStatus, "completedStatus");
    Objects.requireNonNull(preview, "preview");
  }

  /** The stage of the {@link #status()}. */
  public OrderStage stage() {
    return OrderStage.of(status);
  }

  /** A builder with no field set. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts from this state. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.status = status;
    builder.initMarginBefore = initMarginBefore;
    builder.maintMarginBefore = maintMarginBefore;
    builder.equityWithLoanBefore = equityWithLoanBefore;
    builder.initMarginChange = initMarginChange;
    builder.maintMarginChange = maintMarginChange;
    builder.equityWithLoanChange = equityWithLoanChange;
    builder.initMarginAfter = initMarginAfter;
    builder.maintMarginAfter = maintMarginAfter;
    builder.equityWithLoanAfter = equityWithLoanAfter;
    builder.commission = commission;
    builder.minCommission = minCommission;
    builder.maxCommission = maxCommission;
    builder.commissionCurrency = commissionCurrency;
    builder.warningText = warningText;
    builder.completedTime = completedTime;
    builder.completedStatus = completedStatus;
    builder.preview = preview;
    return builder;
  }

  /** A builder of order states, whose unset fields keep their "no value". */
  public static final class Builder {
    String status = "";
    BigDecimal initMarginBefore;
    BigDecimal maintMarginBefore;
    BigDecimal equityWithLoanBefore;
    BigDecimal initMarginChange;
    BigDecimal maintMarginChange;
    BigDecimal equityWithLoanChange;
    BigDecimal initMarginAfter;
    BigDecimal maintMarginAfter;
    BigDecimal equityWithLoanAfter;
    BigDecimal commission;
    BigDecimal minCommission;
    BigDecimal maxCommission;
    String commissionCurrency = "";
    String warningText = "";
    String completedTime = "";
    String completedStatus = "";
    OrderPreview preview = OrderPreview.NONE;

    private Builder() {}

    /** Sets {@link OrderState#status()}. */
    public Builder status(String status) {
      this.status = status;
      return this;
    }

    /** Sets {@link OrderState#initMarginBefore()}. */
    public Builder initMarginBefore(BigDecimal initMarginBefore) {
      this.initMarginBefore = initMarginBefore;
      return this;
    }

    /** Sets {@link OrderState#maintMarginBefore()}. */
    public Builder maintMarginBefore(BigDecimal maintMarginBefore) {
      this.maintMarginBefore = maintMarginBefore;
      return this;
    }

    /** Sets {@link OrderState#equityWithLoanBefore()}. */
    public Builder equityWithLoanBefore(BigDecimal equityWithLoanBefore) {
      this.equityWithLoanBefore = equityWithLoanBefore;
      return this;
    }

    /** Sets {@link OrderState#initMarginChange()}. */
    public Builder initMarginChange(BigDecimal initMarginChange) {
      this.initMarginChange = initMarginChange;
      return this;
    }

    /** Sets {@link OrderState#maintMarginChange()}. */
    public Builder maintMarginChange(BigDecimal maintMarginChange) {
      this.maintMarginChange = maintMarginChange;
      return this;
    }

    /** Sets {@link OrderState#equityWithLoanChange()}. */
    public Builder equityWithLoanChange(BigDecimal equityWithLoanChange) {
      this.equityWithLoanChange = equityWithLoanChange;
      return this;
    }

    /** Sets {@link OrderState#initMarginAfter()}. */
    public Builder initMarginAfter(BigDecimal initMarginAfter) {
      this.initMarginAfter = initMarginAfter;
      return this;
    }

    /** Sets {@link OrderState#maintMarginAfter()}. */
    public Builder maintMarginAfter(BigDecimal maintMarginAfter) {
      this.maintMarginAfter = maintMarginAfter;
      return this;
    }

    /** Sets {@link OrderState#equityWithLoanAfter()}. */
    public Builder equityWithLoanAfter(BigDecimal equityWithLoanAfter) {
      this.equityWithLoanAfter = equityWithLoanAfter;
      return this;
    }

    /** Sets {@link OrderState#commission()}. */
    public Builder commission(BigDecimal commission) {
      this.commission = commission;
      return this;
    }

    /** Sets {@link OrderState#minCommission()}. */
    public Builder minCommission(BigDecimal minCommission) {
      this.minCommission = minCommission;
      return this;
    }

    /** Sets {@link OrderState#maxCommission()}. */
    public Builder maxCommission(BigDecimal maxCommission) {
      this.maxCommission = maxCommission;
      return this;
    }

    /** Sets {@link OrderState#commissionCurrency()}. */
    public Builder commissionCurrency(String commissionCurrency) {
      this.commissionCurrency = commissionCurrency;
      return this;
    }

    /** Sets {@link OrderState#warningText()}. */
    public Builder warningText(String warningText) {
      this.warningText = warningText;
      return this;
    }

    /** Sets {@link OrderState#completedTime()}. */
    public Builder completedTime(String completedTime) {
      this.completedTime = completedTime;
      return this;
    }

    /** Sets {@link OrderState#completedStatus()}. */
    public Builder completedStatus(String completedStatus) {
      this.completedStatus = completedStatus;
      return this;
    }

    /** Sets {@link OrderState#preview()}. */
    public Builder preview(OrderPreview preview) {
      this.preview = preview;
      return this;
    }

    /** Builds the state. */
    public OrderState build() {
      return new OrderState(
          status,
          initMarginBefore,
          maintMarginBefore,
          equityWithLoanBefore,
          initMarginChange,
          maintMarginChange,
          equityWithLoanChange,
          initMarginAfter,
          maintMarginAfter,
          equityWithLoanAfter,
          commission,
          minCommission,
          maxCommission,
          commissionCurrency,
          warningText,
          completedTime,
          completedStatus,
          preview);
    }
  }
}
