package io.vmalock.modelcheck.finding;

import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.search.Schedule;
import java.util.List;

/**
 * An execution with a finding.
 *
 * @param finding the fault
 * @param schedule the shortest schedule found that replays it
 * @param trace the events of the execution
 * @param foundAfter the number of executions that it took to find it
 * @param relaxations the relaxations of the model that this execution needs
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
