package io.vmalock.bench.replay.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a list, with as many areas as fill several blocks. */
class AreaListTest {
  private static final int PLACES = 3_000;

  private final List<KernelArea> expected = new ArrayList<>();
  private final AreaList areas = new AreaList();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void agreesWithAList(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 12_000; i++) {
      long address = random.nextInt(PLACES);
      int at = lastUpTo(address);
      assertThat(areas.lastUpTo(address)).isEqualTo(at);
      boolean there = at >= 0 && expected.get(at).start == address;
      if (!there) {
        KernelArea area = new KernelArea(address, address + 1);
        expected.add(at + 1, area);
        areas.insert(at + 1, area);
      } else if (random.nextInt(4) == 0) {
        KernelArea other = new KernelArea(address, address + 1);
        expected.set(at, other);
        areas.set(at, other);
      } else if (random.nextInt(4) == 0) {
        areas.end(at, address + random.nextInt(1, 9));
      } else {
        // Sometimes more than a block.
        int most = random.nextInt(300) == 0 ? 400 : 2;
        int to = Math.min(expected.size(), at + 1 + random.nextInt(most));
        expected.subList(at, to).clear();
        areas.remove(at, to);
      }
      assertThat(areas.size()).isEqualTo(expected.size());
      if (i % 100 == 0) {
        compare();
      }
    }
    areas.remove(0, areas.size());
    expected.clear();
    compare();
    assertThat(areas.lastUpTo(PLACES)).isEqualTo(-1);
  }

  private void compare() {
    List<KernelArea> all = new ArrayList<>();
    for (int i = 0; i < areas.size(); i++) {
      KernelArea area = areas.get(i);
      all.add(area);
      assertThat(areas.start(i)).isEqualTo(area.start);
      assertThat(areas.end(i)).isEqualTo(area.end);
    }
    assertThat(all).isEqualTo(expected);
  }

  private int lastUpTo(long address) {
    int at = -1;
    while (at + 1 < expected.size() && expected.get(at + 1).start <= address) {
      at++;
    }
    return at;
  }
}
