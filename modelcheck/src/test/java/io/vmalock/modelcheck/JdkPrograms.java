package io.vmalock.modelcheck;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Protected;
import io.vmalock.modelcheck.program.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Programs on the JDK's own locks, whose bytecode is explored with them. */
final class JdkPrograms {
  private JdkPrograms() {}

  /** The data that the locks protect. */
  abstract static class Guarding implements Program {
    @Protected int first;
    @Protected int second;

    void change() {
      first++;
      CurrentExecution.point("half changed");
      second++;
    }

    void look() {
      int seen = first;
      CurrentExecution.point("half looked");
      if (seen != second) {
        CurrentExecution.fail("X1", "saw " + seen + " and " + second);
      }
    }
  }

  /** Two threads that lock. */
  public static final class Reentrant extends Guarding {
    private ReentrantLock lock = new ReentrantLock();

    @Override
    public List<Task> begin() {
      lock = new ReentrantLock();
      first = 0;
      second = 0;
      Task task =
          () -> {
            lock.lock();
            try {
              change();
            } finally {
              lock.unlock();
            }
          };
      return List.of(task, task);
    }

    @Override
    public void end() {
      if (first != 2 || lock.isLocked()) {
        CurrentExecution.fail("X1", "changed " + first + " times");
      }
    }
  }

  /** Two threads of which one waits with a time limit. */
  public static final class Timed extends Guarding {
    private ReentrantLock lock = new ReentrantLock();

    @Override
    public List<Task> begin() {
      lock = new ReentrantLock();
      first = 0;
      second = 0;
      return List.of(
          () -> {
            lock.lock();
            change();
            lock.unlock();
          },
          () -> {
            if (lock.tryLock(1, TimeUnit.MILLISECONDS)) {
              change();
              lock.unlock();
              CurrentExecution.observe("in");
            } else {
              CurrentExecution.observe("gave up");
            }
          });
    }
  }

  /** A reader and a writer. */
  public static final class ReadWrite extends Guarding {
    private ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    @Override
    public List<Task> begin() {
      lock = new ReentrantReadWriteLock();
      first = 0;
      second = 0;
      return List.of(
          () -> {
            lock.readLock().lock();
            look();
            lock.readLock().unlock();
          },
          () -> {
            lock.writeLock().lock();
            change();
            lock.writeLock().unlock();
          });
    }
  }

  /** Readers, optimistic ones too, and a writer. */
  public static final class Stamped extends Guarding {
    private StampedLock lock = new StampedLock();

    @Override
    public List<Task> begin() {
      lock = new StampedLock();
      first = 0;
      second = 0;
      return List.of(
          () -> {
            long stamp = lock.readLock();
            look();
            lock.unlockRead(stamp);
          },
          () -> {
            long stamp = lock.writeLock();
            change();
            lock.unlockWrite(stamp);
          });
    }
  }

  /** Two permits for one. */
  public static final class Permits extends Guarding {
    private Semaphore permits = new Semaphore(1);

    @Override
    public List<Task> begin() {
      permits = new Semaphore(1);
      first = 0;
      second = 0;
      Task task =
          () -> {
            permits.acquire();
            change();
            permits.release();
          };
      return List.of(task, task);
    }
  }

  /** One thread that waits for another. */
  public static final class Latch extends Guarding {
    private CountDownLatch latch = new CountDownLatch(1);

    @Override
    public List<Task> begin() {
      latch = new CountDownLatch(1);
      first = 0;
      second = 0;
      return List.of(
          () -> {
            change();
            latch.countDown();
          },
          () -> {
            latch.await();
            look();
            if (first != 1) {
              CurrentExecution.fail("V1", "saw " + first);
            }
          });
    }
  }

  /** A condition of a lock. */
  public static final class Conditions extends Guarding {
    private ReentrantLock lock = new ReentrantLock();
    private Condition changed = lock.newCondition();

    @Override
    public List<Task> begin() {
      lock = new ReentrantLock();
      changed = lock.newCondition();
      first = 0;
      second = 0;
      return List.of(
          () -> {
            lock.lock();
            change();
            changed.signal();
            lock.unlock();
          },
          () -> {
            lock.lock();
            while (first == 0) {
              changed.await();
            }
            look();
            lock.unlock();
          });
    }
  }

  /** Each kind of atomic variable, none of which loses an update. */
  public static final class Atomics implements Program {
    private static final AtomicIntegerFieldUpdater<Atomics> UPDATED =
        AtomicIntegerFieldUpdater.newUpdater(Atomics.class, "updated");

    private volatile int updated;
    private AtomicInteger integer = new AtomicInteger();
    private AtomicLong number = new AtomicLong();
    private AtomicReference<String> reference = new AtomicReference<>();
    private AtomicBoolean flag = new AtomicBoolean();
    private AtomicIntegerArray array = new AtomicIntegerArray(2);
    private LongAdder adder = new LongAdder();

    @Override
    public List<Task> begin() {
      updated = 0;
      integer = new AtomicInteger();
      number = new AtomicLong();
      reference = new AtomicReference<>("");
      flag = new AtomicBoolean();
      array = new AtomicIntegerArray(2);
      adder = new LongAdder();
      Task task =
          () -> {
            UPDATED.incrementAndGet(this);
            integer.getAndIncrement();
            number.accumulateAndGet(2, Math::multiplyExact);
            reference.updateAndGet(before -> before + "a");
            flag.set(true);
            array.incrementAndGet(1);
            adder.increment();
          };
      return List.of(task, task);
    }

    @Override
    public void end() {
      String seen =
          updated + " " + integer + " " + number + " " + reference + " " + flag + " " + array + " "
              + adder;
      if (!seen.equals("2 2 0 aa true [0, 2] 2")) {
        CurrentExecution.fail("", seen);
      }
    }
  }

  /** Collections without any lock in them, used under one, or not. */
  abstract static class Collecting implements Program {
    private static final List<Integer> STATIC = new ArrayList<>(List.of(7));

    private List<Integer> list = new ArrayList<>();
    private Map<String, Integer> map = new HashMap<>();
    private Deque<Integer> deque = new ArrayDeque<>();

    abstract void guarded(Runnable change);

    @Override
    public List<Task> begin() {
      list = new ArrayList<>();
      map = new HashMap<>();
      deque = new ArrayDeque<>();
      Task task =
          () ->
              guarded(
                  () -> {
                    STATIC.add(CurrentExecution.thread());
                    list.add(CurrentExecution.thread());
                    map.merge("a", 1, Integer::sum);
                    deque.addLast(CurrentExecution.thread());
                  });
      return List.of(task, task);
    }

    @Override
    public void end() {
      String sizes = STATIC.size() + " " + list.size() + " " + map + " " + deque.size();
      if (!sizes.equals("3 2 {a=2} 2")) {
        CurrentExecution.fail("X1", "an addition was lost: " + sizes);
      }
    }
  }

  /** Under a lock. */
  public static final class GuardedCollections extends Collecting {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    void guarded(Runnable change) {
      lock.lock();
      change.run();
      lock.unlock();
    }
  }

  /** Without. */
  public static final class UnguardedCollections extends Collecting {
    @Override
    void guarded(Runnable change) {
      change.run();
    }
  }

  /** Made by Collections, whose own bytecode is explored. */
  public static final class SynchronizedCollection implements Program {
    @Override
    public List<Task> begin() {
      return List.of(
          () -> {
            List<Integer> made = Collections.synchronizedList(new ArrayList<>());
            made.add(1);
          });
    }
  }
}
