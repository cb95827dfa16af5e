package io.vmalock.conformance.generated;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.ContractModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The common part of the checks of generated programs. */
final class Judging {
  /** The rules that the model judges, and X6, in the order of the contract. */
  static final List<Rule> RULES =
      Arrays.stream(Rule.values())
          .filter(rule -> rule == Rule.X6 || ContractModel.JUDGES.contains(rule))
          .toList();

  private static final long SHRINK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The bound for a program that hangs, because each trial takes long. */
  private static final long SHRINK_HANG_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final double IMPATIENT = 0.1;

  private static final int PLAYS_OF_A_FINDING = 10;

  /** A replay ends when one of the two is over. */
  private static final int MOST_PLAYS = 2_000;

  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Judging() {}

  /** The finding, shrunk, as an outcome. */
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
    return outcome(shortest, shortest.isHang() ? "" : "\n" + timesShown(shortest, strategy));
  }

  private static Outcome outcome(Finding found, String more) {
    return Outcome.broken(found.rule(), found.text() + more)
        .hanging(found.isHang())
        .seenAgainBy(found.line());
  }

  /** The author must know whether the mistake shows each time. */
  private static String timesShown(Finding found, VmaLockStrategy strategy) {
    int shown = 0;
    try (Player player = new Player(strategy, 1)) {
      for (int i = 0; i < PLAYS_OF_A_FINDING; i++) {
        if (player.play(found.shape(), Steps.of(found.steps())) != null) {
          shown++;
        }
      }
    }
    return shown == PLAYS_OF_A_FINDING
        ? "it shows whenever these steps are run"
        : "its answers depend on time: run "
            + PLAYS_OF_A_FINDING
            + " times more, it shows "
            + shown
            + " times";
  }

  /** Runs a written program until it shows a mistake, or often enough. */
  static Outcome again(String line, VmaLockStrategy strategy, double patience) {
    WrittenProgram program = WrittenProgram.parse(line);
    long end = System.nanoTime() + AGAIN_NANOS;
    int plays = 0;
    try (Player player = new Player(strategy, patience)) {
      while (plays < MOST_PLAYS && (plays == 0 || System.nanoTime() < end)) {
        plays++;
        Finding found = player.play(program.shape(), Steps.of(program.steps()));
        if (found != null) {
          return outcome(found, "\nit showed when run for the " + ordinal(plays) + " time");
        }
      }
    }
    return Outcome.notJudged(
        "run "
            + plays
            + " times, and nothing showed: either it is fixed, or its answers depend on time");
  }

  private static String ordinal(int number) {
    boolean teen = number / 10 % 10 == 1;
    return number
        + (teen
            ? "th"
            : number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th");
  }
}
