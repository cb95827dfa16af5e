package io.vmalock.modelcheck.search;

import java.util.SplittableRandom;

/** A number of executions with random choices, in which the usual way is drawn most often. */
public final class RandomWalk implements Search {
  /** On average one choice in this many strays from the usual way; SWITCH has no usual way. */
  private static final int STRAY = 6;

  private final long seed;
  private final long executions;
  private long done;
  private SplittableRandom random;

  /** Makes a walk of {@code executions} executions. The seed determines them all. */
  public RandomWalk(long seed, long executions) {
    this.seed = seed;
    this.executions = executions;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public boolean next() {
    random = new SplittableRandom(seed + done * 0x9E3779B97F4A7C15L);
    return done++ < executions;
  }

  @Override
  public int decide(Choice choice) {
    if (choice.kind() == Choice.Kind.SWITCH) {
      return random.nextInt(choice.options());
    }
    if (choice.kind() == Choice.Kind.LATER) {
      return 0; // the program stores hardly any of the values that could be drawn
    }
    return random.nextInt(STRAY) == 0 ? 1 + random.nextInt(choice.options() - 1) : 0;
  }

  @Override
  public String describe() {
    return "random (seed " + seed + ")";
  }
}
