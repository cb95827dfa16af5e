package io.vmalock.space.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leaves that have 16 bits for each end, where these say much, little and nothing. */
class PackedLeafTest {
  /** The lengths of areas, and of the gaps between them. */
  enum Lengths {
    /** A unit is one address. */
    TINY {
      @Override
      long next(Random random, int i) {
        return 1 + random.nextInt(900);
      }
    },
    PAGES {
      @Override
      long next(Random random, int i) {
        return 4096L * (1 + random.nextInt(1000));
      }
    },
    ANY {
      @Override
      long next(Random random, int i) {
        return 1 + (random.nextLong() >>> 16 + random.nextInt(40));
      }
    },
    /** Most areas of a leaf end in one unit. */
    ONE_LARGE {
      @Override
      long next(Random random, int i) {
        return i % 70 == 7 ? 1L << 54 : 1 + random.nextInt(5);
      }
    },
    /** Distances that would be negative if they were signed. */
    HALF_OF_ALL {
      @Override
      long next(Random random, int i) {
        return i == 90 ? Long.MIN_VALUE + 12_345 : 1 + random.nextInt(5_000);
      }
    };

    abstract long next(Random random, int i);
  }

  @ParameterizedTest
  @EnumSource
  void answersAsASortedMap(Lengths lengths) {
    for (int seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      List<Vma> areas = new ArrayList<>();
      TreeMap<Long, Vma> byEnd = new TreeMap<>(Long::compareUnsigned);
      long address =
          seed == 0 || lengths == Lengths.HALF_OF_ALL
              ? 0
              : Long.MAX_VALUE - random.nextInt(1 << 20);
      for (int i = 0; i < BulkBuild.MOST_UNPACKED + 1 + seed * 10; i++) {
        long start = address + (random.nextBoolean() ? 0 : lengths.next(random, 0));
        long end = start + lengths.next(random, i);
        if (Long.compareUnsigned(start, address) < 0 || Long.compareUnsigned(end, start) <= 0) {
          break; // no room is left
        }
        areas.add(new BareVma(start, end));
        byEnd.put(end, areas.get(areas.size() - 1));
        address = end;
      }
      AreaIndex index = AreaIndex.of(areas);
      assertThat(isPacked(index)).as(lengths + " " + seed).isTrue();
      assertThat(TreeInvariants.check(index)).isEqualTo(areas);
      assertAnswers(index, byEnd, random);
      AreaIndex.Edit edit = index.edit();
      for (int i = 0; i < 40; i++) {
        Vma old = areas.remove(random.nextInt(areas.size()));
        byEnd.remove(old.end());
        List<Vma> part = new ArrayList<>();
        if (old.end() - old.start() != 1) {
          part.add(new BareVma(old.start() + 1, old.end()));
          byEnd.put(old.end(), part.get(0));
        }
        edit.replace(List.of(old), part);
        areas.addAll(part);
        areas.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
      }
      assertAnswers(edit, byEnd, random);
      assertThat(TreeInvariants.check(edit)).isEqualTo(areas);
    }
  }

  private static boolean isPacked(AreaIndex index) {
    Leaf leaf = index.leafFor(Node.key(0));
    return leaf.ends == null && !leaf.isGuessed();
  }

  private static void assertAnswers(AreaTree tree, TreeMap<Long, Vma> byEnd, Random random) {
    List<Long> addresses = new ArrayList<>(List.of(0L, 1L, -1L, -2L, Long.MAX_VALUE));
    for (Vma vma : byEnd.values()) {
      addresses.add(vma.start() - 1);
      addresses.add(vma.start());
      addresses.add(vma.end() - 1);
      addresses.add(vma.end());
      addresses.add(vma.start() + (random.nextLong() >>> 1) % Math.max(1, vma.end() - vma.start()));
      addresses.add(random.nextLong());
    }
    for (long address : addresses) {
      Map.Entry<Long, Vma> above = byEnd.higherEntry(address);
      Vma next = above == null ? null : above.getValue();
      assertThat(tree.atOrAfter(address)).as(Long.toHexString(address)).isSameAs(next);
      assertThat(tree.find(address)).isSameAs(next != null && next.contains(address) ? next : null);
      if (next != null) {
        assertThat(tree.at(tree.wayTo(address))).isSameAs(next);
      }
    }
  }
}
