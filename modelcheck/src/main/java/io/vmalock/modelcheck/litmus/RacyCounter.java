package io.vmalock.modelcheck.litmus;

import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Protected;
import io.vmalock.modelcheck.program.Task;
import java.util.List;

/** Two threads that count without a lock. */
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
