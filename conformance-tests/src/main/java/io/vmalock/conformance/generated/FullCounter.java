package io.vmalock.conformance.generated;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Outcome;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.check.RuleBroken;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * As many holds of one VMA as the strategy declares, up to 2^30: then one more is refused, as by a
 * full counter and not as by a writer or a detached VMA, also while a writer waits. 2^29 holds take
 * some ten seconds, so only the deep level has them.
 *
 * <p>The holds are made by one thread, and their stamps must be alike, because there is no room to
 * remember that many.
 */
final class FullCounter {
  private static final int MOST = 1 << 30;
  private static final long WRITER_BEGINS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long WRITER_ENDS_MILLIS = 5_000;

  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final Vma vma;
  private long stamp;
  private int holds;

  private FullCounter(VmaLockStrategy strategy) {
    this.strategy = strategy;
    this.mm = strategy.newMm();
    this.vma = strategy.newVma(0x1000, 0x2000, null);
  }

  /** What it finds; null if nothing, or if the strategy is not of that kind. */
  static @Nullable Outcome judge(VmaLockStrategy strategy) {
    int most = strategy.maxReaders();
    if (most > MOST) {
      return null;
    }
    FullCounter full = new FullCounter(strategy);
    try {
      if (full.fill(most)) {
        full.refuses();
        full.endsUnderWriter();
      } else {
        full.endAll();
      }
      return null;
    } catch (RuleBroken e) {
      return Outcome.broken(e.rule(), e.getMessage() + ", " + full.holds + " holds of one VMA");
    }
  }

  /** Returns false, with fewer holds, if the stamps differ. */
  private boolean fill(int most) {
    mm.writeLock();
    strategy.attach(mm, vma);
    mm.writeUnlock();
    while (holds < most) {
      long next = strategy.startRead(mm, vma);
      if (next <= 0) {
        throw new RuleBroken(
            Rule.X5, "startRead says " + next + " below maxReaders, which is " + most);
      }
      if (holds > 0 && next != stamp) {
        strategy.endRead(vma, next);
        return false;
      }
      stamp = next;
      holds++;
    }
    return true;
  }

  private void refuses() {
    refusesOne("at maxReaders");
    check(Rule.X5, strategy.readers(vma) == holds, "readers() is " + strategy.readers(vma));
    check(Rule.P6, !strategy.isWriteHeld(vma), "a full counter says write-held");
    mm.readLock();
    long locked = strategy.startReadLocked(mm, vma);
    mm.readUnlock();
    check(Rule.P6, locked == 0, "startReadLocked at maxReaders says " + locked);
  }

  private void refusesOne(String when) {
    long answer = strategy.startRead(mm, vma);
    check(answer > 0 ? Rule.P6 : Rule.L5, answer == 0, "startRead " + when + " says " + answer);
  }

  /** A writer waits for all of them. */
  private void endsUnderWriter() {
    boolean[] held = new boolean[1];
    Thread writer =
        new Thread(
            () -> {
              mm.writeLock();
              strategy.startWrite(mm, vma);
              held[0] = strategy.isWriteHeld(vma);
              mm.writeUnlock();
            },
            "writer");
    writer.setDaemon(true);
    writer.start();
    long start = System.nanoTime();
    while (!isParked(writer) && System.nanoTime() - start < WRITER_BEGINS_NANOS) {
      Thread.onSpinWait();
    }
    check(Rule.X2, writer.isAlive(), "startWrite returned with all readers inside");
    refusesOne("at maxReaders, with a writer waiting");
    endAll();
    try {
      writer.join(WRITER_ENDS_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    check(Rule.P2, !writer.isAlive() && held[0], "startWrite did not return when all had left");
    check(Rule.P6, strategy.readers(vma) == 0, "in the end readers() is " + strategy.readers(vma));
    long again = strategy.startRead(mm, vma);
    check(Rule.P6, again > 0, "in the end startRead says " + again);
    strategy.endRead(vma, again);
  }

  private static boolean isParked(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  private void endAll() {
    for (int i = 0; i < holds; i++) {
      strategy.endRead(vma, stamp);
    }
  }

  private static void check(Rule rule, boolean kept, String seen) {
    if (!kept) {
      throw new RuleBroken(rule, seen);
    }
  }
}
