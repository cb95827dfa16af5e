package io.vmalock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A design of per-VMA locks. It decides how a reader enters one VMA, and how a writer that holds
 * the mmap lock keeps readers out of the VMAs that it changes.
 *
 * <p>A strategy object is stateless, and so thread-safe: its state is in its subclasses of {@link
 * Vma} and {@link Mm}, which it creates. The contract that every strategy keeps is {@code
 * docs/contract.md}; the methods name its rules. Misuse throws, in the words of {@link Misuse}, and
 * leaves the state as it was (M1 to M5).
 *
 * <p>{@link java.util.ServiceLoader} finds providers, and {@code Strategies} chooses one. A
 * provider has a public constructor without parameters and is annotated with {@link Strategy}.
 *
 * <p>The reader's side:
 *
 * <pre>{@code
 * long stamp = strategy.startRead(mm, vma);
 * if (stamp > 0) {
 *   try {
 *     ... // the VMA stays as it is
 *   } finally {
 *     strategy.endRead(vma, stamp);
 *   }
 * } else {
 *   ... // DETACHED: look up again; CONTENDED: fall back to the mmap lock
 * }
 * }</pre>
 *
 * <p>The writer's side:
 *
 * <pre>{@code
 * mm.writeLock();
 * try {
 *   strategy.startWrite(mm, vma);
 *   ... // no reader is inside
 * } finally {
 *   mm.writeUnlock(); // releases every VMA that was write-held
 * }
 * }</pre>
 */
public interface VmaLockStrategy {
  /**
   * The answer of {@link #startRead} to a reader that cannot get in now: fall back to the mmap
   * lock. The VMA may be free after all (X4, L5).
   */
  long CONTENDED = 0;

  /**
   * The answer of {@link #startRead} when the VMA is not part of the mm: look up again (L1, L5).
   */
  long DETACHED = -1;

  // ---- Description ----

  /** The name from the {@link Strategy} annotation. */
  default String name() {
    Strategy strategy = getClass().getAnnotation(Strategy.class);
    if (strategy == null) {
      throw new IllegalStateException(
          getClass().getName() + " has no @Strategy annotation, which gives a provider its name");
    }
    return strategy.name();
  }

  /** The optional features that this design has, equal at every call. */
  Set<Capability> capabilities();

  /** The most readers of one VMA at once that this design can count: at least 16 (X5, P6). */
  default int maxReaders() {
    return Integer.MAX_VALUE;
  }

  /**
   * The longest time after which a waiting writer looks again by itself, if leaving readers do not
   * wake it (P2); zero if they do.
   */
  default Duration longestPoll() {
    return Duration.ZERO;
  }

  /** The reason why this strategy cannot run here, or empty. */
  default Optional<String> unavailable() {
    return Optional.empty();
  }

  // ---- Creation ----

  /**
   * Creates an mm.
   *
   * @throws IllegalArgumentException if the limits ask for fewer readers than this design counts to
   *     and it has no {@link Capability#READER_LIMIT}
   */
  Mm newMm(Limits limits);

  /** Creates an mm with {@linkplain Limits#DEFAULT the default limits}. */
  default Mm newMm() {
    return newMm(Limits.DEFAULT);
  }

  /**
   * Creates a VMA: detached, and unlocked (L1).
   *
   * @throws IllegalArgumentException if the range is empty or wraps
   */
  Vma newVma(long start, long end, @Nullable Object attachment);

  /**
   * Creates a VMA of another range with the attachment of {@code original}: detached and unlocked,
   * whatever the state of the original (L7).
   */
  default Vma copy(Vma original, long start, long end) {
    Vma copy = newVma(start, end, original.attachment());
    copy.setAttachment(original.attachment(), original.offset() + (start - original.start()));
    return copy;
  }

  // ---- Readers ----

  /**
   * Tries to begin a hold: never blocks, and never spins without bound (P1).
   *
   * <p>The stores that a writer made before the VMA's last write hold ended, and before it was
   * attached, happen-before the return (V1). No later access is reordered before it (V3). A thread
   * may hold one VMA several times, and several VMAs (X5, X7).
   *
   * @return a stamp above 0 that {@link #endRead} takes back; {@link #CONTENDED} if a writer holds
   *     or awaits the VMA, or its readers are at their limit (X1, X3, X4, P6); {@link #DETACHED} if
   *     it was not attached to {@code mm} at some instant of the call (L1, L5, L6)
   * @throws NullPointerException if {@code vma} is null (M4)
   * @throws IllegalArgumentException if another strategy made the VMA (M4)
   */
  long startRead(Mm mm, Vma vma);

  /**
   * Begins a hold while the mmap lock is held for reading, so that no section is open; the hold may
   * outlast the mmap lock. A reader that fell back gets in by this call.
   *
   * @return a stamp above 0; {@link #DETACHED} if the VMA is not attached to {@code mm}; {@link
   *     #CONTENDED} only if its readers are at their limit (P4, P6)
   * @throws IllegalMonitorStateException if no thread holds the mmap lock for reading
   */
  long startReadLocked(Mm mm, Vma vma);

  /**
   * Ends a hold.
   *
   * <p>Everything done inside the hold happens-before the return of the startWrite or detach that
   * waited for it (V2). If this was the last hold, wakes the writer that waits for this VMA (P2),
   * whichever mm the VMA belongs to now (L6), or ends the retirement of a retired VMA (R2). Stores
   * nothing after its exit to a VMA that may be attached again.
   *
   * <p>Throws only before the hold is ended. If an error cuts a later step short, the writer, which
   * looks again by itself, or {@link #lookAgain} makes up for it.
   *
   * @param stamp the stamp that {@link #startRead} or {@link #startReadLocked} returned
   * @throws IllegalMonitorStateException if the stamp is not above 0, or the VMA has no reader;
   *     checked before any change (M3). Misuse that only a race could show may pass unseen
   */
  void endRead(Vma vma, long stamp);

  // ---- Writers, holding the mmap lock for writing ----

  /**
   * Write-holds a VMA until the section ends: keeps new readers out, then waits, uninterruptibly,
   * for those inside (X1, X2, X3, P3). A VMA that this section write-holds already costs a look and
   * no wait (W1). The interrupt status is kept (W5).
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mmap lock for writing
   *     (M1)
   * @throws IllegalStateException if the VMA is detached (M2)
   * @throws IllegalArgumentException if it is attached to another mm (M4)
   */
  void startWrite(Mm mm, Vma vma);

  /**
   * Write-holds a VMA as {@link #startWrite(Mm, Vma)} does, or gives up when the time is over or
   * the thread is interrupted. Readers then get in as before, and the VMA is write-held only if it
   * was so before the call (W5).
   *
   * @param nanos the most nanoseconds to wait for readers: 0 or less tries once; {@link
   *     Long#MAX_VALUE} waits without bound
   * @return 0 when write-held; else the number of readers inside when the time was over, at least 1
   * @throws InterruptedException if the thread was or is interrupted
   * @throws UnsupportedOperationException without {@link Capability#INTERRUPTIBLE_WAIT}
   */
  default int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    throw lacks(Capability.INTERRUPTIBLE_WAIT);
  }

  /**
   * Write-holds all of {@code vmas}: in effect {@link #startWrite(Mm, Vma)} of each, in any order,
   * but refused as a whole if one of them would be refused (M2, M4).
   *
   * @param vmas a list that is quick at {@link List#get}; a VMA may be in it more than once
   */
  default void startWrite(Mm mm, List<? extends Vma> vmas) {
    mm.assertAllAttached(vmas);
    for (int i = 0; i < vmas.size(); i++) {
      startWrite(mm, vmas.get(i));
    }
  }

  /**
   * Write-holds all of {@code vmas}, or no further one: a call that gives up releases the VMAs that
   * it took, and leaves VMAs write-held that were so before (W5).
   *
   * @param nanos the most nanoseconds to wait for the readers of all of them together
   * @return 0 when all are write-held; else the number of readers inside the first VMA that kept it
   *     waiting, at least 1
   * @throws InterruptedException if the thread was or is interrupted
   * @throws UnsupportedOperationException without {@link Capability#INTERRUPTIBLE_WAIT} or {@link
   *     Capability#EARLY_END_WRITE}
   */
  default int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
      throws InterruptedException {
    return BulkWrite.oneByOne(this, mm, vmas, nanos);
  }

  /**
   * Releases one write-held VMA before its section ends: readers may enter at once, and see the
   * stores made so far (W6, V1). The VMA may be write-held again in the same section.
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mmap lock for writing
   *     (M1)
   * @throws IllegalStateException if the VMA is not write-held
   * @throws UnsupportedOperationException without {@link Capability#EARLY_END_WRITE}
   */
  default void endWrite(Mm mm, Vma vma) {
    throw lacks(Capability.EARLY_END_WRITE);
  }

  /**
   * Releases every VMA that the section write-holds, at a cost that does not grow with their number
   * (W2). {@link Mm} alone calls this method, once a section, from {@link Mm#writeUnlock} or {@link
   * Mm#downgrade} and before it releases the mmap lock; the method calls {@link Mm#endSection}.
   *
   * @throws IllegalMonitorStateException if another caller calls it (M5)
   */
  default void endWriteAll(Mm mm) {
    mm.endSection();
  }

  /**
   * Makes a detached VMA part of {@code mm}. It is write-held until the section ends, and readable
   * from then on (L3). A reader that gets a hold sees everything that was stored in the VMA before
   * (L2, V1).
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mmap lock for writing
   *     (M1)
   * @throws IllegalStateException if the VMA is attached, to this mm or another (M2)
   */
  void attach(Mm mm, Vma vma);

  /**
   * Attaches all of {@code vmas}, or is refused as a whole if one of them would be refused (M2,
   * M4).
   *
   * @param vmas a list that is quick at {@link List#get}, each VMA in it once
   */
  default void attach(Mm mm, List<? extends Vma> vmas) {
    mm.assertWriteLocked();
    for (int i = 0; i < vmas.size(); i++) {
      mm.assertDetached(vmas.get(i));
    }
    int attached = 0;
    try {
      while (attached < vmas.size()) {
        attach(mm, vmas.get(attached));
        attached++;
      }
    } finally {
      if (attached < vmas.size()) { // another mm was first, or one is listed twice
        for (int i = 0; i < attached; i++) {
          detach(mm, vmas.get(i));
        }
      }
    }
  }

  /**
   * Takes a VMA out of {@code mm}: refuses new readers first, then waits for those inside, also for
   * those that only pass. On return no reader is inside, and none gets in until the VMA is attached
   * again (L4, V2).
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mmap lock for writing
   *     (M1)
   * @throws IllegalStateException if the VMA is detached (M2)
   * @throws IllegalArgumentException if it is attached to another mm (M4)
   */
  void detach(Mm mm, Vma vma);

  /**
   * Detaches all of {@code vmas}, or is refused as a whole if one of them would be refused (M2,
   * M4).
   *
   * @param vmas a list that is quick at {@link List#get}, each VMA in it once
   */
  default void detach(Mm mm, List<? extends Vma> vmas) {
    startWrite(mm, vmas);
    for (int i = 0; i < vmas.size(); i++) {
      detach(mm, vmas.get(i));
    }
  }

  // ---- Retiring: a detach that does not wait ----

  /**
   * Takes a VMA out of {@code mm} for good, and never waits: refuses new readers at once, and lets
   * those inside go on. On return startRead, startReadLocked and startOptimistic answer DETACHED,
   * and validate is false (R1, O1). A retired VMA is never attached again (M2).
   *
   * <p>If no reader is inside, the retirement ends {@linkplain Retirement#endAtOnce at once}.
   * Otherwise the thread that ends the last hold, or backs out last, {@linkplain Retirement#end
   * ends} it, exactly once; everything done inside the holds happens-before that (R2, V2). If a
   * reader's exit is a blind store, only {@link #lookAgain} may find it gone.
   *
   * <p>After the checks this only stores: it allocates nothing, and nothing in it fails.
   *
   * <p>Source: "detached is the final put", from the mail thread of the refcount design.
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mmap lock for writing
   *     (M1)
   * @throws IllegalStateException if the VMA is detached or retired, or the retirement was used
   *     (M2)
   * @throws IllegalArgumentException if it is attached to another mm (M4)
   */
  void retire(Mm mm, Retirement retirement);

  /**
   * Retires the VMAs of all of {@code retirements}, or is refused as a whole if one of them would
   * be refused (M2, M4).
   *
   * @param retirements a list that is quick at {@link List#get}, each VMA in it once
   */
  default void retire(Mm mm, List<? extends Retirement> retirements) {
    mm.assertWriteLocked();
    for (int i = 0; i < retirements.size(); i++) {
      retirements.get(i).assertMayBegin(mm);
    }
    for (int i = 0; i < retirements.size(); i++) {
      retire(mm, retirements.get(i));
    }
  }

  /**
   * The longest time for which a last reader's exit from a retired VMA may go unseen in the first
   * second of the retirement; later a hundredth of the retirement's age. Zero if the last reader
   * out ends the retirement itself. If it is not zero, a thread that awaits a retirement calls
   * {@link #lookAgain} that often.
   */
  default Duration noticeDelay() {
    return Duration.ZERO;
  }

  /**
   * Ends a retirement whose readers have left without ending it: in a design whose exits are blind
   * stores, or where an error cut the last exit, or the retire, short. Any thread may call it, at
   * any time after {@link #retire}, without a lock. Never waits.
   *
   * @return whether the VMA is drained
   * @throws IllegalStateException if the VMA was not retired by this retirement
   */
  boolean lookAgain(Retirement retirement);

  // ---- Optimistic reads ----

  /**
   * Begins to read without a hold: stores to nothing shared, and keeps no writer out. The reads
   * count only if {@link #validate} says so afterwards (O1).
   *
   * @return a stamp above 0 for {@link #validate}; {@link #CONTENDED} or {@link #DETACHED}
   * @throws UnsupportedOperationException without {@link Capability#OPTIMISTIC_READ}
   */
  default long startOptimistic(Mm mm, Vma vma) {
    throw lacks(Capability.OPTIMISTIC_READ);
  }

  /**
   * Whether no write hold, no detach and no retire of the VMA came between; the reads in between
   * are ordered before the answer (O1). False of a VMA that is retired.
   *
   * @throws UnsupportedOperationException without {@link Capability#OPTIMISTIC_READ}
   */
  default boolean validate(Mm mm, Vma vma, long stamp) {
    throw lacks(Capability.OPTIMISTIC_READ);
  }

  // ---- State, for tests and debugging; exact only while nothing else moves ----

  /** Whether the VMA is part of an mm. */
  default boolean isAttached(Vma vma) {
    return vma.mm() != null;
  }

  /** Whether the VMA is write-held in the open section of its mm; false while detached. */
  boolean isWriteHeld(Vma vma);

  /** The number of readers inside, including those that only pass; also of a retired VMA. */
  int readers(Vma vma);

  private UnsupportedOperationException lacks(Capability capability) {
    return new UnsupportedOperationException(
        "strategy " + name() + " does not have the capability " + capability);
  }
}
