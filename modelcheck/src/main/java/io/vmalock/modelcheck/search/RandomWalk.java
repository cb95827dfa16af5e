package io.vmalock.modelcheck.search;

import java.util.SplittableRandom;

/** A number of executions in which every choice is drawn, the usual way most often. */
public final class RandomWalk implements Search {
  /** One in so many of the choices strays from the usual way; SWITCH has no usual way. */
  private static final int STRAY = 6;

  private final long seed;
  private final long executions;
  private long done;
  private SplittableRandom random;

  /** A walk of {@code executions} executions; the same for the same seed. */
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
      return 0; // hardly any value that it could draw is ever stored
    }
    return random.nextInt(STRAY) == 0 ? 1 + random.nextInt(choice.options() - 1) : 0;
  }

  @Override
  public String describe() {
    return "random (seed " + seed + ")";
  }
}
