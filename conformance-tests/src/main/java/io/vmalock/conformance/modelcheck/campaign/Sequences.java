package io.vmalock.conformance.modelcheck.campaign;

import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers near a wrap in a form for people. The programs' first mm begins just before a wrap, so
 * its sequences have nineteen digits, and perhaps a sign.
 */
final class Sequences {
  private static final Pattern LONG = Pattern.compile("(?<![\\w.])-?[0-9]{19}(?![\\w.])");
  private static final long NEAR = 1_000_000;

  private Sequences() {}

  static String readable(String text) {
    Matcher numbers = LONG.matcher(text);
    StringBuilder readable = new StringBuilder();
    boolean any = false;
    while (numbers.find()) {
      String word = word(numbers.group());
      any |= !word.equals(numbers.group());
      numbers.appendReplacement(readable, word);
    }
    numbers.appendTail(readable);
    return any
        ? readable.toString().stripTrailing()
            + "\nfirst: the first sequence of the mm, "
            + StrategyProgram.FIRST_SEQUENCE
            + "\n"
        : text;
  }

  private static String word(String number) {
    long distance;
    try {
      distance = Long.parseLong(number) - StrategyProgram.FIRST_SEQUENCE; // which wraps as they do
    } catch (NumberFormatException e) {
      return number;
    }
    if (distance == 0) {
      return "first";
    }
    return distance > NEAR || distance < -NEAR
        ? number
        : distance > 0 ? "first + " + distance : "first - " + -distance;
  }
}
