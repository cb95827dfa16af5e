/*
 * The first design of per-VMA locks, as Linux had it from 6.4 to 6.14: a reader-writer semaphore in
 * each VMA. Described from its commit messages and mailing-list threads (Suren Baghdasaryan, "Per-VMA
 * locks", 2023).
 */
package io.vmalock.rwsem;

import com.google.auto.service.AutoService;
import io.vmalock.Capability;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.SequencedStrategy;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.lang.invoke.VarHandle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reader-writer semaphore in each VMA, which a writer holds only while it sets the VMA's
 * sequence.
 *
 * <h2>Names</h2>
 *
 * The names of <a href="https://git.kernel.org/linus/5e31275cc997">the commit</a> that introduced
 * the design, and those here:
 *
 * <pre>
 * vm_lock, an rw_semaphore                     RwSemaphore
 * vm_lock_seq, mm_lock_seq                     sequence, Mm.sequence
 * down_read_trylock, up_read                   tryRead, endRead
 * down_write, up_write                         write, endWrite
 * vma_start_read, vma_end_read                 startRead, endRead
 * vma_start_write, vma_end_write_all           startWrite, endWriteAll, which is Mm's
 * detached, vma_mark_detached                  held for writing by no thread, detach
 * </pre>
 *
 * <h2>Why it is right</h2>
 *
 * While the VMA is detached, the semaphore is held for writing, by no thread: detach leaves it so,
 * and attach releases it. The VMA's mm and, except in endWrite, its sequence change only while it
 * is held. A reader gets in before a writer, which then waits for it, or after the writer's
 * release. In the second case it sees the writer's sequence, and the mm's at least as new. If they
 * are equal, the section is open, and the reader leaves. If not, it has read the end of that
 * section with acquire, and sees the section's stores (V1). The wait pairs with the reader's
 * release (V2). The early check reads without order and may be wrong either way; the second check
 * decides.
 *
 * <p>This differs from the kernel's code in its detach. Detach waits for the readers inside, since
 * the contract asks for it (L4), and keeps the semaphore, so that a reader with an old reference
 * cannot be passing through when the VMA is attached. So attach waits for no reader, and its first
 * step decides which of two mms gets the VMA: the loser has not touched the semaphore, whose
 * readers may be the winner's by then (L2). joinMm's acquire pairs with leaveMm's release, so
 * attach comes after the detach before it. A reader sees attach's stores once it has read the
 * semaphore's release (V1).
 *
 * <p>Retired: a bit of the semaphore's word keeps readers out for good. Its read-modify-write comes
 * after the store of the retirement, and from then on the readers only leave. So one thread finds
 * the state without readers: the retirer, and then no reader was inside, or the last reader out.
 * That reader finds the retirement, and has acquired the accesses of all readers before it (V2),
 * because each of them left by a read-modify-write of that word.
 *
 * <p>Optimistic reads (O1): an mm gives out each number once, so a VMA that has the number that it
 * had, in the mm that it was in, was not write-held or detached in between. A read sees earlier
 * stores, because the reader has acquired the end of the section of that number, or endWrite's
 * store of a fresh number ({@link Mm#isPast}). validate notices later stores: the writer stores a
 * VMA's number, or its mm in attach and retire, passes a release fence, and then makes its changes.
 * The reader reads these, passes an acquire fence, and looks. The semaphore's release would not do,
 * because on ARM a store after a release may be seen before it. Number and mm held at one instant,
 * though another mm may have had that number: {@link Mm#rejoined} counts a VMA that comes back in
 * between, before its mm is stored, and after it was found detached, with 0.
 *
 * <p>A thread that calls startWrite or detach inside its own hold of that VMA waits for itself, for
 * ever; the timed form gives up and reports its readers.
 */
@AutoService(VmaLockStrategy.class)
@Strategy(name = "rwsem", source = "Linux 6.4, rw_semaphore in the VMA", priority = 20)
public final class RwsemStrategy extends SequencedStrategy<RwsemVma> {
  private static final long HELD = 1;

  /** The sequence of a new VMA, which no mm gives out. */
  private static final long DETACHED_SEQUENCE = 0;

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.EARLY_END_WRITE,
          Capability.OPTIMISTIC_READ,
          Capability.READER_LIMIT,
          Capability.INTERRUPTIBLE_WAIT,
          Capability.VMA_REUSE,
          Capability.END_READ_ELSEWHERE);

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public int maxReaders() {
    return RwSemaphore.MAX_READERS;
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new RwsemVma(start, end, attachment);
  }

  // ---- Readers ----

  @Override
  public long startRead(Mm mm, Vma vma) {
    RwsemVma v = own(vma);
    if (v.sequence() == mm.sequence()) {
      return v.belongsTo(mm) ? CONTENDED : DETACHED;
    }
    if (!v.semaphore.tryRead(maxReaders(mm))) {
      return v.belongsTo(mm) ? CONTENDED : DETACHED;
    }
    if (!v.isOf(mm)) {
      leave(v);
      return DETACHED;
    }
    // Acquire, each: pairs with endWrite's store, and with the section's end (V1).
    if (v.sequenceAcquire() == mm.sequenceAcquire()) {
      leave(v);
      return CONTENDED;
    }
    return HELD;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    RwsemVma v = own(vma);
    mm.assertReadLocked();
    if (!v.belongsTo(mm)) {
      return DETACHED;
    }
    if (v.semaphore.isWaitedFor()) {
      v.semaphore.stopWaiting(); // no writer is at work: an error left it
    }
    // An attached VMA stays so, and no writer is at work: only the limit can refuse.
    return v.semaphore.tryRead(maxReaders(mm)) ? HELD : CONTENDED;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    RwsemVma v = own(vma);
    if (stamp != HELD || v.semaphore.readers() == 0) {
      throw Misuse.notHeld(v, stamp);
    }
    leave(v);
  }

  /**
   * Lets a reader out. If no other reader is inside, wakes the writer that waits for this VMA, or
   * ends the retirement.
   */
  private static void leave(RwsemVma v) {
    int left = v.semaphore.endRead();
    if (RwSemaphore.isEmpty(left)) {
      try {
        last(v, left);
      } catch (StackOverflowError | OutOfMemoryError late) {
        // The hold is over, and an exception would say that it is not. The writer looks again by
        // itself, and lookAgain ends the retirement.
      }
    }
  }

  private static void last(RwsemVma v, int left) {
    // The state that this reader left decides, not a later look: the retirer ends a VMA that is
    // retired only now.
    Retirement retirement = RwSemaphore.isRetired(left) ? v.retirement() : null;
    if (retirement != null) {
      retirement.end();
    } else {
      // Also if no writer waits: one that gives up takes its bit away, perhaps just now.
      v.semaphore.signal();
    }
  }

  // ---- Writers ----

  @Override
  public void startWrite(Mm mm, Vma vma) {
    RwsemVma v = attached(mm, vma);
    if (v.sequence() != mm.sequence()) {
      v.semaphore.write();
      hold(mm, v);
    }
  }

  /** Write-holds a VMA whose semaphore the writer holds, and releases the semaphore. */
  private static void hold(Mm mm, RwsemVma v) {
    try {
      v.setSequence(mm.sequence());
    } finally {
      v.semaphore.endWrite();
    }
    showToOptimistic();
  }

  /**
   * The fence after a change of a VMA's sequence or mm, and before a change of its content: an
   * optimistic reader that sees the content change sees the other, too (O1). Pairs with the fence
   * in validate.
   */
  private static void showToOptimistic() {
    VarHandle.releaseFence();
  }

  @Override
  public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    RwsemVma v = attached(mm, vma);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (v.sequence() == mm.sequence()) {
      return 0;
    }
    int readers = v.semaphore.tryWrite(nanos);
    if (readers == 0) {
      hold(mm, v);
    }
    return readers;
  }

  // ---- Life cycle ----

  @Override
  public void attach(Mm mm, Vma vma) {
    join(mm, vma).semaphore.endWrite();
    showToOptimistic();
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    RwsemVma v = attached(mm, vma);
    v.semaphore.write();
    long section = mm.sequence();
    boolean left = false;
    try {
      v.setSequence(DETACHED_SEQUENCE);
      v.leaveMm();
      left = true;
    } finally {
      if (!left) { // an error: the VMA is still attached, and write-held
        v.setSequence(section);
        v.semaphore.endWrite();
      } // otherwise the semaphore stays held: attach releases it
    }
    showToOptimistic();
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    RwsemVma v = own(retirement.vma());
    retirement.begin(mm);
    showToOptimistic();
    // Volatile: the last reader out, which finds the bit, finds the retirement; and if no reader is
    // inside, the next steps come after the accesses of the readers that left (V2).
    if (RwSemaphore.isEmpty(v.semaphore.retire())) {
      retirement.endAtOnce();
    }
  }

  /** Repeats the steps of a retire that an error may have cut short. */
  @Override
  public boolean lookAgain(Retirement retirement) {
    RwsemVma v = own(retirement.vma());
    retirement.assertBegun();
    if (!retirement.isDrained() && RwSemaphore.isEmpty(v.semaphore.retire())) {
      retirement.end();
    }
    return retirement.isDrained();
  }

  // ---- Optimistic reads ----

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    RwsemVma v = own(vma);
    // Opaque: isPast acquires the stores up to the end of that number's write hold.
    long sequence = v.sequence();
    if (!v.belongsTo(mm)) {
      return DETACHED;
    }
    // The sequence of a VMA that leaves or comes at this moment is DETACHED_SEQUENCE: no stamp, but
    // CONTENDED.
    return mm.isPast(sequence) ? stamp(sequence) : CONTENDED;
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    RwsemVma v = own(vma);
    // The reads in between come before these looks. Pairs with the fence behind a writer's store of
    // the number.
    VarHandle.acquireFence();
    long rejoined;
    do {
      rejoined = mm.rejoined();
      // The look at the mm is an acquire, and so comes before the last one.
      if (stamp(v.sequence()) != stamp || !v.belongsTo(mm)) {
        return false;
      }
      // Otherwise a VMA, perhaps this one, came to this mm: another thread made progress (P1).
    } while (mm.rejoined() != rejoined);
    return stamp > 0;
  }

  /**
   * A name of a sequence that is not below 0. No two sequences that an mm gives out within
   * 2<sup>62</sup> have the same name: those of sections are odd and go up, fresh ones are even and
   * go down.
   */
  private static long stamp(long sequence) {
    return sequence & Long.MAX_VALUE;
  }

  // ---- State ----

  @Override
  public int readers(Vma vma) {
    return own(vma).semaphore.readers();
  }

  // ---- Arguments ----

  private static int maxReaders(Mm mm) {
    return Math.min(mm.limits().readers(), RwSemaphore.MAX_READERS);
  }

  @Override
  protected RwsemVma own(Vma vma) {
    if (vma instanceof RwsemVma v) {
      return v;
    }
    throw Misuse.foreign(this, vma);
  }
}
