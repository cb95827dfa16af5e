package io.vmalock.bench.replay.areas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a set of bits. */
class PageSetTest {
  private static final int SIZE = 60;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void agreesWithBits(int seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      PageSet set = new PageSet();
      BitSet bits = new BitSet();
      for (int i = 0; i < 8; i++) {
        int start = random.nextInt(SIZE);
        int end = start + 1 + random.nextInt(8);
        set.add(start, end);
        bits.set(start, end);
        int from = random.nextInt(SIZE);
        int to = from + 1 + random.nextInt(SIZE);
        assertThat(set.ranges()).isEqualTo(runs(bits, 0, 2 * SIZE, true));
        assertThat(set.gaps(from, to)).isEqualTo(runs(bits, from, to, false));
        assertThat(set.intersects(from, to)).isEqualTo(bits.get(from, to).cardinality() > 0);
        assertThat(set.contains(from)).isEqualTo(bits.get(from));
      }
    }
  }

  private static List<PageSet.Range> runs(BitSet bits, int from, int to, boolean value) {
    List<PageSet.Range> runs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (bits.get(i) == value) {
        int start = i;
        while (i < to && bits.get(i) == value) {
          i++;
        }
        runs.add(new PageSet.Range(start, i));
      }
    }
    return runs;
  }
}
