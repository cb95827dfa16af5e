package io.vmalock.bench.scenario;

import io.vmalock.bench.machine.HeapLayout;

/** The areas that each thread reads. */
public enum Layout {
  /** All threads read one area. */
  SHARED {
    @Override
    public int index(int thread) {
      return 0;
    }
  },
  /** Each thread reads the next area, which lies right behind and so shares a cache line. */
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
  /** Each thread reads a separate area, with {@value #APART} others between: no line in common. */
  OWN {
    @Override
    public int index(int thread) {
      return thread * APART;
    }
  };

  private static final int APART = 32;

  /** The index of the first of these areas. */
  public int first(Object[] areas, int threads) {
    return 0;
  }

  /** The index, counted from the first, of the area of a thread. */
  public abstract int index(int thread);

  /** The number of areas that the threads need. */
  public static int areas(int threads) {
    return threads * APART + 1;
  }
}
