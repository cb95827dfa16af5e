package io.vmalock.bench.cli;

import com.google.common.base.CharMatcher;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines that can be pasted into a shell. */
public final class ShellWords {
  private static final CharMatcher PLAIN =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("_-./:=,@%+"));

  private ShellWords() {}

  /** Returns the words with blanks between them, each quoted where a shell would change it. */
  public static String join(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  /** Returns a word in a form that a shell leaves unchanged. */
  public static String quote(String word) {
    return !word.isEmpty() && PLAIN.matchesAllOf(word)
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
