/*
 * The refcount design of per-VMA locks, as Linux has it since 6.15: one word in the VMA holds
 * "attached", the readers and the waiting writer. Described from its commit messages and mailing-list
 * threads (Suren Baghdasaryan, "reimplement per-vma lock as a refcount", 2024-2025).
 */
package io.vmalock.refcnt;

import com.google.auto.service.AutoService;
import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.WaitSlot;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reader count in each VMA, in which 0 means detached.
 *
 * <pre>
 * count     0           detached; only attach changes it
 *           1           attached, no reader
 *           1 + n       n readers inside, also those that only pass
 *           + WRITER    a writer of the mm waits for those readers; no new one gets in
 *           + RETIRED   the VMA is retired: no new reader gets in, and the last one out ends it
 * sequence  the section that last write-held the VMA: write-held while it equals the mm's; a fresh
 *           number after endWrite; 0 while detached
 * </pre>
 *
 * <h2>Names</h2>
 *
 * The names of <a href="https://git.kernel.org/linus/f35ab95ca0af">the commit</a> that introduced
 * the design, and those here:
 *
 * <pre>
 * vm_refcnt, vm_lock_seq                       count, sequence
 * VMA_LOCK_OFFSET                              WRITER
 * VMA_REF_LIMIT                                MAX_READERS
 * mm_lock_seq                                  Mm.sequence
 * vma_start_read, vma_end_read                 startRead, endRead
 * vma_start_read_locked                        startReadLocked
 * vma_refcount_put                             leave
 * vma_start_write, __vma_enter_locked          startWrite, flag
 * vma_end_write_all                            endWriteAll, which is Mm's
 * vma_mark_attached, vma_mark_detached         attach, detach
 * rcuwait                                      WaitSlot
 * "detached is the final put" of its thread     retire
 * </pre>
 *
 * <h2>Why it is right</h2>
 *
 * Every entry and exit of a reader, and the flag of a writer, are read-modify-writes of one word,
 * so they are in one order that all threads agree on; no handshake over two words, and no
 * store-load fence, is needed for exclusion. Only compare-and-set raises the count, and never when
 * it is 0, flagged, or at the limit. Hence, on any machine:
 *
 * <ul>
 *   <li><b>A reader comes before the flag</b>: the flag's read-modify-write sees the reader, and
 *       the writer waits until the count is down to attached + flag. The acquire by which the
 *       writer reads that value pairs with the release of each exit (V2).
 *   <li><b>A reader comes after the flag</b>: it finds the flag and goes, or finds the 1 that the
 *       writer stored with release after it had set the VMA's sequence. Then its acquire pairs with
 *       that store: it sees that sequence, and the mm's at least as new. If the section is still
 *       open they are equal and the reader leaves. If it is over, the reader has read the mm's
 *       newer sequence with acquire, which pairs with the release at the section's end (V1).
 *   <li><b>The flag goes by a plain store</b>, not a read-modify-write: with the flag set and no
 *       reader inside, no other thread changes the word.
 *   <li><b>The early check</b> reads both sequences without order and may be wrong either way.
 *       Wrongly equal needs an open section, so the false CONTENDED is one that X4 allows; the
 *       second check catches a wrong "unequal". A miss of the early check only costs an entry and
 *       an exit.
 *   <li><b>No wake-up is lost</b> (P2): the flag is set before the writer waits, and the last
 *       reader out finds it and wakes the writer ({@link WaitSlot}).
 *   <li><b>Retired</b>: the flag's read-modify-write comes after the store of the retirement, and
 *       from then on the count only falls. So it reaches 1 + RETIRED once: in the flag's own
 *       read-modify-write, and then no reader was inside, or in that of the last reader out. That
 *       reader finds the retirement, and acquires the accesses of all readers before it (V2): "the
 *       final put".
 *   <li><b>A VMA that moves to another mm</b> under a reader with an old reference (L6): the reader
 *       may enter, finds that the VMA is not of its mm, and leaves. It reads the mm to wake while
 *       it is still inside, when the VMA cannot move on.
 * </ul>
 *
 * <h2>Optimistic reads</h2>
 *
 * An mm gives out each number once, so a VMA that has the number that it had, in the mm that it was
 * in, was not write-held or detached in between (O1).
 *
 * <ul>
 *   <li><b>A read sees earlier stores.</b> If the number is a section's, the reader has acquired
 *       the end of that section or of a later one; if it is a fresh number, the reader has acquired
 *       endWrite's store ({@link Mm#isPast}). The reads that follow come after these looks.
 *   <li><b>validate notices later stores.</b> The writer stores the VMA's new number, passes a
 *       release fence, and then makes its changes. The reader reads these, passes an acquire fence,
 *       and looks at the number. So a reader that has seen a change sees the number of its write
 *       hold or a later one, on ARM too. A release store would not do there, because a store after
 *       it may be seen first. The same holds for the store of 0 by detach, and of the mm by attach
 *       and retire, so validate looks at the mm as well.
 *   <li><b>Number and mm held at one instant</b>, though they are two words, and though another mm
 *       may have had that number. Between a look at a number of another mm and a look at this mm,
 *       the VMA would have rejoined this mm, which {@link Mm#rejoined} counts: before its mm is
 *       stored, and after it was found detached, with 0.
 * </ul>
 *
 * <h2>Questions that its author left open</h2>
 *
 * A startWrite of a detached VMA is misuse and throws: it has no readers to wait for and no section
 * to hold it in. endWrite of one VMA is supported: it stores a sequence that no section ever has.
 *
 * <h2>Errors</h2>
 *
 * An error that cuts a writer's call short may leave its flag. The next writer takes the flag for
 * its own, and a reader that holds the mmap lock for reading takes it off. So a writer looks at the
 * flag before it sets it.
 *
 * <p>A thread that calls startWrite or detach inside its own hold of that VMA waits for itself, for
 * ever; the timed form gives up and reports its readers.
 */
@AutoService(VmaLockStrategy.class)
@Strategy(name = "refcnt", source = "Linux 6.15, refcount in the VMA", priority = 100)
public final class RefcntStrategy implements VmaLockStrategy {
  private static final int DETACHED_COUNT = 0;
  private static final int ATTACHED = 1;
  static final int WRITER = 1 << 29;
  static final int RETIRED = 1 << 30;
  static final int MAX_READERS = WRITER - ATTACHED - 1;

  /** The count when a writer's readers have left. */
  static final int ALONE = WRITER + ATTACHED;

  /** The count of a retired VMA when its readers have left. */
  private static final int DRAINED = RETIRED + ATTACHED;

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
    return MAX_READERS;
  }

  @Override
  public Mm newMm(Limits limits) {
    return new RefcntMm(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new RefcntVma(start, end, attachment);
  }

  // ---- Readers ----

  @Override
  public long startRead(Mm mm, Vma vma) {
    RefcntMm m = own(mm);
    RefcntVma v = own(vma);
    if (v.sequence() == m.sequence()) {
      return v.belongsTo(m) ? CONTENDED : DETACHED;
    }
    long entered = enter(v, m.maxReaders);
    if (entered != HELD) {
      return entered;
    }
    if (!v.isOf(m)) {
      leave(v);
      return DETACHED;
    }
    // Acquire, each: pairs with endWrite's store, and with the section's end (V1).
    if (v.sequenceAcquire() == m.sequenceAcquire()) {
      leave(v);
      return CONTENDED;
    }
    return HELD;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    RefcntMm m = own(mm);
    RefcntVma v = own(vma);
    m.assertReadLocked();
    // No section of this mm is open and none opens, so there is no flag and no sequence to check.
    // The stores of earlier sections came before their release of the mmap lock.
    long entered = enter(v, m.maxReaders);
    if (entered == CONTENDED && v.isFlagged()) {
      if (!v.belongsTo(m)) {
        return DETACHED; // the flag is that of another mm's writer, who may be waiting
      }
      // The VMA stays in this mm, where no writer is at work: an error left the flag.
      v.clearFlag(WRITER);
      entered = enter(v, m.maxReaders);
    }
    if (entered == HELD && !v.isOf(m)) {
      leave(v);
      return DETACHED;
    }
    return entered;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    RefcntVma v = own(vma);
    int count = v.count();
    // Most often no other thread is at work, and then a compare-and-set from the count that was
    // just read is quicker by a tenth than that read followed by a read-modify-write. The count has
    // no flag, so there is no writer to wake and no retirement to end. Release: the hold's accesses
    // come before the writer goes on (V2).
    if (stamp == HELD
        && count > ATTACHED
        && count < WRITER
        && v.weakCompareAndSetCountRelease(count, count - 1)) {
      return;
    }
    if (stamp != HELD || inside(count) <= 0) {
      throw Misuse.notHeld(v, stamp);
    }
    leave(v);
  }

  /** Counts a reader in, unless the VMA is detached, awaited by a writer, or full. */
  private static long enter(RefcntVma v, int maxReaders) {
    int count = v.count();
    while (count != DETACHED_COUNT) {
      if (count > maxReaders) { // so is any count with a flag, because the limit is below both
        return count < RETIRED ? CONTENDED : DETACHED;
      }
      // Acquire: pairs with attach's store, and with the writer's store after it set the sequence.
      // Each failure means that another thread made progress, so this does not spin without bound
      // (P1).
      int seen = v.compareAndExchangeCountAcquire(count, count + 1);
      if (seen == count) {
        return HELD;
      }
      count = seen;
    }
    return DETACHED;
  }

  /**
   * Counts a reader out. If no other reader is inside, wakes the writer that waits for this VMA, or
   * ends the retirement.
   */
  private static void leave(RefcntVma v) {
    // Before the decrement: after it the VMA may be detached, and belong to another mm.
    Mm mm = v.mm();
    // Release: the hold's accesses come before the writer goes on (V2). And volatile, for WaitSlot:
    // it comes before the look at the waiting writer; and it acquires the accesses of readers that
    // left before, for the end of a retirement (V2).
    int left = v.addToCount(-1) - 1;
    if (left == ALONE || isDrained(left)) {
      try {
        last(v, mm);
      } catch (StackOverflowError | OutOfMemoryError late) {
        // The hold is over, and an exception would say that it is not. The writer looks again by
        // itself, and lookAgain ends the retirement.
      }
    }
  }

  private static void last(RefcntVma v, @Nullable Mm mm) {
    Retirement retirement = v.retirement();
    if (retirement != null) {
      retirement.end();
    } else if (mm != null) {
      ((RefcntMm) mm).waitSlot.wake();
    }
  }

  /** Whether the VMA is retired and empty, whether or not an error left a writer's flag. */
  private static boolean isDrained(int count) {
    return (count & ~WRITER) == DRAINED;
  }

  private static int inside(int count) {
    return (count & ~(WRITER | RETIRED)) - ATTACHED;
  }

  // ---- Writers ----

  @Override
  public void startWrite(Mm mm, Vma vma) {
    RefcntMm m = own(mm);
    RefcntVma v = attached(m, vma);
    if (v.sequence() != m.sequence()) {
      boolean alone = false;
      try {
        if (flag(v) != 0) {
          m.waitSlot.await(v);
        }
        alone = true;
      } finally {
        takeFlagOff(m, v, alone);
      }
    }
    showToOptimistic(); // also for a bulk call that an error ended before it came to this
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
    return tryStartWrite(mm, List.of(vma), nanos);
  }

  /**
   * Flags all VMAs and write-holds at once those without readers, then waits for the others: the
   * waits overlap. An error leaves no flag; what is write-held by then stays so until the section
   * ends.
   */
  @Override
  public void startWrite(Mm mm, List<? extends Vma> vmas) {
    RefcntMm m = own(mm);
    assertAttached(m, vmas);
    boolean alone = false;
    try {
      int first = holdAllWithoutReaders(m, vmas);
      for (int i = first; i < vmas.size(); i++) {
        RefcntVma v = own(vmas.get(i));
        if (v.isFlagged()) {
          m.waitSlot.await(v);
          hold(v, m);
        }
      }
      alone = true;
    } finally {
      if (!alone) {
        takeFlagsOff(m, vmas, false);
      }
    }
    showToOptimistic();
  }

  /** Returns the place of the first VMA that stays flagged because of its readers. */
  private int holdAllWithoutReaders(RefcntMm m, List<? extends Vma> vmas) {
    int first = vmas.size();
    for (int i = vmas.size() - 1; i >= 0; i--) {
      RefcntVma v = own(vmas.get(i));
      if (v.sequence() != m.sequence()) {
        if (flag(v) == 0) {
          hold(v, m);
        } else {
          first = i;
        }
      }
    }
    return first;
  }

  @Override
  public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
      throws InterruptedException {
    RefcntMm m = own(mm);
    m.assertWriteLocked();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    assertAttached(m, vmas);
    long deadline = System.nanoTime() + Math.max(0, nanos);
    int readers = 0;
    boolean alone = false;
    try {
      flagAll(m, vmas);
      for (int i = 0; i < vmas.size() && readers == 0; i++) {
        RefcntVma v = own(vmas.get(i));
        if (v.isFlagged()) {
          readers =
              m.waitSlot.await(v, nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime());
        }
      }
      alone = readers == 0;
    } finally {
      takeFlagsOff(m, vmas, alone);
    }
    showToOptimistic();
    return readers;
  }

  /** Flags the VMAs that this section does not write-hold yet. A VMA may be listed twice. */
  private void flagAll(RefcntMm m, List<? extends Vma> vmas) {
    for (int i = 0; i < vmas.size(); i++) {
      RefcntVma v = own(vmas.get(i));
      if (v.sequence() != m.sequence()) {
        flag(v);
      }
    }
  }

  /** Keeps new readers out; returns the number of readers inside. */
  private static int flag(RefcntVma v) {
    if (v.isFlagged()) { // by this call, or by one that an error cut short
      return v.inside();
    }
    // Acquire: a writer that finds no reader inside goes on at once, after the accesses of the
    // readers that left (V2).
    return v.addToCountAcquire(WRITER) - ATTACHED;
  }

  private void takeFlagsOff(RefcntMm m, List<? extends Vma> vmas, boolean alone) {
    for (int i = 0; i < vmas.size(); i++) {
      RefcntVma v = own(vmas.get(i));
      if (v.isFlagged()) {
        takeFlagOff(m, v, alone);
      }
    }
  }

  /** Takes the flag off: write-holds the VMA if the writer is alone, otherwise lets readers in. */
  private static void takeFlagOff(RefcntMm m, RefcntVma v, boolean alone) {
    if (alone) {
      hold(v, m);
    } else {
      // Not a store, because readers may be inside. Only atomicity matters: nothing was stored
      // since the flag was set, and the count carries the earlier releases on.
      v.clearFlag(WRITER);
    }
  }

  /** Write-holds a flagged VMA without readers until the section ends, and takes the flag off. */
  private static void hold(RefcntVma v, RefcntMm m) {
    v.setSequence(m.sequence());
    // Release: a reader that enters from here on sees that sequence.
    v.setCountRelease(ATTACHED);
  }

  @Override
  public void endWrite(Mm mm, Vma vma) {
    RefcntMm m = own(mm);
    RefcntVma v = attached(m, vma);
    m.assertWriteHeld(v);
    // Release: pairs with the second check of startRead, which may let a reader in from here on
    // (V1).
    v.setSequenceRelease(m.freshSequence());
  }

  // ---- Life cycle ----

  @Override
  public void attach(Mm mm, Vma vma) {
    RefcntMm m = own(mm);
    RefcntVma v = own(vma);
    v.joinMm(m);
    v.setSequence(m.sequence()); // write-held (L3), and re-based on this mm whatever it was (X6)
    // Release: a reader counted in sees the VMA's fields, its mm and its sequence (L2).
    v.setCountRelease(ATTACHED);
    showToOptimistic();
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    RefcntMm m = own(mm);
    RefcntVma v = attached(m, vma);
    // The flag even where the VMA is write-held: readers may pass through until their second check.
    boolean alone = false;
    try {
      if (flag(v) != 0) {
        m.waitSlot.await(v);
      }
      alone = true;
    } finally {
      if (!alone) {
        v.clearFlag(WRITER);
      }
    }
    v.setSequence(DETACHED_SEQUENCE);
    v.setCountRelease(DETACHED_COUNT);
    v.leaveMm();
    showToOptimistic();
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    RefcntMm m = own(mm);
    RefcntVma v = own(retirement.vma());
    retirement.begin(m);
    showToOptimistic();
    // Release: the last reader out, which finds the flag, finds the retirement. Acquire: if no
    // reader is inside, the next steps come after the accesses of the readers that left (V2). The
    // base count stays, so 0 means detached and nothing else.
    if (isDrained(v.setFlag(RETIRED))) {
      retirement.endAtOnce();
    }
  }

  /** Repeats the steps of a retire that an error may have cut short. */
  @Override
  public boolean lookAgain(Retirement retirement) {
    RefcntVma v = own(retirement.vma());
    retirement.assertBegun();
    if (!retirement.isDrained() && isDrained(v.setFlag(RETIRED))) {
      retirement.end();
    }
    return retirement.isDrained();
  }

  // ---- Optimistic reads ----

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    RefcntVma v = own(vma);
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
    RefcntVma v = own(vma);
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
  public boolean isWriteHeld(Vma vma) {
    RefcntVma v = own(vma);
    Mm mm = v.mm();
    return mm != null && v.sequence() == mm.sequence();
  }

  @Override
  public int readers(Vma vma) {
    return Math.max(0, inside(own(vma).count()));
  }

  // ---- Arguments ----

  private void assertAttached(RefcntMm m, List<? extends Vma> vmas) {
    m.assertWriteLocked();
    for (int i = 0; i < vmas.size(); i++) {
      m.assertAttached(own(vmas.get(i)));
    }
  }

  private RefcntVma attached(RefcntMm m, Vma vma) {
    m.assertWriteLocked();
    RefcntVma v = own(vma);
    m.assertAttached(v);
    return v;
  }

  private RefcntVma own(Vma vma) {
    if (vma instanceof RefcntVma v) {
      return v;
    }
    throw Misuse.foreign(this, vma);
  }

  private RefcntMm own(Mm mm) {
    if (mm instanceof RefcntMm m) {
      return m;
    }
    throw Misuse.foreign(this, mm);
  }
}
