package io.vmalock.bench.replay.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments and the result of a call as strace writes them: {@code NAME(A, B, {c=1}) = RESULT}.
 * Commas inside strings, brackets and comments do not part arguments.
 *
 * @param values the arguments
 * @param result the text after the equals sign
 */
public record Arguments(List<String> values, String result) {
  public static Arguments of(String call) {
    List<String> values = new ArrayList<>();
    int depth = 0;
    int from = call.indexOf('(') + 1;
    for (int i = from - 1; i < call.length(); i++) {
      char c = call.charAt(i);
      if (c == '"') {
        i = endOfString(call, i);
      } else if (call.startsWith("/*", i)) {
        i = call.indexOf("*/", i) + 1;
        if (i == 0) {
          throw new IllegalArgumentException("a comment without an end");
        }
      } else if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
        if (depth == 0) {
          values.add(call.substring(from, i).strip());
          return new Arguments(List.copyOf(values), result(call.substring(i + 1)));
        }
      } else if (c == ',' && depth == 1) {
        values.add(call.substring(from, i).strip());
        from = i + 1;
      }
    }
    throw new IllegalArgumentException("the arguments have no end");
  }

  private static int endOfString(String call, int open) {
    for (int i = open + 1; i < call.length(); i++) {
      if (call.charAt(i) == '\\') {
        i++;
      } else if (call.charAt(i) == '"') {
        return i;
      }
    }
    throw new IllegalArgumentException("a string without an end");
  }

  private static String result(String rest) {
    String stripped = rest.strip();
    if (!stripped.startsWith("= ") || stripped.length() == 2) {
      throw new IllegalArgumentException("no result: \" = \" and a value must follow the call");
    }
    return stripped.substring(2).strip();
  }

  public boolean failed() {
    return result.startsWith("-1");
  }

  /** Whether strace does not know the result, since the thread or the call was cut short. */
  public boolean unknown() {
    return result.startsWith("?");
  }

  /** The error's name, such as ENOMEM; empty without one. */
  public String error() {
    String[] words = result.split(" ", 3);
    return failed() && words.length > 1 ? words[1] : "";
  }

  /** The result as an address. */
  public long resultAddress() {
    return address(firstWord(result));
  }

  /** The result as a thread id. */
  public int resultId() {
    String word = firstWord(result);
    int decoration = word.indexOf('<');
    return Integer.parseInt(decoration < 0 ? word : word.substring(0, decoration));
  }

  private static String firstWord(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  public long address(int index) {
    return address(value(index));
  }

  public long length(int index) {
    return number(value(index));
  }

  public String value(int index) {
    if (index >= values.size()) {
      throw new IllegalArgumentException(
          "argument " + (index + 1) + " is missing, there are " + values.size());
    }
    return values.get(index);
  }

  /** The bits of a set of names such as {@code PROT_READ|PROT_WRITE}, or of a number. */
  public List<String> names(int index) {
    return List.of(value(index).split("\\|"));
  }

  public static long address(String text) {
    return text.equals("NULL") ? 0 : number(text);
  }

  public static long number(String text) {
    try {
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a number", e);
    }
  }
}
