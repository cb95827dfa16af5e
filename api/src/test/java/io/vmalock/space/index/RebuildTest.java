package io.vmalock.space.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Changes that are a large part of the tree, against a sorted map. */
class RebuildTest {
  private static final int ROUNDS = 60;
  private static final int PLACES = 4_000;

  @Test
  void answersAsASortedMap() {
    Random random = new Random(7);
    TreeMap<Long, Vma> model = new TreeMap<>();
    AreaIndex index = AreaIndex.EMPTY;
    for (int round = 0; round < ROUNDS; round++) {
      AreaIndex before = index;
      List<Vma> wasThere = new ArrayList<>(model.values());
      List<Vma> old = new ArrayList<>();
      List<Vma> areas = new ArrayList<>();
      double part = random.nextDouble();
      for (long place = 0; place < PLACES; place++) {
        Vma there = model.get(place);
        boolean chosen = random.nextDouble() < part;
        if (there != null && chosen) {
          old.add(there);
        }
        if ((there == null || chosen) && random.nextInt(3) > 0) {
          areas.add(new BareVma(place * 16, place * 16 + 1 + random.nextInt(16)));
        }
      }
      AreaIndex.Edit edit = index.edit();
      edit.replace(old, areas);
      old.forEach(vma -> model.remove(vma.start() / 16));
      areas.forEach(vma -> model.put(vma.start() / 16, vma));
      index = edit.freeze();
      assertThat(TreeInvariants.check(index)).isEqualTo(new ArrayList<>(model.values()));
      assertThat(index.size()).isEqualTo(model.size());
      assertThat(TreeInvariants.check(before)).as("the snapshot before").isEqualTo(wasThere);
    }
    AreaIndex.Edit edit = index.edit();
    edit.replace(new ArrayList<>(model.values()), List.of());
    assertThat(edit.freeze().size()).isZero();
  }

  @Test
  void refusesWhatIsNotHereOutOfOrderOrOverlapping() {
    List<Vma> areas = new ArrayList<>();
    for (long i = 0; i < 1_000; i++) {
      areas.add(new BareVma(16 * i, 16 * i + 16));
    }
    AreaIndex.Edit edit = AreaIndex.of(areas).edit();
    List<Vma> others = new ArrayList<>(areas);
    others.set(500, new BareVma(16 * 500, 16 * 500 + 16));
    List<Vma> swapped = new ArrayList<>(areas);
    swapped.set(3, areas.get(4));
    swapped.set(4, areas.get(3));
    assertThatThrownBy(() -> edit.replace(others, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> edit.replace(swapped, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> edit.replace(List.of(), others))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> edit.replace(areas, swapped))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(TreeInvariants.check(edit)).isEqualTo(areas);
  }
}
