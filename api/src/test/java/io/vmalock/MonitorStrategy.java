package io.vmalock;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The plainest strategy that keeps the contract, to test what stands on strategies: all state of a
 * VMA is guarded by its monitor, and every wait is {@code Object.wait}.
 */
@Strategy(name = "monitor", source = "the Java Language Specification, 17.1")
public class MonitorStrategy implements VmaLockStrategy {
  private final Set<Capability> capabilities;

  /** With every capability but {@link Capability#BULK_WRITE}. */
  public MonitorStrategy() {
    this(EnumSet.complementOf(EnumSet.of(Capability.BULK_WRITE)));
  }

  /** Showing these capabilities only. */
  public MonitorStrategy(Set<Capability> capabilities) {
    this.capabilities = Set.copyOf(capabilities);
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Mm newMm(Limits limits) {
    return new Mm(this, limits);
  }

  @Override
  public Vma newVma(long start, long end, Object attachment) {
    return new MonitorVma(start, end, attachment);
  }

  // ---- Readers ----

  @Override
  public long startRead(Mm mm, Vma vma) {
    MonitorVma v = own(vma);
    synchronized (v) {
      if (v.mm() != mm) {
        return DETACHED;
      }
      if (v.awaited || v.sequence == mm.sequenceAcquire()) {
        return CONTENDED;
      }
      return v.enter(mm);
    }
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    MonitorVma v = own(vma);
    mm.assertReadLocked();
    synchronized (v) {
      return v.mm() == mm ? v.enter(mm) : DETACHED;
    }
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    MonitorVma v = own(vma);
    synchronized (v) {
      if (stamp != 1 || v.readers == 0) {
        throw Misuse.notHeld(v, stamp);
      }
      v.readers--;
      v.version++;
      v.notifyAll();
      v.endIfDrained();
    }
  }

  // ---- Writers ----

  @Override
  public void startWrite(Mm mm, Vma vma) {
    boolean interrupted = false;
    while (true) {
      try {
        write(mm, vma, Long.MAX_VALUE);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    require(Capability.INTERRUPTIBLE_WAIT);
    mm.assertWriteLocked();
    mm.assertAttached(own(vma));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return write(mm, vma, nanos);
  }

  private int write(Mm mm, Vma vma, long nanos) throws InterruptedException {
    mm.assertWriteLocked();
    MonitorVma v = own(vma);
    mm.assertAttached(v);
    long deadline = System.nanoTime() + Math.max(0, nanos);
    synchronized (v) {
      if (v.sequence == mm.sequence()) {
        return 0;
      }
      v.awaited = true;
      try {
        while (v.readers > 0) {
          long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
          if (left <= 0) {
            return v.readers;
          }
          TimeUnit.NANOSECONDS.timedWait(v, left);
        }
      } finally {
        v.awaited = false;
      }
      v.sequence = mm.sequence();
      v.version++;
      return 0;
    }
  }

  @Override
  public void endWrite(Mm mm, Vma vma) {
    require(Capability.EARLY_END_WRITE);
    mm.assertWriteHeld(own(vma));
    synchronized (vma) {
      own(vma).sequence = mm.freshSequence();
    }
  }

  // ---- Life cycle ----

  @Override
  public void attach(Mm mm, Vma vma) {
    MonitorVma v = own(vma);
    synchronized (v) {
      v.joinMm(mm);
      v.sequence = mm.sequence();
      v.version++;
    }
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    startWrite(mm, vma);
    synchronized (vma) {
      own(vma).leaveMm();
    }
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    MonitorVma v = own(retirement.vma());
    synchronized (v) {
      retirement.begin(mm);
      v.version++;
      if (v.readers == 0) {
        retirement.endAtOnce();
      }
    }
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    MonitorVma v = own(retirement.vma());
    retirement.assertBegun();
    synchronized (v) {
      v.endIfDrained();
    }
    return retirement.isDrained();
  }

  // ---- Optimistic reads ----

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    require(Capability.OPTIMISTIC_READ);
    MonitorVma v = own(vma);
    synchronized (v) {
      if (v.mm() != mm) {
        return DETACHED;
      }
      return v.awaited || v.sequence == mm.sequenceAcquire() ? CONTENDED : v.version;
    }
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    MonitorVma v = own(vma);
    synchronized (v) {
      return v.version == stamp;
    }
  }

  // ---- State ----

  @Override
  public boolean isWriteHeld(Vma vma) {
    MonitorVma v = own(vma);
    Mm mm = v.mm();
    synchronized (v) {
      return mm != null && v.sequence == mm.sequence();
    }
  }

  @Override
  public int readers(Vma vma) {
    MonitorVma v = own(vma);
    synchronized (v) {
      return v.readers;
    }
  }

  private void require(Capability needed) {
    if (!capabilities.contains(needed)) {
      throw new UnsupportedOperationException(name() + " was made without " + needed);
    }
  }

  private MonitorVma own(Vma vma) {
    if (vma instanceof MonitorVma v) {
      return v;
    }
    throw Misuse.foreign(this, vma);
  }

  private static final class MonitorVma extends Vma {
    int readers;

    /** Whether a writer waits for the readers to leave. */
    boolean awaited;

    long sequence;

    /** Changes with every write hold and every reader, so that optimistic reads see both. */
    long version = 1;

    MonitorVma(long start, long end, Object attachment) {
      super(start, end, attachment);
    }

    void endIfDrained() {
      Retirement retirement = retirement();
      if (retirement != null && readers == 0) {
        retirement.end();
      }
    }

    long enter(Mm mm) {
      if (readers >= mm.limits().readers()) {
        return CONTENDED;
      }
      readers++;
      return 1;
    }
  }
}
