/*
 * BRAVO (Dave Dice and Alex Kogan, "BRAVO: Biased Locking for Reader-Writer Locks", USENIX ATC 2019)
 * with the bias lifted from each lock to the mm, over a refcount in the VMA whose writer needs no
 * atomic. docs/biased.md has the argument in full.
 */
package io.vmalock.biased;

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
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Readers claim slots while no thread writes, and are counted in the VMA otherwise.
 *
 * <pre>
 * slot      0, or the id of the VMA that a reader holds through it, negated if that was retired
 * bias      of the mm: slots may be claimed while it equals the mm's sequence; or, odd, a mark that
 *           no reader was counted in since a section
 * count     of the VMA: readers + WAITED + TICK * entries. WAITED: the last counted reader
 *           wakes a writer or, for good, ends a retirement
 * sequence  of the VMA: the section that last write-held it, an odd number; a fresh one, which is
 *           even, where that section released it or gave up; or DETACHED
 * </pre>
 *
 * <h2>Names</h2>
 *
 * The names of <a href="https://www.usenix.org/conference/atc19/presentation/dice">the paper</a>,
 * and those here:
 *
 * <pre>
 * VisibleReaders, the table                    Slots
 * RBias, of each lock                          bias, of the mm: a number and no flag
 * InhibitUntil                                 SAMPLE_EVERY, which counts reads and not time
 * revocation scan                              BiasedMm.scan
 * fast-path, slow-path reader                  in a slot, counted
 * underlying lock                              count and sequence of BiasedVma
 * </pre>
 *
 * <h2>Why it is right</h2>
 *
 * <ul>
 *   <li><b>In a slot</b>: the reader claims it, then finds the mm's sequence as it was, and even.
 *       So no section was open in between, and the writer that opens the next one and then scans
 *       finds the slot. The claim and the look stand against the sequence's store, the full fence
 *       and the scan, all of them sequentially consistent (Dekker's handshake).
 *   <li><b>In the count</b>: the reader reads the VMA's sequence, whose section is over, adds
 *       itself, and finds that sequence as it was; the writer stores it, has a full fence, then
 *       reads the count. The same handshake: the reader finds the store and leaves, or the writer
 *       finds the reader and waits. A reader that has read an attached sequence keeps the VMA in
 *       its mm, since a writer that stores DETACHED later waits for it.
 *   <li><b>No count</b> need be read of VMAs that were last write-held since a mark that is still
 *       set: a later counted reader took the mark away, before its last look.
 *   <li><b>Attached</b> is a state of the sequence and not of the count, so no writer overwrites
 *       the count: a reader that passes through a detached VMA subtracts its own entry.
 *   <li><b>No scan</b> is needed if the bias has not changed since the last one. A slot is claimed
 *       only under a bias, which the reader read before its claim, so a writer that finds the slot
 *       finds that bias, or a later one.
 *   <li><b>No wake-up is lost</b>: a writer that finds readers in the count sets WAITED before it
 *       waits ({@link WaitSlot}); for slots it polls.
 *   <li><b>Retired</b>: a retire keeps readers out as a detach does, without the wait. It tells the
 *       readers inside: by WAITED in the count, by the negated id in the slots. A reader that
 *       leaves and was told, or that passed, has a full fence and then looks at the count and at
 *       all slots. So of two readers that leave at once one sees both gone. Only a reader in a slot
 *       that looked just before it was told leaves blindly; it is found gone by {@link #lookAgain}.
 * </ul>
 *
 * <h2>When it biases</h2>
 *
 * The need decides, not the clock: each 256th entry that a VMA counts ({@link #SAMPLE_EVERY}) is a
 * sample, and the second sample between two sections biases the mm until the next section. So a
 * space that is written more often than every 256 reads or so works like a refcount, and the reads
 * before a scan pay for it.
 *
 * <p>A thread that calls startWrite or detach inside its own hold of that VMA waits for itself, for
 * ever; the timed form gives up and reports its readers.
 */
@AutoService(VmaLockStrategy.class)
@Strategy(name = "biased", source = "BRAVO, ATC 2019, its bias in the mm", priority = 200)
public final class BiasedStrategy implements VmaLockStrategy {
  /**
   * The number of counted readers of a VMA for each one that checks whether to bias; a power of
   * two. At one thread, where slots save least, a bias and its end cost more than they save at 256
   * reads a section. Not fewer than the slots that a scan looks at.
   */
  static final int SAMPLE_EVERY = Math.max(256, Slots.COUNT);

  /**
   * The number of VMAs from which on a bulk startWrite that found no readers marks the mm quiet, so
   * that the next one need not look at their counts. For fewer it is not worth the price to the
   * next reader, a compare-and-set in the mm.
   */
  static final int QUIET_FROM = 64;

  // The count's bits: 20 for readers, twice the limit so that readers that pass fit; one for a
  // writer that waits; and 11 for entries, whose overflow may be lost.
  static final int READERS = (1 << 20) - 1;
  static final int WAITED = 1 << 20;
  static final int TICK = 1 << 21;
  static final int MAX_READERS = 1 << 19;

  private static final int ENTRY = TICK + 1;

  private static final Duration NOTICE_DELAY = Duration.ofMillis(10);

  private static final long DETACHED_SEQUENCE = 0; // the sequence of a new VMA

  /**
   * The stamp of a counted hold. The stamp of a hold in a slot is the slot's number, which is
   * larger.
   */
  private static final long COUNTED = 1;

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.BULK_WRITE,
          Capability.EARLY_END_WRITE,
          Capability.OPTIMISTIC_READ,
          Capability.READER_LIMIT,
          Capability.INTERRUPTIBLE_WAIT,
          Capability.VMA_REUSE,
          Capability.END_READ_ELSEWHERE);

  private final int sampleEvery;

  /** The strategy. */
  public BiasedStrategy() {
    this(SAMPLE_EVERY);
  }

  /** A strategy that samples at another rate; a power of two. */
  BiasedStrategy(int sampleEvery) {
    this.sampleEvery = sampleEvery;
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  /** The most counted readers; without a limit, readers in slots come on top. */
  @Override
  public int maxReaders() {
    return MAX_READERS;
  }

  @Override
  public Duration longestPoll() {
    return WaitSlot.LONGEST_POLL;
  }

  @Override
  public Duration noticeDelay() {
    return NOTICE_DELAY;
  }

  @Override
  public Mm newMm(Limits limits) {
    return new BiasedMm(this, limits, (sampleEvery - 1) * TICK, QUIET_FROM);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new BiasedVma(start, end, attachment);
  }

  // ---- Readers ----

  @Override
  public long startRead(Mm mm, Vma vma) {
    BiasedMm m = own(mm);
    BiasedVma v = own(vma);
    // [r0] Acquire, and the first of all: the reader sees the effects of the sections before this
    // number: their detached VMAs (L4), their stores (V1), and their mark.
    long sequence = m.sequenceAcquire();
    long bias = m.bias(); // [r1]
    // [r2] The VMA's mm comes before the second look at the sequence, by which an attach of a later
    // section shows.
    if (sequence == bias && v.belongsTo(m)) {
      int slot = Slots.claim(v.id); // [r3]
      if (slot != Slots.NONE) {
        // [r4] Volatile: the reader's half of the handshake. It acquires the last section's end
        // (V1).
        if (m.sequenceVolatile() == sequence) {
          return slot;
        }
        leaveSlot(v, slot); // [r5]
      }
    }
    return startCounted(m, v, sequence, bias);
  }

  /** Starts a counted read, with the sequence and the bias that startRead found, in this order. */
  private static long startCounted(BiasedMm m, BiasedVma v, long sequence, long bias) {
    // A reader that would only pass stays out, and does not delay another mm's writer (P3).
    if (!v.belongsTo(m)) {
      return DETACHED;
    }
    // The number is older than the mm's sequence. If a section of this mm stored it, that section
    // was over when the mm's sequence was read, and its number will not come again; or the section
    // gave the VMA back. The number of an open section is refused, and so is that of a later one;
    // the checks below refuse an older number that another mm stored.
    long seen = v.sequence(); // [c1]
    if (seen == DETACHED_SEQUENCE || seen - sequence >= 0) {
      return refused(m, v);
    }
    m.endQuiet(bias); // [c2]
    // [c3] Volatile, and so is [c4]: the reader's half of the handshake.
    int count = v.addToCount(ENTRY);
    if ((count & READERS) >= m.maxReaders) {
      leave(v);
      return CONTENDED;
    }
    // [c4], [c5] The number is unchanged, so no writer is at work. This acquires the VMA's mm, by
    // the release fence of attach or, after a later section's store, of that section's begin; and
    // the stores before an endWrite (V1).
    if (v.sequenceVolatile() != seen || !v.isOf(m)) {
      leave(v);
      return refused(m, v);
    }
    if ((count & m.sample) == m.sample) {
      m.sample();
    }
    return COUNTED;
  }

  private static long refused(BiasedMm m, BiasedVma v) {
    return v.belongsTo(m) ? CONTENDED : DETACHED;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    BiasedMm m = own(mm);
    BiasedVma v = own(vma);
    m.assertReadLocked();
    if (!v.belongsTo(m)) {
      return DETACHED;
    }
    m.endQuiet(m.bias());
    // An attached VMA stays so, and no section is open: only the limit can refuse.
    if ((v.addToCount(ENTRY) & READERS) >= m.maxReaders) {
      leave(v);
      return CONTENDED;
    }
    return COUNTED;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    BiasedVma v = own(vma);
    if (stamp > COUNTED) {
      if (stamp > Slots.LAST || Slots.id((int) stamp) != v.id) { // [e0]
        endRetired(v, stamp);
      } else {
        Slots.release((int) stamp); // [e1]
      }
    } else if (stamp == COUNTED) {
      endCounted(v);
    } else {
      throw Misuse.notHeld(v, stamp);
    }
  }

  /** Ends a hold in a slot that does not hold the VMA's id as it was claimed. */
  private static void endRetired(BiasedVma v, long stamp) {
    if (stamp > Slots.LAST || Slots.id((int) stamp) != -v.id) {
      throw Misuse.notHeld(v, stamp);
    }
    leaveSlot(v, (int) stamp);
  }

  /** Gives a slot back, and ends the retirement of a retired VMA if no other reader is inside. */
  private static void leaveSlot(BiasedVma v, int slot) {
    Slots.release(slot);
    try {
      endIfDrained(v);
    } catch (StackOverflowError | OutOfMemoryError late) {
      // The hold is over, and an exception would say that it is not: lookAgain ends the retirement.
    }
  }

  private static void endCounted(BiasedVma v) {
    int count = v.count();
    // Most often no other thread is at work, and then a compare-and-set from the count that was
    // just read is quicker than a read-modify-write after that read. No writer waits, so none needs
    // a wake-up. [e2] Release: the hold's accesses come before the writer goes on (V2).
    if (!hasReadersAlone(count) || !v.weakCompareAndSetCountRelease(count, count - 1)) {
      if ((count & READERS) == 0) {
        throw Misuse.notHeld(v, COUNTED);
      }
      leave(v);
    }
  }

  /** Whether there is a reader and no writer waits, in one test. */
  private static boolean hasReadersAlone(int count) {
    return Integer.compareUnsigned((count & (READERS | WAITED)) - 1, READERS) < 0;
  }

  /**
   * Counts a reader out. If no other reader is counted, wakes the writer that waits for this VMA,
   * or ends the retirement.
   */
  private static void leave(BiasedVma v) {
    // [e2] Volatile, for WaitSlot: before the look at the waiting writer.
    int left = v.addToCount(-1) - 1;
    if ((left & (READERS | WAITED)) == WAITED) {
      try {
        // The VMA's present mm, even if the VMA moved on while this reader passed: a waiting
        // writer's VMA stays in the writer's mm.
        Mm mm = v.mm();
        tell(v, mm);
      } catch (StackOverflowError | OutOfMemoryError late) {
        // The hold is over, and an exception would say that it is not. The writer looks again by
        // itself, and lookAgain ends the retirement.
      }
    }
  }

  private static void tell(BiasedVma v, @Nullable Mm mm) {
    if (mm != null) {
      ((BiasedMm) mm).waitSlot.wake();
    } else {
      endIfDrained(v);
    }
  }

  /**
   * Ends the retirement of a retired VMA if no reader is left inside, in the count or in a slot.
   *
   * <p>The retirer, a reader that leaves, or a look again calls it. It looks behind a full fence,
   * which comes after the end of the caller's hold and after the retirement that it saw. So it
   * finds every holder, and of two readers that leave at once one finds both gone. It does not use
   * the writer's list of slots, nor the quiet mark, which belong to the writer.
   */
  private static boolean endIfDrained(BiasedVma v) {
    VarHandle.fullFence(); // [t5]
    Retirement retirement = v.retirement(); // [t6]
    if (retirement == null) {
      return false;
    }
    // [t7], [t8]
    if (!retirement.isDrained() && v.inside() == 0 && Slots.count(v.id) == 0) {
      retirement.end(); // [t9]
    }
    return retirement.isDrained();
  }

  // ---- Writers; [w0] and [w10] are the mm's, which opens and ends their section ----

  @Override
  public void startWrite(Mm mm, Vma vma) {
    BiasedMm m = own(mm);
    BiasedVma v = attached(m, vma);
    long section = m.sequence();
    boolean held = v.sequenceOfWriter() == section;
    if (!held || m.doubted == section) {
      long released = released(m);
      boolean alone = false;
      try {
        v.setSequenceBeforeFence(section); // [w1]
        VarHandle.fullFence(); // [w2] the writer's half of both handshakes
        m.scan();
        awaitReaders(m, v);
        alone = true;
      } finally {
        if (!alone && !held) {
          v.sequence = released; // an error: a second call must not find it write-held
        }
      }
    }
  }

  @Override
  public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    return tryStartWrite(mm, List.of(vma), nanos);
  }

  /** Stores all sequences, passes one fence, then looks at all readers: the waits overlap. */
  @Override
  public void startWrite(Mm mm, List<? extends Vma> vmas) {
    BiasedMm m = own(mm);
    if (vmas.isEmpty()) {
      m.assertWriteLocked();
      return; // no reader is refused or waited for: no fence, and no scan
    }
    long section = m.sequence();
    long released = released(m);
    BitSet held = take(m, vmas, released);
    boolean alone = false;
    try {
      if (mayHaveReaders(m, vmas)) {
        for (int i = 0; i < vmas.size(); i++) {
          if (isTaken(held, i) || m.doubted == m.sequence()) {
            awaitReaders(m, own(vmas.get(i)));
          }
        }
      }
      alone = true;
    } finally {
      if (!alone) { // an error
        long before = m.doubted;
        m.doubted = section;
        giveBack(vmas, vmas.size(), held, released);
        m.doubted = before;
      }
    }
  }

  @Override
  public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
      throws InterruptedException {
    BiasedMm m = own(mm);
    m.assertWriteLocked();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long start = System.nanoTime();
    long section = m.sequence();
    long released = released(m);
    BitSet held = take(m, vmas, released);
    int readers = 0;
    boolean alone = false;
    try {
      for (int i = 0; i < vmas.size() && readers == 0; i++) {
        if (isTaken(held, i) || m.doubted == m.sequence()) {
          readers = awaitReaders(m, own(vmas.get(i)), start, nanos);
        }
      }
      alone = readers == 0;
    } finally {
      if (!alone) {
        long before = m.doubted;
        m.doubted = section;
        giveBack(vmas, vmas.size(), held, released);
        m.doubted = before;
      }
    }
    return readers;
  }

  /**
   * Refuses new readers of the VMAs that this section does not write-hold yet, or refuses the call
   * and gives back the VMAs that it took. It makes one pass, because a long list does not stay in
   * the cache for two.
   *
   * <p>It also finds out whether counts need be read ({@link BiasedMm#closedQuiet}): not if the
   * mark, which is read first, is still set behind the fence, and no VMA was last write-held before
   * it was set.
   *
   * @param released the sequence of a VMA that is given back
   * @return the VMAs that were write-held before, null for none: these have no readers to wait for
   *     except those that pass (W1). A VMA that is listed twice is write-held the second time
   */
  private @Nullable BitSet take(BiasedMm m, List<? extends Vma> vmas, long released) {
    m.assertWriteLocked();
    long section = m.sequence();
    long mark = m.bias(); // [q1]
    long quietSince = BiasedMm.quietSince(mark);
    boolean quiet = BiasedMm.isMark(mark) && quietSince - m.doubted > 0;
    BitSet held = null;
    int i = 0;
    int size = vmas.size();
    try {
      for (; i < size; i++) {
        BiasedVma v = own(vmas.get(i));
        if (!v.isOf(m)) {
          m.assertAttached(v);
        }
        long before = v.sequenceOfWriter(); // [q2]
        if (before - quietSince < 0) {
          quiet = false;
        }
        if (before != section) {
          v.setSequenceBeforeFence(section);
        } else {
          held = held == null ? new BitSet(size) : held;
          held.set(i);
        }
      }
      if (size > 0) {
        VarHandle.fullFence(); // the writer's half of both handshakes, for all of them
        m.closedQuiet = m.scan() == mark && quiet;
      }
      i++; // past all
    } finally {
      if (i <= size) {
        long before = m.doubted;
        m.doubted = section;
        giveBack(vmas, i, held, released);
        m.doubted = before;
      }
    }
    return held;
  }

  /**
   * Lets readers into those of the first {@code size} VMAs that {@link #take} took.
   *
   * <p>A second error may cut this short, or keep it from being called at all. So every caller has
   * the section doubted meanwhile, by plain stores of its own frame, and it stays so after an
   * error.
   */
  private void giveBack(List<? extends Vma> vmas, int size, @Nullable BitSet held, long released) {
    for (int i = 0; i < size; i++) {
      if (isTaken(held, i)) {
        own(vmas.get(i)).sequence = released;
      }
    }
  }

  /**
   * The sequence of a VMA that a section gives back before its end. No section has it, and it is
   * older than any mark, as the VMA's readers may be. It was not used before, so an optimistic
   * reader does not find it again behind a write hold (O1). It is made beforehand, because after an
   * error there may be no stack for it.
   */
  private static long released(BiasedMm m) {
    return m.freshSequence();
  }

  private static boolean isTaken(@Nullable BitSet held, int i) {
    return held == null || !held.get(i);
  }

  /** Whether any of these VMAs, which let no new readers in, may have a reader left. */
  private boolean mayHaveReaders(BiasedMm m, List<? extends Vma> vmas) {
    return m.hasTakenSlots() || (!m.closedQuiet && mayHaveCounted(m, vmas));
  }

  private boolean mayHaveCounted(BiasedMm m, List<? extends Vma> vmas) {
    int counts = 0;
    for (int i = vmas.size() - 1; i >= 0; i--) { // the last ones are in the cache
      counts |= own(vmas.get(i)).countOfClosed();
    }
    VarHandle
        .acquireFence(); // [w6] for all of them: pairs with the release of the readers that left
    // (V2)
    if ((counts & READERS) != 0) {
      return true;
    }
    if (vmas.size() >= m.quietFrom) {
      m.markQuiet();
    }
    return false;
  }

  /** Waits for the readers of a VMA that lets no new ones in. */
  private static void awaitReaders(BiasedMm m, BiasedVma v) {
    if (m.inSlots(v) != 0) {
      m.waitSlot.poll(m.readersInSlots(v)); // [w5]
    }
    if (v.inside() != 0) { // [w6]
      try {
        v.setWaited(); // [w7]
        m.waitSlot.await(v); // [w8]
      } finally {
        v.clearWaited();
      }
    }
  }

  /**
   * Waits within a time; returns the number of readers inside when it is over, 0 when they have
   * left.
   */
  private static int awaitReaders(BiasedMm m, BiasedVma v, long start, long nanos)
      throws InterruptedException {
    if (m.inSlots(v) != 0) {
      int inSlots = m.waitSlot.poll(m.readersInSlots(v), left(start, nanos));
      if (inSlots != 0) {
        return inSlots + v.inside();
      }
    }
    if (v.inside() == 0) {
      return 0;
    }
    try {
      v.setWaited();
      return m.waitSlot.await(v, left(start, nanos));
    } finally {
      v.clearWaited();
    }
  }

  private static long left(long start, long nanos) {
    return nanos == Long.MAX_VALUE ? nanos : Math.max(0, nanos) - (System.nanoTime() - start);
  }

  @Override
  public void endWrite(Mm mm, Vma vma) {
    BiasedMm m = own(mm);
    BiasedVma v = attached(m, vma);
    m.assertWriteHeld(v);
    // [w9] Release: pairs with the second look of startCounted, which may let a reader in from here
    // on (V1).
    v.setSequenceRelease(released(m));
  }

  // ---- Life cycle ----

  @Override
  public void attach(Mm mm, Vma vma) {
    BiasedMm m = own(mm);
    BiasedVma v = own(vma);
    v.joinMm(m); // [a1]
    // [a2] A reader that finds it attached sees the VMA's mm and its fields (L2). A fence and not a
    // release: it covers all sequences that this section stores in this VMA, and a release would
    // cover only the next one.
    VarHandle.releaseFence();
    // [a3] Write-held (L3), and re-based on this mm (X6). The count is left alone: readers with an
    // old reference may be passing through, which find that the VMA is not of their mm and subtract
    // their own entries.
    v.setSequence(m.sequence());
  }

  /** Attaches each VMA as {@link #attach(Mm, Vma)} does, with one fence for all of them. */
  @Override
  public void attach(Mm mm, List<? extends Vma> vmas) {
    BiasedMm m = own(mm);
    m.assertWriteLocked();
    for (int i = 0; i < vmas.size(); i++) {
      m.assertDetached(own(vmas.get(i)));
    }
    int joined = 0;
    try {
      while (joined < vmas.size()) {
        vmas.get(joined).joinMm(m);
        joined++;
      }
    } finally {
      if (joined < vmas.size()) { // another mm was first, or one is listed twice
        for (int i = 0; i < joined; i++) {
          vmas.get(i).leaveMm(); // its sequence still says detached: no reader got in
        }
      }
    }
    VarHandle.releaseFence();
    for (int i = 0; i < vmas.size(); i++) {
      own(vmas.get(i)).setSequence(m.sequence());
    }
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    BiasedMm m = own(mm);
    BiasedVma v = attached(m, vma);
    long released = released(m);
    boolean alone = false;
    try {
      v.setSequenceBeforeFence(DETACHED_SEQUENCE); // [d1]
      VarHandle.fullFence(); // [w2] the writer's half of both handshakes
      m.scan();
      awaitReaders(m, v);
      alone = true;
    } finally {
      if (!alone) {
        v.sequence = released; // an error: it is attached still
      }
    }
    v.leaveMm(); // [d2]
  }

  @Override
  public void detach(Mm mm, List<? extends Vma> vmas) {
    BiasedMm m = own(mm);
    m.assertWriteLocked();
    for (int i = 0; i < vmas.size(); i++) {
      m.assertAttached(own(vmas.get(i)));
    }
    long released = released(m);
    boolean alone = false;
    try {
      for (int i = 0; i < vmas.size(); i++) {
        own(vmas.get(i)).setSequenceBeforeFence(DETACHED_SEQUENCE);
      }
      VarHandle.fullFence();
      m.scan();
      for (int i = 0; i < vmas.size(); i++) {
        awaitReaders(m, own(vmas.get(i)));
      }
      alone = true;
    } finally {
      if (!alone) {
        giveBack(vmas, vmas.size(), null, released); // an error: they are attached still
      }
    }
    for (int i = 0; i < vmas.size(); i++) {
      if (vmas.get(i).isOf(m)) { // not the second time that it is listed
        vmas.get(i).leaveMm();
      }
    }
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    BiasedMm m = own(mm);
    BiasedVma v = own(retirement.vma());
    retirement.begin(m); // [t1]
    v.setSequenceBeforeFence(DETACHED_SEQUENCE); // [d1]
    VarHandle.fullFence(); // [w2] the writer's half of both handshakes
    m.scan();
    tellReaders(m, v, retirement);
  }

  /** Retires each VMA as {@link #retire(Mm, Retirement)} does, with one fence for all of them. */
  @Override
  public void retire(Mm mm, List<? extends Retirement> retirements) {
    BiasedMm m = own(mm);
    m.assertWriteLocked();
    for (int i = 0; i < retirements.size(); i++) {
      own(retirements.get(i).vma());
      retirements.get(i).assertMayBegin(m);
    }
    int begun = 0;
    try {
      while (begun < retirements.size()) {
        Retirement retirement = retirements.get(begun);
        retirement.begin(m); // or throws, for a VMA that is listed twice
        begun++;
        own(retirement.vma()).setSequenceBeforeFence(DETACHED_SEQUENCE);
      }
    } finally {
      tellReaders(m, retirements, begun);
    }
  }

  private void tellReaders(BiasedMm m, List<? extends Retirement> retirements, int begun) {
    if (begun == 0) {
      return; // no reader is refused: no fence, and no scan
    }
    VarHandle.fullFence(); // the writer's half of both handshakes, for all of them
    m.scan();
    for (int i = 0; i < begun; i++) {
      Retirement retirement = retirements.get(i);
      tellReaders(m, own(retirement.vma()), retirement);
    }
  }

  /**
   * Ends the retirement of a VMA that lets no new readers in, or tells the readers inside to end
   * it.
   */
  private static void tellReaders(BiasedMm m, BiasedVma v, Retirement retirement) {
    // [t2] Behind the scan the writer knows the slot of every reader that may be inside.
    boolean inSlots = m.negateSlots(v) != 0;
    if (!inSlots && v.inside() == 0) {
      retirement.endAtOnce(); // [t3]
    } else {
      v.setWaited(); // [t4]
      endIfDrained(
          v); // a reader that left before it was told, in a slot or in the count, did not end it
    }
  }

  /** Repeats the steps of a retire that an error may have cut short, except for the slots. */
  @Override
  public boolean lookAgain(Retirement retirement) {
    BiasedVma v = own(retirement.vma());
    retirement.assertBegun();
    if (retirement.isDrained()) {
      return true;
    }
    if (v.sequence() != DETACHED_SEQUENCE) {
      v.setSequence(DETACHED_SEQUENCE); // no writer stores it any more
    }
    if ((v.count() & WAITED) == 0) {
      v.setWaited();
    }
    return endIfDrained(v);
  }

  // ---- Optimistic reads ----

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    BiasedVma v = own(vma);
    // [o1] Opaque: [o3] acquires the stores up to the end of that number's write hold.
    long sequence = v.sequence();
    if (!v.belongsTo(mm)) { // [o2]
      return DETACHED;
    }
    // The sequence of a VMA that leaves or comes at this moment is DETACHED_SEQUENCE: no stamp, but
    // CONTENDED.
    return mm.isPast(sequence) ? stamp(sequence) : CONTENDED; // [o3]
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    BiasedVma v = own(vma);
    // [o4] The reads in between come before these looks. Pairs with [w2], and [a2].
    VarHandle.acquireFence();
    long rejoined;
    do {
      rejoined = mm.rejoined(); // [o5]
      // [o6], [o7] The second is an acquire, and so comes before [o8].
      if (stamp(v.sequence()) != stamp || !v.belongsTo(mm)) {
        return false;
      }
      // Otherwise a VMA, perhaps this one, came to this mm: another thread made progress (P1).
    } while (mm.rejoined() != rejoined); // [o8]
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
    BiasedVma v = own(vma);
    Mm mm = v.mm();
    return mm != null && v.sequence() == (mm.sequence() | 1);
  }

  @Override
  public int readers(Vma vma) {
    BiasedVma v = own(vma);
    return v.inside() + Slots.count(v.id);
  }

  // ---- Arguments ----

  private BiasedVma attached(BiasedMm m, Vma vma) {
    m.assertWriteLocked();
    BiasedVma v = own(vma);
    m.assertAttached(v);
    return v;
  }

  private BiasedVma own(Vma vma) {
    if (vma instanceof BiasedVma v) {
      return v;
    }
    throw Misuse.foreign(this, vma);
  }

  private BiasedMm own(Mm mm) {
    if (mm instanceof BiasedMm m) {
      return m;
    }
    throw Misuse.foreign(this, mm);
  }
}
