package io.vmalock.conformance.generated;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Check;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Options.Level;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Programs by design: any two conditions that a call can meet come together in one of them; three
 * and more by chance, as long as time allows.
 */
final class CombinationsCheck implements Check {
  private static final Duration USUAL = Duration.ofMillis(1_000);
  private static final Duration DEEP = Duration.ofSeconds(60);

  private static final int[] SIZES = Row.VALUES.stream().mapToInt(List::size).toArray();

  /** First without misuse, which would hide the other combinations of a row. */
  private static final List<int[]> PAIRS = pairs();

  private static List<int[]> pairs() {
    int[] withoutStray = SIZES.clone();
    withoutStray[Row.STRAY] = 1;
    List<int[]> pairs = new ArrayList<>(CoveringArray.pairs(withoutStray));
    pairs.addAll(CoveringArray.pairs(SIZES));
    return pairs;
  }

  @Override
  public String name() {
    return "all pairs of what a call can meet";
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
  public Duration expected(Options options) {
    return options.level() == Level.DEEP ? DEEP : USUAL;
  }

  @Override
  public Outcome run(VmaLockStrategy strategy, Options options) {
    long start = System.nanoTime();
    long nanos = expected(options).toNanos();
    boolean limits = strategy.capabilities().contains(Capability.READER_LIMIT);
    List<Row> rows = new ArrayList<>();
    PAIRS.forEach(values -> rows.add(Row.of(values)));
    rows.addAll(Row.ofLongLists());
    rows.addAll(Row.ofInterrupted());
    rows.addAll(Row.ofTimes());
    rows.addAll(Row.ofLimits());
    int pairs = rows.size();
    try (Player player = new Player(strategy, options.waitBudget().scale())) {
      Finding found =
          player.play(
              number ->
                  number < pairs
                      ? program(rows.get((int) (long) number), limits)
                      : System.nanoTime() - start < nanos
                          ? program(drawn(options.seed() + number - pairs), limits)
                          : null);
      long played = player.played();
      if (found == null) {
        return Outcome.nothingFound(
            pairs
                + " programs for all pairs, long lists and interrupts, and "
                + (played - pairs)
                + " by chance");
      }
      return Judging.broken(found, strategy, options.waitBudget().scale());
    }
  }

  private static Player.Program program(Row row, boolean limits) {
    return new Player.Program(row.shape(limits), Steps.of(row.steps()));
  }

  private static Row drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] values = new int[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      values[i] = random.nextInt(SIZES[i]);
    }
    return Row.of(values);
  }
}
