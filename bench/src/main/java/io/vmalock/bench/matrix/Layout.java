package io.vmalock.bench.matrix;

/** Which of the areas, which lie side by side in memory, each thread reads. */
public enum Layout {
  /** All threads the same one. */
  SHARED {
    @Override
    public int index(int thread) {
      return 0;
    }
  },
  /** Each thread the next one: their lock words may share cache lines. */
  NEIGHBOURS {
    @Override
    public int index(int thread) {
      return thread;
    }
  },
  /** Each thread one of its own, with {@value #APART} others between: no line in common. */
  OWN {
    @Override
    public int index(int thread) {
      return thread * APART;
    }
  };

  private static final int APART = 32;

  /** The area of the thread of this number. */
  public abstract int index(int thread);

  /** How many areas so many threads need. */
  public static int areas(int threads) {
    return threads * APART + 1;
  }
}
