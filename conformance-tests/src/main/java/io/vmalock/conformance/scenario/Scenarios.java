package io.vmalock.conformance.scenario;

import io.vmalock.conformance.check.Check;
import java.util.List;
import java.util.stream.Stream;

/** Every scenario, from the ground up: what comes later takes for granted what came before. */
public final class Scenarios {
  private static final List<Check> ALL =
      Stream.of(
              LifeCycle.first(),
              Exclusion.all(),
              Progress.all(),
              WriteSections.all(),
              BulkForms.all(),
              LifeCycle.all(),
              Wraps.all(),
              Reuse.all(),
              ReaderLimits.all(),
              GivingUp.all(),
              OptimisticReads.all(),
              MisuseScenarios.all(),
              Retiring.all())
          .<Check>flatMap(List::stream)
          .toList();

  private Scenarios() {}

  /** All of them, in the order in which to play them. */
  public static List<Check> all() {
    return ALL;
  }
}
