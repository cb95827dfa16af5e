package io.vmalock.conformance.explore.litmus;

import io.vmalock.conformance.explore.Program;
import io.vmalock.conformance.explore.Protected;
import io.vmalock.conformance.explore.Task;
import java.util.List;

/** Two threads that count without any lock. */
public final class RacyCounter implements Program {
  @Protected private int count;

  @Override
  public List<Task> begin() {
    count = 0;
    return List.of(this::increment, this::increment);
  }

  private void increment() {
    count++;
  }
}
