package io.vmalock.modelcheck;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Protected;
import io.vmalock.modelcheck.program.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Programs that each have one fault that the model checker has to find, or one trap in which it
 * must find none.
 */
final class SmallPrograms {
  private SmallPrograms() {}

  /** The canary: two threads that count without any lock. */
  public static final class RacyCounter implements Program {
    @Protected private int count;

    @Override
    public List<Task> begin() {
      count = 0;
      return List.of(() -> count++, () -> count++);
    }
  }

  /** A counter in a volatile field: no race to report, but an update is lost. */
  public static final class LostUpdate implements Program {
    private volatile int count;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public List<Task> begin() {
      count = 0;
      return List.of(() -> count++, () -> count++);
    }

    @Override
    public void end() {
      if (count != 2) {
        CurrentExecution.fail("X1", "counted to " + count);
      }
    }
  }

  /** Two stores, and two loads, of which neither may be seen between the other two. */
  public static class Undisturbed implements Program {
    private int word;

    @Override
    public List<Task> begin() {
      word = 0;
      return List.of(
          () ->
              aside(
                  () -> {
                    word = 1;
                    word = 2;
                  }),
          () -> aside(() -> CurrentExecution.observe(word + "," + word)));
    }

    void aside(Runnable what) {
      CurrentExecution.undisturbed(what);
    }
  }

  /** The two steps with switches allowed between. */
  public static final class Disturbed extends Undisturbed {
    @Override
    void aside(Runnable what) {
      what.run();
    }
  }

  /** Has more events than an execution may, before its threads begin and in undisturbed pieces. */
  public static final class LongUndisturbed implements Program {
    private int word;

    @Override
    public int mostEvents() {
      return 1_000;
    }

    @Override
    public List<Task> begin() {
      word = 0;
      for (int i = 0; i <= mostEvents(); i++) {
        synchronized (this) {
          word++;
        }
      }
      return List.of(
          () -> {
            for (int i = 0; i <= mostEvents() / 10; i++) {
              CurrentExecution.undisturbed(this::pass);
            }
          });
    }

    private void pass() {
      for (int i = 0; i < 10; i++) {
        synchronized (this) {
          word++;
        }
      }
    }
  }

  /** Needs many more events than an execution may have at least, with any schedule. */
  public static class Dear implements Program {
    private volatile int word;

    @Override
    public int mostEvents() {
      return 100;
    }

    @Override
    public int mostUsualEvents() {
      return 10_000;
    }

    @Override
    public List<Task> begin() {
      word = 0;
      return List.of(this::looks, () -> word = 1);
    }

    void looks() {
      // Another thread's store makes it look again.
      for (int last = -1; last != word; ) {
        last = word;
        for (int i = 0; i < mostEvents(); i++) {
          look(word);
        }
      }
    }

    void look(int seen) {}
  }

  /** Waits for what comes in no execution, or only in the usual one. */
  public static class DearWithoutEnd extends Dear {
    private final boolean always = getClass() == DearWithoutEnd.class;

    @Override
    void look(int seen) {
      while (always || seen == 1) {
        Thread.onSpinWait();
      }
    }
  }

  /** Waits for ever where the usual execution, though dear, does not. */
  public static final class SeldomWithoutEnd extends DearWithoutEnd {}

  /** Waits undisturbed for a change that no thread makes. */
  public static final class SpinsUndisturbed implements Program {
    private volatile boolean done;

    @Override
    public List<Task> begin() {
      done = false;
      return List.of(
          () ->
              CurrentExecution.undisturbed(
                  () -> {
                    while (!done) {
                      Thread.onSpinWait();
                    }
                  }),
          () -> done = false);
    }
  }

  /** Two locks in two orders. */
  public static final class TwoOrders implements Program {
    private ReentrantLock one = new ReentrantLock();
    private ReentrantLock other = new ReentrantLock();

    @Override
    public List<Task> begin() {
      one = new ReentrantLock();
      other = new ReentrantLock();
      return List.of(() -> both(one, other), () -> both(other, one));
    }

    private static void both(ReentrantLock first, ReentrantLock second) {
      first.lock();
      second.lock();
      second.unlock();
      first.unlock();
    }
  }

  /** Two monitors, taken in opposite orders. */
  public static final class TwoMonitors implements Program {
    private final Object one = new Object();
    private final Object other = new Object();

    @Override
    public List<Task> begin() {
      return List.of(() -> both(one, other), () -> both(other, one));
    }

    private static void both(Object first, Object second) {
      synchronized (first) {
        synchronized (second) {
          CurrentExecution.point("inside");
        }
      }
    }
  }

  /** A waiter that looks, then announces itself: the wake-up may come in between. */
  public static final class LostWakeUp implements Program {
    private volatile boolean done;
    private volatile Thread waiter;

    @Override
    public List<Task> begin() {
      done = false;
      waiter = null;
      return List.of(
          () -> {
            if (!done) {
              waiter = Thread.currentThread();
              while (!done) {
                LockSupport.park(this);
              }
            }
          },
          () -> {
            // Reads the waiter before it stores that it is done.
            Thread seen = waiter;
            done = true;
            LockSupport.unpark(seen);
          });
    }
  }

  /** These spin for a change that no thread makes. */
  public static final class Spinners implements Program {
    private volatile boolean go;

    @Override
    public List<Task> begin() {
      go = false;
      Task task =
          () -> {
            while (!go) {
              Thread.onSpinWait();
            }
          };
      return List.of(task, task);
    }
  }

  /** One thread spins until the other has stored, in the weakest mode that suffices. */
  public static final class SpinUntil implements Program {
    private static final VarHandle GO;

    static {
      try {
        GO = MethodHandles.lookup().findVarHandle(SpinUntil.class, "go", boolean.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private boolean go;

    @Override
    public List<Task> begin() {
      go = false;
      return List.of(
          () -> {
            while (!(boolean) GO.getOpaque(this)) {
              Thread.onSpinWait();
            }
          },
          () -> GO.setOpaque(this, true));
    }
  }

  /** A waiter that no thread wakes, and that looks again after a while. */
  public static class Poller implements Program {
    private volatile boolean done;

    @Override
    public List<Task> begin() {
      done = false;
      return List.of(
          () -> {
            while (!done) {
              LockSupport.parkNanos(this, 1_000_000);
            }
          },
          () -> done = true);
    }
  }

  /** A poller that declares how long it polls. */
  public static final class DeclaredPoller extends Poller {
    @Override
    public long longestPoll() {
      return Long.MAX_VALUE;
    }
  }

  /** A guarded wait, with its loop or without it. */
  abstract static class Waiting implements Program {
    @Protected private boolean ready;

    abstract void await() throws InterruptedException;

    boolean isReady() {
      return ready;
    }

    @Override
    public List<Task> begin() {
      ready = false;
      return List.of(
          () -> {
            synchronized (this) {
              await();
              if (!ready) {
                CurrentExecution.fail("P2", "went on too early");
              }
            }
          },
          this::announce);
    }

    private synchronized void announce() {
      ready = true;
      notifyAll();
    }
  }

  /** In a loop. */
  public static final class WaitLoop extends Waiting {
    @Override
    void await() throws InterruptedException {
      while (!isReady()) {
        wait();
      }
    }
  }

  /** Once. */
  public static final class WaitOnce extends Waiting {
    @Override
    @SuppressWarnings("WaitNotInLoop")
    void await() throws InterruptedException {
      if (!isReady()) {
        wait();
      }
    }
  }

  /** A thread that starts, interrupts and joins another. */
  public static final class Parent implements Program {
    @Protected private int result;

    @Override
    public List<Task> begin() {
      result = 0;
      return List.of(
          () -> {
            Thread child =
                new Thread(
                    () -> {
                      LockSupport.park(this);
                      result = Thread.interrupted() ? 1 : 2;
                    });
            child.start();
            child.interrupt();
            child.join();
            CurrentExecution.observe(result + " " + child.isAlive());
          });
    }
  }

  /** Looks at the state of a thread that may have ended. */
  public static final class State implements Program {
    @Override
    public List<Task> begin() {
      return List.of(
          () -> {
            Thread child = new Thread(() -> {});
            child.start();
            CurrentExecution.observe(child.getState());
          });
    }
  }

  /** Calls a method that has no model. */
  public static final class Unmodelled implements Program {
    @Override
    public List<Task> begin() {
      return List.of(() -> Runtime.getRuntime().gc());
    }
  }

  /** One thread has a monitor that another one wants; how often did that one wait? */
  abstract static class Monitored implements Program {
    abstract void inside();

    @Override
    public long longestPoll() {
      return Long.MAX_VALUE;
    }

    @Override
    public List<Task> begin() {
      return List.of(
          () -> {
            synchronized (this) {
              inside();
            }
          },
          () -> {
            int before = CurrentExecution.waits();
            synchronized (this) {
              CurrentExecution.observe(CurrentExecution.waits() - before);
            }
          });
    }
  }

  /** One thread has a lock of the JDK that another one wants; how often did that one wait? */
  abstract static class Locked implements Program {
    final ReentrantLock lock = new ReentrantLock();

    abstract void inside();

    @Override
    public long longestPoll() {
      return Long.MAX_VALUE;
    }

    @Override
    public List<Task> begin() {
      Task asks =
          () -> {
            int before = CurrentExecution.waits();
            lock.lock();
            try {
              CurrentExecution.observe(CurrentExecution.waits() - before);
            } finally {
              lock.unlock();
            }
          };
      return List.of(
          () -> {
            lock.lock();
            try {
              inside();
            } finally {
              lock.unlock();
            }
          },
          asks);
    }
  }

  /** It only passes. */
  public static final class PassesLock extends Locked {
    @Override
    void inside() {
      CurrentExecution.point("inside");
    }
  }

  /** Whether one thread waits, and is in a lock, as another sees that has or had that lock. */
  public static final class SeesWaiting implements Program {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public List<Task> begin() {
      Task passes =
          () -> {
            lock.lock();
            try {
              CurrentExecution.observe(sight());
            } finally {
              lock.unlock();
            }
            CurrentExecution.observe(sight());
          };
      return List.of(
          passes,
          () -> {
            lock.lock();
            lock.unlock();
          });
    }

    private static String sight() {
      return (CurrentExecution.isWaiting(2) ? "waits" : "goes on")
          + (CurrentExecution.isInLock(2) ? " in the lock" : "");
    }
  }

  /** It waits for something else meanwhile. */
  public static final class SleepsInLock extends Locked {
    @Override
    void inside() {
      LockSupport.parkNanos(this, 1_000);
    }
  }

  /** It ends one operation and begins another meanwhile. */
  public static final class KeepsLock extends Locked {
    @Override
    void inside() {
      CurrentExecution.sharesUnmodelled();
    }
  }

  /** It only passes. */
  public static final class PassesMonitor extends Monitored {
    @Override
    void inside() {
      CurrentExecution.point("inside");
    }
  }

  /** It waits for something else meanwhile. */
  public static final class SleepsInMonitor extends Monitored {
    @Override
    void inside() {
      LockSupport.parkNanos(this, 1_000);
    }
  }

  /** Loops for ever, and looks at nothing that could change. */
  public static final class Whirl implements Program {
    @Override
    public List<Task> begin() {
      return List.of(
          () -> {
            int sum = 0;
            for (int i = 1; i != 0; i = i >= 1_000 ? 1 : i + 1) {
              sum += i;
            }
            CurrentExecution.observe(sum);
          });
    }
  }

  /** Static state, changed by every execution, and seen as new by every execution. */
  public static final class StaticState implements Program {
    private static final int[] ARRAY = {5};
    private static int counter = 7;

    @Override
    public List<Task> begin() {
      Task task =
          () -> {
            counter += 1;
            ARRAY[0] += 1;
          };
      return List.of(task, task);
    }

    @Override
    public void end() {
      CurrentExecution.observe(counter <= 9 && ARRAY[0] <= 7);
    }
  }

  /** One field, reached in four ways. */
  public static final class OneField implements Program {
    private static final AtomicIntegerFieldUpdater<OneField> UPDATER =
        AtomicIntegerFieldUpdater.newUpdater(OneField.class, "field");
    private static final VarHandle HANDLE;

    static {
      try {
        HANDLE = MethodHandles.lookup().findVarHandle(OneField.class, "field", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private volatile int field;

    @Override
    public List<Task> begin() {
      field = 1;
      Task task =
          () -> {
            HANDLE.getAndAdd(this, 10);
            UPDATER.addAndGet(this, 100);
          };
      return List.of(task, task);
    }

    @Override
    public void end() {
      CurrentExecution.observe(field + " " + (int) HANDLE.get(this) + " " + UPDATER.get(this));
    }
  }

  /** State that differs from run to run of another program. */
  public static final class Identities implements Program {
    @Override
    public List<Task> begin() {
      Task task =
          () ->
              CurrentExecution.observe(
                  new Object().hashCode()
                      + " "
                      + new Identities().hashCode()
                      + " "
                      + Thread.currentThread().getName()
                      + " "
                      + System.nanoTime());
      return List.of(task);
    }
  }

  /**
   * A store to a volatile that is overwritten before it is read. The language orders a volatile
   * load after it all the same; an acquire load only after the store that it reads.
   */
  abstract static class Overwritten implements Program {
    static final VarHandle FLAG;

    static {
      try {
        FLAG = MethodHandles.lookup().findVarHandle(Overwritten.class, "flag", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private int flag;
    @Protected private int data;

    abstract int load();

    @Override
    public List<Task> begin() {
      flag = 0;
      data = 0;
      return List.of(
          () -> {
            data = 1;
            FLAG.setVolatile(this, 1);
          },
          () -> {
            if ((int) FLAG.getOpaque(this) == 1) {
              FLAG.setVolatile(this, 2);
            }
          },
          () -> {
            if (load() == 2) {
              data = 2;
            }
          });
    }
  }

  /** Read as a volatile. */
  public static final class OverwrittenVolatile extends Overwritten {
    @Override
    int load() {
      return (int) FLAG.getVolatile(this);
    }
  }

  /** Read in acquire mode. */
  public static final class OverwrittenAcquire extends Overwritten {
    @Override
    int load() {
      return (int) FLAG.getAcquire(this);
    }
  }
}
