package io.vmalock.modelcheck;

import io.vmalock.modelcheck.finding.Counterexample;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.search.Schedule;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of an exploration.
 *
 * @param passes the searches that it made, in order
 * @param outcomes the outcomes that the program observed, each with its number of executions
 * @param counterexample the gravest finding, or null
 * @param rules the rules that were seen broken: one fault may break several
 * @param warnings remarks that are no errors
 * @param goal the widest of the planned searches
 * @param met whether two threads met in any execution
 * @param nanos the time that it took, in nanoseconds
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
   * @param search the name and the bounds of the search
   * @param executions the number of executions made
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

  /** Returns the finding. */
  public @Nullable Finding finding() {
    return counterexample == null ? null : counterexample.finding();
  }

  /** Returns the schedule of the counterexample. */
  public @Nullable Schedule schedule() {
    return counterexample == null ? null : counterexample.schedule();
  }

  /** Returns the number of executions of all searches. */
  public long executions() {
    return passes.stream().mapToLong(Pass::executions).sum();
  }

  /** Returns the number of executions for each second. */
  public long rate() {
    return nanos == 0 ? 0 : executions() * 1_000_000_000L / nanos;
  }
}
