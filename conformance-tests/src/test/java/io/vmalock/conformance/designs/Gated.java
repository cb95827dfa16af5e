package io.vmalock.conformance.designs;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right strategies that look odd: a sequence in each VMA, and a {@link Gate} of whatever kind
 * that a writer goes through, and passes nobody while he sets it.
 */
public abstract class Gated implements VmaLockStrategy {
  /** A VMA with its gate, and the section that last write-held it. */
  static final class GatedVma extends Vma {
    final Gate gate;
    volatile long sequence;

    GatedVma(long start, long end, @Nullable Object attachment, Gate gate) {
      super(start, end, attachment);
      this.gate = gate;
    }
  }

  /** A gate for a new VMA. */
  protected abstract Gate newGate();

  @Override
  public String name() {
    Strategy named = getClass().getAnnotation(Strategy.class);
    return named == null ? getClass().getSimpleName() : named.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.EARLY_END_WRITE, Capability.INTERRUPTIBLE_WAIT, Capability.VMA_REUSE);
  }

  @Override
  public Mm newMm(Limits limits) {
    if (limits.readers() < maxReaders()) {
      throw new IllegalArgumentException(name() + " cannot limit readers to " + limits.readers());
    }
    return new Mm(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return new GatedVma(start, end, attachment, newGate());
  }

  @Override
  public long startRead(Mm mm, Vma vma) {
    GatedVma v = own(vma);
    if (v.mm() != mm) {
      return DETACHED;
    }
    if (isHeld(mm, v)) {
      return CONTENDED;
    }
    long stamp = v.gate.tryEnter();
    if (stamp <= 0) {
      endIfDrained(v); // a gate may let readers pass that it refuses
      return v.mm() == mm ? CONTENDED : DETACHED;
    }
    if (v.mm() != mm) {
      leave(v, stamp);
      return DETACHED;
    }
    if (isHeld(mm, v)) {
      leave(v, stamp);
      return CONTENDED;
    }
    return stamp;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    GatedVma v = own(vma);
    mm.assertReadLocked();
    if (v.mm() != mm) {
      return DETACHED;
    }
    return v.gate.tryEnter();
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    GatedVma v = own(vma);
    if (!v.gate.isInside(stamp)) {
      throw Misuse.notHeld(v, stamp);
    }
    leave(v, stamp);
  }

  private static void leave(GatedVma v, long stamp) {
    v.gate.leave(stamp);
    endIfDrained(v);
  }

  private static void endIfDrained(GatedVma v) {
    Retirement retirement = v.retirementVolatile(); // after the exit, as the retirer looks inside
    if (retirement != null && v.gate.readers() == 0) {
      retirement.end();
    }
  }

  private static boolean isHeld(Mm mm, GatedVma v) {
    long sequence = v.sequence; // before the mm's
    return sequence == mm.sequenceVolatile();
  }

  @Override
  public void startWrite(Mm mm, Vma vma) {
    GatedVma v = attached(mm, vma);
    if (!isHeld(mm, v)) {
      closeAndWait(v);
      v.sequence = mm.sequence();
      v.gate.open(true);
    }
  }

  /** Lets readers in again if an error ends the wait. */
  private static void closeAndWait(GatedVma v) {
    boolean alone = false;
    v.gate.close();
    try {
      v.gate.await();
      alone = true;
    } finally {
      if (!alone) {
        v.gate.open(false);
      }
    }
  }

  @Override
  public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    GatedVma v = attached(mm, vma);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (isHeld(mm, v)) {
      return 0;
    }
    boolean alone = false;
    v.gate.close();
    try {
      alone = v.gate.await(Math.max(0, nanos));
      if (alone) {
        v.sequence = mm.sequence();
      }
      return alone ? 0 : Math.max(1, v.gate.readers());
    } finally {
      v.gate.open(alone);
    }
  }

  @Override
  public void endWrite(Mm mm, Vma vma) {
    GatedVma v = attached(mm, vma);
    mm.assertWriteHeld(v);
    v.sequence = mm.freshSequence();
  }

  @Override
  public void attach(Mm mm, Vma vma) {
    GatedVma v = own(vma);
    if (mm.strategy() != this) {
      throw Misuse.foreign(this, mm);
    }
    mm.assertWriteLocked();
    // Two mms may try at once, and a gate is for one writer.
    synchronized (v) {
      mm.assertDetached(v);
      closeAndWait(v);
      v.joinMm(mm);
      v.sequence = mm.sequence();
      v.gate.open(true);
    }
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    GatedVma v = attached(mm, vma);
    closeAndWait(v);
    synchronized (v) { // not waited for by who closes the gate: the VMA is attached until here
      v.sequence = mm.sequence();
      v.leaveMm(); // before readers pass again, who look whose it is once they are inside
      v.gate.open(true);
    }
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    GatedVma v = own(retirement.vma());
    synchronized (v) { // as attach and detach
      retirement.begin(mm);
      v.gate.close(); // for good
      if (v.gate.readers() == 0) {
        retirement.endAtOnce();
      }
    }
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    GatedVma v = own(retirement.vma());
    retirement.assertBegun();
    if (!retirement.isDrained() && v.gate.readers() == 0) {
      retirement.end();
    }
    return retirement.isDrained();
  }

  @Override
  public boolean isWriteHeld(Vma vma) {
    GatedVma v = own(vma);
    Mm mm = v.mm();
    return mm != null && isHeld(mm, v);
  }

  @Override
  public int readers(Vma vma) {
    return own(vma).gate.readers();
  }

  private GatedVma attached(Mm mm, Vma vma) {
    mm.assertWriteLocked();
    GatedVma v = own(vma);
    mm.assertAttached(v);
    return v;
  }

  private GatedVma own(@Nullable Vma vma) {
    if (vma instanceof GatedVma v) {
      return v;
    }
    throw Misuse.foreign(this, vma);
  }
}
