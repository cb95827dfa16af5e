package io.vmalock.modelcheck;

import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.search.Schedule;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What an exploration did, and found.
 *
 * @param passes the searches that it made, in order
 * @param outcomes what the program observed, with the number of executions that did
 * @param counterexample the gravest finding, or null
 * @param rules the rules that were seen to be broken: one fault may break several
 * @param warnings what was seen that is no error
 * @param goal the widest of the searches that were to be made
 * @param met whether in any execution two threads met
 * @param nanos how long it took
 */
public record Exploration(
    List<Pass> passes,
    SortedMap<String, Long> outcomes,
    @Nullable Counterexample counterexample,
    SortedSet<String> rules,
    SortedSet<String> warnings,
    String goal,
    boolean met,
    long nanos) {

  /**
   * One search.
   *
   * @param search what was searched, with its bounds
   * @param executions how many executions were made
   * @param exhausted whether there are no others within the bounds
   */
  public record Pass(String search, long executions, boolean exhausted) {
    @Override
    public String toString() {
      return search
          + (exhausted ? ": exhausted, " : ": not exhausted, ")
          + executions
          + (executions == 1 ? " schedule" : " schedules");
    }
  }

  /** What was found. */
  public @Nullable Finding finding() {
    return counterexample == null ? null : counterexample.finding();
  }

  /** The schedule of the counterexample. */
  public @Nullable Schedule schedule() {
    return counterexample == null ? null : counterexample.schedule();
  }

  /** All executions of all searches. */
  public long executions() {
    return passes.stream().mapToLong(Pass::executions).sum();
  }

  /** Executions for each second. */
  public long rate() {
    return nanos == 0 ? 0 : executions() * 1_000_000_000L / nanos;
  }
}
