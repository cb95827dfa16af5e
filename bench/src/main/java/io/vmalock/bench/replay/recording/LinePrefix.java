package io.vmalock.bench.replay.recording;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The prefix that another tool put before each line of a recording: the journal and syslog put the
 * time, the host and the program; containers their time and name; {@code cat -n}, {@code nl},
 * {@code less -N} and {@code grep -n} a number; {@code grep} the file. It is recognized in the
 * first lines: most of them must have the same prefix, and strace's line behind it.
 */
final class LinePrefix {
  /** How many lines are looked at. */
  static final int SAMPLE = 64;

  /** A number before so many lines that counts them is no thread's id. */
  private static final int NUMBERED = 4;

  /** No longer than this. */
  private static final int LONGEST = 256;

  private static final String ISO_TIME =
      "(?:\\p{Upper}[a-z]{2} )?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?"
          + "(?:Z|[+-]\\d\\d:?\\d\\d| \\p{Upper}{3,4})? ";
  private static final String TIME =
      "(?:<\\d+>)?(?:\\p{Upper}[a-z]{2} [ \\d]?\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? |\\[ *\\d+\\.\\d+\\] "
          + "|\\d+\\.\\d+ |"
          + ISO_TIME
          + ")";
  private static final String HOST_AND_PROGRAM = "[^\\s\\[(]+ [^\\s\\[(:]+(?:\\[\\d+\\])?: ";

  private static final Pattern NUMBER = Pattern.compile("[ \\t]*+(\\d{1,9})(?:\\t|:| {1,2})");

  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(TIME + HOST_AND_PROGRAM),
          Pattern.compile(ISO_TIME + "(?:stdout|stderr) [FP] "),
          Pattern.compile(TIME),
          Pattern.compile("\\[pod/[^\\]\\s]+\\] "),
          Pattern.compile("[\\w.-]+ *+\\| "),
          Pattern.compile("(?:[^:\\s(\\[<]+:)?\\d+:"),
          Pattern.compile("[^:\\s(\\[<]+:"));

  /** How a line of strace's begins. */
  private static final Pattern STRACE =
      Pattern.compile(
          "\\s*+(?:\\[pid\\s++\\d+(?:<[^>]*>)?\\]\\s*+|\\d{1,7}(?:<[^>]*>)?\\s++)?(?:\\[[^\\]/]*\\]\\s*+)*+"
              + "(?:(?:\\d+[.,]\\d+|\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?|\\d+)\\s++)?(?:\\(\\+[^)]*\\)\\s*+)?"
              + "(?:\\[[^\\]]*\\]\\s*+)*+"
              + "(?:[a-z_][a-z0-9_]*\\(|<\\.\\.\\. \\w|\\+\\+\\+ \\w|--- \\w|strace: |\\?\\?\\?\\?|> /)");

  private final Pattern form;

  private LinePrefix(Pattern form) {
    this.form = form;
  }

  /** Returns the prefix of these lines; null if there is none. */
  static @Nullable LinePrefix of(List<String> first) {
    if (isNumbered(first)) {
      return new LinePrefix(NUMBER);
    }
    long bare = first.stream().filter(line -> begins(line, 0)).count();
    if (2 * bare > first.size()) {
      return null;
    }
    for (Pattern form : FORMS) {
      long having = first.stream().filter(line -> begins(line, end(form, line))).count();
      if (2 * having > first.size()) {
        return new LinePrefix(form);
      }
    }
    return null;
  }

  /** Whether the lines begin with 1, 2, 3 and so on, or from another number on. */
  private static boolean isNumbered(List<String> lines) {
    long before = -1;
    int counted = 0;
    for (String line : lines) {
      Matcher matcher = NUMBER.matcher(line);
      if (!matcher.lookingAt()) {
        return false;
      }
      long number = Long.parseLong(matcher.group(1));
      if (before >= 0 && number != before + 1 || !begins(line, matcher.end())) {
        return false;
      }
      before = number;
      counted++;
    }
    return counted >= NUMBERED;
  }

  private static boolean begins(String line, int at) {
    return at >= 0 && STRACE.matcher(line).region(at, line.length()).lookingAt();
  }

  private static int end(Pattern form, String line) {
    Matcher matcher = form.matcher(line).region(0, Math.min(LONGEST, line.length()));
    return matcher.lookingAt() ? matcher.end() : -1;
  }

  /** Where a line begins behind it; where the line begins if it has none. */
  int end(byte[] line, int from, int to) {
    int length = Math.min(LONGEST, to - from);
    int end = end(form, new String(line, from, length, StandardCharsets.ISO_8859_1));
    return end < 0 ? from : from + end;
  }
}
