/*
 * The per-VMA lock of Linux 6.4 with java.util.concurrent's StampedLock (Doug Lea, JDK 8) in the
 * place of the semaphore, for its optimistic reads.
 */
package io.vmalock.stamped;

import com.google.auto.service.AutoService;
import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A StampedLock in each VMA, which a writer holds only until its readers have left.
 *
 * <h2>Why it is right</h2>
 *
 * StampedLock's tryReadLock passes a queued writer, so the queue does not keep new readers out
 * (X3). The VMA's sequence does: a writer stores it <em>before</em> it waits, and a reader looks at
 * it once it is in. That look needs no order with the writer's store, since it does not exclude
 * anyone: both sides change the lock's state by read-modify-writes, which are in one order that all
 * threads agree on. A reader who comes before the writer's is waited for. One who comes after the
 * writer let go has acquired what the writer released, so it sees the writer's sequence, and the
 * mm's at least as new: equal, it leaves, since the section is open; unequal, it has read the end
 * of that section with acquire (V1). A reader who gets in between, because the sequence has not
 * reached it yet, has not been told of the writer, and the writer waits for it too.
 *
 * <p>Two consequences. A startWrite that gives up stores the old sequence again. And the mm changes
 * only under the write lock, so that a reader who is inside knows whose the VMA is (L6). The write
 * lock is held as long as the VMA is detached, by no thread: detach leaves it so, and attach
 * releases it. So attach waits for nobody, and its first step decides which of two mms has the VMA:
 * the loser has not touched the lock, whose readers may be the winner's by then (L2). joinMm's
 * acquire pairs with leaveMm's release, so attach comes after the detach before it.
 *
 * <p>Optimistic reads (O1): every write hold and detach passes through the write lock, which
 * changes StampedLock's version, before anything is stored; StampedLock orders those stores after
 * the change, and the reads before validate's look at it. A read that begins while the VMA is
 * write-held finds the sequence equal: the version that it starts from is the writer's release,
 * which comes after it.
 *
 * <p>Stated exception to P6: beyond 126 readers StampedLock counts the others aside, under a spin
 * lock of its own. Its stamps stay above 0 for 2<sup>55</sup> write holds of one VMA.
 *
 * <p>A thread that calls startWrite or detach inside its own hold of that VMA waits for itself, for
 * ever; the timed form gives up and says so.
 */
@AutoService(VmaLockStrategy.class)
@Strategy(name = "stamped", source = "java.util.concurrent StampedLock", priority = 10)
public final class StampedStrategy implements VmaLockStrategy {
  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.EARLY_END_WRITE,
          Capability.OPTIMISTIC_READ,
          Capability.INTERRUPTIBLE_WAIT,
          Capability.VMA_REUSE,
          Capability.END_READ_ELSEWHERE);

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Mm newMm(Limits limits) {
    if (limits.readers() != Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "strategy stamped cannot limit readers (to "
              + limits.readers()
              + "): leave Limits.readers at Integer.MAX_VALUE, or choose a strategy with "
              + Capability.READER_LIMIT);
    }
    return new Mm(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new StampedVma(start, end, attachment);
  }

  // ---- Readers ----

  @Override
  public long startRead(Mm mm, Vma vma) {
    StampedVma v = own(vma);
    if (v.mm() != mm) {
      return DETACHED;
    }
    if (v.sequence() == mm.sequence()) {
      return CONTENDED;
    }
    long stamp = v.lock.tryReadLock();
    if (stamp == 0) {
      return v.mm() == mm ? CONTENDED : DETACHED;
    }
    if (!v.isOf(mm)) {
      v.lock.unlockRead(stamp);
      return DETACHED;
    }
    if (isWriteHeld(mm, v)) {
      v.lock.unlockRead(stamp);
      return CONTENDED;
    }
    return stamp;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    StampedVma v = own(vma);
    mm.assertReadLocked();
    // Attached, it stays so, and no writer is about: tryReadLock gets in.
    return v.mm() == mm ? v.lock.tryReadLock() : DETACHED;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    StampedVma v = own(vma);
    if (stamp <= 0 || !v.lock.isReadLocked()) {
      throw Misuse.notHeld(v, stamp);
    }
    v.lock.unlockRead(stamp);
  }

  /** The second check: the VMA's sequence before the mm's. */
  private static boolean isWriteHeld(Mm mm, StampedVma v) {
    // Acquire, each: pairs with endWrite's store, and with the section's end (V1).
    long sequence = v.sequenceAcquire();
    return sequence == mm.sequenceAcquire();
  }

  // ---- Writers ----

  @Override
  public void startWrite(Mm mm, Vma vma) {
    StampedVma v = attached(mm, vma);
    long before = v.sequence();
    if (before == mm.sequence()) {
      return;
    }
    boolean held = false;
    v.setSequence(mm.sequence()); // before the wait: refuses new readers (X3)
    try {
      v.lock.unlockWrite(v.lock.writeLock());
      held = true;
    } finally {
      if (!held) {
        v.setSequenceRelease(before); // no memory for the queue: else readers would be shut out
      }
    }
  }

  @Override
  public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    StampedVma v = attached(mm, vma);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long before = v.sequence();
    if (before == mm.sequence()) {
      return 0;
    }
    boolean held = false;
    v.setSequence(mm.sequence());
    try {
      long stamp = v.lock.tryWriteLock(nanos, TimeUnit.NANOSECONDS);
      if (stamp == 0) {
        return Math.max(1, v.lock.getReadLockCount()); // the last one may have left just now
      }
      v.lock.unlockWrite(stamp);
      held = true;
      return 0;
    } finally {
      if (!held) {
        // Release: nothing was stored, but a reader that gets in still sees what came before.
        v.setSequenceRelease(before);
      }
    }
  }

  @Override
  public void endWrite(Mm mm, Vma vma) {
    StampedVma v = attached(mm, vma);
    mm.assertWriteHeld(v);
    // Release: pairs with the second check of startRead, which may let a reader in from here on
    // (V1).
    v.setSequenceRelease(mm.freshSequence());
  }

  // ---- Life cycle ----

  @Override
  public void attach(Mm mm, Vma vma) {
    StampedVma v = own(vma);
    if (!(mm.strategy() instanceof StampedStrategy)) {
      throw Misuse.foreign(this, mm);
    }
    mm.assertWriteLocked();
    v.joinMm(mm); // or throws, of two mms one (L2)
    v.setSequence(mm.sequence()); // write-held (L3), and re-based on this mm (X6)
    v.lock.tryUnlockWrite(); // does: it is held
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    StampedVma v = attached(mm, vma);
    startWrite(mm, v);
    // Once more, for those who pass through until their second check; none stays. Not unlocked:
    // attach does that.
    v.lock.writeLock();
    v.leaveMm();
  }

  // ---- Optimistic reads ----

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    StampedVma v = own(vma);
    long stamp = v.lock.tryOptimisticRead();
    if (v.mm() != mm) {
      return DETACHED;
    }
    return stamp == 0 || isWriteHeld(mm, v) ? CONTENDED : stamp;
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    return stamp > 0 && own(vma).lock.validate(stamp);
  }

  // ---- State ----

  @Override
  public boolean isWriteHeld(Vma vma) {
    StampedVma v = own(vma);
    Mm mm = v.mm();
    return mm != null && v.sequence() == mm.sequence();
  }

  @Override
  public int readers(Vma vma) {
    return own(vma).lock.getReadLockCount();
  }

  // ---- Arguments ----

  private StampedVma attached(Mm mm, Vma vma) {
    mm.assertWriteLocked();
    StampedVma v = own(vma);
    mm.assertAttached(v);
    return v;
  }

  private StampedVma own(Vma vma) {
    if (vma instanceof StampedVma v) {
      return v;
    }
    throw Misuse.foreign(this, vma);
  }
}
