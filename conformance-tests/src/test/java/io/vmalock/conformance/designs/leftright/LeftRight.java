package io.vmalock.conformance.designs.leftright;

import io.vmalock.Strategy;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.HandingOver;
import io.vmalock.conformance.designs.Waiting;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The readers' side of Left-Right: two counts, and a word that says at which of them readers
 * arrive. A writer waits until the one that is not in use is empty, has readers arrive there, and
 * waits for the other. So readers that pass by the new one do not put him off. With one instance of
 * what is read in place of two, readers are refused meanwhile.
 *
 * <p>Source: Ramalhete and Correia, "Brief Announcement: Left-Right, a Concurrency Control
 * Technique with Wait-Free Population Oblivious Reads", DISC 2015.
 */
@Strategy(name = "left-right", source = "Ramalhete and Correia, Left-Right, 2015")
public final class LeftRight extends HandingOver {
  @Override
  protected Gate newGate() {
    return new Counts();
  }

  private static final class Counts extends Waiting {
    private final AtomicInteger[] counts = {new AtomicInteger(), new AtomicInteger()};
    private volatile int version;
    private volatile boolean closed;

    @Override
    public long tryEnter() {
      int mine = version;
      counts[mine].incrementAndGet();
      if (closed) { // after the count, as the writer closes and then looks
        leave(mine + 1);
        return 0;
      }
      return mine + 1;
    }

    @Override
    public void leave(long stamp) {
      counts[(int) stamp - 1].decrementAndGet();
      wake();
    }

    @Override
    public boolean isInside(long stamp) {
      return (stamp == 1 || stamp == 2) && counts[(int) stamp - 1].get() > 0;
    }

    @Override
    public int readers() {
      return counts[0].get() + counts[1].get();
    }

    @Override
    public boolean await(long nanos) throws InterruptedException {
      long start = System.nanoTime();
      int before = version;
      if (!await(1 - before, nanos)) {
        return false;
      }
      version = 1 - before;
      return await(
          before,
          nanos == Long.MAX_VALUE ? nanos : Math.max(0, nanos - (System.nanoTime() - start)));
    }

    private int awaited;

    private boolean await(int count, long nanos) throws InterruptedException {
      awaited = count;
      return super.await(nanos);
    }

    @Override
    protected boolean isEmpty() {
      return counts[awaited].get() == 0;
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
