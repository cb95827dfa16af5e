package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.V1;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.check.Rule.X4;
import static io.vmalock.conformance.check.Rule.X5;
import static io.vmalock.conformance.check.Rule.X6;
import static io.vmalock.conformance.check.Rule.X7;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Layer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Readers and writers that do not keep each other out, or too many out. */
final class WrongExclusion {
  private WrongExclusion() {}

  @Breaks(value = X1, how = "a writer that had to wait forgets to store the sequence")
  public static final class ForgetsAfterWait extends Counted {
    @Override
    public void startWrite(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      if (readers(area) > 0) {
        raise(area);
        await(mm, area);
        lower(area);
      } else {
        super.startWrite(mm, vma);
      }
    }
  }

  @Breaks(
      value = X1,
      or = {X2, V1},
      by = Layer.STRESS,
      how = "no second look after counting in (kernel bug 1)")
  public static final class NoSecondLook extends Counted {
    @Override
    boolean isHeldAfterEntry(Mm mm, Area area) {
      return false;
    }
  }

  @Breaks(value = X1, how = "a bulk startWrite forgets the last VMA")
  public static final class BulkForgetsLast extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      super.startWrite(mm, vmas); // refuses what it must, so only the effect is wrong
      if (vmas.size() > 1) {
        Area last = own(vmas.get(vmas.size() - 1));
        if (vmas.indexOf(last) == vmas.size() - 1) {
          endWrite(mm, last);
        }
      }
    }
  }

  @Breaks(value = X2, how = "startWrite does not wait for readers")
  public static final class DoesNotWait extends Counted {
    @Override
    void await(Mm mm, Area area) {}
  }

  @Breaks(value = X2, how = "one park in place of a loop")
  public static final class ParksOnce extends Counted {
    @Override
    void await(Mm mm, Area area) {
      ((Space) mm).waiter = Thread.currentThread();
      if (area.count.get() != ALONE) {
        LockSupport.park(this);
      }
      ((Space) mm).waiter = null;
    }
  }

  @Breaks(value = X2, how = "holds under the mmap lock are not counted")
  public static final class LockedUncounted extends Counted {
    private static final long UNCOUNTED = 2;

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      long stamp = super.startReadLocked(mm, vma);
      if (stamp > 0) {
        leave(own(vma));
        return UNCOUNTED;
      }
      return stamp;
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      if (stamp != UNCOUNTED) {
        super.endRead(vma, stamp);
      }
    }
  }

  @Breaks(
      value = X5,
      or = {X2},
      how = "nested holds of a thread are counted once")
  public static final class NestedCountedOnce extends Counted {
    private static final long NESTED = 2;

    private final ThreadLocal<@Nullable Area> mine = new ThreadLocal<>();

    @Override
    public long startRead(Mm mm, Vma vma) {
      if (mine.get() == vma) {
        return NESTED;
      }
      long stamp = super.startRead(mm, vma);
      if (stamp > 0) {
        mine.set(own(vma));
      }
      return stamp;
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      if (stamp != NESTED) {
        super.endRead(vma, stamp);
        mine.remove();
      }
    }
  }

  @Breaks(
      value = P2,
      or = {X2, L4},
      how = "two kinds of hold are counted apart, and their stamps are swapped")
  public static final class StampsSwapped extends Counted {
    private static final long LOCKED = 2;

    /** A VMA that counts the holds under the mmap lock by themselves. */
    static final class TwoCounts extends Area {
      final AtomicInteger locked = new AtomicInteger();

      TwoCounts(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    private static AtomicInteger locked(Area area) {
      return ((TwoCounts) area).locked;
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new TwoCounts(start, end, attachment);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      long stamp = super.startRead(mm, vma);
      return stamp > 0 ? LOCKED : stamp;
    }

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      Area area = own(vma);
      mm.assertReadLocked();
      if (!belongs(mm, area)) {
        return DETACHED;
      }
      if (readers(area) >= limit(mm)) {
        return CONTENDED;
      }
      locked(area).incrementAndGet();
      return HELD;
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      Area area = own(vma);
      assertRead(area, stamp);
      if (stamp == LOCKED) {
        locked(area).decrementAndGet();
        wake(area.mm());
      } else {
        leave(area);
      }
    }

    @Override
    public int readers(Vma vma) {
      return super.readers(vma) + locked(own(vma)).get();
    }

    @Override
    void await(Mm mm, Area area) {
      super.await(mm, area);
      ((Space) mm).waiter = Thread.currentThread();
      while (locked(area).get() != 0) {
        LockSupport.park(this);
        Thread.interrupted(); // the kit sends wedged threads home, which would spin here
      }
      ((Space) mm).waiter = null;
    }
  }

  @Breaks(value = X3, how = "a waiting writer does not stop new readers (kernel bug 4)")
  public static final class Barging extends Counted {
    @Override
    void raise(Area area) {}

    @Override
    void lower(Area area) {}

    @Override
    void leave(Area area) {
      Mm mm = area.mm();
      if (area.count.decrementAndGet() == ATTACHED) {
        wake(mm);
      }
    }

    @Override
    void await(Mm mm, Area area) {
      ((Space) mm).waiter = Thread.currentThread();
      while (area.count.get() != ATTACHED) {
        LockSupport.park(this);
        Thread.interrupted(); // the kit sends wedged threads home, which would spin here
      }
      ((Space) mm).waiter = null;
    }
  }

  @Breaks(value = X4, how = "a reader that another one disturbs is told CONTENDED")
  public static final class Disturbed extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      int count = area.count.get();
      if (count == 0) {
        return DETACHED;
      }
      boolean free = count < FLAG && count - ATTACHED < limit(mm);
      Thread.yield(); // for another one to come in between
      return free && area.count.compareAndSet(count, count + 1) ? HELD : CONTENDED;
    }
  }

  @Breaks(value = X5, how = "a second reader is always told CONTENDED")
  public static final class OneReader extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      return area.count.get() > ATTACHED ? CONTENDED : super.enter(mm, area);
    }
  }

  @Breaks(
      value = X5,
      or = {P6},
      unseen = "it takes 128 readers of one VMA at once, and a program has three threads",
      how = "the count fits a byte, and maxReaders says otherwise")
  public static final class NarrowCounter extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      return area.count.get() > Byte.MAX_VALUE ? CONTENDED : super.enter(mm, area);
    }
  }

  @Breaks(value = X6, how = "sequences are compared by size")
  public static final class ComparesBySize extends Counted {
    @Override
    boolean isHeld(Mm mm, Area area) {
      long sequence = area.sequence;
      return belongs(mm, area) && sequence >= mm.sequenceVolatile();
    }
  }

  @Breaks(value = X6, how = "the VMA keeps 32 bits of the sequence")
  public static final class IntSequence extends Counted {
    @Override
    boolean isHeld(Mm mm, Area area) {
      int sequence = (int) area.sequence;
      return sequence == mm.sequenceVolatile();
    }
  }

  @Breaks(
      value = X6,
      unseen = "it takes 128 sections between two write holds, and a program has three",
      how = "one wrap of a short number later, startWrite takes a VMA for held (kernel bug 15)")
  public static final class ByteSequence extends Counted {
    @Override
    boolean isHeld(Mm mm, Area area) {
      byte sequence = (byte) area.sequence;
      return sequence == (byte) mm.sequenceVolatile();
    }
  }

  @Breaks(value = X6, how = "bulk startWrite skips what its number, by size, says is held")
  public static final class BulkComparesBySize extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      vmas.forEach(vma -> attached(mm, vma));
      for (Vma vma : vmas) {
        if (own(vma).sequence < mm.sequence()) {
          startWrite(mm, vma);
        }
      }
    }
  }

  @Breaks(value = X6, how = "an optimistic read takes a sequence below 0 for a write hold")
  public static final class NegativeIsHeld extends Versioned {
    @Override
    public long startOptimistic(Mm mm, Vma vma) {
      long version = super.startOptimistic(mm, vma);
      return version > 0 && mm.sequenceVolatile() < 0 ? CONTENDED : version;
    }
  }

  @Breaks(value = X6, how = "attach keeps a number that another mm left (kernel bug 15)")
  public static final class KeepsOldNumber extends Counted {
    @Override
    public void attach(Mm mm, Vma vma) {
      Area area = own(vma);
      long old = area.sequence;
      super.attach(mm, vma);
      if (old > mm.sequence()) {
        area.sequence = old;
      }
    }
  }

  @Breaks(value = X7, how = "one write-held VMA closes its whole mm")
  public static final class OneLock extends Counted {
    static final class OneLockSpace extends Space {
      volatile long section = Long.MIN_VALUE;

      OneLockSpace(VmaLockStrategy strategy, Limits limits) {
        super(strategy, limits);
      }
    }

    @Override
    public Mm newMm(Limits limits) {
      return new OneLockSpace(this, limits);
    }

    @Override
    void hold(Mm mm, Area area) {
      ((OneLockSpace) mm).section = mm.sequence();
      super.hold(mm, area);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      boolean closed = ((OneLockSpace) mm).section == mm.sequenceVolatile();
      return closed && belongs(mm, own(vma)) ? CONTENDED : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = X7,
      unseen = "X7 is about who asks again and again, which its readers do not",
      how = "VMAs share one of a few locks by hash, for as long as it is held")
  public static final class SharedStripe extends Counted {
    private static volatile long waitedFor = -1;

    @Override
    public long startRead(Mm mm, Vma vma) {
      boolean taken = waitedFor == (vma.start() >> 20) && belongs(mm, own(vma));
      return taken ? CONTENDED : super.startRead(mm, vma);
    }

    @Override
    void await(Mm mm, Area area) {
      waitedFor = area.start() >> 20;
      super.await(mm, area);
      waitedFor = -1;
    }
  }
}
