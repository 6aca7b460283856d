package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldReader.TEXT_ONLY;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of one value on the wire: one field, or the short row of fields that make it up. In
 * protobuf it has a number; a row is a nested message, whose fields have numbers of their own.
 *
 * <p>Both directions of the form stand together here, and nowhere else. {@code null} is a value
 * that is not set; its form can differ from position to position. In a text, a form named ZERO
 * writes 0 for it, and a form named SENTINEL writes the sentinel of {@link FieldWriter}.
 *
 * <p>The forms are classes instead of lambdas because every instance of the function needs them for
 * its first message. A lambda's class is made at run time, at more than ten times the cost.
 */
abstract class FieldForm<T> {
  static final FieldForm<String> TEXT =
      new FieldForm<>() {
        @Override
        String read(FieldReader in, int number) {
          return in.text(number);
        }

        @Override
        void write(FieldWriter out, int number, String value) {
          out.text(number, value);
        }
      };

  /** The text of a number that is a double in protobuf. */
  static final FieldForm<String> NUMBER_TEXT =
      new FieldForm<>() {
        @Override
        String read(FieldReader in, int number) {
          return in.numberText(number);
        }

        @Override
        void write(FieldWriter out, int number, String value) {
          out.numberText(number, value);
        }
      };

  static final FieldForm<Boolean> FLAG =
      new FieldForm<>() {
        @Override
        Boolean read(FieldReader in, int number) {
          return in.flag(number);
        }

        @Override
        void write(FieldWriter out, int number, Boolean value) {
          out.flag(number, value);
        }
      };

  /** An integer without "no value"; an empty field is 0. */
  static final FieldForm<Integer> NUMBER =
      new FieldForm<>() {
        @Override
        Integer read(FieldReader in, int number) {
          return in.integer(number);
        }

        @Override
        void write(FieldWriter out, int number, Integer value) {
          out.integer(number, value);
        }
      };

  static final FieldForm<Integer> INTEGER = integer("");
  static final FieldForm<Integer> ZERO_INTEGER = integer("0");
  static final FieldForm<Integer> SENTINEL_INTEGER = integer(FieldWriter.UNSET_INTEGER);

  static final FieldForm<Long> LONG = longInteger("");
  static final FieldForm<Long> SENTINEL_LONG = longInteger(FieldWriter.UNSET_LONG);

  static final FieldForm<BigDecimal> DECIMAL = decimal("");
  static final FieldForm<BigDecimal> ZERO_DECIMAL = decimal("0");
  static final FieldForm<BigDecimal> SENTINEL_DECIMAL = decimal(FieldWriter.UNSET_DOUBLE);

  static final FieldForm<BigDecimal> AMOUNT = amount("");
  static final FieldForm<BigDecimal> SENTINEL_AMOUNT = amount(FieldWriter.UNSET_DOUBLE);

  /** A quantity; a text that is no number is always refused. */
  static final FieldForm<BigDecimal> QUANTITY =
      new FieldForm<>() {
        @Override
        BigDecimal read(FieldReader in, int number) {
          return in.quantityOrUnset(number);
        }

        @Override
        void write(FieldWriter out, int number, BigDecimal value) {
          out.figure(number, value);
        }
      };

  /** A figure that is a text in both dialects. */
  static final FieldForm<BigDecimal> FIGURE =
      new FieldForm<>() {
        @Override
        BigDecimal read(FieldReader in, int number) {
          return in.figure(number);
        }

        @Override
        void write(FieldWriter out, int number, BigDecimal value) {
          out.figure(number, value);
        }
      };

  /**
   * A price that is written as 0.0 if it is not set. The reader cannot distinguish it from a real
   * price.
   */
  static final FieldForm<BigDecimal> SHOWN_PRICE =
      new FieldForm<>() {
        private final BigDecimal unset = new BigDecimal("0.0");

        @Override
        BigDecimal read(FieldReader in, int number) {
          return in.decimal(number);
        }

        @Override
        void write(FieldWriter out, int number, BigDecimal value) {
          out.decimal(number, value == null ? unset : value);
        }
      };

  /** A text that is written as a question mark in the text dialect if it is not set. */
  static final FieldForm<String> QUESTION_MARK =
      new FieldForm<>() {
        @Override
        String read(FieldReader in, int number) {
          String value = in.text(number);
          return value.equals("?") ? "" : value;
        }

        @Override
        void write(FieldWriter out, int number, String value) {
          out.text(number, value.isEmpty() && !out.isProtobuf() ? "?" : value);
        }
      };

  static final FieldForm<OrderComboLeg> LEG_PRICE =
      new FieldForm<>() {
        @Override
        OrderComboLeg read(FieldReader in, int number) {
          return new OrderComboLeg(in.decimal(9));
        }

        @Override
        void write(FieldWriter out, int number, OrderComboLeg leg) {
          out.decimal(9, leg.price());
        }
      };

  static final FieldForm<List<OrderComboLeg>> LEG_PRICES = listOf(LEG_PRICE);

  static final FieldForm<OrderCondition> CONDITION =
      new FieldForm<>() {
        @Override
        OrderCondition read(FieldReader in, int number) {
          return OrderCondition.read(in);
        }

        @Override
        void write(FieldWriter out, int number, OrderCondition condition) {
          condition.write(out);
        }
      };

  static final FieldForm<ComboLeg> COMBO_LEG =
      new FieldForm<>() {
        @Override
        ComboLeg read(FieldReader in, int number) {
          return new ComboLeg(
              in.integer(1),
              in.integer(2),
              in.text(3),
              in.text(4),
              in.integer(5),
              in.integer(6),
              in.text(7),
              in.integer(8));
        }

        @Override
        void write(FieldWriter out, int number, ComboLeg leg) {
          out.integer(1, leg.conId())
              .integer(2, leg.ratio())
              .text(3, leg.action())
              .text(4, leg.exchange())
              .integer(5, leg.openClose())
              .integer(6, leg.shortSaleSlot())
              .text(7, leg.designatedLocation())
              .integer(8, leg.exemptCode());
        }
      };

  static final FieldForm<List<ComboLeg>> COMBO_LEGS = listOf(COMBO_LEG);

  /** A flag, and after 1 the fields of the hedge; in protobuf they are there or absent. */
  static final FieldForm<DeltaNeutralContract> DELTA_NEUTRAL_CONTRACT =
      new FieldForm<>() {
        @Override
        DeltaNeutralContract read(FieldReader in, int number) {
          boolean isSet = in.isProtobuf() ? !in.lacks(number) : in.flag(TEXT_ONLY);
          if (!isSet) {
            return null;
          }
          FieldReader hedge = in.nested(number);
          return new DeltaNeutralContract(hedge.integer(1), hedge.decimal(2), hedge.decimal(3));
        }

        @Override
        void write(FieldWriter out, int number, DeltaNeutralContract hedge) {
          out.flag(TEXT_ONLY, hedge != null);
          if (hedge != null) {
            out.nested(number)
                .integer(1, hedge.conId())
                .decimal(2, hedge.delta())
                .decimal(3, hedge.price());
          }
        }
      };

  /** A soft dollar tier as a client sends it. */
  static final FieldForm<SoftDollarTier> SENT_TIER =
      new FieldForm<>() {
        @Override
        SoftDollarTier read(FieldReader in, int number) {
          FieldReader tier = in.nested(number);
          return SoftDollarTier.of(tier.text(1), tier.text(2), "");
        }

        @Override
        void write(FieldWriter out, int number, SoftDollarTier tier) {
          out.nested(number).text(1, tier.name()).text(2, tier.val());
        }
      };

  /** A soft dollar tier as the gateway sends it. */
  static final FieldForm<SoftDollarTier> SHOWN_TIER =
      new FieldForm<>() {
        @Override
        SoftDollarTier read(FieldReader in, int number) {
          FieldReader tier = in.nested(number);
          return SoftDollarTier.of(tier.text(1), tier.text(2), tier.text(3));
        }

        @Override
        void write(FieldWriter out, int number, SoftDollarTier tier) {
          out.nested(number).text(1, tier.name()).text(2, tier.val()).text(3, tier.displayName());
        }
      };

  /**
   * A strike. A text has 0 for no strike, as every client and gateway writes it. In protobuf a
   * missing strike is absent, and 0 is a strike.
   */
  static final FieldForm<BigDecimal> STRIKE =
      new FieldForm<>() {
        @Override
        BigDecimal read(FieldReader in, int number) {
          return in.decimal(number);
        }

        @Override
        void write(FieldWriter out, int number, BigDecimal strike) {
          out.decimal(number, strike, "0");
        }
      };

  /** The offset of a PEG BEST order, which may also be "up to the mid-point". */
  static final FieldForm<BigDecimal> COMPETE_OFFSET =
      new FieldForm<>() {
        @Override
        BigDecimal read(FieldReader in, int number) {
          return in.decimalOrInfinity(number, Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID);
        }

        @Override
        void write(FieldWriter out, int number, BigDecimal offset) {
          if (Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID.equals(offset)) {
            out.real(number, Double.POSITIVE_INFINITY).text(TEXT_ONLY, "Infinity");
          } else {
            out.decimal(number, offset);
          }
        }
      };

  /** Reads the value; {@code null} if it is not set. */
  abstract T read(FieldReader in, int number);

  /** Writes the value; it may be {@code null} only in a form that has "no value". */
  abstract void write(FieldWriter out, int number, T value);

  /** An integer. {@code unset}, an empty field or the sentinel stands for "no value". */
  private static FieldForm<Integer> integer(String unset) {
    Integer unsetValue = unset.isEmpty() ? null : Integer.valueOf(unset);
    return new FieldForm<>() {
      @Override
      Integer read(FieldReader in, int number) {
        Integer value = in.integerOrUnset(number);
        return value == null || value.equals(unsetValue) ? null : value;
      }

      @Override
      void write(FieldWriter out, int number, Integer value) {
        out.integer(number, value, unset);
      }
    };
  }

  /** A long integer. {@code unset}, an empty field or the sentinel stands for "no value". */
  private static FieldForm<Long> longInteger(String unset) {
    return new FieldForm<>() {
      @Override
      Long read(FieldReader in, int number) {
        return in.longIntegerOrUnset(number);
      }

      @Override
      void write(FieldWriter out, int number, Long value) {
        out.longInteger(number, value, unset);
      }
    };
  }

  /** A decimal. {@code unset}, an empty field or a sentinel stands for "no value". */
  private static FieldForm<BigDecimal> decimal(String unset) {
    BigDecimal unsetValue = unset.isEmpty() ? null : new BigDecimal(unset);
    return new FieldForm<>() {
      @Override
      BigDecimal read(FieldReader in, int number) {
        BigDecimal value = in.decimal(number);
        boolean isUnset = value == null || unsetValue != null && value.compareTo(unsetValue) == 0;
        return isUnset ? null : value;
      }

      @Override
      void write(FieldWriter out, int number, BigDecimal value) {
        out.decimal(number, value, unset);
      }
    };
  }

  /** An amount of money. {@code unset}, an empty field or a sentinel stands for "no value". */
  private static FieldForm<BigDecimal> amount(String unset) {
    return new FieldForm<>() {
      @Override
      BigDecimal read(FieldReader in, int number) {
        return in.amount(number);
      }

      @Override
      void write(FieldWriter out, int number, BigDecimal value) {
        out.decimal(number, value, unset);
      }
    };
  }

  /** A list: the number of elements, then the elements. */
  static <E> FieldForm<List<E>> listOf(FieldForm<E> element) {
    return new FieldForm<>() {
      @Override
      List<E> read(FieldReader in, int number) {
        List<E> elements = new ArrayList<>();
        for (FieldReader fields : in.elements(number)) {
          elements.add(element.read(fields, number));
        }
        return elements;
      }

      @Override
      void write(FieldWriter out, int number, List<E> elements) {
        out.list(elements.size());
        for (E item : elements) {
          int place = out.begin(number);
          element.write(out, number, item);
          out.end(place);
        }
      }
    };
  }
}
