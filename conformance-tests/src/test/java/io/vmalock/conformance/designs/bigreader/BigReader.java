package io.vmalock.conformance.designs.bigreader;

import io.vmalock.Strategy;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.HandingOver;
import io.vmalock.conformance.designs.Waiting;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The big-reader lock: a count of readers for each processor, each on its own cache line, and a
 * writer who closes the lock and looks at all of them. Here a thread stands for its processor.
 *
 * <p>Source: the brlock of Linux 2.4; Hsieh and Weihl, "Scalable Reader-Writer Locks for Parallel
 * Systems", IPPS 1992.
 */
@Strategy(name = "big-reader", source = "Linux 2.4, brlock; Hsieh and Weihl, 1992")
public final class BigReader extends HandingOver {
  private static final int COUNTS = 8;

  /** Ints in a line of 64 bytes. */
  private static final int APART = 16;

  @Override
  protected Gate newGate() {
    return new Counts();
  }

  private static final class Counts extends Waiting {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTS * APART);
    private volatile boolean closed;

    @Override
    public long tryEnter() {
      int mine = Math.floorMod(System.identityHashCode(Thread.currentThread()), COUNTS);
      counts.incrementAndGet(mine * APART);
      if (closed) { // after the count, as the writer closes and then looks
        leave(mine + 1);
        return 0;
      }
      return mine + 1;
    }

    @Override
    public void leave(long stamp) {
      counts.decrementAndGet(((int) stamp - 1) * APART);
      wake();
    }

    @Override
    public boolean isInside(long stamp) {
      return stamp > 0 && stamp <= COUNTS && counts.get(((int) stamp - 1) * APART) > 0;
    }

    @Override
    public int readers() {
      int readers = 0;
      for (int i = 0; i < COUNTS; i++) {
        readers += counts.get(i * APART);
      }
      return readers;
    }

    /** One by one: a hold does not move, so it is seen whatever others do meanwhile. */
    @Override
    protected boolean isEmpty() {
      for (int i = 0; i < COUNTS; i++) {
        if (counts.get(i * APART) != 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public void open(boolean alone) {
      closed = false;
    }
  }
}
