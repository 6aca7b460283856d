package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of one value on the wire: one field, or the short row of fields that make it up.
 *
 * <p>Both directions of the form stand together here, and nowhere else. {@code null} is a value
 * that is not set; its form can differ from position to position.
 *
 * <p>The forms are classes instead of lambdas because every instance of the function needs them for
 * its first message. A lambda's class is made at run time, at more than ten times the cost.
 */
abstract class FieldForm<T> {
  static final FieldForm<String> TEXT =
      new FieldForm<>() {
        @Override
        String read(FieldReader in) {
          return in.text();
        }

        @Override
        void write(FieldWriter out, String value) {
          out.text(value);
        }
      };

  static final FieldForm<Boolean> FLAG =
      new FieldForm<>() {
        @Override
        Boolean read(FieldReader in) {
          return in.flag();
        }

        @Override
        void write(FieldWriter out, Boolean value) {
          out.flag(value);
        }
      };

  /** An integer without "no value"; an empty field is 0. */
  static final FieldForm<Integer> NUMBER =
      new FieldForm<>() {
        @Override
        Integer read(FieldReader in) {
          return in.integer();
        }

        @Override
        void write(FieldWriter out, Integer value) {
          out.integer(value);
        }
      };

  static final FieldForm<Integer> INTEGER = integer("");

  static final FieldForm<Long> LONG = longInteger("");

  static final FieldForm<BigDecimal> DECIMAL = decimal("");

  /** A quantity; a text that is no number is always refused. */
  static final FieldForm<BigDecimal> QUANTITY =
      new FieldForm<>() {
        @Override
        BigDecimal read(FieldReader in) {
          return in.quantityOrUnset();
        }

        @Override
        void write(FieldWriter out, BigDecimal value) {
          out.decimal(value);
        }
      };

  static final FieldForm<TagValue> TAG_VALUE =
      new FieldForm<>() {
        @Override
        TagValue read(FieldReader in) {
          return new TagValue(in.text(), in.text());
        }

        @Override
        void write(FieldWriter out, TagValue pair) {
          out.text(pair.tag()).text(pair.value());
        }
      };

  static final FieldForm<OrderComboLeg> LEG_PRICE =
      new FieldForm<>() {
        @Override
        OrderComboLeg read(FieldReader in) {
          return new OrderComboLeg(in.decimal());
        }

        @Override
        void write(FieldWriter out, OrderComboLeg leg) {
          out.decimal(leg.price());
        }
      };

  static final FieldForm<OrderCondition> CONDITION =
      new FieldForm<>() {
        @Override
        OrderCondition read(FieldReader in) {
          return OrderCondition.read(in);
        }

        @Override
        void write(FieldWriter out, OrderCondition condition) {
          condition.write(out);
        }
      };

  static final FieldForm<ComboLeg> COMBO_LEG =
      new FieldForm<>() {
        @Override
        ComboLeg read(FieldReader in) {
          return new ComboLeg(
              in.integer(),
              in.integer(),
              in.text(),
              in.text(),
              in.integer(),
              in.integer(),
              in.text(),
              in.integer());
        }

        @Override
        void write(FieldWriter out, ComboLeg leg) {
          out.integer(leg.conId())
              .integer(leg.ratio())
              .text(leg.action())
              .text(leg.exchange())
              .integer(leg.openClose())
              .integer(leg.shortSaleSlot())
              .text(leg.designatedLocation())
              .integer(leg.exemptCode());
        }
      };

  /** A flag, and after 1 the fields of the hedge. */
  static final FieldForm<DeltaNeutralContract> DELTA_NEUTRAL_CONTRACT =
      new FieldForm<>() {
        @Override
        DeltaNeutralContract read(FieldReader in) {
          return in.flag()
              ? new DeltaNeutralContract(in.integer(), in.decimal(), in.decimal())
              : null;
        }

        @Override
        void write(FieldWriter out, DeltaNeutralContract hedge) {
          out.flag(hedge != null);
          if (hedge != null) {
            out.integer(hedge.conId()).decimal(hedge.delta()).decimal(hedge.price());
          }
        }
      };

  /** A soft dollar tier as a client sends it. */
  static final FieldForm<SoftDollarTier> SENT_TIER =
      new FieldForm<>() {
        @Override
        SoftDollarTier read(FieldReader in) {
          return SoftDollarTier.of(in.text(), in.text(), "");
        }

        @Override
        void write(FieldWriter out, SoftDollarTier tier) {
          out.text(tier.name()).text(tier.val());
        }
      };

  /** A soft dollar tier as the gateway sends it. */
  static final FieldForm<SoftDollarTier> SHOWN_TIER =
      new FieldForm<>() {
        @Override
        SoftDollarTier read(FieldReader in) {
          return SoftDollarTier.of(in.text(), in.text(), in.text());
        }

        @Override
        void write(FieldWriter out, SoftDollarTier tier) {
          out.text(tier.name()).text(tier.val()).text(tier.displayName());
        }
      };

  /** Named parameters in one field, as {@code tag=value;} for each. */
  static final FieldForm<List<TagValue>> TAG_VALUES_IN_ONE_FIELD =
      new FieldForm<>() {
        @Override
        List<TagValue> read(FieldReader in) {
          return tagValues(in.text());
        }

        @Override
        void write(FieldWriter out, List<TagValue> pairs) {
          StringBuilder text = new StringBuilder();
          for (TagValue pair : pairs) {
            text.append(pair.tag()).append('=').append(pair.value()).append(';');
          }
          out.text(text.toString());
        }
      };

  /** The offset of a PEG BEST order, which may also be "up to the mid-point". */
  static final FieldForm<BigDecimal> COMPETE_OFFSET =
      new FieldForm<>() {
        @Override
        BigDecimal read(FieldReader in) {
          return in.decimalOrInfinity(Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID);
        }

        @Override
        void write(FieldWriter out, BigDecimal offset) {
          if (Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID.equals(offset)) {
            out.text("Infinity");
          } else {
            out.decimal(offset);
          }
        }
      };

  /** Reads the value; {@code null} if it is not set. */
  abstract T read(FieldReader in);

  /** Writes the value; it may be {@code null} only in a form that has "no value". */
  abstract void write(FieldWriter out, T value);

  /** An integer. {@code unset}, an empty field or the sentinel stands for "no value". */
  static FieldForm<Integer> integer(String unset) {
    return new FieldForm<>() {
      @Override
      Integer read(FieldReader in) {
        Integer value = in.integerOrUnset();
        return value == null || value.toString().equals(unset) ? null : value;
      }

      @Override
      void write(FieldWriter out, Integer value) {
        out.integer(value, unset);
      }
    };
  }

  /** A long integer. {@code unset}, an empty field or the sentinel stands for "no value". */
  static FieldForm<Long> longInteger(String unset) {
    return new FieldForm<>() {
      @Override
      Long read(FieldReader in) {
        return in.longIntegerOrUnset();
      }

      @Override
      void write(FieldWriter out, Long value) {
        out.longInteger(value, unset);
      }
    };
  }

  /** A decimal. {@code unset}, an empty field or a sentinel stands for "no value". */
  static FieldForm<BigDecimal> decimal(String unset) {
    BigDecimal unsetValue = unset.isEmpty() ? null : new BigDecimal(unset);
    return new FieldForm<>() {
      @Override
      BigDecimal read(FieldReader in) {
        BigDecimal value = in.decimal();
        boolean isUnset = value == null || unsetValue != null && value.compareTo(unsetValue) == 0;
        return isUnset ? null : value;
      }

      @Override
      void write(FieldWriter out, BigDecimal value) {
        out.decimal(value, unset);
      }
    };
  }

  /**
   * A decimal that is written as {@code shown} if it is not set. The reader cannot distinguish it
   * from a real value.
   */
  static FieldForm<BigDecimal> decimalShownAs(String shown) {
    return new FieldForm<>() {
      @Override
      BigDecimal read(FieldReader in) {
        return in.decimal();
      }

      @Override
      void write(FieldWriter out, BigDecimal value) {
        out.decimal(value, shown);
      }
    };
  }

  /** A text. {@code unset} or an empty field stands for "no value". */
  static FieldForm<String> text(String unset) {
    return new FieldForm<>() {
      @Override
      String read(FieldReader in) {
        String value = in.text();
        return value.equals(unset) ? "" : value;
      }

      @Override
      void write(FieldWriter out, String value) {
        out.text(value.isEmpty() ? unset : value);
      }
    };
  }

  /** A list: the number of elements, then the elements. */
  static <E> FieldForm<List<E>> listOf(FieldForm<E> element) {
    return new FieldForm<>() {
      @Override
      List<E> read(FieldReader in) {
        int count = in.count();
        List<E> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          elements.add(element.read(in));
        }
        return elements;
      }

      @Override
      void write(FieldWriter out, List<E> elements) {
        out.integer(elements.size());
        for (E item : elements) {
          element.write(out, item);
        }
      }
    };
  }

  private static List<TagValue> tagValues(String text) {
    List<TagValue> pairs = new ArrayList<>();
    for (String pair : text.split(";")) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        pairs.add(new TagValue(pair.substring(0, equals), pair.substring(equals + 1)));
      } else if (!pair.isEmpty()) {
        pairs.add(new TagValue(pair, ""));
      }
    }
    return pairs;
  }
}
