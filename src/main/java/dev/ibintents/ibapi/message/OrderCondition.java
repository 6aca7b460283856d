package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;

/**
 * Something that must come true before an order becomes active, or that cancels it if {@link
 * OrderField#CONDITIONS_CANCEL_ORDER} is set.
 *
 * <p>Several conditions are joined by each one's {@link #conjunction()}. The numbers of the types
 * and the sequence of their fields are those of ib_async's {@code order.py}.
 */
public sealed interface OrderCondition {
  /** Joins this condition to the next one so that both must hold. */
  String AND = "a";

  /** Joins this condition to the next one so that either suffices. */
  String OR = "o";

  /** How the next condition joins this one: {@link #AND} or {@link #OR}, as it is on the wire. */
  String conjunction();

  /** Writes the condition, its type first. */
  void write(FieldWriter out);

  /** Reads one condition, its type first. */
  static OrderCondition read(FieldReader in) {
    int type = in.integer();
    String conjunction = in.text();
    return switch (type) {
      case Price.TYPE -> Price.read(in, conjunction);
      case Time.TYPE -> Time.read(in, conjunction);
      case Margin.TYPE -> Margin.read(in, conjunction);
      case Execution.TYPE -> Execution.read(in, conjunction);
      case Volume.TYPE -> Volume.read(in, conjunction);
      case PercentChange.TYPE -> PercentChange.read(in, conjunction);
      default -> throw new ProtocolException("an order's condition is of the unknown type " + type);
    };
  }

  /**
   * An instrument's price crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore whether it must be at or above the price; otherwise at or below
   * @param price in the instrument's currency
   * @param conId the instrument
   * @param exch where its price is taken from
   * @param triggerMethod which price: 0 default, 1 double bid/ask, 2 last, 3 double last, 4
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
      return new Price(conjunction, in.flag(), in.decimal(), in.integer(), in.text(), in.integer());
    }

    @Override
    public void write(FieldWriter out) {
      out.integer(TYPE).text(conjunction);
      out.flag(isMore).decimal(price).integer(conId).text(exch).integer(triggerMethod);
    }
  }

  /**
   * A time has come.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore whether it must be after the time; otherwise before
   * @param time such as {@code 20261123 15:30:00 UTC}
   */
  record Time(String conjunction, boolean isMore, String time) implements OrderCondition {
    static final int TYPE = 3;

    private static Time read(FieldReader in, String conjunction) {
      return new Time(conjunction, in.flag(), in.text());
    }

    @Override
    public void write(FieldWriter out) {
      out.integer(TYPE).text(conjunction).flag(isMore).text(time);
    }
  }

  /**
   * The account's margin cushion crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore whether it must be at or above the percentage; otherwise at or below
   * @param percent the cushion in percent
   */
  record Margin(String conjunction, boolean isMore, int percent) implements OrderCondition {
    static final int TYPE = 4;

    private static Margin read(FieldReader in, String conjunction) {
      return new Margin(conjunction, in.flag(), in.integer());
    }

    @Override
    public void write(FieldWriter out) {
      out.integer(TYPE).text(conjunction).flag(isMore).integer(percent);
    }
  }

  /**
   * The account has traded an instrument.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param secType the instrument's kind, such as STK
   * @param exch where it was traded
   * @param symbol the instrument's symbol
   */
  record Execution(String conjunction, String secType, String exch, String symbol)
      implements OrderCondition {
    static final int TYPE = 5;

    private static Execution read(FieldReader in, String conjunction) {
      return new Execution(conjunction, in.text(), in.text(), in.text());
    }

    @Override
    public void write(FieldWriter out) {
      out.integer(TYPE).text(conjunction).text(secType).text(exch).text(symbol);
    }
  }

  /**
   * An instrument's volume of the day crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore whether it must be at or above the volume; otherwise at or below
   * @param volume in the instrument's own units
   * @param conId the instrument
   * @param exch where its volume is taken from
   */
  record Volume(String conjunction, boolean isMore, int volume, int conId, String exch)
      implements OrderCondition {
    static final int TYPE = 6;

    private static Volume read(FieldReader in, String conjunction) {
      return new Volume(conjunction, in.flag(), in.integer(), in.integer(), in.text());
    }

    @Override
    public void write(FieldWriter out) {
      out.integer(TYPE).text(conjunction);
      out.flag(isMore).integer(volume).integer(conId).text(exch);
    }
  }

  /**
   * An instrument's change since the last close crosses a value.
   *
   * @param conjunction {@link #AND} or {@link #OR}
   * @param isMore whether it must be at or above the percentage; otherwise at or below
   * @param changePercent in percent, 1.5 for 1.5 %
   * @param conId the instrument
   * @param exch where its price is taken from
   */
  record PercentChange(
      String conjunction, boolean isMore, BigDecimal changePercent, int conId, String exch)
      implements OrderCondition {
    static final int TYPE = 7;

    private static PercentChange read(FieldReader in, String conjunction) {
      return new PercentChange(conjunction, in.flag(), in.decimal(), in.integer(), in.text());
    }

    @Override
    public void write(FieldWriter out) {
      out.integer(TYPE).text(conjunction);
      out.flag(isMore).decimal(changePercent).integer(conId).text(exch);
    }
  }
}
