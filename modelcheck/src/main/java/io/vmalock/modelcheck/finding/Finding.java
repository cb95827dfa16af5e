package io.vmalock.modelcheck.finding;

import java.util.List;

/**
 * What is wrong with an execution.
 *
 * @param kind what kind of fault
 * @param rule the rule that it breaks, or empty
 * @param message what was seen
 * @param details further lines, such as stacks
 */
public record Finding(Kind kind, String rule, String message, List<String> details) {
  /** The kinds of fault. */
  public enum Kind {
    /** The program's own checks say that a rule is broken. */
    RULE("rule broken"),
    /** The program's own assertions failed. */
    ASSERTION("assertion failed"),
    /** What should hold at every point did not. */
    INVARIANT("invariant broken"),
    /** The threads observed what they must not. */
    OUTCOME("forbidden outcome"),
    /** No sequential order of the operations explains their answers. */
    HISTORY("no order of the operations explains their answers"),
    /** The program threw what nobody expects. */
    THROWN("unexpected exception"),
    /** A plain race on protected data. */
    RACE("data race on protected data"),
    /** All threads that have not ended wait for each other. */
    DEADLOCK("deadlock"),
    /** Threads go on and on, though each gets its turn. */
    LIVELOCK("livelock"),
    /** A thread went on only because its wait timed out. */
    TIME_OUT("progress only through a time-out"),
    /** The program does what cannot be modelled: no verdict. */
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

  /** Whether this says more of what is wrong than another finding of the same program. */
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
