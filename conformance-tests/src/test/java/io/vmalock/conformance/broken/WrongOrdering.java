package io.vmalock.conformance.broken;

import static io.vmalock.conformance.check.Rule.L2;
import static io.vmalock.conformance.check.Rule.L3;
import static io.vmalock.conformance.check.Rule.L4;
import static io.vmalock.conformance.check.Rule.L6;
import static io.vmalock.conformance.check.Rule.M3;
import static io.vmalock.conformance.check.Rule.O1;
import static io.vmalock.conformance.check.Rule.P2;
import static io.vmalock.conformance.check.Rule.P6;
import static io.vmalock.conformance.check.Rule.V1;
import static io.vmalock.conformance.check.Rule.V2;
import static io.vmalock.conformance.check.Rule.X1;
import static io.vmalock.conformance.check.Rule.X2;
import static io.vmalock.conformance.check.Rule.X4;
import static io.vmalock.conformance.check.Rule.X5;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.conformance.check.Layer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Steps in the right order that other threads may see in another one, and looks whose answer is old
 * when it is used: what every strategy's own accesses can have, here one of a kind.
 */
final class WrongOrdering {
  private WrongOrdering() {}

  @Breaks(
      value = V1,
      by = Layer.MODEL_CHECKER,
      how = "the number that ends a section is stored without release (kernel bug 2)")
  public static final class EndsWithoutRelease extends WrongSections.EpochOfMm {
    @Override
    boolean isHeld(Mm mm, Area area) {
      long sequence = area.sequence;
      return sequence == epoch(mm).getAcquire();
    }

    @Override
    public void endWriteAll(Mm mm) {
      AtomicLong epoch = epoch(mm);
      mm.endSection();
      epoch.setOpaque(epoch.getPlain() + 2);
    }
  }

  @Breaks(value = V2, by = Layer.MODEL_CHECKER, how = "a reader counts itself out without release")
  public static final class LeavesWithoutRelease extends Counted {
    @Override
    void leave(Area area) {
      Mm mm = area.mm();
      int count = area.count.getPlain();
      while (!area.count.weakCompareAndSetPlain(count, count - 1)) {
        count = area.count.getPlain();
      }
      if (count - 1 == ALONE) {
        wake(mm);
      }
    }
  }

  @Breaks(
      value = V1,
      or = {X1},
      by = Layer.MODEL_CHECKER,
      how = "the second look is not ordered after counting in (kernel bug 1)")
  public static final class SecondLookUnordered extends Counted {
    /** A VMA whose sequence is stored with its mode, and read with another. */
    static final class LooseArea extends Area {
      final AtomicLong loose = new AtomicLong(-1);

      LooseArea(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new LooseArea(start, end, attachment);
    }

    @Override
    long enter(Mm mm, Area area) {
      while (true) {
        int count = area.count.getPlain();
        if (count == 0) {
          return DETACHED;
        }
        if (count >= FLAG || count - ATTACHED >= limit(mm)) {
          return CONTENDED;
        }
        if (area.count.weakCompareAndSetPlain(count, count + 1)) {
          return HELD;
        }
      }
    }

    @Override
    void hold(Mm mm, Area area) {
      ((LooseArea) area).loose.set(mm.sequence());
      super.hold(mm, area);
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      ((LooseArea) vma).loose.set(mm.sequence());
    }

    @Override
    public void endWrite(Mm mm, Vma vma) {
      super.endWrite(mm, vma);
      ((LooseArea) vma).loose.set(own(vma).sequence);
    }

    @Override
    boolean isHeldAfterEntry(Mm mm, Area area) {
      long sequence = ((LooseArea) area).loose.getPlain();
      return sequence == mm.sequenceAcquire();
    }
  }

  @Breaks(
      value = V2,
      or = {X1, X2, V1},
      by = Layer.MODEL_CHECKER,
      how = "writer and reader each store, then look at the other's word, with no fence between")
  public static final class HandshakeWithoutFence extends Counted {
    /** A VMA that is closed by a word of its own, and not by a flag in the count. */
    static final class DoorArea extends Area {
      final AtomicBoolean closed = new AtomicBoolean();

      DoorArea(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new DoorArea(start, end, attachment);
    }

    private static AtomicBoolean closed(Area area) {
      return ((DoorArea) area).closed;
    }

    @Override
    void raise(Area area) {
      closed(area).setRelease(true);
    }

    @Override
    void lower(Area area) {
      closed(area).setRelease(false);
    }

    @Override
    long enter(Mm mm, Area area) {
      long entered = super.enter(mm, area);
      if (entered > 0 && closed(area).getAcquire()) {
        pass(area);
        return CONTENDED;
      }
      return entered;
    }

    @Override
    int alone() {
      return ATTACHED;
    }

    @Override
    void await(Mm mm, Area area) {
      if (area.count.getAcquire() != alone()) {
        super.await(mm, area);
      }
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      lower(own(vma));
    }

    @Override
    public void detach(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      raise(area);
      area.sequence = mm.sequence();
      do {
        await(mm, area);
      } while (!area.count.compareAndSet(ATTACHED, 0)); // readers may pass a closed door
      area.leaveMm();
    }
  }

  @Breaks(
      value = L6,
      or = {L4, X1, X2},
      by = Layer.MODEL_CHECKER,
      how = "a reader looks whose the VMA is before it counts itself in, not after (kernel bug 14)")
  public static final class LooksWhoseTooEarly extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      Area area = own(vma);
      if (!belongs(mm, area)) {
        return DETACHED;
      }
      if (isHeld(mm, area)) {
        return CONTENDED;
      }
      long entered = enter(mm, area);
      if (entered > 0 && isHeldAfterEntry(mm, area)) {
        pass(area);
        return CONTENDED;
      }
      return entered;
    }
  }

  @Breaks(
      value = P2,
      or = {L6, L4, X1, X2, M3}, // M3: its endRead throws
      by = Layer.MODEL_CHECKER,
      how = "the last reader asks the VMA whom to wake when it has left it (kernel bug 3)")
  public static final class AsksAfterLeaving extends Counted {
    @Override
    void leave(Area area) {
      int left = area.count.decrementAndGet();
      if (left == ALONE) {
        Space space = (Space) Objects.requireNonNull(area.mm());
        LockSupport.unpark(space.waiter);
      } else if (left == RETIRED + ATTACHED) {
        drained(area);
      }
    }
  }

  /** A door of its own for each VMA, and a handshake of two words, in which bulk forms may err. */
  abstract static class Doors extends Counted {
    /** A VMA that is closed by a word of its own, and not by a flag in the count. */
    static final class DoorArea extends Area {
      final AtomicBoolean closed = new AtomicBoolean();

      DoorArea(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new DoorArea(start, end, attachment);
    }

    static AtomicBoolean closed(Area area) {
      return ((DoorArea) area).closed;
    }

    @Override
    void raise(Area area) {
      closed(area).set(true);
    }

    @Override
    void lower(Area area) {
      closed(area).setRelease(false);
    }

    @Override
    long enter(Mm mm, Area area) {
      long entered = super.enter(mm, area);
      if (entered > 0 && closed(area).get()) {
        pass(area);
        return CONTENDED;
      }
      return entered;
    }

    @Override
    void leave(Area area) {
      Mm mm = area.mm();
      int left = area.count.decrementAndGet();
      if (left == alone()) {
        wake(mm);
      } else if (left == RETIRED + ATTACHED) {
        drained(area);
      }
    }

    @Override
    int alone() {
      return ATTACHED;
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      lower(own(vma));
    }

    @Override
    public void detach(Mm mm, Vma vma) {
      Area area = attached(mm, vma);
      raise(area);
      area.sequence = mm.sequence();
      empty(mm, area);
    }

    /** Waits until the readers have left, and those who pass a closed door. */
    void empty(Mm mm, Area area) {
      do {
        await(mm, area);
      } while (!area.count.compareAndSet(ATTACHED, 0));
      area.leaveMm();
    }
  }

  @Breaks(
      value = X2,
      or = {V2, X1, V1},
      by = Layer.MODEL_CHECKER,
      how = "no fence between the stores and the looks of a bulk startWrite")
  public static final class BulkWriteWithoutFence extends Doors {
    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> attached(mm, vma));
      List<Area> taken = new ArrayList<>();
      for (Vma vma : vmas) {
        Area area = own(vma);
        if (!isHeld(mm, area) && !taken.contains(area)) {
          closed(area).setRelease(true);
          taken.add(area);
        }
      }
      for (Area area : taken) {
        if (area.count.getAcquire() != ATTACHED) {
          await(mm, area);
        }
        hold(mm, area);
      }
    }
  }

  @Breaks(
      value = X1,
      or = {V1, V2, L2, L3},
      by = Layer.MODEL_CHECKER,
      how = "a bulk attach opens the VMA to readers by a store that orders nothing")
  public static final class BulkAttachUnordered extends Sequenced {
    @Override
    public void attach(Mm mm, List<? extends Vma> vmas) {
      mm.assertWriteLocked();
      vmas.forEach(vma -> mm.assertDetached(own(vma)));
      for (Vma vma : vmas) {
        vma.joinMm(mm);
        setSequenceOpaque(own(vma), mm.sequence());
        own(vma).count.setOpaque(ATTACHED);
      }
      show();
    }
  }

  @Breaks(
      value = V2,
      by = Layer.MODEL_CHECKER,
      how = "a look again that finds the last reader gone does not acquire what it did")
  public static final class LooksAgainUnordered extends Counted {
    @Override
    public boolean lookAgain(Retirement retirement) {
      Area area = own(retirement.vma());
      retirement.assertBegun();
      if (!retirement.isDrained() && area.count.getOpaque() == RETIRED + ATTACHED) {
        retirement.end();
      }
      return retirement.isDrained();
    }
  }

  @Breaks(
      value = P6,
      or = {X5, X4},
      by = Layer.MODEL_CHECKER,
      how = "a reader looks at the limit, then counts itself in whatever the count is by then")
  public static final class LooksAtLimitTooEarly extends Counted {
    @Override
    long enter(Mm mm, Area area) {
      int count = area.count.get();
      if (count > 0 && count < FLAG && count - ATTACHED >= limit(mm)) {
        return CONTENDED;
      }
      while (true) {
        if (count == 0) {
          return DETACHED;
        }
        if (count >= FLAG) {
          return CONTENDED;
        }
        if (area.count.compareAndSet(count, count + 1)) {
          return HELD;
        }
        count = area.count.get();
      }
    }
  }

  @Breaks(
      value = O1,
      by = Layer.MODEL_CHECKER,
      how = "a bulk try shows its write holds to optimistic readers after what it changes")
  public static final class BulkTryNotShown extends Sequenced {
    @Override
    public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
        throws InterruptedException {
      mm.assertAllAttached(vmas);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      List<Area> raised = new ArrayList<>();
      int readers = ALONE;
      try {
        for (Vma vma : vmas) {
          Area area = own(vma);
          if (!isHeld(mm, area) && !raised.contains(area)) {
            raise(area);
            raised.add(area);
          }
        }
        readers = 0;
        for (int i = 0; i < raised.size() && readers == 0; i++) {
          readers = await(mm, raised.get(i), nanos);
        }
      } finally {
        if (readers != 0) {
          raised.forEach(this::lower);
        }
      }
      if (readers == 0) {
        for (Area area : raised) {
          setSequenceOpaque(area, mm.sequence());
          area.count.setRelease(ATTACHED);
        }
      }
      return readers;
    }
  }

  @Breaks(
      value = O1,
      by = Layer.MODEL_CHECKER,
      how = "a bulk retire shows itself to optimistic readers after what the writer changes")
  public static final class BulkRetireNotShown extends Sequenced {
    @Override
    public void retire(Mm mm, List<? extends Retirement> retirements) {
      mm.assertWriteLocked();
      retirements.forEach(retirement -> retirement.assertMayBegin(mm));
      for (Retirement retirement : retirements) {
        retirement.begin(mm);
        if (shut(own(retirement.vma())) == RETIRED + ATTACHED) {
          retirement.endAtOnce();
        }
      }
    }
  }

  @Breaks(
      value = P2,
      by = Layer.MODEL_CHECKER,
      how = "a bulk writer's readers count the VMAs down for which it waits, by a load and a store")
  public static final class CountsDownInTwo extends Counted {
    /** An mm with the number of VMAs that its bulk writer waits for. */
    private static final class Pending extends Space {
      final AtomicInteger pending = new AtomicInteger();

      Pending(CountsDownInTwo strategy, Limits limits) {
        super(strategy, limits);
      }

      void countDown() {
        int left = pending.get() - 1;
        pending.set(left);
        if (left <= 0) {
          LockSupport.unpark(waiter);
        }
      }
    }

    @Override
    public Mm newMm(Limits limits) {
      return new Pending(this, limits);
    }

    @Override
    public void startWrite(Mm mm, List<? extends Vma> vmas) {
      mm.assertAllAttached(vmas);
      Pending pending = (Pending) mm;
      Set<Area> free = new LinkedHashSet<>();
      vmas.forEach(vma -> free.add(own(vma)));
      free.removeIf(area -> isHeld(mm, area));
      pending.pending.set(free.size());
      pending.waiter = Thread.currentThread();
      for (Area area : free) {
        raise(area);
        if (area.count.get() == ALONE) {
          pending.countDown();
        }
      }
      boolean interrupted = false;
      while (free.stream().anyMatch(area -> area.count.get() != ALONE)) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      pending.waiter = null;
      pending.pending.set(0); // for a writer of one VMA
      free.forEach(area -> hold(mm, area));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    void wake(@Nullable Mm mm) {
      if (mm instanceof Pending pending) {
        pending.countDown();
      }
    }
  }
}
