package io.vmalock.bench.replay.recording;

import org.jspecify.annotations.Nullable;

/**
 * The parsed text of one call of strace: {@code NAME(A, B, {c=1}) = RESULT}. Commas inside strings,
 * brackets, comments and the paths that {@code -y} puts behind descriptors do not separate
 * arguments. The object is reused for the next call.
 */
final class CallText {
  private static final int MOST_ARGUMENTS = 16;

  /** By character, whether it neither separates nor encloses anything. */
  private static final boolean[] PLAIN = new boolean[256];

  /** By character, the value of the hexadecimal digit, or -1. */
  private static final byte[] DIGITS = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      PLAIN[c] = "\"/<([{)]},".indexOf(c) < 0;
      DIGITS[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
    }
  }

  private byte[] text = new byte[0];
  private final int[] starts = new int[MOST_ARGUMENTS];
  private final int[] ends = new int[MOST_ARGUMENTS];
  private int count;
  private int result;
  private int end;

  private final Words protection = Words.PROTECTION.fresh();
  private final Words numbers = Words.NUMBER.fresh();

  /**
   * Parses a call.
   *
   * @param open the place of its opening bracket
   * @throws IllegalArgumentException if it has no end
   */
  void parse(byte[] call, int open, int to) {
    try {
      parse(call, open, to, false);
    } catch (IllegalArgumentException e) {
      if (Lines.find(call, open, to, ">, ") < 0) {
        throw e;
      }
      parse(call, open, to, true); // a path that holds what ends one
    }
  }

  /**
   * Parses it again with each path as long as possible, because there were more arguments than the
   * call has.
   */
  void parseLongPaths() {
    parse(text, starts[0] - 1, end, true);
  }

  private void parse(byte[] call, int open, int to, boolean longPaths) {
    text = call;
    count = 0;
    int depth = 0;
    int from = open + 1;
    for (int i = open; i < to; i++) {
      byte c = call[i];
      if (PLAIN[c & 0xff]) {
        continue;
      }
      if (c == ',') {
        if (depth == 1) {
          add(from, i);
          from = i + 1;
        }
        continue;
      }
      switch (c) {
        case '"' -> i = endOfString(call, i, to);
        case '/' -> {
          if (i + 1 < to && call[i + 1] == '*') {
            int close = Lines.find(call, i + 2, to, "*/");
            if (close < 0) {
              throw new IllegalArgumentException("a comment without an end");
            }
            i = close + 1;
          }
        }
        case '<' -> i = endOfPath(call, i, to, longPaths);
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> {
          depth--;
          if (depth == 0) {
            add(from, i);
            result(i + 1, to);
            return;
          }
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException("the arguments have no end");
  }

  private void add(int from, int to) {
    if (count == MOST_ARGUMENTS) {
      return; // execve's environment and the like, which no caller needs
    }
    while (from < to && text[from] == ' ') {
      from++;
    }
    while (from < to && text[to - 1] == ' ') {
      to--;
    }
    starts[count] = from;
    ends[count++] = to;
  }

  private static int endOfString(byte[] call, int open, int to) {
    for (int i = open + 1; i < to; i++) {
      if (call[i] == '\\') {
        i++;
      } else if (call[i] == '"') {
        return i;
      }
    }
    throw new IllegalArgumentException("a string without an end");
  }

  /**
   * Returns the end of the path that {@code -y} puts behind a descriptor: {@code 3</a/b>}. The path
   * may have any character; text between brackets of its own ({@code
   * <TCP:[1.2.3.4:5->6.7.8.9:10]>}) belongs to it. It ends at a {@code >} before a comma, a
   * bracket, a blank or an end. A {@code <} that is not behind a digit or AT_FDCWD begins no path.
   */
  private static int endOfPath(byte[] call, int open, int to, boolean longest) {
    byte before = open == 0 ? 0 : call[open - 1];
    if (open + 1 < to && (call[open + 1] == '<' || before == '<')) {
      return open; // a shift
    }
    if (!(before >= '0' && before <= '9') && before != 'D') {
      return open;
    }
    int last = -1;
    for (int i = open + 1; i < to; i++) {
      if (call[i] == '>' && call[i - 1] != '-' && (i + 1 == to || ends(call, i + 1, to))) {
        if (!longest) {
          return i;
        }
        last = i;
      } else if (last > 0 && call[i] == '=' && call[i - 1] == ' ' && call[i - 2] == ')') {
        break; // the result
      }
    }
    if (last > 0) {
      return last;
    }
    throw new IllegalArgumentException("a path without an end");
  }

  private static boolean ends(byte[] call, int i, int to) {
    return switch (call[i]) {
      case ',' -> i + 1 == to || call[i + 1] == ' ';
      case ')' -> i + 1 == to || call[i + 1] == ' ';
      case ']', '}', ' ', '(' -> true;
      default -> false;
    };
  }

  private void result(int from, int to) {
    while (from < to && (text[from] == ' ' || text[from] == '\t')) {
      from++;
    }
    if (from + 2 >= to || text[from] != '=' || text[from + 1] != ' ') {
      throw new IllegalArgumentException("no result: \" = \" and a value must follow the call");
    }
    from += 2;
    while (from < to && text[from] == ' ') {
      from++;
    }
    while (to > from && text[to - 1] == ' ') {
      to--;
    }
    if (from == to) {
      throw new IllegalArgumentException("no result: \" = \" and a value must follow the call");
    }
    result = from;
    end = to;
    checkResult();
  }

  /**
   * A number, "?" or a minus begins it, and no second call is behind it: where line feeds got lost,
   * or are carriage returns.
   */
  private void checkResult() {
    int i = result;
    byte first = text[i];
    if (!(first >= '0' && first <= '9') && first != '-' && first != '?') {
      throw new IllegalArgumentException("\"" + word(i) + "\" is not a number");
    }
    while (i < end && text[i] > ' ' && text[i] != '<') {
      i++;
    }
    if (i + 1 < end && text[i] != '<') {
      byte next = text[i + 1];
      if (text[i] != ' '
          || next >= '0' && next <= '9'
          || next >= 'a' && next <= 'z'
          || next == '[') {
        throw new IllegalArgumentException(
            "more than the result behind the call: two lines in one, perhaps");
      }
    }
  }

  private String word(int from) {
    return Lines.text(text, from, Math.min(endOfWord(from), from + 40));
  }

  int count() {
    return count;
  }

  boolean failed() {
    return text[result] == '-' && result + 1 < end && text[result + 1] != 'x';
  }

  /**
   * Returns whether strace does not know the result, since the thread or the call was cut short.
   */
  boolean unknown() {
    return text[result] == '?';
  }

  /** Returns whether strace made the result up (-e inject), so that the call was never made. */
  boolean injected() {
    // With -T the time follows it. If only the arguments were changed, the call was made.
    return (text[end - 1] == ')' || text[end - 1] == '>')
        && Lines.find(text, result, end, "(INJECTED") > 0
        && Lines.find(text, result, end, "(INJECTED: args)") < 0;
  }

  /** Returns the duration of the call in nanoseconds, from {@code -T}; -1 without it. */
  long nanos() {
    if (text[end - 1] != '>') {
      return -1;
    }
    int open = end - 1;
    while (open > result && text[open] != '<') {
      open--;
    }
    long seconds = 0;
    long nanos = 0;
    int digits = -1;
    for (int i = open + 1; i < end - 1; i++) {
      if ((text[i] == '.' || text[i] == ',') && digits < 0) {
        digits = 0;
      } else if (text[i] < '0' || text[i] > '9') {
        return -1;
      } else if (digits < 0) {
        seconds = seconds * 10 + text[i] - '0';
      } else if (digits < 9) {
        nanos = nanos * 10 + text[i] - '0';
        digits++;
      }
    }
    for (; digits >= 0 && digits < 9; digits++) {
      nanos *= 10;
    }
    return digits < 0 || seconds > 1_000_000_000 ? -1 : seconds * 1_000_000_000 + nanos;
  }

  /** Returns the error's name, such as ENOMEM; empty without one. */
  String error() {
    int from = Math.min(endOfWord(result) + 1, end);
    String word = Lines.text(text, from, endOfWord(from));
    if (word.equals("(errno")) { // -e raw
      int number = Math.min(endOfWord(from) + 1, end);
      return switch (Lines.text(text, number, endOfWord(number)).replace(")", "")) {
        case "1" -> "EPERM";
        case "5" -> "EIO";
        case "9" -> "EBADF";
        case "11" -> "EAGAIN";
        case "12" -> "ENOMEM";
        case "13" -> "EACCES";
        case "14" -> "EFAULT";
        case "22" -> "EINVAL";
        default -> "";
      };
    }
    return word;
  }

  private int endOfWord(int from) {
    int i = from;
    while (i < end && text[i] != ' ') {
      i++;
    }
    return i;
  }

  /** Returns the result as an address. */
  long resultAddress() {
    return number(text, result, endOfWord(result));
  }

  /**
   * The result as a thread id: as strace sees it, where the thread is in a PID namespace and strace
   * was asked to say both ({@code 2 /* 102 in strace's PID NS}).
   */
  int resultId() {
    int comment = Lines.find(text, result, end, "/* ");
    int from =
        comment >= 0 && Lines.find(text, comment, end, "in strace's PID NS") > 0
            ? comment + 3
            : result;
    return id(leadingNumber(from));
  }

  /** The result as a descriptor, which may have its path behind it. */
  int resultNumber() {
    return (int) Math.max(0, Math.min(leadingNumber(result), Integer.MAX_VALUE));
  }

  private long leadingNumber(int from) {
    if (text[from] == '0' && from + 1 < end && text[from + 1] == 'x') {
      return number(text, from, endOfWord(from));
    }
    int to = from;
    while (to < end && text[to] >= '0' && text[to] <= '9') {
      to++;
    }
    return number(text, from, to);
  }

  private static int id(long number) {
    if (number <= 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(number + " is not a thread id");
    }
    return (int) number;
  }

  /** A number or NULL. */
  long number(int index) {
    check(index);
    int to = ends[index];
    if (to > starts[index] && text[to - 1] == '/') {
      return numbers.of(text, starts[index], to); // with a comment
    }
    return number(text, starts[index], to);
  }

  long words(int index, Words words) {
    check(index);
    return words.of(text, starts[index], ends[index]);
  }

  long protection(int index) {
    return words(index, protection);
  }

  String text(int index) {
    check(index);
    return Lines.text(text, starts[index], ends[index]);
  }

  /** Returns the text of an argument, found in a memo. */
  <V> V text(int index, Memo<V> memo) {
    check(index);
    return memo.get(text, starts[index], ends[index]);
  }

  /** Returns the value of {@code NAME=VALUE} anywhere among the arguments, or null. */
  @Nullable String named(String name) {
    int from = starts[0];
    int to = ends[count - 1];
    while (true) {
      int found = Lines.find(text, from, to, name);
      if (found < 0) {
        return null;
      }
      byte before = text[found - 1];
      int value = found + name.length();
      if (value < to
          && text[value] == '='
          && (before == '(' || before == '{' || before == ' ' || before == ',')) {
        int close = value + 1;
        int comment = 0;
        while (close < to
            && (comment > 0 || (text[close] != ',' && text[close] != '}' && text[close] != ')'))) {
          if (text[close] == '*') {
            comment = text[close - 1] == '/' ? 1 : 0;
          }
          close++;
        }
        return Lines.text(text, value + 1, close).strip();
      }
      from = value;
    }
  }

  private void check(int index) {
    if (index >= count || starts[index] == ends[index]) {
      throw new IllegalArgumentException("argument " + (index + 1) + " is missing");
    }
  }

  static long number(String word) {
    byte[] bytes = word.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    return number(bytes, 0, bytes.length);
  }

  /** A decimal, hexadecimal (0x) or octal (0) number, NULL, or one of these below zero. */
  static long number(byte[] text, int from, int to) {
    int i = from;
    boolean negative = i < to && text[i] == '-';
    if (negative) {
      i++;
    }
    long value = 0;
    int first = i;
    if (i + 1 < to && text[i] == '0' && text[i + 1] == 'x') {
      first = i + 2;
      for (i = first; i < to; i++) {
        int digit = DIGITS[text[i] & 0xff];
        if (digit < 0 || i - first >= 16) {
          throw notANumber(text, from, to);
        }
        value = value << 4 | digit;
      }
    } else if (Lines.startsWith(text, i, to, "NULL") && to - i == 4) {
      return 0;
    } else {
      int radix = i + 1 < to && text[i] == '0' ? 8 : 10;
      for (; i < to; i++) {
        int digit = text[i] - '0';
        if (digit < 0 || digit >= radix || i - first >= 20 || value < 0 || value > MOST) {
          throw notANumber(text, from, to);
        }
        value = value * radix + digit;
      }
    }
    if (i == first) {
      throw notANumber(text, from, to);
    }
    return negative ? -value : value;
  }

  /** Times ten plus nine this is no more than an unsigned long. */
  private static final long MOST = 1_844_674_407_370_955_160L;

  private static IllegalArgumentException notANumber(byte[] text, int from, int to) {
    return new IllegalArgumentException("\"" + Lines.text(text, from, to) + "\" is not a number");
  }
}
