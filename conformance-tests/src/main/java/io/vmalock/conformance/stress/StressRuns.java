package io.vmalock.conformance.stress;

import io.vmalock.conformance.Check;
import java.util.List;

/** Every stress run. */
public final class StressRuns {
  private StressRuns() {}

  /** All of them. */
  public static List<Check> all() {
    return List.of();
  }
}
