package io.vmalock.bench.scale.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One cache line: the cores that have it, and the time at which it can be moved again.
 *
 * <p>The states of MESI: one core has it alone and may store to it (modified or exclusive), or a
 * set of cores has copies (shared), or no core has it (invalid everywhere).
 */
final class Line {
  private static final int NOBODY = -1;
  private static final int WORD = 64;

  /** Its place in memory, from 1. */
  final int number;

  Line(int number) {
    this.number = number;
  }

  /** The core that has it alone, or {@link #NOBODY}. */
  private int owner = NOBODY;

  /** The set of cores that have a copy, when no core has it alone. */
  private final long[] copies = new long[Hardware.MOST_CORES / WORD];

  /** The time at which its last transfer is over, in picoseconds: it serves one at a time. */
  long free;

  /** The core that it came to last. */
  private int asked = NOBODY;

  /**
   * The times until which each core that lost it may still load from it, and store to it, because
   * the request that takes it away is on its way to that core. Null while no core has lost it.
   */
  private long @Nullable [] loadsUntil;

  private long @Nullable [] storesUntil;

  /** Whether a core may store to it at this time. */
  boolean isOwnedBy(int core, long now) {
    return owner == core || storesUntil != null && now <= storesUntil[core];
  }

  /** Whether a core may load from it at this time. */
  boolean isReadableBy(int core, long now) {
    return owner == core
        || owner == NOBODY && isIn(copies, core)
        || loadsUntil != null && now <= loadsUntil[core];
  }

  /** Whether it came to a core last, and to no other since. */
  boolean isLastAskedBy(int core) {
    return asked == core;
  }

  private static boolean isIn(long[] set, int core) {
    return (set[core / WORD] >>> core % WORD & 1) != 0;
  }

  /** Whether it is with one core, which may have changed it. */
  boolean isOwned() {
    return owner != NOBODY;
  }

  /** The time to bring a copy to a core, from the nearest place that has one. */
  double costOfCopy(Hardware hardware, int core) {
    if (owner != NOBODY) {
      return hardware.distance(owner, core);
    }
    double least = Double.MAX_VALUE;
    for (int other = next(0); other >= 0; other = next(other + 1)) {
      least = Math.min(least, hardware.distance(other, core));
      if (least == hardware.near()) {
        break; // nothing is nearer
      }
    }
    return least == Double.MAX_VALUE ? hardware.within() : least;
  }

  /** The time until a core has it alone: the farthest core that has it must answer. */
  double costOfOwnership(Hardware hardware, int core) {
    if (owner != NOBODY) {
      return hardware.distance(owner, core);
    }
    double most = isIn(copies, core) ? 0 : hardware.near();
    int first = next(0);
    if (first < 0) {
      return hardware.within();
    }
    for (int other = first; other >= 0; other = next(other + 1)) {
      most = Math.max(most, hardware.distance(other, core));
    }
    return most;
  }

  /** Brings a copy to a core; the core that had it alone cannot store to it after a time. */
  void copyTo(int core, long taken) {
    asked = core;
    if (owner != NOBODY) {
      stores()[owner] = taken;
      add(owner);
      owner = NOBODY;
    }
    add(core);
  }

  /** Brings it to a core, which has it alone; all others lose it at a time. */
  void moveTo(int core, long taken) {
    asked = core;
    if (owner != NOBODY) {
      stores()[owner] = taken;
      loads()[owner] = taken;
    } else {
      for (int other = next(0); other >= 0; other = next(other + 1)) {
        loads()[other] = taken;
      }
      Arrays.fill(copies, 0);
    }
    owner = core;
  }

  private long[] loads() {
    if (loadsUntil == null) {
      loadsUntil = never();
    }
    return loadsUntil;
  }

  private long[] stores() {
    if (storesUntil == null) {
      storesUntil = never();
    }
    return storesUntil;
  }

  private static long[] never() {
    long[] times = new long[Hardware.MOST_CORES];
    Arrays.fill(times, -1);
    return times;
  }

  private void add(int core) {
    copies[core / WORD] |= 1L << core % WORD;
  }

  /** The first core from {@code from} on that has a copy, or -1. */
  private int next(int from) {
    int word = from / WORD;
    if (word >= copies.length) {
      return -1;
    }
    long rest = copies[word] & -1L << from % WORD;
    while (rest == 0) {
      if (++word == copies.length) {
        return -1;
      }
      rest = copies[word];
    }
    return word * WORD + Long.numberOfTrailingZeros(rest);
  }
}
