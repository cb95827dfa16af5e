package io.vmalock.bench.scenario;

import io.vmalock.bench.machine.HeapLayout;

/** Which of the areas each thread reads. */
public enum Layout {
  /** All threads the same one. */
  SHARED {
    @Override
    public int index(int thread) {
      return 0;
    }
  },
  /** Each thread the next one, which lies right behind and so shares a cache line. */
  NEIGHBOURS {
    @Override
    public int first(Object[] areas, int threads) {
      return HeapLayout.sideBySide(areas, threads);
    }

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

  /** Where in these areas to begin to count. */
  public int first(Object[] areas, int threads) {
    return 0;
  }

  /** Which area, counted from the first, is that of the thread of this number. */
  public abstract int index(int thread);

  /** How many areas so many threads need. */
  public static int areas(int threads) {
    return threads * APART + 1;
  }
}
