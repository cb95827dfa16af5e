package io.vmalock.bench.scale.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The first-level cache of each core, and the costs of a line that only the core's second one has,
 * in nanoseconds for each of many lines in a row.
 *
 * @param lines its size in lines, a multiple of {@value #SETS}
 * @param load how much longer a load of such a line takes than a hit
 * @param store the time in which one such line comes for a store
 */
public record FirstCache(int lines, double load, double store) {
  /** A line's place is one of some in the set that its address says: a page's worth of sets. */
  static final int SETS = 64;

  private static final int WORDS = 8; // of a line
  private static final int PASSES = 100;
  private static final double LOW = 0.1;

  /** In pages. The last is more than any first-level cache has, and less than any second. */
  private static final int[] SIZES = {4, 6, 8, 12, 16, 24, 32, 64};

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static volatile long sink;

  /** Measures walks over more and more memory. */
  static FirstCache measure() {
    long[] words = new long[SIZES[SIZES.length - 1] * SETS * WORDS];
    double[] stores = new double[SIZES.length];
    double[] loads = new double[SIZES.length];
    for (int warmUp = 0; warmUp < 2; warmUp++) {
      for (int i = 0; i < SIZES.length; i++) {
        int lines = SIZES[i] * SETS;
        stores[i] = walk(() -> storeAll(words, lines), lines);
        loads[i] = walk(() -> loadAll(words, lines), lines);
      }
    }
    int last = SIZES.length - 1;
    return of(stores[0], stores[last], loads[last] - loads[0], stores);
  }

  /** The cache whose size is the last at which stores are nearer to the quick than the slow. */
  private static FirstCache of(double quick, double slow, double load, double[] stores) {
    int fits = 0;
    while (fits < SIZES.length - 1 && stores[fits + 1] < (quick + slow) / 2) {
      fits++;
    }
    return new FirstCache(SIZES[fits] * SETS, Math.max(0, load), slow);
  }

  private static double walk(Runnable walk, int lines) {
    double[] times = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      long begin = System.nanoTime();
      for (int k = 0; k < PASSES; k++) {
        walk.run();
      }
      times[i] = (System.nanoTime() - begin) / (double) (lines * PASSES);
    }
    Arrays.sort(times);
    return times[(int) (PASSES * LOW)];
  }

  private static void storeAll(long[] words, int lines) {
    for (int i = 0; i < lines; i++) {
      WORD.setOpaque(words, i * WORDS, (long) i);
    }
  }

  private static void loadAll(long[] words, int lines) {
    long sum = 0;
    for (int i = 0; i < lines; i++) {
      sum += (long) WORD.getOpaque(words, i * WORDS);
    }
    sink = sum;
  }
}
