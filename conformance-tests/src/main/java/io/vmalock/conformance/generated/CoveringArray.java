package io.vmalock.conformance.generated;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Few combinations in which each two values of different factors come together at least once. The
 * choice is greedy: each row is the best of some random ones. The result is equal at every run.
 *
 * <p>Source: D. Cohen and others, "The AETG System", IEEE Transactions on Software Engineering
 * 23(7), 1997.
 */
final class CoveringArray {
  private static final int CANDIDATES = 20;

  private final int[] sizes;
  private final int[] offsets;
  private final int values;
  private final BitSet covered = new BitSet();

  private CoveringArray(int[] sizes) {
    this.sizes = sizes;
    this.offsets = new int[sizes.length];
    int sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      offsets[i] = sum;
      sum += sizes[i];
    }
    this.values = sum;
  }

  /** Rows that cover all pairs, as indexes of values. */
  static List<int[]> pairs(int... sizes) {
    return new CoveringArray(sizes).rows();
  }

  private List<int[]> rows() {
    SplittableRandom random = new SplittableRandom(1);
    List<int[]> rows = new ArrayList<>();
    for (int a = 0; a < sizes.length; a++) {
      for (int b = a + 1; b < sizes.length; b++) {
        for (int i = 0; i < sizes[a]; i++) {
          for (int j = 0; j < sizes[b]; j++) {
            if (!covered.get(pair(a, i, b, j))) {
              rows.add(best(random, a, i, b, j));
            }
          }
        }
      }
    }
    return rows;
  }

  private int pair(int a, int i, int b, int j) {
    return (offsets[a] + i) * values + offsets[b] + j;
  }

  /** A row that covers this pair and as many more as can be. */
  private int[] best(SplittableRandom random, int a, int i, int b, int j) {
    int[] best = {};
    int most = -1;
    for (int n = 0; n < CANDIDATES; n++) {
      int[] row = new int[sizes.length];
      for (int f = 0; f < sizes.length; f++) {
        row[f] = random.nextInt(sizes[f]);
      }
      row[a] = i;
      row[b] = j;
      int covers = count(row);
      if (covers > most) {
        best = row;
        most = covers;
      }
    }
    for (int f = 0; f < best.length; f++) {
      for (int g = f + 1; g < best.length; g++) {
        covered.set(pair(f, best[f], g, best[g]));
      }
    }
    return best;
  }

  private int count(int[] row) {
    int covers = 0;
    for (int f = 0; f < row.length; f++) {
      for (int g = f + 1; g < row.length; g++) {
        covers += covered.get(pair(f, row[f], g, row[g])) ? 0 : 1;
      }
    }
    return covers;
  }
}
