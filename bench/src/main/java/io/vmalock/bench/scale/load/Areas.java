package io.vmalock.bench.scale.load;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Objects;

/** An mm with areas that lie side by side, and the operations of cores on them. */
final class Areas {
  /** The attachment of an area: an object to look at. */
  private static final class Page {
    long value = 1;
  }

  private static final long SIZE = 4096;

  final VmaLockStrategy strategy;
  final Mm mm;
  final Vma[] vmas;

  /** Areas side by side. */
  Areas(VmaLockStrategy strategy, int count) {
    this(strategy, count, false);
  }

  /**
   * Areas side by side, or each behind its attachment.
   *
   * @param apart whether the attachments lie in between
   */
  Areas(VmaLockStrategy strategy, int count, boolean apart) {
    this.strategy = strategy;
    this.mm = strategy.newMm();
    this.vmas = new Vma[count];
    Page[] pages = new Page[count]; // made first, so as not to lie in between
    for (int i = 0; i < count && !apart; i++) {
      pages[i] = new Page();
    }
    for (int i = 0; i < count; i++) {
      Page page = apart ? new Page() : pages[i];
      vmas[i] = strategy.newVma(i * SIZE, (i + 1) * SIZE, page);
    }
    mm.writeLock();
    try {
      for (Vma vma : vmas) {
        strategy.attach(mm, vma);
      }
    } finally {
      mm.writeUnlock();
    }
  }

  /** A hold and a look; by the mmap lock if the area refuses. */
  void read(int area) {
    hold(area, 0);
  }

  /** A hold for some nanoseconds; by the mmap lock if the area refuses. */
  void hold(int area, double nanos) {
    Vma vma = vmas[area];
    long stamp = strategy.startRead(mm, vma);
    if (stamp <= 0) {
      holdLocked(vma, nanos);
      return;
    }
    look(vma, nanos);
    strategy.endRead(vma, stamp);
  }

  /** With the mmap lock an area refuses only if it is full, as in the contract. */
  private void holdLocked(Vma vma, double nanos) {
    mm.readLock();
    try {
      long stamp = strategy.startReadLocked(mm, vma);
      look(vma, nanos);
      if (stamp > 0) {
        strategy.endRead(vma, stamp);
      }
    } finally {
      mm.readUnlock();
    }
  }

  /** A section that locks one area. */
  void write(int area) {
    mm.writeLock();
    try {
      strategy.startWrite(mm, vmas[area]);
    } finally {
      mm.writeUnlock();
    }
  }

  private static void look(Vma vma, double nanos) {
    long seen = ((Page) Objects.requireNonNull(vma.attachment())).value;
    if (seen != 1) {
      throw new IllegalStateException("saw " + seen);
    }
    if (nanos > 0) {
      Host.compute(nanos);
    }
  }
}
