package io.vmalock.conformance.broken;

import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.conformance.designs.Gate;
import io.vmalock.conformance.designs.HandingOver;
import io.vmalock.conformance.designs.Waiting;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/** More strategies that keep every rule in an unusual way; each was, or might be, a false alarm. */
final class OddLocks {
  private OddLocks() {}

  /** A ReentrantLock in each VMA, held for a few steps: what a monitor may, it may (P1). */
  public static final class ShortLock extends HandingOver {
    @Override
    protected Gate newGate() {
      return new Gate() {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition empty = lock.newCondition();
        private int readers;
        private boolean closed;

        @Override
        public long tryEnter() {
          lock.lock();
          try {
            return closed ? 0 : ++readers;
          } finally {
            lock.unlock();
          }
        }

        @Override
        public void leave(long stamp) {
          lock.lock();
          try {
            readers--;
            empty.signalAll();
          } finally {
            lock.unlock();
          }
        }

        @Override
        public int readers() {
          lock.lock();
          try {
            return readers;
          } finally {
            lock.unlock();
          }
        }

        @Override
        public void close() {
          lock.lock();
          try {
            closed = true;
          } finally {
            lock.unlock();
          }
        }

        @Override
        public boolean await(long nanos) throws InterruptedException {
          lock.lock();
          try {
            long left = nanos;
            while (readers > 0) {
              if (nanos == Long.MAX_VALUE) {
                empty.await();
              } else if (left <= 0) {
                return false;
              } else {
                left = empty.awaitNanos(left);
              }
            }
            return true;
          } finally {
            lock.unlock();
          }
        }

        @Override
        public void open(boolean alone) {
          lock.lock();
          try {
            closed = false;
          } finally {
            lock.unlock();
          }
        }
      };
    }
  }

  /**
   * Keeps the last VMAs that were attached at hand, a bounded number: no list of a section (W2).
   */
  public static final class KeepsSome extends Counted {
    private static final int MOST = 500;
    private final ConcurrentLinkedQueue<Vma> last = new ConcurrentLinkedQueue<>();

    @Override
    public void attach(Mm mm, Vma vma) {
      super.attach(mm, vma);
      last.add(vma);
      if (last.size() > MOST) {
        last.poll();
      }
    }
  }

  /** Counts as few readers as a strategy may. */
  public static final class FewReaders extends Counted {
    @Override
    public int maxReaders() {
      return 16;
    }
  }

  /** A field updater in place of an atomic object. */
  public static final class Updated extends HandingOver {
    private static final class UpdatedGate extends Waiting {
      private static final AtomicIntegerFieldUpdater<UpdatedGate> READERS =
          AtomicIntegerFieldUpdater.newUpdater(UpdatedGate.class, "readers");
      private volatile int readers;
      private volatile boolean closed;

      @Override
      public long tryEnter() {
        READERS.incrementAndGet(this);
        if (closed) { // after the count, as the writer closes and then looks
          leave(1);
          return 0;
        }
        return 1;
      }

      @Override
      public void leave(long stamp) {
        READERS.decrementAndGet(this);
        wake();
      }

      @Override
      public int readers() {
        return readers;
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

    @Override
    protected Gate newGate() {
      return new UpdatedGate();
    }
  }

  /** Its holds by number in a table, so that each endRead is looked up. */
  public static final class NumberedHolds extends HandingOver {
    @Override
    protected Gate newGate() {
      return new Waiting() {
        private final ConcurrentHashMap<Long, Thread> holds = new ConcurrentHashMap<>();
        private final AtomicLong numbers = new AtomicLong();
        private volatile boolean closed;

        @Override
        public long tryEnter() {
          long number = numbers.incrementAndGet();
          holds.put(number, Thread.currentThread());
          if (closed) { // after the entry, as the writer closes and then looks
            leave(number);
            return 0;
          }
          return number;
        }

        @Override
        public void leave(long stamp) {
          holds.remove(stamp);
          wake();
        }

        @Override
        public boolean isInside(long stamp) {
          return holds.containsKey(stamp);
        }

        @Override
        public int readers() {
          return holds.size();
        }

        @Override
        public void close() {
          closed = true;
        }

        @Override
        public void open(boolean alone) {
          closed = false;
        }
      };
    }
  }

  /** A register of its readers, by hold and by thread: each look at it is dear. */
  public static final class Registered extends HandingOver {
    private static final class Register extends Waiting {
      private final ConcurrentHashMap<Long, Thread> holders = new ConcurrentHashMap<>();
      private final ConcurrentHashMap<Thread, Integer> holds = new ConcurrentHashMap<>();
      private final AtomicLong numbers = new AtomicLong();
      private volatile boolean closed;

      @Override
      public long tryEnter() {
        long number = numbers.incrementAndGet();
        holders.put(number, Thread.currentThread());
        holds.merge(Thread.currentThread(), 1, Integer::sum);
        if (closed) { // after the entry, as the writer closes and then looks
          leave(number);
          return 0;
        }
        return number;
      }

      @Override
      public void leave(long stamp) {
        Thread holder = holders.remove(stamp);
        holds.computeIfPresent(holder, (thread, count) -> count == 1 ? null : count - 1);
        wake();
      }

      @Override
      public boolean isInside(long stamp) {
        return holders.containsKey(stamp);
      }

      @Override
      public int readers() {
        int sum = 0;
        for (int count : holds.values()) {
          sum += count;
        }
        return sum;
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

    @Override
    protected Gate newGate() {
      return new Register();
    }
  }

  /** Its holds in an array that is never changed: each entry and exit makes another one. */
  public static final class CopiedOnWrite extends HandingOver {
    private static final class Copied extends Waiting {
      private final AtomicReference<long[]> holds = new AtomicReference<>(new long[0]);
      private final AtomicLong numbers = new AtomicLong();
      private volatile boolean closed;

      @Override
      public long tryEnter() {
        long number = numbers.incrementAndGet();
        holds.updateAndGet(
            all -> {
              long[] more = Arrays.copyOf(all, all.length + 1);
              more[all.length] = number;
              return more;
            });
        if (closed) { // after the entry, as the writer closes and then looks
          leave(number);
          return 0;
        }
        return number;
      }

      @Override
      public void leave(long stamp) {
        holds.updateAndGet(
            all -> {
              int at = Arrays.binarySearch(all, stamp); // numbers rise, if they are not passed
              int hold = at >= 0 ? at : Arrays.stream(all).boxed().toList().indexOf(stamp);
              long[] fewer = Arrays.copyOf(all, all.length - 1);
              System.arraycopy(all, hold + 1, fewer, hold, fewer.length - hold);
              return fewer;
            });
        wake();
      }

      @Override
      public boolean isInside(long stamp) {
        return Arrays.stream(holds.get()).anyMatch(hold -> hold == stamp);
      }

      @Override
      public int readers() {
        return holds.get().length;
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

    @Override
    protected Gate newGate() {
      return new Copied();
    }
  }

  /** Two sums of the JDK, one of entries and one of exits, which is read first. */
  public static final class Adders extends HandingOver {
    private static final class Sums extends Waiting {
      private final LongAdder in = new LongAdder();
      private final LongAdder out = new LongAdder();
      private volatile boolean closed;

      @Override
      public long tryEnter() {
        if (closed) {
          return 0;
        }
        in.increment();
        VarHandle.fullFence();
        if (closed) { // after the entry, as the writer closes and then looks
          leave(1);
          return 0;
        }
        return 1;
      }

      @Override
      public void leave(long stamp) {
        out.increment();
        VarHandle.fullFence();
        wake();
      }

      @Override
      public int readers() {
        VarHandle.fullFence();
        long left = out.sum(); // before the entries: never too few of them
        return (int) (in.sum() - left);
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

    @Override
    protected Gate newGate() {
      return new Sums();
    }
  }

  /** A StampedLock in each VMA, whose queue alone would let readers barge in. */
  public static final class StampedLocks extends HandingOver {
    private static final int MOST = 1_000;

    private static final class Stamped implements Gate {
      private final StampedLock lock = new StampedLock();
      private volatile boolean closed;

      /** Only for the writer. */
      private long alone;

      @Override
      public long tryEnter() {
        if (closed || lock.getReadLockCount() >= MOST) {
          return 0;
        }
        long stamp = lock.tryReadLock();
        if (stamp == 0) {
          return 0;
        }
        if (closed) { // after the entry, as who retires the VMA closes and then looks
          lock.unlockRead(stamp);
          return 0;
        }
        return 1;
      }

      @Override
      public void leave(long stamp) {
        lock.tryUnlockRead();
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
        alone = lock.tryWriteLock(nanos, TimeUnit.NANOSECONDS);
        return alone != 0;
      }

      @Override
      public void open(boolean successful) {
        closed = false;
        if (successful) {
          lock.unlockWrite(alone);
        }
      }
    }

    @Override
    public int maxReaders() {
      return MOST;
    }

    @Override
    protected Gate newGate() {
      return new Stamped();
    }
  }

  /** Flat combining: the thread that takes the busy flag does the published work of all threads. */
  public static final class Combining extends HandingOver {
    /** One piece of work, done when it has an answer. */
    private static final class Request {
      static final long NONE = -1;

      final Supplier<Long> work;
      volatile long answer = NONE;

      Request(Supplier<Long> work) {
        this.work = work;
      }
    }

    private static final class CombiningGate extends Waiting {
      private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
      private final AtomicBoolean busy = new AtomicBoolean();

      // Only for the thread that has the busy flag.
      private boolean closed;
      private long inside;

      private long does(Supplier<Long> work) {
        Request mine = new Request(work);
        requests.add(mine);
        while (mine.answer == Request.NONE) {
          if (busy.compareAndSet(false, true)) {
            for (Request each = requests.poll(); each != null; each = requests.poll()) {
              each.answer = each.work.get();
            }
            busy.set(false);
          } else {
            Thread.onSpinWait();
          }
        }
        return mine.answer;
      }

      @Override
      public long tryEnter() {
        return does(
            () -> {
              inside += closed ? 0 : 1;
              return closed ? 0L : 1L;
            });
      }

      @Override
      public void leave(long stamp) {
        if (does(() -> --inside) == 0) {
          wake();
        }
      }

      @Override
      public int readers() {
        return (int) does(() -> inside);
      }

      @Override
      public void close() {
        closed(true);
      }

      @Override
      public void open(boolean alone) {
        closed(false);
      }

      private void closed(boolean now) {
        does(
            () -> {
              closed = now;
              return 0L;
            });
      }
    }

    @Override
    public int maxReaders() {
      return 1 << 20;
    }

    @Override
    protected Gate newGate() {
      return new CombiningGate();
    }
  }

  /** One monitor for all, for some steps of each call, and a count in each VMA, up to sixteen. */
  public static final class OneMonitor extends HandingOver {
    private static final int MOST = 16;

    private final Object all = new Object();

    private final class CountGate extends Waiting {
      private boolean closed;
      private int inside;

      @Override
      public long tryEnter() {
        synchronized (all) {
          if (closed || inside == MOST) {
            return 0;
          }
          inside++;
          return 1;
        }
      }

      @Override
      public void leave(long stamp) {
        synchronized (all) {
          inside--;
        }
        wake();
      }

      @Override
      public int readers() {
        synchronized (all) {
          return inside;
        }
      }

      @Override
      public void close() {
        synchronized (all) {
          closed = true;
        }
      }

      @Override
      public void open(boolean alone) {
        synchronized (all) {
          closed = false;
        }
      }
    }

    @Override
    public int maxReaders() {
      return MOST;
    }

    @Override
    protected Gate newGate() {
      return new CountGate();
    }
  }

  /** Counts by the hash of the thread, and a seal: a reader that finds it goes out again. */
  public static final class SealedStripes extends HandingOver {
    private static final int STRIPES = 4;

    private static final class StripedGate extends Waiting {
      private final AtomicIntegerArray inside = new AtomicIntegerArray(STRIPES);
      private volatile boolean sealed;

      @Override
      public long tryEnter() {
        if (sealed) {
          return 0;
        }
        int stripe = (int) (Thread.currentThread().getId() % STRIPES);
        inside.getAndIncrement(stripe);
        if (sealed) {
          leave(1 + stripe);
          return 0;
        }
        return 1 + stripe;
      }

      @Override
      public void leave(long stamp) {
        inside.getAndDecrement((int) stamp - 1);
        wake();
      }

      @Override
      public boolean isInside(long stamp) {
        return stamp > 0 && stamp <= STRIPES && inside.get((int) stamp - 1) > 0;
      }

      @Override
      public int readers() {
        int sum = 0;
        for (int i = 0; i < STRIPES; i++) {
          sum += inside.get(i);
        }
        return sum;
      }

      @Override
      public void close() {
        sealed = true;
      }

      @Override
      public void open(boolean alone) {
        sealed = false;
      }
    }

    @Override
    public int maxReaders() {
      return 1 << 20;
    }

    @Override
    protected Gate newGate() {
      return new StripedGate();
    }
  }
}
