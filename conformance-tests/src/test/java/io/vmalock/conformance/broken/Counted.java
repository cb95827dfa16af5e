package io.vmalock.conformance.broken;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A right strategy, written to be got wrong: a reader count in each VMA, in which 0 means detached,
 * in steps that the wrong ones override. All accesses are volatile; it does not try to be quick.
 */
class Counted implements VmaLockStrategy {
  static final int FLAG = 1 << 29;
  static final int RETIRED = 1 << 30;
  static final int ATTACHED = 1;
  static final int ALONE = FLAG + ATTACHED;
  static final long HELD = 1;

  /** A VMA with its count, and the section that last write-held it. */
  static class Area extends Vma {
    final AtomicInteger count = new AtomicInteger();
    volatile long sequence = -1; // odd: no idle mm has it

    Area(long start, long end, @Nullable Object attachment) {
      super(start, end, attachment);
    }
  }

  /** An mm with the one writer that may wait for readers. */
  static class Space extends Mm {
    volatile @Nullable Thread waiter;

    Space(VmaLockStrategy strategy, Limits limits) {
      super(strategy, limits);
    }
  }

  // ---- What it is ----

  @Override
  public String name() {
    return getClass().getSimpleName();
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.EARLY_END_WRITE,
        Capability.READER_LIMIT,
        Capability.INTERRUPTIBLE_WAIT,
        Capability.VMA_REUSE,
        Capability.END_READ_ELSEWHERE);
  }

  @Override
  public int maxReaders() {
    return FLAG - 2;
  }

  @Override
  public Mm newMm(Limits limits) {
    return new Space(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new Area(start, end, attachment);
  }

  // ---- Readers ----

  @Override
  public long startRead(Mm mm, Vma vma) {
    Area area = own(vma);
    if (isHeld(mm, area)) {
      return refusal(mm, area);
    }
    long entered = enter(mm, area);
    if (entered <= 0) {
      return refused(area, entered);
    }
    if (!belongs(mm, area)) {
      pass(area);
      return DETACHED;
    }
    if (isHeldAfterEntry(mm, area)) {
      pass(area);
      return CONTENDED;
    }
    return entered;
  }

  /** The answer to a reader that did not get in: for a retired VMA, that it is gone. */
  long refused(Area area, long entered) {
    return area.retirement() == null ? entered : DETACHED;
  }

  /** The answer to a reader that finds the VMA write-held. */
  long refusal(Mm mm, Area area) {
    return belongs(mm, area) ? CONTENDED : DETACHED;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    Area area = own(vma);
    mm.assertReadLocked();
    long entered = enter(mm, area);
    if (entered > 0 && !belongs(mm, area)) {
      pass(area);
      return DETACHED;
    }
    return entered > 0 ? entered : refused(area, entered);
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    Area area = own(vma);
    assertRead(area, stamp);
    leave(area);
  }

  void assertRead(Area area, long stamp) {
    if (stamp <= 0 || readers(area) == 0) {
      throw Misuse.notHeld(area, stamp);
    }
  }

  /** Counts a reader in, or says why not. */
  long enter(Mm mm, Area area) {
    while (true) {
      int count = area.count.get();
      if (count == 0) {
        return DETACHED;
      }
      if (count >= FLAG || count - ATTACHED >= limit(mm)) {
        return CONTENDED;
      }
      if (area.count.compareAndSet(count, count + 1)) {
        return HELD;
      }
    }
  }

  int limit(Mm mm) {
    return Math.min(mm.limits().readers(), maxReaders());
  }

  /** Counts a reader out, and wakes the writer if it was the last. */
  void leave(Area area) {
    Mm mm = area.mm();
    int left = area.count.decrementAndGet();
    if (left == alone()) {
      wake(mm);
    } else if (left == RETIRED + ATTACHED) {
      drained(area);
    }
  }

  /** For the last reader out of a retired VMA. */
  void drained(Area area) {
    Retirement retirement = area.retirement();
    if (retirement != null) {
      retirement.end();
    }
  }

  /** The way out of a reader that never had a hold. */
  void pass(Area area) {
    leave(area);
  }

  void wake(@Nullable Mm mm) {
    if (mm instanceof Space space) {
      LockSupport.unpark(space.waiter);
    }
  }

  boolean belongs(Mm mm, Area area) {
    return area.mm() == mm;
  }

  boolean isHeld(Mm mm, Area area) {
    long sequence = area.sequence; // before the mm's
    return sequence == mm.sequenceVolatile();
  }

  boolean isHeldAfterEntry(Mm mm, Area area) {
    return isHeld(mm, area);
  }

  // ---- Writers ----

  @Override
  public void startWrite(Mm mm, Vma vma) {
    Area area = attached(mm, vma);
    if (!isHeld(mm, area)) {
      raise(area);
      await(mm, area);
      hold(mm, area);
    }
  }

  @Override
  public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    Area area = attached(mm, vma);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (isHeld(mm, area)) {
      return 0;
    }
    raise(area);
    int readers = ALONE;
    try {
      readers = await(mm, area, nanos);
    } finally {
      if (readers != 0) {
        lower(area);
      }
    }
    if (readers == 0) {
      hold(mm, area);
    }
    return readers;
  }

  /** Keeps new readers out. */
  void raise(Area area) {
    area.count.addAndGet(FLAG);
  }

  /** The count when the writer who keeps new readers out is alone. */
  int alone() {
    return ALONE;
  }

  /** Lets them in again. */
  void lower(Area area) {
    area.count.addAndGet(-FLAG);
  }

  /** Write-holds a VMA whose flag is raised and whose readers have left. */
  void hold(Mm mm, Area area) {
    area.sequence = mm.sequence();
    lower(area);
  }

  /** Waits until the readers have left. */
  void await(Mm mm, Area area) {
    Space space = (Space) mm;
    boolean interrupted = false;
    space.waiter = Thread.currentThread();
    while (area.count.get() != alone()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    space.waiter = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits within a time; returns how many readers are left. */
  int await(Mm mm, Area area, long nanos) throws InterruptedException {
    Space space = (Space) mm;
    long deadline = System.nanoTime() + Math.max(0, nanos);
    space.waiter = Thread.currentThread();
    try {
      int count = area.count.get();
      while (count != alone()) {
        long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        count = area.count.get();
      }
      return count - alone();
    } finally {
      space.waiter = null;
    }
  }

  @Override
  public void endWrite(Mm mm, Vma vma) {
    Area area = attached(mm, vma);
    mm.assertWriteHeld(area);
    area.sequence = mm.freshSequence();
  }

  // ---- Life cycle ----

  @Override
  public void attach(Mm mm, Vma vma) {
    Area area = own(vma);
    area.joinMm(mm);
    area.sequence = mm.sequence();
    area.count.set(ATTACHED);
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    Area area = attached(mm, vma);
    raise(area); // also where it is write-held: some may be passing
    await(mm, area);
    area.sequence = sequenceOfDetached(mm);
    area.count.set(0);
    area.leaveMm();
  }

  long sequenceOfDetached(Mm mm) {
    return mm.sequence();
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    Area area = own(retirement.vma());
    retirement.begin(mm);
    if (shut(area) == RETIRED + ATTACHED) {
      retirement.endAtOnce();
    }
  }

  /** Keeps readers out of a retired VMA; returns the count. */
  int shut(Area area) {
    return area.count.updateAndGet(count -> count | RETIRED);
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    Area area = own(retirement.vma());
    retirement.assertBegun();
    if (!retirement.isDrained() && area.count.get() == RETIRED + ATTACHED) {
      retirement.end();
    }
    return retirement.isDrained();
  }

  // ---- State ----

  @Override
  public boolean isWriteHeld(Vma vma) {
    Area area = own(vma);
    Mm mm = area.mm();
    return mm != null && isHeld(mm, area);
  }

  @Override
  public int readers(Vma vma) {
    return Math.max(0, (own(vma).count.get() & ~(FLAG | RETIRED)) - ATTACHED);
  }

  // ---- Arguments ----

  Area attached(Mm mm, Vma vma) {
    mm.assertWriteLocked();
    Area area = own(vma);
    mm.assertAttached(area);
    return area;
  }

  Area own(@Nullable Vma vma) {
    if (vma instanceof Area area) {
      return area;
    }
    throw Misuse.foreign(this, vma);
  }

  /** For bulk forms that go wrong at the end. */
  static <T> List<T> butLast(List<T> all) {
    return all.isEmpty() ? all : all.subList(0, all.size() - 1);
  }
}
