package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.List;

/**
 * The forms of named parameters on the wire. In protobuf they are a map, whose entries have the
 * parameter as field 1 and the value as field 2.
 */
final class TagValueForm {
  static final FieldForm<TagValue> PAIR =
      new FieldForm<>() {
        @Override
        TagValue read(FieldReader in, int number) {
          return new TagValue(in.text(1), in.text(2));
        }

        @Override
        void write(FieldWriter out, int number, TagValue pair) {
          out.text(1, pair.tag()).text(2, pair.value());
        }
      };

  static final FieldForm<List<TagValue>> LIST = FieldForm.listOf(PAIR);

  /** Named parameters in one field, as {@code tag=value;} for each. */
  static final FieldForm<List<TagValue>> IN_ONE_FIELD =
      new FieldForm<>() {
        @Override
        List<TagValue> read(FieldReader in, int number) {
          return in.isProtobuf() ? LIST.read(in, number) : TagValue.list(in.text(number));
        }

        @Override
        void write(FieldWriter out, int number, List<TagValue> pairs) {
          if (out.isProtobuf()) {
            LIST.write(out, number, pairs);
          } else {
            out.text(number, TagValue.text(pairs));
          }
        }
      };

  /** Options of a request as {@code tag=value;} for each; usually empty. */
  static final FieldForm<String> OPTIONS =
      new FieldForm<>() {
        @Override
        String read(FieldReader in, int number) {
          return in.isProtobuf() ? TagValue.text(LIST.read(in, number)) : in.text(number);
        }

        @Override
        void write(FieldWriter out, int number, String options) {
          if (out.isProtobuf()) {
            LIST.write(out, number, TagValue.list(options));
          } else {
            out.text(number, options);
          }
        }
      };

  private TagValueForm() {}
}
