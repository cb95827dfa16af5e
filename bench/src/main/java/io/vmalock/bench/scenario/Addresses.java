package io.vmalock.bench.scenario;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.distribution.ZipfDistribution;

/** Streams of indices of areas that a thread goes through again and again. */
public enum Addresses {
  /** Every area as often as any other. */
  UNIFORM {
    @Override
    int[] indices(int areas, int length, int seed) {
      return new Random(seed).ints(length, 0, areas).toArray();
    }
  },
  /** A few areas most of the time: the n-th as often as 1/n, the areas in no order. */
  ZIPF {
    @Override
    int[] indices(int areas, int length, int seed) {
      int[] shuffled = shuffled(areas, new Random(seed));
      DiscreteDistribution.Sampler ranks =
          ZipfDistribution.of(areas, 1).createSampler(new SplittableRandom(seed)::nextLong);
      int[] indices = new int[length];
      for (int i = 0; i < length; i++) {
        indices[i] = shuffled[ranks.sample() - 1];
      }
      return indices;
    }
  },
  /** From each area to the next. */
  IN_ORDER {
    @Override
    int[] indices(int areas, int length, int seed) {
      return IntStream.range(0, length).map(i -> i % areas).toArray();
    }
  },
  /** Always the same area. */
  HOT {
    @Override
    int[] indices(int areas, int length, int seed) {
      int[] indices = new int[length];
      Arrays.fill(indices, areas / 2);
      return indices;
    }
  };

  abstract int[] indices(int areas, int length, int seed);

  private static int[] shuffled(int n, Random random) {
    int[] all = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      all[i] = all[j];
      all[j] = i;
    }
    return all;
  }
}
