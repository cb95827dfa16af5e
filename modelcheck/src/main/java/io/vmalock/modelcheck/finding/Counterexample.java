package io.vmalock.modelcheck.finding;

import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.search.Schedule;
import java.util.List;

/**
 * An execution with a finding.
 *
 * @param finding what is wrong
 * @param schedule what replays it, as short as it could be made
 * @param trace what happens in it
 * @param foundAfter how many executions it took to find
 * @param relaxations what this execution is not without, of what a model may permit or not
 */
public record Counterexample(
    Finding finding,
    Schedule schedule,
    Trace trace,
    long foundAfter,
    List<Relaxation> relaxations) {
  @Override
  public String toString() {
    return Columns.print(this);
  }
}
