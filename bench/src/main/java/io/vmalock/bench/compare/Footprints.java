package io.vmalock.bench.compare;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.result.Footprint;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.WriteSection;
import org.openjdk.jol.info.GraphLayout;

/** Weighs areas by JOL, which walks the heap. */
final class Footprints {
  private static final int MANY = 100_000;
  private static final long PAGE = 4096;

  private Footprints() {}

  static Footprint of(VmaLockStrategy strategy) {
    return new Footprint(
        bytesPerVma(strategy, 1), bytesPerVma(strategy, MANY), bytesPerArea(strategy, MANY));
  }

  /** The memory that areas add to an mm: VMAs and locks. */
  private static double bytesPerVma(VmaLockStrategy strategy, int areas) {
    Mm mm = strategy.newMm();
    Object[] vmas = new Object[areas];
    long empty = GraphLayout.parseInstance(mm, vmas).totalSize();
    mm.writeLock();
    try {
      for (int i = 0; i < areas; i++) {
        Vma vma = strategy.newVma(PAGE * i, PAGE * (i + 1), null);
        strategy.attach(mm, vma);
        vmas[i] = vma;
      }
    } finally {
      mm.writeUnlock();
    }
    return (double) (GraphLayout.parseInstance(mm, vmas).totalSize() - empty) / areas;
  }

  /** The memory that areas add to a space: VMAs, locks and the index. */
  private static double bytesPerArea(VmaLockStrategy strategy, int areas) {
    AddressSpace<String> space = AddressSpace.create(strategy);
    long empty = GraphLayout.parseInstance(space).totalSize();
    try (WriteSection<String> section = space.write()) {
      for (int i = 0; i < areas; i++) {
        section.map(2 * PAGE * i, 2 * PAGE * i + PAGE, "");
      }
      section.commit();
    }
    return (double) (GraphLayout.parseInstance(space).totalSize() - empty) / areas;
  }
}
