package io.vmalock.modelcheck.finding;

import io.vmalock.modelcheck.search.Schedule;

/**
 * An execution with a finding.
 *
 * @param finding what is wrong
 * @param schedule what replays it, as short as it could be made
 * @param trace what happens in it
 * @param foundAfter how many executions it took to find
 */
public record Counterexample(Finding finding, Schedule schedule, Trace trace, long foundAfter) {
  @Override
  public String toString() {
    return Columns.print(this);
  }
}
