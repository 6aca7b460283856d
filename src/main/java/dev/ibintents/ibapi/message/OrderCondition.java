package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * A condition that must come true before an order becomes active, or that cancels the order if
 * {@link OrderField#CONDITIONS_CANCEL_ORDER} is set.
 *
 * <p>Each condition's {@link #conjunction()} joins it to the next one. The numbers of the types and
 * the sequence of their fields are those of ib_async's {@code order.py}.
 */
public sealed interface OrderCondition {
  /** Joins this condition to the next one so that both must hold. */
  String AND = "a";

  /** Joins this condition to the next one so that either suffices. */
  String OR = "o";

  /** The conjunction with the next condition, as on the wire: {@link #AND} or {@link #OR}. */
  String conjunction();

  /** Writes the condition, beginning with its type. */
  void write(FieldWriter out);

  /** Writes the fields that all types of conditions begin with. */
  private static void begin(OrderCondition condition, FieldWriter out, int type) {
    out.integer(1, type);
    if (out.isProtobuf()) {
      out.flag(2, condition.conjunction().equals(AND));
    } else {
      out.text(2, condition.conjunction());
    }
  }

  /** Reads one condition, beginning with its type. */
  static OrderCondition read(FieldReader in) {
    int type = in.integer(1);
    String conjunction = in.isProtobuf() ? in.flag(2) ? AND : OR : in.text(2);
    return switch (type) {
      case Price.TYPE -> Price.read(in, conjunction);
      case Time.TYPE -> Time.read(in, conjunction);
      case Margin.TYPE -> Margin.read(in, conjunction);
      case Execution.TYPE -> Execution.read(in, conjunction);
      case Volume.TYPE -> Volume.read(in, conjunction);
      case PercentChange.TYPE -> PercentChange.read(in, conjunction);
      default -> throw in.refusal("an order's condition has the unknown type " + type);
    };
  }

  /**
   * The condition that an instrument's price crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore true for at or above the price, false for at or below
   * @param price the price in the instrument's currency
   * @param conId the instrument
   * @param exch the exchange of the price
   * @param triggerMethod the kind of price: 0 default, 1 double bid/ask, 2 last, 3 double last, 4
   *     bid/ask, 7 last or bid/ask, 8 mid-point
   */
  record Price(
      String conjunction,
      boolean isMore,
      BigDecimal price,
      int conId,
      String exch,
      int triggerMethod)
      implements OrderCondition {
    static final int TYPE = 1;

    private static Price read(FieldReader in, String conjunction) {
      return new Price(
          conjunction, in.flag(3), in.decimal(10), in.integer(4), in.text(5), in.integer(11));
    }

    @Override
    public void write(FieldWriter out) {
      OrderCondition.begin(this, out, TYPE);
      out.flag(3, isMore).decimal(10, price).integer(4, conId).text(5, exch);
      out.integer(11, triggerMethod);
    }
  }

  /**
   * The condition that a time has come.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore true for after the time, false for before
   * @param time the time, such as {@code 20261123 15:30:00 UTC}
   */
  record Time(String conjunction, boolean isMore, String time) implements OrderCondition {
    static final int TYPE = 3;

    private static Time read(FieldReader in, String conjunction) {
      return new Time(conjunction, in.flag(3), in.text(12));
    }

    @Override
    public void write(FieldWriter out) {
      OrderCondition.begin(this, out, TYPE);
      out.flag(3, isMore).text(12, time);
    }
  }

  /**
   * The condition that the account's margin cushion crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore true for at or above the percentage, false for at or below
   * @param percent the cushion in percent
   */
  record Margin(String conjunction, boolean isMore, int percent) implements OrderCondition {
    static final int TYPE = 4;

    private static Margin read(FieldReader in, String conjunction) {
      return new Margin(conjunction, in.flag(3), in.integer(8));
    }

    @Override
    public void write(FieldWriter out) {
      OrderCondition.begin(this, out, TYPE);
      out.flag(3, isMore).integer(8, percent);
    }
  }

  /**
   * The condition that the account has traded an instrument.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param secType the security type, such as STK
   * @param exch the exchange of the trade
   * @param symbol the instrument's symbol
   */
  record Execution(String conjunction, String secType, String exch, String symbol)
      implements OrderCondition {
    static final int TYPE = 5;

    private static Execution read(FieldReader in, String conjunction) {
      return new Execution(conjunction, in.text(7), in.text(5), in.text(6));
    }

    @Override
    public void write(FieldWriter out) {
      OrderCondition.begin(this, out, TYPE);
      out.text(7, secType).text(5, exch).text(6, symbol);
    }
  }

  /**
   * The condition that an instrument's volume of the day crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore true for at or above the volume, false for at or below
   * @param volume the volume in the instrument's own units
   * @param conId the instrument
   * @param exch the exchange of the volume
   */
  record Volume(String conjunction, boolean isMore, int volume, int conId, String exch)
      implements OrderCondition {
    static final int TYPE = 6;

    private static Volume read(FieldReader in, String conjunction) {
      return new Volume(conjunction, in.flag(3), in.integer(13), in.integer(4), in.text(5));
    }

    @Override
    public void write(FieldWriter out) {
      OrderCondition.begin(this, out, TYPE);
      out.flag(3, isMore).integer(13, volume).integer(4, conId).text(5, exch);
    }
  }

  /**
   * The condition that an instrument's change since the last close crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore true for at or above the percentage, false for at or below
   * @param changePercent the change in percent, 1.5 for 1.5 %
   * @param conId the instrument
   * @param exch the exchange of the price
   */
  record PercentChange(
      String conjunction, boolean isMore, BigDecimal changePercent, int conId, String exch)
      implements OrderCondition {
    static final int TYPE = 7;

    private static PercentChange read(FieldReader in, String conjunction) {
      return new PercentChange(conjunction, in.flag(3), in.decimal(9), in.integer(4), in.text(5));
    }

    @Override
    public void write(FieldWriter out) {
      OrderCondition.begin(this, out, TYPE);
      out.flag(3, isMore).decimal(9, changePercent).integer(4, conId).text(5, exch);
    }
  }
}
