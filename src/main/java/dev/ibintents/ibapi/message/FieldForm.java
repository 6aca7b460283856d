package dev.ibintents.ibapi.message;

import static java.util.stream.Collectors.joining;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How one value looks on the wire: as one field, or as the short row of fields that make it up.
 *
 * <p>Both directions of it stand side by side here, and nowhere else. {@code null} is a value that
 * is not set; the same value may show that in different ways at different positions.
 *
 * @param read takes the value from the wire; {@code null} if it is not set
 * @param write puts the value, which may be {@code null} only where the form has a way to show it
 */
record FieldForm<T>(Function<FieldReader, T> read, BiConsumer<FieldWriter, T> write) {

  static final FieldForm<String> TEXT = new FieldForm<>(FieldReader::text, FieldWriter::text);

  static final FieldForm<Boolean> FLAG = new FieldForm<>(FieldReader::flag, FieldWriter::flag);

  /** An integer that is always there; empty is 0. */
  static final FieldForm<Integer> NUMBER =
      new FieldForm<>(FieldReader::integer, FieldWriter::integer);

  static final FieldForm<Integer> INTEGER = integer("");

  static final FieldForm<Long> LONG = longInteger("");

  static final FieldForm<BigDecimal> DECIMAL = decimal("");

  static final FieldForm<TagValue> TAG_VALUE =
      new FieldForm<>(
          in -> new TagValue(in.text(), in.text()),
          (out, pair) -> out.text(pair.tag()).text(pair.value()));

  static final FieldForm<OrderComboLeg> LEG_PRICE =
      new FieldForm<>(
          in -> new OrderComboLeg(in.decimal()), (out, leg) -> out.decimal(leg.price()));

  static final FieldForm<OrderCondition> CONDITION =
      new FieldForm<>(OrderCondition::read, (out, condition) -> condition.write(out));

  static final FieldForm<ComboLeg> COMBO_LEG =
      new FieldForm<>(
          in ->
              new ComboLeg(
                  in.integer(),
                  in.integer(),
                  in.text(),
                  in.text(),
                  in.integer(),
                  in.integer(),
                  in.text(),
                  in.integer()),
          (out, leg) ->
              out.integer(leg.conId())
                  .integer(leg.ratio())
                  .text(leg.action())
                  .text(leg.exchange())
                  .integer(leg.openClose())
                  .integer(leg.shortSaleSlot())
                  .text(leg.designatedLocation())
                  .integer(leg.exemptCode()));

  /** A flag whether there is one, then the hedge. */
  static final FieldForm<DeltaNeutralContract> DELTA_NEUTRAL_CONTRACT =
      new FieldForm<>(
          in ->
              in.flag() ? new DeltaNeutralContract(in.integer(), in.decimal(), in.decimal()) : null,
          (out, hedge) -> {
            out.flag(hedge != null);
            if (hedge != null) {
              out.integer(hedge.conId()).decimal(hedge.delta()).decimal(hedge.price());
            }
          });

  /** A tier as a client sends it. */
  static final FieldForm<SoftDollarTier> SENT_TIER =
      new FieldForm<>(
          in -> new SoftDollarTier(in.text(), in.text(), ""),
          (out, tier) -> out.text(tier.name()).text(tier.val()));

  /** A tier as the gateway sends it. */
  static final FieldForm<SoftDollarTier> SHOWN_TIER =
      new FieldForm<>(
          in -> new SoftDollarTier(in.text(), in.text(), in.text()),
          (out, tier) -> out.text(tier.name()).text(tier.val()).text(tier.displayName()));

  /** Named parameters in one field, each as {@code tag=value;}. */
  static final FieldForm<List<TagValue>> TAG_VALUES_IN_ONE_FIELD =
      new FieldForm<>(
          in -> tagValues(in.text()),
          (out, pairs) ->
              out.text(
                  pairs.stream().map(p -> p.tag() + '=' + p.value() + ';').collect(joining())));

  /** The offset of a PEG BEST order, which may also be "as far as the mid-point". */
  static final FieldForm<BigDecimal> COMPETE_OFFSET =
      new FieldForm<>(
          in -> in.decimalOrInfinity(Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID),
          (out, offset) -> {
            if (Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID.equals(offset)) {
              out.text("Infinity");
            } else {
              out.decimal(offset);
            }
          });

  /** An integer that is {@code unset}, empty or a sentinel where it is not set. */
  static FieldForm<Integer> integer(String unset) {
    return new FieldForm<>(
        in -> {
          Integer value = in.integerOrUnset();
          return value == null || value.toString().equals(unset) ? null : value;
        },
        (out, value) -> out.integer(value, unset));
  }

  /** A long integer that is {@code unset}, empty or the sentinel where it is not set. */
  static FieldForm<Long> longInteger(String unset) {
    return new FieldForm<>(
        FieldReader::longIntegerOrUnset, (out, value) -> out.longInteger(value, unset));
  }

  /** A decimal that is {@code unset}, empty or a sentinel where it is not set. */
  static FieldForm<BigDecimal> decimal(String unset) {
    BigDecimal unsetValue = unset.isEmpty() ? null : new BigDecimal(unset);
    return new FieldForm<>(
        in -> {
          BigDecimal value = in.decimal();
          boolean none = value == null || unsetValue != null && value.compareTo(unsetValue) == 0;
          return none ? null : value;
        },
        (out, value) -> out.decimal(value, unset));
  }

  /** A decimal that is shown as a value where it is not set; read back, it is that value. */
  static FieldForm<BigDecimal> decimalShownAs(String shown) {
    return new FieldForm<>(FieldReader::decimal, (out, value) -> out.decimal(value, shown));
  }

  /** A text that is {@code unset} or empty where it is not set. */
  static FieldForm<String> text(String unset) {
    return new FieldForm<>(
        in -> {
          String value = in.text();
          return value.equals(unset) ? "" : value;
        },
        (out, value) -> out.text(value.isEmpty() ? unset : value));
  }

  /** The number of elements, then each. */
  static <E> FieldForm<List<E>> listOf(FieldForm<E> element) {
    return new FieldForm<>(
        in -> {
          int count = in.count();
          List<E> elements = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            elements.add(element.read().apply(in));
          }
          return elements;
        },
        (out, elements) -> {
          out.integer(elements.size());
          elements.forEach(each -> element.write().accept(out, each));
        });
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
