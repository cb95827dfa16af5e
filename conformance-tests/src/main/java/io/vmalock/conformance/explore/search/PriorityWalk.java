package io.vmalock.conformance.explore.search;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Probabilistic concurrency testing: threads have drawn priorities, the highest that can run does,
 * and at a few drawn points the running one falls to the lowest. A bug that needs d such points is
 * found with a known probability (Burckhardt and others, ASPLOS 2010). Loads are drawn as in {@link
 * RandomWalk}.
 */
public final class PriorityWalk implements Search {
  private static final int STRAY = 8;
  private static final int MOST_THREADS = 64;

  private final long seed;
  private final long executions;
  private final int depth;
  private final int[] priorities = new int[MOST_THREADS];
  private final Set<Integer> changes = new HashSet<>();
  private long done;
  private int points;
  private int longest = 16;
  private int lowest;
  private SplittableRandom random;

  /** {@code executions} executions with {@code depth} points each at which priorities change. */
  public PriorityWalk(long seed, long executions, int depth) {
    this.seed = seed;
    this.executions = executions;
    this.depth = depth;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public boolean next() {
    random = new SplittableRandom(seed + done * 0x9E3779B97F4A7C15L);
    longest = Math.max(longest, points);
    points = 0;
    lowest = 0;
    for (int i = 0; i < priorities.length; i++) {
      priorities[i] = 1 + random.nextInt(1 << 20);
    }
    changes.clear();
    for (int i = 0; i < depth; i++) {
      changes.add(random.nextInt(longest));
    }
    return done++ < executions;
  }

  @Override
  public int decide(Choice choice) {
    switch (choice.kind()) {
      case PREEMPT, SWITCH -> {
        if (choice.kind() == Choice.Kind.PREEMPT && changes.contains(points++)) {
          priorities[choice.thread()] = --lowest;
        }
        int best = 0;
        for (int option = 1; option < choice.options(); option++) {
          if (priority(choice, option) > priority(choice, best)) {
            best = option;
          }
        }
        return best;
      }
      case INSIST, INSIST_ONCE -> {
        return random.nextInt(STRAY) == 0 ? 1 : 0;
      }
      default -> {
        return random.nextInt(STRAY) == 0 ? 1 + random.nextInt(choice.options() - 1) : 0;
      }
    }
  }

  @Override
  public String describe() {
    return "priorities (seed " + seed + ", " + depth + " changes)";
  }

  private int priority(Choice choice, int option) {
    return priorities[choice.threads()[option] % MOST_THREADS];
  }
}
