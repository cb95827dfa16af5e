package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L1;
import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L5;
import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.R1;
import static io.vmalock.conformance.check.Rule.R2;
import static io.vmalock.conformance.check.Rule.V2;
import static io.vmalock.conformance.check.Rule.W2;
import static io.vmalock.conformance.check.Rule.W3;
import static io.vmalock.conformance.check.Rule.W5;
import static io.vmalock.conformance.check.Rule.W6;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X3;
import static io.vmalock.conformance.check.Rule.X4;
import static io.vmalock.conformance.check.Rule.X5;
import static io.vmalock.conformance.check.Rule.X6;
import static io.vmalock.conformance.check.Rule.X7;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Right as long as there are not too many of something. */
final class WrongBySize {
  private WrongBySize() {}

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {X1, W3},
      how = "a bulk startWrite remembers in a word of 64 bits for whom it waits")
  public static final class SixtyFourInBulk extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      long busy = 0;
      for (int i = 0; i < vmas.size(); i++) {
        Area area = attached(mm, vmas.get(i));
        busy |= i < 64 && readers(area) > 0 ? 1L << i : 0;
      }
      for (int i = 0; i < vmas.size(); i++) {
        if (i < 64 && (busy & 1L << i) != 0 || readers(vmas.get(i)) == 0) {
          startWrite(mm, vmas.get(i));
        } else {
          own(vmas.get(i)).sequence = mm.sequence();
        }
      }
    }
  }

  @Breaks(
      value = X1,
      by = Layer.GENERATED,
      or = {X2, W3},
      how = "a bulk startWrite forgets what comes after the thousandth")
  public static final class ThousandInBulk extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> attached(mm, vma));
      super.startWrite(mm, vmas.subList(0, Math.min(1_000, vmas.size())));
    }
  }

  @Breaks(
      value = W5,
      by = Layer.GENERATED,
      how = "a patience of nearly for ever is over at once, where the sum overflows")
  public static final class PatienceOverflows extends Counted {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      boolean overflows = nanos > 0 && nanos != Long.MAX_VALUE && System.nanoTime() + nanos < 0;
      return super.tryStartWrite(mm, vma, overflows ? 0 : nanos);
    }
  }

  @Breaks(
      value = X6,
      by = Layer.GENERATED,
      or = {X4, X7, W3, W2, X2, X1},
      how = "the VMA keeps 16 bits of the sequence")
  public static final class ShortSequence extends Counted {
    @Override
    boolean isHeld(Mm mm, Area area) {
      return (mm.sequence() & 1) != 0 && (short) area.sequence == (short) mm.sequence();
    }
  }

  @Breaks(
      value = X6,
      by = Layer.GENERATED,
      or = {X4, X7, W3, W2, X2, X1},
      how = "the VMA keeps 24 bits of the sequence")
  public static final class ThreeBytesOfSequence extends Counted {
    @Override
    boolean isHeld(Mm mm, Area area) {
      return (mm.sequence() & 1) != 0 && (area.sequence & 0xFFFFFF) == (mm.sequence() & 0xFFFFFF);
    }
  }

  @Breaks(
      value = X5,
      by = Layer.GENERATED,
      or = {X4, W5},
      how = "more than 2^16 - 2 readers of one VMA are not counted")
  public static final class ShortCount extends Counted {
    @Override
    int limit(Mm mm) {
      return Math.min(super.limit(mm), (1 << 16) - 2);
    }
  }

  @Breaks(
      value = O1,
      by = Layer.GENERATED,
      or = {W6},
      how = "the stamp of an optimistic read has 16 bits of the VMA's number")
  public static final class ShortStamps extends Versioned {
    @Override
    public long startOptimistic(Mm mm, Vma vma) {
      long stamp = super.startOptimistic(mm, vma);
      return stamp > 0 ? 1 + (stamp & 0xFFFF) : stamp;
    }

    @Override
    public boolean validate(Mm mm, Vma vma, long stamp) {
      long now = super.startOptimistic(mm, vma);
      return now > 0 && 1 + (now & 0xFFFF) == stamp;
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      or = {X2, L3},
      how = "64 places to wait for all mms, by their number")
  public static final class SixtyFourWaiters extends Waiters {
    public SixtyFourWaiters() {
      super(64);
    }
  }

  /** Places to wait for all mms. */
  abstract static class Waiters extends Counted {
    private final AtomicReferenceArray<@Nullable Thread> waiters;
    private final AtomicInteger next = new AtomicInteger();

    private static final class Numbered extends Space {
      final int place;

      Numbered(Waiters strategy, Limits limits) {
        super(strategy, limits);
        place = strategy.next.getAndIncrement() % strategy.waiters.length();
      }
    }

    Waiters(int places) {
      waiters = new AtomicReferenceArray<>(places);
    }

    @Override
    public Mm newMm(Limits limits) {
      return new Numbered(this, limits);
    }

    @Override
    void await(Mm mm, Area area) {
      int place = ((Numbered) mm).place;
      boolean interrupted = false;
      waiters.set(place, Thread.currentThread());
      while (area.count.get() != alone()) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    void wake(@Nullable Mm mm) {
      if (mm instanceof Numbered numbered) {
        LockSupport.unpark(waiters.get(numbered.place));
        super.wake(mm);
      }
    }
  }

  @Breaks(
      value = X7,
      by = Layer.GENERATED,
      or = {X1, X2, X3, X4, L1, L3, W3, W5, W2, P2, X5},
      how = "VMAs have a number of 8 bits, and who has the same has the same count")
  public static final class ByteNumbers extends Counted {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private static final class Numbered extends Area {
      final int number = NEXT.getAndIncrement() & 0xFF;

      Numbered(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    private static final class Table extends Space {
      final AtomicReferenceArray<@Nullable Area> writeHeld = new AtomicReferenceArray<>(256);

      Table(ByteNumbers strategy, Limits limits) {
        super(strategy, limits);
      }
    }

    @Override
    public Mm newMm(Limits limits) {
      return new Table(this, limits);
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new Numbered(start, end, attachment);
    }

    @Override
    void hold(Mm mm, Area area) {
      super.hold(mm, area);
      ((Table) mm).writeHeld.set(((Numbered) area).number, area);
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      Area area = own(vma);
      Area held = ((Table) mm).writeHeld.get(((Numbered) area).number);
      return held != null && held != area && isHeld(mm, held) && belongs(mm, area)
          ? CONTENDED
          : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      or = {X1, X2, X4, W2, W3, W5},
      how =
          "a bulk startWrite of more than eight raises the flag of a VMA that is listed twice twice")
  public static final class AddsUpInLongLists extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> attached(mm, vma));
      for (int i = 0; i < vmas.size(); i++) {
        Area area = own(vmas.get(i));
        if (!isHeld(mm, area) && (vmas.size() > 8 || !vmas.subList(0, i).contains(area))) {
          raise(area);
        }
      }
      for (Vma vma : vmas) {
        Area area = own(vma);
        if (!isHeld(mm, area)) {
          await(mm, area);
          hold(mm, area);
        }
      }
    }
  }

  @Breaks(
      value = R2,
      by = Layer.GENERATED,
      or = {X5, R1, V2},
      how = "of the readers inside a retired VMA the lowest 8 bits are counted")
  public static final class ByteOfRetired extends Counted {
    @Override
    void leave(Area area) {
      Mm mm = area.mm();
      int left = area.count.decrementAndGet();
      if (left == alone()) {
        wake(mm);
      } else if ((left & (RETIRED | 0xFF)) == RETIRED + ATTACHED) {
        drained(area);
      }
    }
  }

  @Breaks(
      value = P6,
      by = Layer.GENERATED,
      or = {X5, X4},
      how = "the limit of an mm is kept in a byte")
  public static final class ByteLimit extends Counted {
    @Override
    int limit(Mm mm) {
      int limit = mm.limits().readers();
      return limit == Integer.MAX_VALUE ? super.limit(mm) : 1 + ((limit - 1) & 0xFF);
    }
  }

  @Breaks(value = W5, by = Layer.GENERATED, how = "a patience is kept as an int of milliseconds")
  public static final class PatienceInMillis extends Counted {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      int millis = (int) (nanos / 1_000_000);
      boolean isLong = nanos >= 1_000_000 && nanos != Long.MAX_VALUE;
      return super.tryStartWrite(mm, vma, isLong ? millis * 1_000_000L : nanos);
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      or = {X2, L3},
      how = "256 places to wait for all mms, by their number")
  public static final class ByteOfWaiter extends Waiters {
    public ByteOfWaiter() {
      super(256);
    }
  }

  @Breaks(
      value = R2,
      by = Layer.GENERATED,
      or = {R1, V2},
      how = "a bulk retire waits for no reader of what comes after the five hundredth")
  public static final class RetiresFiveHundred extends Counted {
    @Override
    public void retire(Mm mm, List<? extends Retirement> retirements) {
      mm.assertWriteLocked();
      retirements.forEach(retirement -> retirement.assertMayBegin(mm));
      for (int i = 0; i < retirements.size(); i++) {
        Retirement retirement = retirements.get(i);
        if (i < 500) {
          retire(mm, retirement);
        } else {
          retirement.begin(mm);
          shut(own(retirement.vma()));
          retirement.endAtOnce();
        }
      }
    }
  }

  @Breaks(
      value = L4,
      by = Layer.GENERATED,
      or = {P2, X2},
      how = "a bulk detach waits for the readers of the first five hundred")
  public static final class DetachesFiveHundred extends Counted {
    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> attached(mm, vma));
      for (int i = 0; i < vmas.size(); i++) {
        Area area = own(vmas.get(i));
        if (i >= 500) {
          area.sequence = mm.sequence();
          area.count.set(0);
          area.leaveMm();
        } else {
          detach(mm, area);
        }
      }
    }
  }

  @Breaks(
      value = L4,
      by = Layer.GENERATED,
      how = "a bulk detach of nine to fifteen does not wait for the readers of the last")
  public static final class NineToFifteen extends Counted {
    @Override
    public void detach(Mm mm, List<? extends Vma> vmas) {
      if (vmas.size() < 9 || vmas.size() > 15) {
        super.detach(mm, vmas);
        return;
      }
      mm.assertAllAttached(vmas);
      for (Vma vma : butLast(vmas)) {
        detach(mm, vma);
      }
      Area last = attached(mm, vmas.get(vmas.size() - 1));
      last.sequence = mm.sequence();
      last.count.set(0);
      last.leaveMm();
    }
  }

  @Breaks(value = X1, by = Layer.GENERATED, how = "a bulk startWrite counts its list in 15 bits")
  public static final class ShortIndex extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertAllAttached(vmas);
      super.startWrite(mm, vmas.subList(0, Math.min(vmas.size(), Short.MAX_VALUE)));
    }
  }

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4},
      how = "of the readers that a writer waits for, the lowest 8 bits are counted")
  public static final class ByteOfAwaited extends Counted {
    @Override
    void await(Mm mm, Area area) {
      if ((readers(area) & 0xFF) != 0) {
        super.await(mm, area);
      }
    }
  }

  @Breaks(
      value = P2,
      by = Layer.GENERATED,
      or = {X2, L3},
      how = "5,000 places to wait for all mms, by their number")
  public static final class ManyWaiters extends Waiters {
    public ManyWaiters() {
      super(5_000);
    }
  }

  @Breaks(
      value = L5,
      by = Layer.GENERATED,
      how = "a VMA counts in 16 bits how often it was attached, and takes 0 for never")
  public static final class ShortAttachments extends Counted {
    /** A VMA that counts. */
    private static final class Counting extends Area {
      volatile short times;

      Counting(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new Counting(start, end, attachment);
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      ((Counting) vma).times++;
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      return own(vma) instanceof Counting counting && counting.times == 0
          ? DETACHED
          : super.startRead(mm, vma);
    }
  }

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4},
      how = "a writer waits for a second, and then goes on")
  public static final class WaitsASecond extends Counted {
    private static final long SECOND_NANOS = 1_000_000_000;

    @Override
    void await(Mm mm, Area area) {
      Space space = (Space) mm;
      boolean interrupted = false;
      long start = System.nanoTime();
      space.waiter = Thread.currentThread();
      while (area.count.get() != alone() && System.nanoTime() - start < SECOND_NANOS) {
        LockSupport.parkNanos(this, SECOND_NANOS);
        interrupted |= Thread.interrupted();
      }
      space.waiter = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Breaks(
      value = W5,
      by = Layer.GENERATED,
      how = "a patience is at most an int of nanoseconds, which is two seconds")
  public static final class PatienceOfTwoSeconds extends Counted {
    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
      return super.tryStartWrite(mm, vma, Math.min(nanos, Integer.MAX_VALUE));
    }
  }

  @Breaks(
      value = O1,
      by = Layer.GENERATED,
      or = {W6},
      how = "the stamp of an optimistic read has 20 bits of the VMA's number")
  public static final class StampsOfTwentyBits extends Versioned {
    private static final long BITS = (1 << 20) - 1;

    @Override
    public long startOptimistic(Mm mm, Vma vma) {
      long stamp = super.startOptimistic(mm, vma);
      return stamp > 0 ? 1 + (stamp & BITS) : stamp;
    }

    @Override
    public boolean validate(Mm mm, Vma vma, long stamp) {
      long now = super.startOptimistic(mm, vma);
      return now > 0 && 1 + (now & BITS) == stamp;
    }
  }

  @Breaks(
      value = X2,
      by = Layer.GENERATED,
      or = {L4},
      how = "a bulk startWrite remembers a hundred VMAs with readers, and no more")
  public static final class HundredBusy extends Counted {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertAllAttached(vmas);
      int busy = 0;
      for (Vma vma : vmas) {
        Area area = own(vma);
        if (!isHeld(mm, area) && readers(area) > 0 && ++busy > 100) {
          area.sequence = mm.sequence();
        } else {
          startWrite(mm, area);
        }
      }
    }
  }

  @Breaks(
      value = R2,
      by = Layer.GENERATED,
      how = "an mm knows the last three hundred VMAs that it retired with readers inside")
  public static final class KnowsThreeHundred extends Counted {
    private static final int MOST = 300;

    /** An mm with its latest retirements. */
    private static final class Retired extends Space {
      private final Retirement[] latest = new Retirement[MOST];
      private int retired;

      Retired(KnowsThreeHundred strategy, Limits limits) {
        super(strategy, limits);
      }

      synchronized void add(Retirement retirement) {
        latest[retired++ % MOST] = retirement;
      }

      synchronized boolean knows(Retirement retirement) {
        return Arrays.asList(latest).contains(retirement);
      }
    }

    @Override
    public Mm newMm(Limits limits) {
      return new Retired(this, limits);
    }

    @Override
    public void retire(Mm mm, Retirement retirement) {
      retirement.assertMayBegin(mm);
      if (readers(retirement.vma()) > 0) {
        ((Retired) mm).add(retirement);
      }
      super.retire(mm, retirement);
    }

    @Override
    void drained(Area area) {
      Retirement retirement = area.retirement();
      if (retirement != null
          && retirement.mm() instanceof Retired retired
          && retired.knows(retirement)) {
        retirement.end();
      }
    }
  }
}
