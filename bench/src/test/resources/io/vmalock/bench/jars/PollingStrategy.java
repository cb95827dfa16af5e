package org.example.polling;

import io.vmalock.Capability;
import io.vmalock.Misuse;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.SequencedStrategy;
import io.vmalock.SequencedVma;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Readers count themselves in and out; a writer closes the count, and looks until it is empty. */
@Strategy(name = "polling", source = "the example in docs/choosing.md")
public final class PollingStrategy extends SequencedStrategy<PollingStrategy.PollingVma> {
  private static final long HELD = 1;
  private static final int CLOSED = Integer.MIN_VALUE;
  private static final Duration POLL = Duration.ofNanos(50_000);

  static final class PollingVma extends SequencedVma {
    /** How many are inside, with CLOSED added while detached or while a writer waits. */
    final AtomicInteger readers = new AtomicInteger(CLOSED);

    PollingVma(long start, long end, Object attachment) {
      super(start, end, attachment);
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.READER_LIMIT, Capability.VMA_REUSE, Capability.END_READ_ELSEWHERE);
  }

  @Override
  public Duration longestPoll() {
    return Duration.ofMillis(50); // what a busy machine may make of it
  }

  @Override
  public Vma newVma(long start, long end, Object attachment) {
    return new PollingVma(start, end, attachment);
  }

  @Override
  public long startRead(Mm mm, Vma vma) {
    PollingVma v = own(vma);
    long entered = enter(mm, v);
    // The VMA's number before the mm's, and both after counting in.
    if (entered == HELD && v.sequenceAcquire() == mm.sequenceAcquire()) {
      leave(v);
      return CONTENDED;
    }
    return entered;
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    mm.assertReadLocked();
    return enter(mm, own(vma));
  }

  private static long enter(Mm mm, PollingVma v) {
    int inside;
    do {
      inside = v.readers.get();
      if (inside < 0 || inside >= mm.limits().readers()) { // closed, or full
        return v.mm() == mm ? CONTENDED : DETACHED;
      }
    } while (!v.readers.compareAndSet(inside, inside + 1));
    if (!v.isOf(mm)) {
      leave(v);
      return DETACHED;
    }
    return HELD;
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    PollingVma v = own(vma);
    if (stamp != HELD || readers(v) == 0) {
      throw Misuse.notHeld(v, stamp);
    }
    leave(v);
  }

  /** Counts a reader out; the last one out of a retired VMA ends the retirement. */
  private static void leave(PollingVma v) {
    if (v.readers.decrementAndGet() == CLOSED && v.retirement() != null) {
      v.retirement().end();
    }
  }

  @Override
  public void startWrite(Mm mm, Vma vma) {
    PollingVma v = attached(mm, vma);
    if (!isWriteHeld(v)) {
      closeAndEmpty(v);
      v.setSequence(mm.sequence());
      v.readers.set(0); // a reader that enters from here on sees that number
    }
  }

  @Override
  public void attach(Mm mm, Vma vma) {
    join(mm, vma).readers.set(0);
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    PollingVma v = attached(mm, vma);
    closeAndEmpty(v);
    v.leaveMm();
  }

  /** Closes the count for good, after the retirement that a reader finds when it leaves. */
  @Override
  public void retire(Mm mm, Retirement retirement) {
    PollingVma v = own(retirement.vma());
    retirement.begin(mm);
    if (v.readers.addAndGet(CLOSED) == CLOSED) {
      retirement.endAtOnce();
    }
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    PollingVma v = own(retirement.vma());
    retirement.assertBegun();
    if (!retirement.isDrained() && v.readers.get() == CLOSED) {
      retirement.end();
    }
    return retirement.isDrained();
  }

  private static void closeAndEmpty(PollingVma v) {
    boolean interrupted = false;
    v.readers.addAndGet(CLOSED);
    while (v.readers.get() != CLOSED) {
      LockSupport.parkNanos(v, POLL.toNanos());
      interrupted |= Thread.interrupted(); // a thread that is interrupted does not park
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int readers(Vma vma) {
    return own(vma).readers.get() & ~CLOSED;
  }

  @Override
  protected PollingVma own(Vma vma) {
    if (vma instanceof PollingVma) {
      return (PollingVma) vma;
    }
    throw Misuse.foreign(this, vma);
  }
}
