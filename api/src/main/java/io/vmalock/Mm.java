package io.vmalock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The state that the VMAs of one address space share: the mmap lock, which is the one coarse writer
 * lock over all of them, and the sequence number of its write sections.
 *
 * <p>A <em>section</em> lasts from {@link #writeLock} to {@link #writeUnlock} or {@link
 * #downgrade}. The sequence is odd exactly while a section is open. A VMA is write-held while its
 * own sequence equals this one, so advancing this one number releases every write-held VMA at once
 * (rule W2).
 *
 * <p>The mmap lock is not reentrant. Threads get it in the order in which they asked, except that a
 * writer may take a free lock past the queue at most {@value MmapLock#MOST_PASSES} times in a row;
 * readers never pass. While a writer waits, new readers queue behind it, so a thread must not wait
 * for the mmap lock while it holds a VMA, or this lock, already (P7).
 *
 * <p>A strategy creates its mms, and may extend this class with more state. All methods are
 * thread-safe.
 */
public class Mm {
  private static final VarHandle SEQUENCE;
  private static final VarHandle LAST_FRESH;
  private static final VarHandle REJOINED;
  private static final VarHandle NOTICES;
  private static final VarHandle LISTENER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SEQUENCE = lookup.findVarHandle(Mm.class, "sequence", long.class);
      LAST_FRESH = lookup.findVarHandle(Mm.class, "lastFresh", long.class);
      REJOINED = lookup.findVarHandle(Mm.class, "rejoined", long.class);
      NOTICES = lookup.findVarHandle(Mm.class, "notices", Retirement.class);
      LISTENER = lookup.findVarHandle(Mm.class, "listener", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final VmaLockStrategy strategy;
  private final Limits limits;
  private final MmapLock mmapLock = new MmapLock();

  /** The notices that no thread has taken yet, the newest first; accessed through NOTICES. */
  @SuppressWarnings("UnusedVariable")
  private @Nullable Retirement notices;

  /** The thread that a notice wakes; accessed through LISTENER. */
  @SuppressWarnings("UnusedVariable")
  private @Nullable Thread listener;

  /** Even outside a section, odd inside. Written by the mmap lock's writer only. */
  private long sequence;

  /**
   * The last number that {@link #freshSequence} gave out: even, downwards from the first sequence.
   * Written by the mmap lock's writer only.
   */
  private long lastFresh;

  /**
   * The number of joins to this mm of VMAs that had been attached before, to this mm or another.
   * Written by the mmap lock's writer only.
   */
  private long rejoined;

  /**
   * Whether this mm is calling endWriteAll, which no other caller may. Used by the mmap lock's
   * writer only.
   */
  private boolean ending;

  /** Creates an mm for a strategy's {@link VmaLockStrategy#newMm}. */
  public Mm(VmaLockStrategy strategy, Limits limits) {
    this.strategy = Objects.requireNonNull(strategy, "strategy");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.sequence = limits.firstSequence();
    this.lastFresh = limits.firstSequence();
  }

  /** The strategy that made this mm. */
  public final VmaLockStrategy strategy() {
    return strategy;
  }

  /** The limits that this mm was created with. */
  public final Limits limits() {
    return limits;
  }

  // ---- The mmap lock ----

  /** Opens a section: waits, uninterruptibly, until this thread alone holds the mmap lock. */
  public final void writeLock() {
    reserve();
    beginReserved();
  }

  /**
   * Opens a section, or gives up if the thread is interrupted.
   *
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   */
  public final void writeLockInterruptibly() throws InterruptedException {
    reserveInterruptibly();
    beginReserved();
  }

  /**
   * Opens a section if the mmap lock is free within {@code nanos} nanoseconds; 0 or less tries
   * once, without waiting.
   *
   * @return whether the section is open
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   */
  public final boolean tryWriteLock(long nanos) throws InterruptedException {
    if (!tryReserve(nanos)) {
      return false;
    }
    beginReserved();
    return true;
  }

  /**
   * Holds the mmap lock for writing without opening a section yet: no other writer gets in and no
   * reader falls back, but the sequence stays even, so readers, bias and speculation go on. A
   * writer plans a change under a reservation, and makes it in the section that {@link
   * #beginSection} opens. {@link #writeUnlock} ends the reservation. Waits uninterruptibly.
   */
  public final void reserve() {
    assertNotReserved();
    mmapLock.lockWrite();
    heal();
  }

  /**
   * Reserves as {@link #reserve} does, or gives up when interrupted.
   *
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   */
  public final void reserveInterruptibly() throws InterruptedException {
    assertNotReserved();
    mmapLock.lockWriteInterruptibly();
    heal();
  }

  /**
   * Reserves as {@link #reserve} does if the mmap lock is free within {@code nanos} nanoseconds; 0
   * or less tries once, without waiting.
   *
   * @return whether it is held
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   */
  public final boolean tryReserve(long nanos) throws InterruptedException {
    assertNotReserved();
    if (!mmapLock.tryLockWrite(nanos)) {
      return false;
    }
    heal();
    return true;
  }

  /**
   * Opens a section under a {@linkplain #reserve reservation}: the sequence becomes odd.
   *
   * @throws IllegalMonitorStateException if this thread has not reserved (M1)
   * @throws IllegalStateException if the section is open already
   */
  public final void beginSection() {
    assertReserved();
    if ((sequence & 1) != 0) {
      throw new IllegalStateException("this section is open already");
    }
    openSection();
  }

  private void beginReserved() {
    boolean open = false;
    try {
      openSection();
      open = true;
    } finally {
      if (!open) {
        mmapLock.unlockWrite(); // an error: no caller would release it
      }
    }
  }

  /**
   * Repairs the end of a section that an error cut short, and trusts nothing that the error left.
   */
  private void heal() {
    ending = false;
    if ((sequence & 1) != 0) {
      advance();
    }
  }

  /**
   * Ends the section, if one is open, which releases every VMA that it write-held; then releases
   * the mmap lock. Does both even if the strategy's endWriteAll throws.
   *
   * <p>Everything stored in the section happens-before every hold that begins afterwards, of any
   * VMA that the section write-held or attached (rule V1).
   *
   * @throws IllegalMonitorStateException if this thread has no section open and has not reserved
   *     (M5)
   */
  public final void writeUnlock() {
    assertReserved();
    try {
      if ((sequence & 1) != 0) {
        endWriteHolds();
      }
    } finally {
      mmapLock.unlockWrite();
    }
  }

  /**
   * Ends the section as {@link #writeUnlock} does, but goes on holding the mmap lock for reading,
   * with no writer in between (rule W4). {@link #readUnlock} ends this.
   *
   * <p>If the strategy's endWriteAll throws, the section is over and nothing is held.
   *
   * @throws IllegalMonitorStateException if this thread has no section open (M5)
   */
  public final void downgrade() {
    assertWriteLocked();
    boolean ended = false;
    try {
      endWriteHolds();
      ended = true;
    } finally {
      if (ended) {
        mmapLock.downgrade();
      } else {
        mmapLock.unlockWrite(); // a caller that gets an exception does not call readUnlock
      }
    }
  }

  /** Holds the mmap lock for reading: no section opens meanwhile. Waits uninterruptibly. */
  public final void readLock() {
    assertNotReserved();
    mmapLock.lockRead();
  }

  /**
   * Holds the mmap lock for reading, or gives up when interrupted.
   *
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   */
  public final void readLockInterruptibly() throws InterruptedException {
    assertNotReserved();
    mmapLock.lockReadInterruptibly();
  }

  /**
   * Holds the mmap lock for reading if it can be taken within {@code nanos} nanoseconds; 0 or less
   * tries once, without waiting.
   *
   * @return whether it is held
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   */
  public final boolean tryReadLock(long nanos) throws InterruptedException {
    assertNotReserved();
    return mmapLock.tryLockRead(nanos);
  }

  /**
   * Ends a {@link #readLock}, or the read lock that {@link #downgrade} left.
   *
   * @throws IllegalMonitorStateException if no thread holds the mmap lock for reading (M5)
   */
  public final void readUnlock() {
    mmapLock.unlockRead();
  }

  /** Whether a thread holds the mmap lock for writing: it has a section open, or has reserved. */
  public final boolean isWriteLocked() {
    return mmapLock.isWriteLocked();
  }

  /** Whether this thread holds the mmap lock for writing. */
  public final boolean isWriteLockedByCurrentThread() {
    return mmapLock.isWriteLockedByCurrentThread();
  }

  /** The thread that holds the mmap lock for writing, or null; an estimate, for diagnosis. */
  public final @Nullable Thread writer() {
    return mmapLock.writer();
  }

  /** The number of read holds of the mmap lock. */
  public final int readLocks() {
    return mmapLock.readers();
  }

  /**
   * The number of threads that are queued for the mmap lock; an estimate, for monitoring and tests.
   */
  public final int waiting() {
    return mmapLock.getQueueLength();
  }

  /** The mmap lock's state in words: {@code free}, {@code held by 2 readers}. */
  public final String lockState() {
    return mmapLock.toString();
  }

  // ---- Retired VMAs ----

  /**
   * Takes the notices of VMAs that are drained. Each retirement that did not end at once is in
   * exactly one answer. Acquire: everything done inside the holds happens-before the return (V2).
   *
   * @return the newest, linked to older ones by {@link Retirement#next}; or null
   */
  public final @Nullable Retirement takeNotices() {
    Retirement newest = (Retirement) NOTICES.getAndSetAcquire(this, (Retirement) null);
    // Pairs with the acquire fence of validate: an optimistic reader that sees the content that
    // replaced a retired VMA's content sees that it was retired (O1).
    VarHandle.releaseFence();
    return newest;
  }

  /** Whether a notice waits to be taken; an estimate. */
  public final boolean hasNotices() {
    return NOTICES.getOpaque(this) != null;
  }

  /**
   * Names the thread that each further notice wakes, by {@link LockSupport#unpark}; null for none.
   * The listener looks for notices once more after this call, then parks. Both accesses, here and
   * in {@link #give}, are volatile, so either the look finds the notice or the notice finds the
   * listener. The listener parks for a second at most, because an error in a reader's exit may cost
   * a wake-up, but not a notice.
   */
  public final void setListener(@Nullable Thread thread) {
    LISTENER.setVolatile(this, thread);
  }

  /** For {@link Retirement#end}: links a notice, and wakes the listener. */
  final void give(Retirement notice) {
    Retirement head;
    do {
      head = (Retirement) NOTICES.getOpaque(this);
      notice.setNext(head);
      // Volatile: before the look at the listener. Each failure is another notice's success.
    } while (!NOTICES.compareAndSet(this, head, notice));
    try {
      LockSupport.unpark((Thread) LISTENER.getVolatile(this));
    } catch (StackOverflowError | OutOfMemoryError late) {
      // The notice is linked, and an exception would say that it is not. The listener looks again.
    }
  }

  // ---- Assertions ----

  /**
   * Checks that this thread has a section open.
   *
   * @throws IllegalMonitorStateException if not (M1)
   */
  public final void assertWriteLocked() {
    // Plain: the mmap lock's writer alone stores the sequence.
    if (!mmapLock.isWriteLockedByCurrentThread() || (sequence & 1) == 0) {
      throw Misuse.notWriteLocked(this);
    }
  }

  /**
   * Checks that the mmap lock is held for reading, by any thread.
   *
   * @throws IllegalMonitorStateException if not (P4)
   */
  public final void assertReadLocked() {
    if (mmapLock.readers() == 0) {
      throw Misuse.notReadLocked(this);
    }
  }

  /**
   * Checks that this thread has a section open and that it write-holds {@code vma}.
   *
   * @throws IllegalMonitorStateException if no section of this mm is open by this thread (M1)
   * @throws IllegalStateException if the VMA is not write-held
   */
  public final void assertWriteHeld(Vma vma) {
    assertWriteLocked();
    if (!strategy.isWriteHeld(vma)) {
      throw new IllegalStateException(
          vma
              + " is not write-held: call startWrite first, holding the mmap lock alone keeps no"
              + " reader out (X1)");
    }
  }

  /**
   * Checks that {@code vma} is attached to this mm.
   *
   * @throws NullPointerException if it is null (M4)
   * @throws IllegalStateException if it is detached (M2)
   * @throws IllegalArgumentException if it is attached to another mm (M4)
   */
  public final void assertAttached(Vma vma) {
    if (!vma.belongsTo(this)) {
      throw vma.mm() == null ? Misuse.detached(vma) : Misuse.otherMm(vma);
    }
  }

  /**
   * Checks that this thread has a section open and that each of {@code vmas} is attached to this
   * mm: once for a bulk call, which is refused as a whole.
   *
   * @throws IllegalMonitorStateException if no section of this mm is open by this thread (M1)
   * @throws NullPointerException if one is null (M4)
   * @throws IllegalStateException if one is detached (M2)
   * @throws IllegalArgumentException if one is attached to another mm (M4)
   */
  public final void assertAllAttached(List<? extends Vma> vmas) {
    assertWriteLocked();
    for (int i = 0; i < vmas.size(); i++) {
      assertAttached(vmas.get(i));
    }
  }

  /**
   * Checks that {@code vma} is attached to no mm, so that it may be attached to this one.
   *
   * @throws NullPointerException if it is null (M4)
   * @throws IllegalStateException if it is attached or retired (M2)
   */
  public final void assertDetached(Vma vma) {
    Mm owner = vma.mm();
    if (owner != null) {
      throw Misuse.attached(vma, this, owner);
    }
    if (vma.retirement() != null) {
      throw Misuse.retired(vma);
    }
  }

  private void assertReserved() {
    if (!mmapLock.isWriteLockedByCurrentThread()) {
      throw Misuse.notWriteLocked(this);
    }
  }

  private void assertNotReserved() {
    if (mmapLock.isWriteLockedByCurrentThread()) {
      throw new IllegalMonitorStateException(
          Misuse.thread(Thread.currentThread())
              + " has a section open already, and the mmap lock is not reentrant: writeUnlock() or"
              + " downgrade() first (P7)");
    }
  }

  // ---- The sequence ----

  /**
   * The section's sequence, in opaque mode: for the early check of startRead, which a second one
   * follows, and for the writer itself.
   */
  public final long sequence() {
    return (long) SEQUENCE.getOpaque(this);
  }

  /**
   * The section's sequence, in acquire mode. It pairs with the release of {@link #endSection}: a
   * reader that finds the section over sees the section's stores (rule V1).
   */
  public final long sequenceAcquire() {
    return (long) SEQUENCE.getAcquire(this);
  }

  /**
   * The section's sequence, in volatile mode: for designs in which a reader announces itself by one
   * store and then reads the writer's announcement, made by another store (Dekker's handshake).
   */
  public final long sequenceVolatile() {
    return (long) SEQUENCE.getVolatile(this);
  }

  /**
   * For a strategy's endWrite: an even number that this mm has never had as its sequence and has
   * never given out. A VMA that gets it as its sequence is write-held in no section (rule W6). Its
   * low 63 bits are never all 0; a strategy may use those for a detached VMA.
   *
   * @throws IllegalMonitorStateException if this thread has no section open
   */
  public final long freshSequence() {
    assertWriteLocked();
    // Sections count upwards from the first sequence and fresh numbers downwards: they meet after
    // 2^63.
    long fresh = lastFresh - 2;
    if ((fresh & Long.MAX_VALUE) == 0) {
      fresh -= 2;
    }
    // Release: pairs with isPast, by which an optimistic reader sees the earlier stores.
    LAST_FRESH.setRelease(this, fresh);
    return fresh;
  }

  /**
   * For a strategy's startOptimistic: whether this mm has given out a number, just read as a VMA's
   * sequence, and write-holds nothing by it any more. An mm gives out no number twice, so a thread
   * that reads it again later, while the VMA is of this mm, knows that no write hold came between.
   *
   * <p>It is not enough that the number differs from the open section's. The VMA may have belonged
   * to another mm when its sequence was read, and this mm may reach that number later.
   *
   * <p>Acquire: the reads that follow see all stores from before the end of the write hold that
   * left the number.
   */
  public final boolean isPast(long sequence) {
    return (sequence & 1) != 0
        ? sequence - (long) SEQUENCE.getAcquire(this) < 0 // a section's, which is over
        : sequence - (long) LAST_FRESH.getAcquire(this) >= 0; // a fresh one, downwards
  }

  /**
   * For a strategy's validate: the number of joins to this mm of VMAs that had been attached
   * before. Validate reads it, in acquire mode, before the VMA's sequence and mm and again after
   * both: if the answers are equal, the VMA had that sequence and that mm at one instant. Without
   * it a VMA that went to another mm and came back in between might show the other mm's sequence,
   * since sequences of different mms may be equal.
   */
  public final long rejoined() {
    return (long) REJOINED.getAcquire(this);
  }

  /** For {@link Vma#joinMm}: counts the join of a VMA that has left an mm before. */
  final void countRejoined() {
    // Release: a reader that finds the join counted finds the sequence that the VMA's detach left,
    // and no older one.
    REJOINED.setRelease(this, rejoined + 1);
    // Before the VMA's mm is stored: a reader that finds the mm finds the join counted.
    VarHandle.releaseFence();
  }

  /**
   * For a strategy's endWriteAll, and there only: advances the sequence, which releases every VMA
   * whose sequence equals it.
   *
   * @throws IllegalMonitorStateException unless this mm is ending its section right now (M5)
   */
  public final void endSection() {
    if (!mmapLock.isWriteLockedByCurrentThread() || !ending || (sequence & 1) == 0) {
      throw Misuse.notEnding(this);
    }
    advance();
  }

  private void advance() {
    // Release: pairs with sequenceAcquire in startRead, and publishes the section's stores.
    SEQUENCE.setRelease(this, sequence + 1);
  }

  /**
   * Begins to read without any lock (rule A4): keep the answer for {@link #validate}. An odd answer
   * means that a section is open, and validate would refuse it.
   */
  public final long speculate() {
    // Acquire: the reads that follow see the stores of sections up to this one.
    return (long) SEQUENCE.getAcquire(this);
  }

  /**
   * Whether no section has been open since {@link #speculate} returned {@code speculation}, so that
   * the reads in between saw one consistent state.
   */
  public final boolean validate(long speculation) {
    if ((speculation & 1) != 0) {
      return false;
    }
    // The reads in between come before this one. Pairs with the fence in openSection: a read that
    // saw a store of a later section makes that section's odd number visible here.
    VarHandle.acquireFence();
    return (long) SEQUENCE.getOpaque(this) == speculation;
  }

  private void openSection() {
    // Release: a reader's second look may find this number in place of an earlier section's end,
    // since both say that that section is over. So it must carry that section's stores too (V1). A
    // weaker store would hide the end's release: only a read-modify-write carries one on.
    SEQUENCE.setRelease(this, sequence + 1);
    // The odd number comes before every store of the section: of data, for validate; of a VMA's
    // sequence, for readers, which would otherwise compare it with the number before.
    VarHandle.releaseFence();
  }

  private void endWriteHolds() {
    ending = true;
    try {
      strategy.endWriteAll(this);
    } finally {
      ending = false;
      if ((sequence & 1) != 0) {
        // endWriteAll threw, or forgot: the next section must find the sequence even in any case.
        advance();
      }
    }
  }
}
