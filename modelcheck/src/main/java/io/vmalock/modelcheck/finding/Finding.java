package io.vmalock.modelcheck.finding;

import java.util.List;

/**
 * A fault of an execution.
 *
 * @param kind the kind of fault
 * @param rule the rule that it breaks, or empty
 * @param message the observation, in words
 * @param details further lines, such as stacks
 */
public record Finding(Kind kind, String rule, String message, List<String> details) {
  /** The kinds of fault. */
  public enum Kind {
    /** The program's own checks say that a rule is broken. */
    RULE("rule broken"),
    /** The program's own assertions failed. */
    ASSERTION("assertion failed"),
    /** An invariant did not hold at some point. */
    INVARIANT("invariant broken"),
    /** The threads observed a forbidden outcome. */
    OUTCOME("forbidden outcome"),
    /** No sequential order of the operations explains their answers. */
    HISTORY("no order of the operations explains their answers"),
    /** The program threw an unexpected exception. */
    THROWN("unexpected exception"),
    /** A plain race on protected data. */
    RACE("data race on protected data"),
    /** All threads that have not ended wait for each other. */
    DEADLOCK("deadlock"),
    /** Threads run without end, though each gets its turn. */
    LIVELOCK("livelock"),
    /** A thread could go on only because its wait timed out. */
    TIME_OUT("progress only through a time-out"),
    /** The program does something that has no model: there is no verdict. */
    NOT_JUDGED("not judged");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The kind in words. */
    public String words() {
      return words;
    }
  }

  /** Returns whether this is a graver finding than another one of the program. */
  public boolean isGraverThan(Finding other, Rules rules) {
    return rank(rules) < other.rank(rules);
  }

  private int rank(Rules rules) {
    if (kind == Kind.NOT_JUDGED) {
      return -1;
    }
    return rules.gravity(rule) * 2 + (kind == Kind.RULE ? 0 : 1);
  }

  @Override
  public String toString() {
    return kind.words() + (rule.isEmpty() ? "" : " (" + rule + ")") + ": " + message;
  }
}
