package io.vmalock.conformance.generated;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.ContractModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is common to the checks of generated programs. */
final class Judging {
  /** What the model judges, and X6, in the order of the contract. */
  static final List<Rule> RULES =
      Arrays.stream(Rule.values())
          .filter(rule -> rule == Rule.X6 || ContractModel.JUDGES.contains(rule))
          .toList();

  private static final long SHRINK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Of a program that hangs, each trial takes its time. */
  private static final long SHRINK_HANG_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final double IMPATIENT = 0.1;

  private Judging() {}

  /** The finding, made as short as it can be, as an outcome. */
  static Outcome broken(Finding found, VmaLockStrategy strategy, double patience) {
    Finding shortest;
    try (Player player =
        new Player(strategy, found.isHang() ? Math.min(patience, IMPATIENT) : patience)) {
      shortest =
          Shrinking.shortest(
              found,
              (shape, steps) -> player.play(shape, Steps.of(steps)),
              found.isHang() ? SHRINK_HANG_NANOS : SHRINK_NANOS);
    }
    return Outcome.broken(shortest.rule(), shortest.text());
  }
}
