package io.vmalock.conformance.modelcheck;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small reference-count strategy, right as {@link Right}, and with one thing wrong in each of the
 * other classes in here.
 */
class Seeded implements VmaLockStrategy {
  /** The fault. */
  enum Bug {
    NONE,
    NO_SECOND_CHECK,
    OPAQUE_SECOND_CHECK,
    NO_OWNER_CHECK,
    ENTERS_DETACHED,
    PLAIN_INCREMENT,
    ENTRY_WITHOUT_ACQUIRE,
    EXIT_WITHOUT_RELEASE,
    NO_WAKE_UP,
    WAITER_ANNOUNCED_LATE,
    PARKS_ONCE,
    POLLS,
    DOES_NOT_WAIT,
    WAITS_WITHOUT_FLAG,
    FLAG_OFF_WITHOUT_RELEASE,
    SEQUENCE_AFTER_FLAG,
    DETACH_DOES_NOT_WAIT,
    REFUSES_SECOND_READER,
    LOSES_INTERRUPT
  }

  private static final int WRITER = 1 << 20;
  private static final int RETIRED = 1 << 21;

  /** The lock's words. */
  static final class Area extends Vma {
    static final VarHandle COUNT;
    static final VarHandle SEQUENCE;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        COUNT = lookup.findVarHandle(Area.class, "count", int.class);
        SEQUENCE = lookup.findVarHandle(Area.class, "sequence", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private int count;
    private long sequence;

    Area(long start, long end, @Nullable Object attachment) {
      super(start, end, attachment);
    }

    int count() {
      return (int) COUNT.getVolatile(this);
    }
  }

  /** The waiting thread. */
  static final class Space extends Mm {
    volatile @Nullable Thread waiter;

    Space(VmaLockStrategy strategy, Limits limits) {
      super(strategy, limits);
    }
  }

  private final Bug bug;

  Seeded(Bug bug) {
    this.bug = bug;
  }

  private boolean has(Bug wrong) {
    return bug == wrong;
  }

  @Override
  public String name() {
    return "seeded";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.VMA_REUSE);
  }

  @Override
  public Mm newMm(Limits limits) {
    return new Space(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new Area(start, end, attachment);
  }

  @Override
  public long startRead(Mm mm, Vma vma) {
    Area area = (Area) vma;
    int count = area.count();
    while (true) {
      if (count == 0 && !has(Bug.ENTERS_DETACHED)) {
        return DETACHED;
      }
      if (count >= RETIRED) {
        return DETACHED;
      }
      if (count >= WRITER || count > 1 && has(Bug.REFUSES_SECOND_READER)) {
        return CONTENDED;
      }
      if (has(Bug.PLAIN_INCREMENT)) {
        Area.COUNT.setVolatile(area, count + 1);
        break;
      }
      int seen =
          has(Bug.ENTRY_WITHOUT_ACQUIRE)
              ? (int) Area.COUNT.compareAndExchangeRelease(area, count, count + 1)
              : (int) Area.COUNT.compareAndExchangeAcquire(area, count, count + 1);
      if (seen == count) {
        break;
      }
      count = seen;
    }
    if (!area.isOf(mm) && !has(Bug.NO_OWNER_CHECK)) {
      leave(area);
      return DETACHED;
    }
    if (has(Bug.NO_SECOND_CHECK)) {
      return 1;
    }
    boolean held =
        has(Bug.OPAQUE_SECOND_CHECK)
            ? (long) Area.SEQUENCE.getOpaque(area) == mm.sequence()
            : (long) Area.SEQUENCE.getAcquire(area) == mm.sequenceAcquire();
    if (held) {
      leave(area);
      return CONTENDED;
    }
    return 1;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    return startRead(mm, vma);
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    leave((Area) vma);
  }

  private void leave(Area area) {
    Space space = (Space) area.mm();
    int left =
        has(Bug.EXIT_WITHOUT_RELEASE)
            ? (int) Area.COUNT.getAndAddAcquire(area, -1)
            : (int) Area.COUNT.getAndAdd(area, -1);
    Retirement retirement = area.retirement();
    if (retirement != null && left - 1 == RETIRED + 1) {
      retirement.end();
    }
    if (space != null && !has(Bug.NO_WAKE_UP) && !has(Bug.POLLS)) {
      if (left - 1 == WRITER + 1 || has(Bug.WAITS_WITHOUT_FLAG)) {
        LockSupport.unpark(space.waiter);
      }
    }
  }

  @Override
  public void startWrite(Mm mm, Vma vma) {
    Area area = (Area) vma;
    mm.assertWriteLocked();
    mm.assertAttached(area);
    if ((long) Area.SEQUENCE.getOpaque(area) != mm.sequence()) {
      await((Space) mm, area);
      if (has(Bug.SEQUENCE_AFTER_FLAG)) {
        Area.COUNT.setRelease(area, 1);
        Area.SEQUENCE.setOpaque(area, mm.sequence());
      } else {
        Area.SEQUENCE.setOpaque(area, mm.sequence());
        flagOff(area, 1);
      }
    }
  }

  private void flagOff(Area area, int count) {
    if (has(Bug.WAITS_WITHOUT_FLAG)) {
      return;
    }
    if (has(Bug.FLAG_OFF_WITHOUT_RELEASE)) {
      Area.COUNT.setOpaque(area, count);
    } else {
      Area.COUNT.setRelease(area, count);
    }
  }

  private void await(Space space, Area area) {
    int alone = has(Bug.WAITS_WITHOUT_FLAG) ? 1 : WRITER + 1;
    if (!has(Bug.WAITS_WITHOUT_FLAG)) {
      Area.COUNT.getAndAdd(area, WRITER);
    }
    if (has(Bug.DOES_NOT_WAIT)) {
      return;
    }
    if (has(Bug.WAITER_ANNOUNCED_LATE)) {
      if (area.count() != alone) {
        space.waiter = Thread.currentThread();
        LockSupport.park(this);
      }
    }
    space.waiter = Thread.currentThread();
    boolean interrupted = false;
    int parks = 0;
    while (area.count() != alone && !(has(Bug.PARKS_ONCE) && parks > 0)) {
      if (has(Bug.POLLS)) {
        LockSupport.parkNanos(this, 1_000);
      } else {
        LockSupport.park(this);
      }
      parks++;
      interrupted |= Thread.interrupted();
    }
    space.waiter = null;
    if (interrupted && !has(Bug.LOSES_INTERRUPT)) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void attach(Mm mm, Vma vma) {
    Area area = (Area) vma;
    area.joinMm(mm);
    Area.SEQUENCE.setOpaque(area, mm.sequence());
    Area.COUNT.setRelease(area, 1);
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    Area area = (Area) vma;
    mm.assertWriteLocked();
    mm.assertAttached(area);
    if (has(Bug.DETACH_DOES_NOT_WAIT)) {
      Area.COUNT.getAndAdd(area, -1);
    } else {
      await((Space) mm, area);
      Area.SEQUENCE.setOpaque(area, mm.sequence());
      Area.COUNT.setRelease(area, 0);
    }
    area.leaveMm();
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    retirement.begin(mm);
    if ((int) Area.COUNT.getAndAdd((Area) retirement.vma(), RETIRED) == 1) {
      retirement.endAtOnce();
    }
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    retirement.assertBegun();
    if (!retirement.isDrained() && readers(retirement.vma()) == 0) {
      retirement.end();
    }
    return retirement.isDrained();
  }

  @Override
  public boolean isWriteHeld(Vma vma) {
    Mm mm = vma.mm();
    return mm != null && (long) Area.SEQUENCE.getOpaque((Area) vma) == mm.sequence();
  }

  @Override
  public int readers(Vma vma) {
    return Math.max(0, (((Area) vma).count() & (WRITER - 1)) - 1);
  }

  /** Nothing. */
  public static final class Right extends Seeded {
    /** As a provider has it. */
    public Right() {
      super(Bug.NONE);
    }
  }

  /** No second check. */
  public static final class NoSecondCheck extends Seeded {
    /** As a provider has it. */
    public NoSecondCheck() {
      super(Bug.NO_SECOND_CHECK);
    }
  }

  /** Opaque second check. */
  public static final class OpaqueSecondCheck extends Seeded {
    /** As a provider has it. */
    public OpaqueSecondCheck() {
      super(Bug.OPAQUE_SECOND_CHECK);
    }
  }

  /** No owner check. */
  public static final class NoOwnerCheck extends Seeded {
    /** As a provider has it. */
    public NoOwnerCheck() {
      super(Bug.NO_OWNER_CHECK);
    }
  }

  /** Enters detached. */
  public static final class EntersDetached extends Seeded {
    /** As a provider has it. */
    public EntersDetached() {
      super(Bug.ENTERS_DETACHED);
    }
  }

  /** Plain increment. */
  public static final class PlainIncrement extends Seeded {
    /** As a provider has it. */
    public PlainIncrement() {
      super(Bug.PLAIN_INCREMENT);
    }
  }

  /** Entry without acquire. */
  public static final class EntryWithoutAcquire extends Seeded {
    /** As a provider has it. */
    public EntryWithoutAcquire() {
      super(Bug.ENTRY_WITHOUT_ACQUIRE);
    }
  }

  /** Exit without release. */
  public static final class ExitWithoutRelease extends Seeded {
    /** As a provider has it. */
    public ExitWithoutRelease() {
      super(Bug.EXIT_WITHOUT_RELEASE);
    }
  }

  /** No wake up. */
  public static final class NoWakeUp extends Seeded {
    /** As a provider has it. */
    public NoWakeUp() {
      super(Bug.NO_WAKE_UP);
    }
  }

  /** Waiter announced late. */
  public static final class WaiterAnnouncedLate extends Seeded {
    /** As a provider has it. */
    public WaiterAnnouncedLate() {
      super(Bug.WAITER_ANNOUNCED_LATE);
    }
  }

  /** Parks once. */
  public static final class ParksOnce extends Seeded {
    /** As a provider has it. */
    public ParksOnce() {
      super(Bug.PARKS_ONCE);
    }
  }

  /** Polls. */
  public static final class Polls extends Seeded {
    /** As a provider has it. */
    public Polls() {
      super(Bug.POLLS);
    }
  }

  /** Does not wait. */
  public static final class DoesNotWait extends Seeded {
    /** As a provider has it. */
    public DoesNotWait() {
      super(Bug.DOES_NOT_WAIT);
    }
  }

  /** Waits without flag. */
  public static final class WaitsWithoutFlag extends Seeded {
    /** As a provider has it. */
    public WaitsWithoutFlag() {
      super(Bug.WAITS_WITHOUT_FLAG);
    }
  }

  /** Flag off without release. */
  public static final class FlagOffWithoutRelease extends Seeded {
    /** As a provider has it. */
    public FlagOffWithoutRelease() {
      super(Bug.FLAG_OFF_WITHOUT_RELEASE);
    }
  }

  /** Sequence after flag. */
  public static final class SequenceAfterFlag extends Seeded {
    /** As a provider has it. */
    public SequenceAfterFlag() {
      super(Bug.SEQUENCE_AFTER_FLAG);
    }
  }

  /** Detach does not wait. */
  public static final class DetachDoesNotWait extends Seeded {
    /** As a provider has it. */
    public DetachDoesNotWait() {
      super(Bug.DETACH_DOES_NOT_WAIT);
    }
  }

  /** Refuses second reader. */
  public static final class RefusesSecondReader extends Seeded {
    /** As a provider has it. */
    public RefusesSecondReader() {
      super(Bug.REFUSES_SECOND_READER);
    }
  }

  /** Loses interrupt. */
  public static final class LosesInterrupt extends Seeded {
    /** As a provider has it. */
    public LosesInterrupt() {
      super(Bug.LOSES_INTERRUPT);
    }
  }
}
