package io.vmalock.conformance.designs.sequencelock;

import io.vmalock.Strategy;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.HandingOver;
import io.vmalock.conformance.designs.Waiting;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A sequence lock with holders: the number is odd while a writer is there, as in any sequence lock,
 * and a reader that wants to stay counts itself in between two looks at it, in place of reading
 * again.
 *
 * <p>Source: the seqlock of Linux 2.5.60 (Hemminger, after Arcangeli); Lameter, "Effective
 * Synchronization on Linux/NUMA Systems", 2005.
 */
@Strategy(name = "sequence-lock", source = "Linux 2.5.60, seqlock")
public final class SequenceLock extends HandingOver {
  @Override
  protected Gate newGate() {
    return new Sequence();
  }

  private static final class Sequence extends Waiting {
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicInteger holders = new AtomicInteger();

    @Override
    public long tryEnter() {
      while (true) {
        long before = sequence.get();
        if ((before & 1) != 0) {
          return 0;
        }
        holders.incrementAndGet();
        // After the count, as the writer stores the odd number and then looks.
        if (sequence.get() == before) {
          return 1;
        }
        leave(1); // a writer came, and perhaps has gone: that is progress, so it tries again
      }
    }

    @Override
    public void leave(long stamp) {
      holders.decrementAndGet();
      wake();
    }

    @Override
    public int readers() {
      return holders.get();
    }

    @Override
    public void close() {
      if ((sequence.get() & 1) == 0) {
        sequence.incrementAndGet();
      }
    }

    @Override
    public void open(boolean alone) {
      sequence.incrementAndGet();
    }
  }
}
