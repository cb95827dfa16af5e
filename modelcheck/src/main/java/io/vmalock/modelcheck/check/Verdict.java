package io.vmalock.modelcheck.check;

import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.finding.Finding;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check.
 *
 * @param name the name of the check
 * @param kind whether it passed
 * @param reason the reason why there is no verdict, or empty
 * @param exploration the exploration, or null if there was none
 * @param declared the author's expectation of each declared outcome
 */
public record Verdict(
    String name,
    Kind kind,
    String reason,
    @Nullable Exploration exploration,
    Map<String, Expect> declared) {

  /** The kinds of verdict; only the first one is a pass. */
  public enum Kind {
    /** The exploration found nothing. */
    PASSED,
    /** There is a counterexample. */
    BROKEN,
    /** The program does something that has no model, or differs from run to run. */
    NOT_JUDGED,
    /** The exploration could not have found anything: no thread met another. */
    VACUOUS
  }

  /** Returns whether the check passed. */
  public boolean isPassed() {
    return kind == Kind.PASSED;
  }

  /** Returns whether everything within the bounds was explored. */
  public boolean isExhausted() {
    Exploration explored = exploration;
    return explored != null
        && explored.passes().stream().anyMatch(pass -> isWidest(explored, pass));
  }

  private static boolean isWidest(Exploration explored, Exploration.Pass pass) {
    return pass.exhausted() && pass.search().equals(explored.goal());
  }

  /** Returns the counterexample, or null. */
  public @Nullable Finding finding() {
    return exploration == null ? null : exploration.finding();
  }

  /** Returns the schedule that repeats the counterexample, or an empty string. */
  public String schedule() {
    Counterexample found = exploration == null ? null : exploration.counterexample();
    return found == null ? "" : found.schedule().toString();
  }

  /**
   * Throws unless the check passed.
   *
   * @throws CheckFailed if something was found, or there is no verdict
   */
  public Verdict orThrow() {
    if (!isPassed()) {
      throw new CheckFailed(this);
    }
    return this;
  }

  /** Returns the verdict in words, with the counterexample and the way to replay it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append(": ");
    Counterexample found = exploration == null ? null : exploration.counterexample();
    switch (kind) {
      case PASSED -> text.append("nothing found");
      case VACUOUS, NOT_JUDGED -> text.append(words()).append(": ").append(reason);
      case BROKEN -> {
        // The counterexample has it.
      }
    }
    if (found != null && kind == Kind.BROKEN) {
      text.append(found);
      if (found.schedule().length() == 0) {
        text.append(
            "this needs no preemption: it happens when the threads run one after another\n");
      }
      text.append("again: @ModelCheck(replay = \"")
          .append(found.schedule())
          .append("\"), or Check.replay(\"")
          .append(found.schedule())
          .append(
              "\");\n  or with the test as it is, as an option of the IDE's VM and of mvn test: \"-D")
          .append(Check.REPLAY)
          .append('=')
          .append(name)
          .append('@')
          .append(found.schedule())
          .append('"');
      for (String step : found.schedule().inWords()) {
        text.append("\n  ").append(step);
      }
    }
    if (exploration != null) {
      explored(text, exploration);
    }
    return text.toString();
  }

  private String words() {
    return kind == Kind.VACUOUS ? "nothing could be found" : "not judged";
  }

  private void explored(StringBuilder text, Exploration explored) {
    for (Exploration.Pass pass : explored.passes()) {
      text.append("\n  ");
      if (kind == Kind.BROKEN && !pass.exhausted()) {
        text.append(pass.search()).append(": found something, which ended the search");
      } else {
        text.append(pass);
      }
    }
    if (isPassed() && !isExhausted()) {
      text.append("\n  the budget ended before everything within the bounds was explored");
    }
    outcomes(text, explored);
    explored.warnings().forEach(warning -> text.append("\n  note: ").append(warning));
  }

  private void outcomes(StringBuilder text, Exploration explored) {
    Map<String, Long> seen = new TreeMap<>(explored.outcomes());
    if (isPassed()) {
      declared.keySet().forEach(outcome -> seen.putIfAbsent(outcome, 0L));
    }
    if (seen.keySet().stream().allMatch(String::isEmpty)) {
      return;
    }
    int widest = seen.keySet().stream().mapToInt(String::length).max().orElse(0);
    text.append("\n  outcomes:");
    seen.forEach(
        (outcome, times) -> {
          Expect expect = declared.get(outcome);
          text.append("\n    ")
              .append(outcome)
              .append(" ".repeat(widest - outcome.length()))
              .append(String.format("%,10d", times))
              .append(expect == null ? "" : "  " + Outcomes.words(expect))
              .append(times == 0 ? ", not seen" : "");
        });
  }
}
