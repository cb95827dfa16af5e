package io.vmalock.conformance.designs.phasefair;

import io.vmalock.Strategy;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.HandingOver;
import io.vmalock.conformance.designs.Waiting;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Phase-fair tickets: readers count in at one word and out at another; a writer marks the first,
 * which tells him how many came before, and waits until as many have gone. Writers are one at a
 * time already, so their tickets are left out. A reader who finds the mark may not wait for its end
 * (P1): it takes its entry back where it made it, so that the word for exits has those of holds
 * only.
 *
 * <p>Source: Brandenburg and Anderson, "Spin-Based Reader-Writer Synchronization for Multiprocessor
 * Real-Time Systems", Real-Time Systems 46, 2010: PF-T.
 */
@Strategy(name = "phase-fair", source = "Brandenburg and Anderson, 2010, PF-T")
public final class PhaseFair extends HandingOver {
  private static final long PRESENT = 1;
  private static final long ONE = 2;

  @Override
  protected Gate newGate() {
    return new Tickets();
  }

  private static final class Tickets extends Waiting {
    private final AtomicLong in = new AtomicLong();
    private final AtomicLong out = new AtomicLong();

    @Override
    public long tryEnter() {
      if ((in.getAndAdd(ONE) & PRESENT) != 0) {
        in.addAndGet(-ONE);
        wake();
        return 0;
      }
      return 1;
    }

    @Override
    public void leave(long stamp) {
      out.addAndGet(ONE);
      wake();
    }

    /** Those who only pass too, as long as they do. */
    @Override
    public int readers() {
      long left = out.get(); // before the entries: never too few of them
      return (int) (((in.get() & ~PRESENT) - left) / ONE);
    }

    @Override
    public void close() {
      in.updateAndGet(now -> now | PRESENT);
    }

    @Override
    public void open(boolean alone) {
      in.updateAndGet(now -> now & ~PRESENT);
    }
  }
}
