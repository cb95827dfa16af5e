package io.vmalock.conformance.modelcheck.program;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of a whole program.
 *
 * @param warmUp the number of reads of each VMA before anything else
 * @param limit the most readers of one VMA at once
 * @param start the mm of VMAs 0 and 1 in the beginning
 * @param isAlike whether both mms give their sections the same numbers
 * @param isUnasked whether retirements must end even though no thread looks again at the end
 */
record Conditions(int warmUp, int limit, Start start, boolean isAlike, boolean isUnasked) {
  static final Conditions NONE = new Conditions(0, Integer.MAX_VALUE, Start.ATTACHED, false, false);

  private static final Pattern CONDITION =
      Pattern.compile("(after|limit) ([1-9]\\d{0,5})|detached|moved|alike|unasked");

  /** The state of the VMAs before the threads begin. */
  enum Start {
    /** They are attached to the first mm. */
    ATTACHED,
    /** They are new. */
    DETACHED,
    /** They are attached to the other mm, after the first one. */
    MOVED
  }

  static Conditions parse(String text) {
    Conditions all = NONE;
    for (String condition : text.split(",", -1)) {
      all = all.with(condition.strip());
    }
    return all;
  }

  private Conditions with(String condition) {
    Matcher matcher = CONDITION.matcher(condition);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "no condition of a program: \""
              + condition
              + "\"; there are \"after 600\" and \"limit 1\", with a number each, \"detached\" or"
              + " \"moved\", \"alike\" and \"unasked\"");
    }
    int number = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    return switch (condition.split(" ", -1)[0]) {
      case "after" -> after(number);
      case "limit" -> new Conditions(warmUp, number, start, isAlike, isUnasked);
      case "alike" -> new Conditions(warmUp, limit, start, true, isUnasked);
      case "unasked" -> new Conditions(warmUp, limit, start, isAlike, true);
      default ->
          new Conditions(
              warmUp, limit, Start.valueOf(condition.toUpperCase(Locale.ROOT)), isAlike, isUnasked);
    };
  }

  /** These conditions after a number of reads of each VMA. */
  Conditions after(int reads) {
    return new Conditions(reads, limit, start, isAlike, isUnasked);
  }

  boolean isLimited() {
    return limit < Integer.MAX_VALUE;
  }

  /** With a colon at the end, if there are any. */
  @Override
  public String toString() {
    StringJoiner conditions = new StringJoiner(", ", "", ": ").setEmptyValue("");
    if (warmUp > 0) {
      conditions.add("after " + warmUp);
    }
    if (isLimited()) {
      conditions.add("limit " + limit);
    }
    if (start != Start.ATTACHED) {
      conditions.add(start.name().toLowerCase(Locale.ROOT));
    }
    if (isAlike) {
      conditions.add("alike");
    }
    if (isUnasked) {
      conditions.add("unasked");
    }
    return conditions.toString();
  }
}
