package dev.ibintents.intent.json;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first place at which a text breaks the rules of {@link StrictJson}.
 *
 * @param line the line in the text, from 1
 * @param column the column in the line, in characters, from 1
 * @param message names the text that was found, and the text that was expected
 */
public record JsonFault(int line, int column, String message) {
  /** Finds the first fault of a text, if it has one. */
  public static Optional<JsonFault> of(String text) {
    try {
      new Scanner(text).scan();
      return Optional.empty();
    } catch (FaultException e) {
      return Optional.of(e.fault);
    }
  }

  /**
   * The fault of a byte that is not UTF-8.
   *
   * @param before the text before the byte
   * @param found the byte
   */
  public static JsonFault notUtf8(String before, byte found) {
    return after(before, "found the byte 0x%02X, which is not UTF-8".formatted(found));
  }

  private static JsonFault after(String before, String message) {
    int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
    int begin = before.lastIndexOf('\n') + 1;
    return new JsonFault(line, before.codePointCount(begin, before.length()) + 1, message);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column + ": " + message;
  }

  private static final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonFault fault;

    FaultException(JsonFault fault) {
      super(fault.message());
      this.fault = fault;
    }
  }

  /** Reads a text by the grammar of RFC 8259, and stops at the first fault. */
  private static final class Scanner {
    /** The deepest nesting, which is also gson's limit. */
    private static final int DEEPEST = 255;

    private static final int LONGEST_QUOTE = 20;
    private static final String VALUE = "a value";
    private static final String KEY = "a key in double quotes";
    private static final Pattern NUMBER =
        Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[\"\\\\/bfnrt]|u[0-9A-Fa-f]{4})");
    private static final Pattern LITERAL = Pattern.compile("true|false|null");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.+-]+");

    private final String text;
    private int at;

    Scanner(String text) {
      this.text = text;
      this.at = text.startsWith("\ufeff") ? 1 : 0;
    }

    void scan() {
      value(0);
      skipSpace();
      require(at == text.length(), "the end of the body");
    }

    private void value(int depth) {
      skipSpace();
      char next = next();
      if (next == '{' || next == '[') {
        if (depth == DEEPEST) {
          throw fault("found more than " + DEEPEST + " objects and arrays in each other");
        }
        at++;
        if (next == '{') {
          object(depth + 1);
        } else {
          array(depth + 1);
        }
      } else if (next == '"') {
        string();
      } else if (next == '-' || next >= '0' && next <= '9') {
        number();
      } else {
        requireMatch(LITERAL, VALUE);
      }
    }

    private void object(int depth) {
      Set<String> keys = new HashSet<>();
      skipSpace();
      if (next() == '}') {
        at++;
        return;
      }
      do {
        skipSpace();
        require(next() == '"', KEY);
        int begin = at;
        string();
        String key = text.substring(begin, at);
        if (!keys.add(key)) {
          at = begin;
          throw fault("found the key " + key + " for a second time");
        }
        skipSpace();
        require(next() == ':', "a colon");
        at++;
        value(depth);
      } while (isFollowed('}'));
    }

    private void array(int depth) {
      skipSpace();
      if (next() == ']') {
        at++;
        return;
      }
      do {
        value(depth);
      } while (isFollowed(']'));
    }

    /** Whether a comma comes next. If not, this end must come next. */
    private boolean isFollowed(char end) {
      skipSpace();
      char next = next();
      require(next == ',' || next == end, "a comma or " + end);
      at++;
      return next == ',';
    }

    private void string() {
      at++;
      while (next() != '"') {
        require(at < text.length(), "a closing double quote");
        if (next() == '\\') {
          requireMatch(ESCAPE, "an escape such as \\n or \\u00e9");
        } else {
          require(next() >= ' ', "an escape such as \\n for it");
          at++;
        }
      }
      at++;
    }

    private void number() {
      int begin = at;
      requireMatch(NUMBER, "a number");
      if (!StrictJson.isSensible(text.substring(begin, at))) {
        at = begin;
        throw fault("found a number that is too long or too large");
      }
    }

    private void skipSpace() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    /** The next character; at the end of the text, a character that JSON does not allow. */
    private char next() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private void requireMatch(Pattern pattern, String expected) {
      Matcher matcher = pattern.matcher(text).region(at, text.length());
      require(matcher.lookingAt(), expected);
      at = matcher.end();
    }

    private void require(boolean holds, String expected) {
      if (!holds) {
        throw fault("found " + found() + " where " + expected + " was expected");
      }
    }

    private String found() {
      if (at >= text.length()) {
        return "the end of the body";
      }
      if (Character.isISOControl(text.charAt(at))) {
        return "the control character U+%04X".formatted((int) text.charAt(at));
      }
      Matcher word = WORD.matcher(text).region(at, text.length());
      int end = word.lookingAt() ? word.end() : text.offsetByCodePoints(at, 1);
      return '"' + text.substring(at, Math.min(end, at + LONGEST_QUOTE)) + '"';
    }

    private FaultException fault(String message) {
      return new FaultException(after(text.substring(0, at), message));
    }
  }
}
