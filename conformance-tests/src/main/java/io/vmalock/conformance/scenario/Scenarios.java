package io.vmalock.conformance.scenario;

import io.vmalock.conformance.check.Check;
import java.util.List;
import java.util.stream.Stream;

/** Every scenario, the basic ones first: later scenarios rely on earlier ones. */
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

  /** All scenarios, in the order in which to run them. */
  public static List<Check> all() {
    return ALL;
  }
}
