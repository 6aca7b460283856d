package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How one value looks on the wire: as one field, or as the short row of fields that make it up.
 *
 * <p>Both directions of it stand side by side here, and nowhere else. {@code null} is a value that
 * is not set; the same value may show that in different ways at different positions.
 *
 * <p>These are classes rather than lambdas because every instance of the function needs them for
 * its first message, and a lambda's class is made at run time, at more than ten times the cost.
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

  /** An integer that is always there; empty is 0. */
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

  /** How much of something; never forgiven if it is no number. */
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

  /** A flag whether there is one, then the hedge. */
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

  /** A tier as a client sends it. */
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

  /** A tier as the gateway sends it. */
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

  /** Named parameters in one field, each as {@code tag=value;}. */
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

  /** The offset of a PEG BEST order, which may also be "as far as the mid-point". */
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

  /** Takes the value from the wire; {@code null} if it is not set. */
  abstract T read(FieldReader in);

  /** Puts the value, which may be {@code null} only where the form has a way to show it. */
  abstract void write(FieldWriter out, T value);

  /** An integer that is {@code unset}, empty or a sentinel where it is not set. */
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

  /** A long integer that is {@code unset}, empty or the sentinel where it is not set. */
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

  /** A decimal that is {@code unset}, empty or a sentinel where it is not set. */
  static FieldForm<BigDecimal> decimal(String unset) {
    BigDecimal unsetValue = unset.isEmpty() ? null : new BigDecimal(unset);
    return new FieldForm<>() {
      @Override
      BigDecimal read(FieldReader in) {
        BigDecimal value = in.decimal();
        boolean none = value == null || unsetValue != null && value.compareTo(unsetValue) == 0;
        return none ? null : value;
      }

      @Override
      void write(FieldWriter out, BigDecimal value) {
        out.decimal(value, unset);
      }
    };
  }

  /** A decimal that is shown as a value where it is not set; read back, it is that value. */
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

  /** A text that is {@code unset} or empty where it is not set. */
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

  /** The number of elements, then each. */
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
        for (E each : elements) {
          element.write(out, each);
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
