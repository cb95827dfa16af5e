package io.vmalock.conformance.designs.bravo;

import io.vmalock.Strategy;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.HandingOver;
import io.vmalock.conformance.designs.Waiting;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * BRAVO: a lock that expects readers has them name it in a table that all locks share, each at a
 * place by thread and lock, and not touch the lock itself. A writer takes the expectation back, and
 * looks through the table.
 *
 * <p>Source: Dice and Kogan, "BRAVO: Biased Locking for Reader-Writer Locks", USENIX ATC 2019.
 */
@Strategy(name = "bravo", source = "Dice and Kogan, BRAVO, 2019")
public final class Bravo extends HandingOver {
  private static final int PLACES = 64;
  private static final AtomicReferenceArray<Object> TABLE = new AtomicReferenceArray<>(PLACES);

  /** The stamp of a hold in the lock itself; the stamp of one in the table is its place plus 2. */
  private static final long IN_LOCK = 1;

  /** So many entries without a writer, and the lock expects readers again. */
  private static final int QUIET = 4;

  @Override
  protected Gate newGate() {
    return new Biased();
  }

  private static final class Biased extends Waiting {
    private final AtomicInteger inLock = new AtomicInteger();
    private final AtomicInteger quiet = new AtomicInteger();
    private volatile boolean expectsReaders = true;
    private volatile boolean closed;

    private int place() {
      int hash =
          System.identityHashCode(this) * 31 + System.identityHashCode(Thread.currentThread());
      return Math.floorMod(hash, PLACES);
    }

    @Override
    public long tryEnter() {
      if (expectsReaders) {
        int place = place();
        if (TABLE.compareAndSet(place, null, this)) {
          // After the entry, as the writer takes the expectation back and then looks.
          if (expectsReaders && !closed) {
            return place + 2;
          }
          TABLE.set(place, null);
          wake();
        }
      }
      inLock.incrementAndGet();
      if (closed) {
        leave(IN_LOCK);
        return 0;
      }
      if (!expectsReaders && quiet.incrementAndGet() > QUIET) {
        expectsReaders = true; // who closes in between looks at the table all the same
      }
      return IN_LOCK;
    }

    @Override
    public void leave(long stamp) {
      if (stamp == IN_LOCK) {
        inLock.decrementAndGet();
      } else {
        TABLE.set((int) stamp - 2, null);
      }
      wake();
    }

    @Override
    public boolean isInside(long stamp) {
      return stamp == IN_LOCK
          ? inLock.get() > 0
          : stamp > IN_LOCK && stamp < PLACES + 2 && TABLE.get((int) stamp - 2) == this;
    }

    @Override
    public int readers() {
      int readers = inLock.get();
      for (int i = 0; i < PLACES; i++) {
        readers += TABLE.get(i) == this ? 1 : 0;
      }
      return readers;
    }

    @Override
    public void close() {
      closed = true;
      quiet.set(0);
      expectsReaders = false;
    }

    @Override
    public void open(boolean alone) {
      closed = false;
    }
  }
}
