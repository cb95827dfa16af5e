package io.vmalock.conformance.broken;

import io.vmalock.Capability;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.Gated;
import io.vmalock.conformance.designs.HandingOver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Strategies that keep every rule in an unusual way: the kit must not find anything. */
final class OddButRight {
  private OddButRight() {}

  /** The broken strategies' common design, as it is when nothing is wrong. */
  public static final class RightCount extends Counted {}

  /** A version in place of a count, with optimistic reads. */
  public static final class RightVersion extends Versioned {}

  /**
   * The broken strategies' design whose optimistic reads go by the VMA's sequence, with nothing
   * wrong.
   */
  public static final class RightSequence extends Sequenced {}

  /** A monitor in each VMA, never held across a hold. */
  public static final class Monitor extends HandingOver {
    @Override
    protected Gate newGate() {
      return new Gate() {
        private int readers;
        private boolean closed;

        @Override
        public synchronized long tryEnter() {
          if (closed) {
            return 0;
          }
          return ++readers;
        }

        @Override
        public synchronized void leave(long stamp) {
          readers--;
          notifyAll();
        }

        @Override
        public synchronized int readers() {
          return readers;
        }

        @Override
        public synchronized void close() {
          closed = true;
        }

        @Override
        public synchronized boolean await(long nanos) throws InterruptedException {
          long deadline = System.nanoTime() + nanos;
          while (readers > 0) {
            long left = deadline - System.nanoTime();
            if (nanos == Long.MAX_VALUE) {
              wait();
            } else if (left <= 0) {
              return false;
            } else {
              TimeUnit.NANOSECONDS.timedWait(this, left);
            }
          }
          return true;
        }

        @Override
        public synchronized void open(boolean alone) {
          closed = false;
        }
      };
    }
  }

  /** A ReentrantReadWriteLock in each VMA, whose queue alone would let readers barge in. */
  public static final class ReadWriteLocks extends Gated {
    private static final int MOST = 65_535;

    @Override
    public int maxReaders() {
      return MOST;
    }

    @Override
    protected Gate newGate() {
      return new Gate() {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        private volatile boolean closed;

        @Override
        public long tryEnter() {
          if (closed || lock.getReadLockCount() >= MOST || !lock.readLock().tryLock()) {
            return 0;
          }
          if (closed) { // after the entry, as who retires the VMA closes and then looks
            lock.readLock().unlock();
            return 0;
          }
          return 1;
        }

        @Override
        public void leave(long stamp) {
          lock.readLock().unlock();
        }

        @Override
        public boolean isInside(long stamp) {
          return stamp > 0 && lock.getReadHoldCount() > 0;
        }

        @Override
        public int readers() {
          return lock.getReadLockCount();
        }

        @Override
        public void close() {
          closed = true;
        }

        @Override
        public boolean await(long nanos) throws InterruptedException {
          return lock.writeLock().tryLock(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void open(boolean alone) {
          closed = false;
          if (alone) {
            lock.writeLock().unlock();
          }
        }
      };
    }
  }

  /** A Semaphore in each VMA: a reader takes one permit, a writer all. */
  public static final class Permits extends HandingOver {
    private static final int ALL = 100_000;

    @Override
    public int maxReaders() {
      return ALL;
    }

    @Override
    protected Gate newGate() {
      return new Gate() {
        private final Semaphore permits = new Semaphore(ALL);
        private volatile boolean closed;

        @Override
        public long tryEnter() {
          if (closed || !permits.tryAcquire()) {
            return 0;
          }
          if (closed) { // after the entry, as who retires the VMA closes and then looks
            permits.release();
            return 0;
          }
          return 1;
        }

        @Override
        public void leave(long stamp) {
          permits.release();
        }

        @Override
        public int readers() {
          return closed && permits.availablePermits() == 0 ? 0 : ALL - permits.availablePermits();
        }

        @Override
        public void close() {
          closed = true;
        }

        @Override
        public boolean await(long nanos) throws InterruptedException {
          return permits.tryAcquire(ALL, nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void open(boolean alone) {
          closed = false;
          if (alone) {
            permits.release(ALL);
          }
        }
      };
    }
  }

  /** A few slots in each VMA, by thread; the writer looks at all of them, again and again. */
  public static final class Slots extends HandingOver {
    private static final int SLOTS = 4;
    private static final long POLL_NANOS = 200_000;

    @Override
    public Duration longestPoll() {
      return Duration.ofNanos(POLL_NANOS);
    }

    @Override
    protected Gate newGate() {
      return new Gate() {
        private final AtomicIntegerArray slots = new AtomicIntegerArray(SLOTS);
        private volatile boolean closed;

        @Override
        public long tryEnter() {
          int slot = System.identityHashCode(Thread.currentThread()) % SLOTS;
          slots.incrementAndGet(slot);
          if (closed) { // after the count, as the writer closes before he looks
            slots.decrementAndGet(slot);
            return 0;
          }
          return slot + 1;
        }

        @Override
        public void leave(long stamp) {
          slots.decrementAndGet((int) stamp - 1);
        }

        @Override
        public boolean isInside(long stamp) {
          return stamp > 0 && stamp <= SLOTS && slots.get((int) stamp - 1) > 0;
        }

        @Override
        public int readers() {
          int readers = 0;
          for (int i = 0; i < SLOTS; i++) {
            readers += slots.get(i);
          }
          return readers;
        }

        @Override
        public void close() {
          closed = true;
        }

        @Override
        public boolean await(long nanos) throws InterruptedException {
          long deadline = System.nanoTime() + nanos;
          for (int i = 0; i < SLOTS; i++) {
            while (slots.get(i) > 0) {
              if (nanos != Long.MAX_VALUE && deadline - System.nanoTime() <= 0) {
                return false;
              }
              LockSupport.parkNanos(this, POLL_NANOS);
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
            }
          }
          return true;
        }

        @Override
        public void open(boolean alone) {
          closed = false;
        }
      };
    }
  }

  /** Counts in first and looks then, so that readers pass through a closed gate, and late ones. */
  public static final class CountsFirst extends HandingOver {
    @Override
    protected Gate newGate() {
      return new Gate() {
        private final AtomicInteger readers = new AtomicInteger();
        private volatile boolean closed;
        private volatile @Nullable Thread waiter;

        @Override
        public long tryEnter() {
          readers.incrementAndGet();
          if (closed) {
            leave(1);
            return 0;
          }
          return 1;
        }

        @Override
        public void leave(long stamp) {
          if (readers.decrementAndGet() == 0) {
            LockSupport.unpark(waiter);
          }
        }

        @Override
        public int readers() {
          return readers.get();
        }

        @Override
        public void close() {
          closed = true;
        }

        @Override
        public boolean await(long nanos) throws InterruptedException {
          long deadline = System.nanoTime() + nanos;
          waiter = Thread.currentThread();
          try {
            while (readers.get() > 0) {
              long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
              if (left <= 0) {
                return false;
              }
              LockSupport.parkNanos(this, left);
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
            }
            return true;
          } finally {
            waiter = null;
          }
        }

        @Override
        public void open(boolean alone) {
          closed = false;
        }
      };
    }
  }

  /** A new object for every change of state. */
  public static final class Allocating extends HandingOver {
    private record State(int readers, @Nullable Thread closedBy) {}

    @Override
    protected Gate newGate() {
      return new Gate() {
        private final AtomicReference<State> state = new AtomicReference<>(new State(0, null));

        @Override
        public long tryEnter() {
          State now = state.get();
          while (now.closedBy() == null) {
            if (state.compareAndSet(now, new State(now.readers() + 1, null))) {
              return 1L << 40 | now.readers();
            }
            now = state.get();
          }
          return 0;
        }

        @Override
        public void leave(long stamp) {
          State left = state.updateAndGet(now -> new State(now.readers() - 1, now.closedBy()));
          if (left.readers() == 0) {
            LockSupport.unpark(left.closedBy());
          }
        }

        @Override
        public int readers() {
          return state.get().readers();
        }

        @Override
        public void close() {
          Thread writer = Thread.currentThread();
          state.updateAndGet(now -> new State(now.readers(), writer));
        }

        @Override
        public boolean await(long nanos) throws InterruptedException {
          long deadline = System.nanoTime() + nanos;
          while (readers() > 0) {
            long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
            if (left <= 0) {
              return false;
            }
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
          }
          return true;
        }

        @Override
        public void open(boolean alone) {
          state.updateAndGet(now -> new State(now.readers(), null));
        }
      };
    }
  }

  /** Tells every other reader of an attached VMA CONTENDED while a writer is about. */
  public static final class ContendedAtRandom extends Counted {
    @Override
    public long startRead(Mm mm, Vma vma) {
      own(vma);
      boolean refuse =
          mm.isWriteLocked() && vma.belongsTo(mm) && ThreadLocalRandom.current().nextBoolean();
      return refuse ? CONTENDED : super.startRead(mm, vma);
    }
  }

  /** A VMA that fills two cache lines. */
  public static final class Padded extends Counted {
    @SuppressWarnings("UnusedVariable")
    static final class PaddedArea extends Area {
      private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16;

      PaddedArea(long start, long end, @Nullable Object attachment) {
        super(start, end, attachment);
      }
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      return new PaddedArea(start, end, attachment);
    }
  }

  /** Declares nothing, and does only what all must. */
  public static final class Bare extends Gated {
    private final Monitor monitor = new Monitor();

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    protected Gate newGate() {
      return monitor.newGate();
    }

    @Override
    public int tryStartWrite(Mm mm, Vma vma, long nanos) {
      throw new UnsupportedOperationException(name() + " waits without bound only");
    }

    @Override
    public void endWrite(Mm mm, Vma vma) {
      throw new UnsupportedOperationException(name() + " ends write holds with the section");
    }
  }

  /** Has a mode that it enters after many reads, and is right in it. */
  public static final class ExpectsReaders extends WrongWhenWarm.Moody {}
}
