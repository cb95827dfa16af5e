package io.vmalock.conformance.generated;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Programs by chance: one writer and readers, thousands of programs a second, each judged by the
 * model at every call.
 */
final class ProgramsCheck implements Check {
  private static final Duration USUAL = Duration.ofMillis(1_500);
  private static final Duration DEEP = Duration.ofSeconds(60);

  /** The number of programs that run however long they take. */
  private static final int LEAST = 300;

  @Override
  public String name() {
    return "programs by chance";
  }

  @Override
  public Layer layer() {
    return Layer.GENERATED;
  }

  @Override
  public List<Rule> rules() {
    return Judging.RULES;
  }

  @Override
  public boolean replays() {
    return true;
  }

  @Override
  public Duration expected(Options options) {
    return options.level() == Level.DEEP ? DEEP : USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    if (options.replay() != null) {
      return Judging.again(options.replay(), strategy, options.waitBudget().scale());
    }
    long start = System.nanoTime();
    long nanos = expected(options).toNanos();
    try (Player player = new Player(strategy, options.waitBudget().scale())) {
      Finding found =
          player.play(
              number ->
                  number < LEAST || System.nanoTime() - start < nanos
                      ? program(options.seed() + number, strategy)
                      : null);
      return found == null
          ? Outcome.nothingFound(player.played() + " programs, " + player.calls() + " calls")
          : Judging.broken(found, strategy, options.waitBudget().scale());
    }
  }

  /** The program of a seed: the first one with that seed, the second with the seed before. */
  private static Player.Program program(long seed, VmaLockStrategy strategy) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = RandomSteps.shape(random, strategy.capabilities());
    int steps = 10 + random.nextInt(70);
    return new Player.Program(shape, new RandomSteps(random, steps));
  }
}
