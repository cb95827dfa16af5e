/*
 * The per-VMA lock of Linux 6.4 with java.util.concurrent's StampedLock (Doug Lea, JDK 8) in the
 * place of the semaphore, for its optimistic reads.
 */
package io.vmalock.stamped;

import com.google.auto.service.AutoService;
import io.vmalock.Capability;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.SequencedStrategy;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.WaitSlot;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A StampedLock in each VMA, which a writer holds only until its readers have left.
 *
 * <h2>Names</h2>
 *
 * The names of <a href="https://git.kernel.org/linus/5e31275cc997">the kernel's first design</a>
 * and of {@link java.util.concurrent.locks.StampedLock}, and those here:
 *
 * <pre>
 * vm_lock, an rw_semaphore                     lock, a StampedLock
 * vm_lock_seq, mm_lock_seq                     sequence, Mm.sequence
 * tryReadLock, unlockRead                      startRead, endRead
 * writeLock, unlockWrite                       startWrite, which holds it only until it is alone
 * tryOptimisticRead, validate                  startOptimistic, validate
 * </pre>
 *
 * <h2>Why it is right</h2>
 *
 * StampedLock's tryReadLock passes a queued writer, so the queue does not keep new readers out
 * (X3). The VMA's sequence does: a writer stores it <em>before</em> it waits, and a reader looks at
 * it once it is in. That look needs no order with the writer's store, because the lock excludes,
 * not the look: both sides change the lock's state by read-modify-writes, which are in one order
 * that all threads agree on. If a reader's comes before the writer's, the writer waits for the
 * reader. A reader that comes after the writer let go has acquired the writer's release, so it sees
 * the writer's sequence, and the mm's at least as new. If they are equal, the section is open, and
 * the reader leaves. If not, it has read the end of that section with acquire (V1). A reader that
 * gets in between, because it has not seen the sequence yet, does not know of the writer, and the
 * writer waits for it too.
 *
 * <p>Two consequences. A startWrite that gives up stores the old sequence again. And the mm changes
 * only under the write lock, so a reader inside knows the VMA's mm (L6). While the VMA is detached,
 * the write lock is held, by no thread: detach leaves it so, and attach releases it. So attach
 * waits for no reader, and its first step decides which of two mms has the VMA: the loser has not
 * touched the lock, whose readers may be the winner's by then (L2). joinMm's acquire pairs with
 * leaveMm's release, so attach comes after the detach before it.
 *
 * <p>Retired: the retirer stores the retirement, passes a full fence, and tries to take the write
 * lock, which is then held for good, by no thread. If it cannot, a reader is inside; that reader
 * leaves the lock and then looks for a retirement, both volatile, so it finds this one. It tries to
 * take the write lock too, and so does a reader that only passed: the last one to leave finds the
 * lock free, unless another has taken it. The thread that takes it ends the retirement; it has
 * acquired the accesses of all readers that left (V2), and no reader gets in any more. A reader
 * that leaves a VMA late, which by now is retired, may take the lock as well, so a retired VMA is
 * never attached again.
 *
 * <p>Optimistic reads (O1): every write hold and detach passes through the write lock, which
 * changes StampedLock's version, before anything is stored; StampedLock orders those stores after
 * the change, and the reads before validate's look at it. A read that begins while the VMA is
 * write-held finds the sequences equal, because its version comes from the writer's release, which
 * comes after the store of the sequence. A retirement that a reader delays does not change the
 * version. So validate looks at the owner too, behind the same acquire fence: a reader that saw a
 * store made after a retire sees the retire.
 *
 * <p>Stated exception to P6: beyond 126 readers StampedLock counts the others aside, under an
 * internal spin lock. Its stamps stay above 0 for 2<sup>55</sup> write holds of one VMA.
 *
 * <p>A thread that calls startWrite or detach inside its own hold of that VMA waits for itself, for
 * ever; the timed form gives up and reports its readers.
 */
@AutoService(VmaLockStrategy.class)
@Strategy(name = "stamped", source = "java.util.concurrent StampedLock", priority = 10)
public final class StampedStrategy extends SequencedStrategy<StampedVma> {
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
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new StampedVma(start, end, attachment);
  }

  // ---- Readers ----

  @Override
  public long startRead(Mm mm, Vma vma) {
    StampedVma v = own(vma);
    if (!v.belongsTo(mm)) {
      return DETACHED;
    }
    if (v.sequence() == mm.sequence()) {
      return CONTENDED;
    }
    long stamp = v.lock.tryReadLock();
    if (stamp == 0) {
      return v.belongsTo(mm) ? CONTENDED : DETACHED;
    }
    if (!v.isOf(mm)) {
      leave(v, stamp);
      return DETACHED;
    }
    // The VMA's sequence before the mm's. Acquire, each: pairs with endWrite's store, and with the
    // section's end (V1).
    if (v.sequenceAcquire() == mm.sequenceAcquire()) {
      leave(v, stamp);
      return CONTENDED;
    }
    return stamp;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    StampedVma v = own(vma);
    mm.assertReadLocked();
    // An attached VMA stays so, and no writer is at work: tryReadLock gets in.
    return v.belongsTo(mm) ? v.lock.tryReadLock() : DETACHED;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    StampedVma v = own(vma);
    if (stamp <= 0 || !v.lock.isReadLocked()) {
      throw Misuse.notHeld(v, stamp);
    }
    leave(v, stamp);
  }

  /** Lets a reader out, and ends the retirement of a retired VMA if no other reader is inside. */
  private static void leave(StampedVma v, long stamp) {
    v.lock.unlockRead(stamp);
    try {
      endIfAlone(v);
    } catch (StackOverflowError | OutOfMemoryError late) {
      // The hold is over, and an exception would say that it is not. lookAgain ends the retirement.
    }
  }

  private static void endIfAlone(StampedVma v) {
    // Volatile, like the unlocking: the reader's half of the handshake with retire.
    Retirement retirement = v.retirementVolatile();
    if (retirement != null && v.lock.tryWriteLock() != 0) {
      retirement.end();
    }
  }

  // ---- Writers ----

  @Override
  public void startWrite(Mm mm, Vma vma) {
    hold(mm, attached(mm, vma));
  }

  @Override
  public void startWrite(Mm mm, List<? extends Vma> vmas) {
    mm.assertAllAttached(vmas);
    for (int i = 0; i < vmas.size(); i++) {
      hold(mm, own(vmas.get(i))); // without the checks of each, which cost more than the loop
    }
  }

  private static void hold(Mm mm, StampedVma v) {
    long before = v.sequence();
    if (before == mm.sequence()) {
      return;
    }
    v.setSequence(mm.sequence()); // before the wait: refuses new readers (X3)
    try {
      v.lock.unlockWrite(lock(v));
    } catch (Throwable e) { // an error: otherwise readers would be shut out
      v.sequence = before; // not by a call: the stack may be at its end
      throw e;
    }
  }

  /** Takes the write lock, and waits for it if there are readers inside; returns its stamp. */
  private static long lock(StampedVma v) {
    long stamp = v.lock.tryWriteLock();
    return stamp != 0 ? stamp : awaitLock(v);
  }

  /**
   * Waits for the write lock. Keeps the interrupt status. Looks again by itself now and then,
   * because an error in a reader's exit may cut its wake-up short; no other writer queues here, so
   * no place in the queue is lost.
   */
  private static long awaitLock(StampedVma v) {
    boolean interrupted = false;
    try {
      long stamp = 0;
      while (stamp == 0) {
        try {
          stamp = v.lock.tryWriteLock(WaitSlot.LOOKS_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return stamp;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the write lock within a time; returns whether it has the lock. */
  private static boolean lock(StampedVma v, long nanos) throws InterruptedException {
    // It may be past the end of the numbers, but not by more than a difference can tell.
    long deadline = System.nanoTime() + Math.max(0, nanos);
    long longest = WaitSlot.LOOKS_AGAIN.toNanos();
    boolean locked;
    long left;
    do {
      left = deadline - System.nanoTime();
      locked = v.lock.tryWriteLock(Math.min(left, longest), TimeUnit.NANOSECONDS) != 0;
    } while (!locked && left > longest);
    return locked;
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
    v.setSequence(mm.sequence());
    int readers = 0;
    try {
      if (lock(v, nanos)) {
        v.lock.tryUnlockWrite();
      } else {
        readers = Math.max(1, v.lock.getReadLockCount()); // the last may have left just now
        // Nothing was stored, but a reader that gets in still sees the earlier stores (V1).
        v.sequence = before;
      }
    } catch (Throwable e) {
      v.sequence = before; // not by a call, as above
      throw e;
    }
    return readers;
  }

  // ---- Life cycle ----

  @Override
  public void attach(Mm mm, Vma vma) {
    join(mm, vma).lock.tryUnlockWrite(); // does: it is held
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    StampedVma v = attached(mm, vma);
    hold(mm, v);
    // Once more, for readers that pass through until their second check; none stays. attach unlocks
    // it.
    lock(v);
    v.leaveMm(); // takes less stack than what came before: no error comes here
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    StampedVma v = own(retirement.vma());
    retirement.begin(mm);
    VarHandle.fullFence(); // the retirer's half of the handshake with readers that leave
    if (v.lock.tryWriteLock() != 0) {
      retirement.endAtOnce();
    }
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    StampedVma v = own(retirement.vma());
    retirement.assertBegun();
    if (!retirement.isDrained() && (v.lock.tryWriteLock() != 0 || v.lock.isWriteLocked())) {
      retirement.end(); // also for a thread that took the lock before an error cut it short
    }
    return retirement.isDrained();
  }

  // ---- Optimistic reads ----

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    StampedVma v = own(vma);
    long stamp = v.lock.tryOptimisticRead();
    if (!v.belongsTo(mm)) {
      return DETACHED;
    }
    // As in startRead.
    boolean held = v.sequenceAcquire() == mm.sequenceAcquire();
    return held ? CONTENDED : stamp; // or 0, which is CONTENDED, while a writer has the lock
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    StampedVma v = own(vma);
    // The lock's validate begins with the acquire fence that both looks need behind the reads.
    return stamp > 0 && v.lock.validate(stamp) && v.isOf(mm);
  }

  // ---- State ----

  @Override
  public int readers(Vma vma) {
    return own(vma).lock.getReadLockCount();
  }

  // ---- Arguments ----

  @Override
  protected StampedVma own(Vma vma) {
    if (vma instanceof StampedVma v) {
      return v;
    }
    throw Misuse.foreign(this, vma);
  }
}
