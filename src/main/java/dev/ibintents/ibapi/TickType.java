package dev.ibintents.ibapi;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The type of a tick, under its name in the TWS API ("Available Tick Types"). Only types that this
 * client uses are here. Prices are in the contract's currency, sizes in its units.
 */
public enum TickType {
  /** The number of units wanted at the best bid. */
  BID_SIZE(0),
  /** The highest price that a buyer offers. */
  BID(1),
  /** The lowest price that a seller asks. */
  ASK(2),
  /** The number of units offered at the best ask. */
  ASK_SIZE(3),
  /** The price of the last trade; currency pairs have none. */
  LAST(4),
  /** The number of units of the last trade. */
  LAST_SIZE(5),
  /** The day's highest price. */
  HIGH(6),
  /** The day's lowest price. */
  LOW(7),
  /** The number of units traded today. */
  VOLUME(8),
  /** The previous session's closing price. */
  CLOSE(9),
  /** The day's first price. */
  OPEN(14),
  /** The price at which positions are valued. */
  MARK_PRICE(37),
  /** The time of the last trade, in epoch seconds. */
  LAST_TIMESTAMP(45),
  /** Whether trading is halted: 0 if not. */
  HALTED(49),
  /** {@link #BID}, delayed. */
  DELAYED_BID(66),
  /** {@link #ASK}, delayed. */
  DELAYED_ASK(67),
  /** {@link #LAST}, delayed. */
  DELAYED_LAST(68),
  /** {@link #BID_SIZE}, delayed. */
  DELAYED_BID_SIZE(69),
  /** {@link #ASK_SIZE}, delayed. */
  DELAYED_ASK_SIZE(70),
  /** {@link #LAST_SIZE}, delayed. */
  DELAYED_LAST_SIZE(71),
  /** {@link #HIGH}, delayed. */
  DELAYED_HIGH(72),
  /** {@link #LOW}, delayed. */
  DELAYED_LOW(73),
  /** {@link #VOLUME}, delayed. */
  DELAYED_VOLUME(74),
  /** {@link #CLOSE}, delayed. */
  DELAYED_CLOSE(75),
  /** {@link #OPEN}, delayed. */
  DELAYED_OPEN(76),
  /** {@link #LAST_TIMESTAMP}, delayed. */
  DELAYED_LAST_TIMESTAMP(88);

  private static final String DELAYED = "DELAYED_";

  private static final Map<Integer, TickType> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(TickType::id, Function.identity()));

  private static final Map<TickType, Optional<TickType>> DELAYED_TYPES =
      Arrays.stream(values()).collect(Collectors.toMap(Function.identity(), TickType::findDelayed));

  private final int id;

  TickType(int id) {
    this.id = id;
  }

  /** The number on the wire. */
  public int id() {
    return id;
  }

  /** The type with this number on the wire; empty for a number that is not known here. */
  public static Optional<TickType> of(int id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  private Optional<TickType> findDelayed() {
    return Arrays.stream(values()).filter(type -> type.name().equals(DELAYED + name())).findFirst();
  }

  /** The delayed type of the same value; empty if there is none. */
  public Optional<TickType> delayed() {
    return DELAYED_TYPES.get(this);
  }
}
