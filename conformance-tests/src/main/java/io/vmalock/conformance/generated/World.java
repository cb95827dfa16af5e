package io.vmalock.conformance.generated;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.model.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The real mms and VMAs of one program, and the calls on them. */
final class World {
  private static final long PAGE = 0x1000;

  /** A VMA of another strategy. */
  private static final class Stranger extends Vma {
    Stranger() {
      super(0, PAGE, null);
    }
  }

  private final VmaLockStrategy strategy;
  private final List<Mm> mms = new ArrayList<>();
  private final List<@Nullable Vma> vmas = new ArrayList<>();
  private final Vma stranger = new Stranger();

  /** The retirements, by VMA. */
  private final Map<Vma, Retirement> retirements = new HashMap<>();

  /** The numbers that the model gave them. */
  private final Map<Retirement, Integer> numbers = new HashMap<>();

  World(VmaLockStrategy strategy, Shape shape) {
    this.strategy = strategy;
    for (Limits limits : shape.mms()) {
      mms.add(strategy.newMm(limits));
    }
    for (int i = 0; i < shape.vmas(); i++) {
      // Two VMAs of each range, as when an area has replaced another, or in two mms. All are far
      // apart, so a strategy that makes a short number of an address makes equal ones.
      long start = PAGE + ((long) (i / 2) << 32);
      vmas.add(strategy.newVma(start, start + PAGE, "attachment of " + i));
    }
  }

  Mm mm(int index) {
    return mms.get(index);
  }

  /** The VMA of an index, or the stand-in for a mistake. */
  @SuppressWarnings("NullAway") // null is passed on purpose
  Vma vma(int index) {
    return index == Step.NULL ? null : index == Step.FOREIGN ? stranger : vmas.get(index);
  }

  boolean isAttached(int vma) {
    return strategy.isAttached(vma(vma));
  }

  boolean isWriteHeld(int vma) {
    return strategy.isWriteHeld(vma(vma));
  }

  int readers(int vma) {
    return strategy.readers(vma(vma));
  }

  /** Whether a look may be needed to find that readers left a retired VMA. */
  boolean looks() {
    return !strategy.noticeDelay().isZero();
  }

  Retirement retirement(int vma) {
    Retirement retirement = retirements.get(vma(vma));
    if (retirement == null) {
      throw new IllegalStateException("not retired: " + vma);
    }
    return retirement;
  }

  void number(int vma, int number) {
    numbers.put(retirement(vma), number);
  }

  /** The numbers of the retirements of which there is a notice. */
  List<Integer> notices(int mm) {
    List<Integer> taken = new ArrayList<>();
    for (Retirement each = mm(mm).takeNotices(); each != null; each = each.next()) {
      taken.add(numbers.getOrDefault(each, -1));
    }
    return taken;
  }

  private List<Vma> all(Step step) {
    List<Vma> all = new ArrayList<>(step.vmas().size());
    step.vmas().forEach(vma -> all.add(vma(vma)));
    return all;
  }

  /**
   * Makes the call.
   *
   * @param stamp for operations that take one
   * @return the result, in the form of {@link io.vmalock.conformance.model.Reply}
   */
  long call(Step step, long stamp) throws Exception {
    Mm mm = mm(step.mm());
    switch (step.operation()) {
      case READ -> {
        return strategy.startRead(mm, vma(step.vma()));
      }
      case READ_LOCKED -> {
        return strategy.startReadLocked(mm, vma(step.vma()));
      }
      case END_READ, END_READ_WRONGLY -> strategy.endRead(vma(step.vma()), stamp);
      case WARM -> {
        return warm(mm, vma(step.vma()), step.number());
      }
      case SECTIONS -> {
        for (long i = 0; i < step.number(); i++) {
          mm.writeLock();
          mm.writeUnlock();
        }
      }
      case WRITE_HOLDS -> {
        Vma vma = vma(step.vma());
        for (long i = 0; i < step.number(); i++) {
          strategy.startWrite(mm, vma);
          strategy.endWrite(mm, vma);
        }
      }
      case REJOINS -> {
        Vma vma = vma(step.vma());
        for (long i = 0; i < step.number(); i++) {
          strategy.detach(mm, vma);
          strategy.attach(mm, vma);
        }
      }
      case GIVE_UPS -> {
        return giveUps(mm, vma(step.vma()), step.number());
      }
      case OPEN -> mm.writeLock();
      case CLOSE -> mm.writeUnlock();
      case DOWNGRADE -> mm.downgrade();
      case LOCK_READ -> mm.readLock();
      case UNLOCK_READ -> mm.readUnlock();
      case END_ALL -> strategy.endWriteAll(mm);
      case WRITE -> {
        if (step.bulk()) {
          strategy.startWrite(mm, all(step));
        } else {
          strategy.startWrite(mm, vma(step.vma()));
        }
      }
      case TRY_WRITE -> {
        return step.bulk()
            ? strategy.tryStartWrite(mm, all(step), step.number())
            : strategy.tryStartWrite(mm, vma(step.vma()), step.number());
      }
      case END_WRITE -> strategy.endWrite(mm, vma(step.vma()));
      case ATTACH -> {
        if (step.bulk()) {
          strategy.attach(mm, all(step));
        } else {
          strategy.attach(mm, vma(step.vma()));
        }
      }
      case DETACH -> {
        if (step.bulk()) {
          strategy.detach(mm, all(step));
        } else {
          strategy.detach(mm, vma(step.vma()));
        }
      }
      case RETIRE -> retire(mm, step);
      case LOOK_AGAIN -> {
        return strategy.lookAgain(retirement(step.vma())) ? 1 : 0;
      }
      case TAKE_NOTICES -> {}
      case OPTIMISTIC -> {
        return strategy.startOptimistic(mm, vma(step.vma()));
      }
      case VALIDATE -> {
        return strategy.validate(mm, vma(step.vma()), stamp) ? 1 : 0;
      }
      case COPY -> {
        Vma original = vma(step.vma());
        vmas.set(step.vmas().get(1), strategy.copy(original, original.start(), original.end()));
      }
    }
    return 0;
  }

  private long warm(Mm mm, Vma vma, long times) {
    for (long i = 0; i < times; i++) {
      long stamp = strategy.startRead(mm, vma);
      if (stamp <= 0) {
        return i;
      }
      strategy.endRead(vma, stamp);
    }
    return times;
  }

  /** Returns how many tries told the number of readers inside. */
  private long giveUps(Mm mm, Vma vma, long times) throws InterruptedException {
    int readers = strategy.readers(vma);
    for (long i = 0; i < times; i++) {
      if (strategy.tryStartWrite(mm, vma, 0) != readers) {
        return i;
      }
    }
    return times;
  }

  @SuppressWarnings("NullAway") // null is passed on purpose
  private void retire(Mm mm, Step step) {
    List<Retirement> all = new ArrayList<>();
    for (Vma vma : all(step)) {
      all.add(vma == null ? null : new Retirement(vma));
    }
    if (step.bulk()) {
      strategy.retire(mm, all);
    } else {
      strategy.retire(mm, all.get(0));
    }
    for (Retirement each : all) {
      if (each != null) { // judges a strategy that lets null pass
        retirements.put(each.vma(), each);
      }
    }
  }

  /** Looks again until a retirement is drained, if the strategy needs it. */
  void awaitDrained(int vma) {
    long delay = Math.max(1, strategy.noticeDelay().toNanos());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (!strategy.lookAgain(retirement(vma)) && System.nanoTime() < end) {
      LockSupport.parkNanos(delay);
    }
  }
}
