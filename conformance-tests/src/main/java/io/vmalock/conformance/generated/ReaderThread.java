package io.vmalock.conformance.generated;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The second thread of programs. The writer's thread gives it one thing to do at a time.
 *
 * <p>A volatile store hands the task over, and another its end: each pairs with the volatile load
 * by which the other side finds it.
 */
final class ReaderThread {
  private static final int LOOKS = 2_000;
  private static final long NAP_NANOS = 50_000;

  /** One task. */
  private static final class Task {
    final Callable<Long> deed;

    /** Who is woken at the end. */
    final @Nullable Thread giver;

    long value;
    @Nullable Throwable thrown;
    volatile boolean done;

    Task(Callable<Long> deed, @Nullable Thread giver) {
      this.deed = deed;
      this.giver = giver;
    }
  }

  private final Thread thread;
  private volatile @Nullable Task task;
  private volatile boolean dismissed;

  ReaderThread() {
    thread = new Thread(this::work, "reader of a program");
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    int looks = 0;
    while (!dismissed) {
      Task given = task;
      if (given == null) {
        // Woken by start and dismiss.
        if (++looks > LOOKS) {
          LockSupport.park(this);
        } else {
          Thread.onSpinWait();
        }
        continue;
      }
      looks = 0;
      try {
        given.value = given.deed.call();
      } catch (Throwable e) {
        given.thrown = e;
      }
      task = null;
      given.done = true;
      LockSupport.unpark(given.giver);
    }
  }

  /** A task that was begun. */
  final class Begun {
    private final Task given;

    private Begun(Task given) {
      this.given = given;
    }

    /** Waits for the end of the task; returns its result or throws its exception. */
    long end() throws Throwable {
      for (int i = 0; !given.done; i++) {
        if (i < LOOKS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, NAP_NANOS); // woken by work
        }
      }
      Throwable thrown = given.thrown;
      if (thrown != null) {
        throw thrown;
      }
      return given.value;
    }
  }

  /** Begins a task. */
  Begun begin(Callable<Long> deed) {
    return begin(new Task(deed, Thread.currentThread()));
  }

  /**
   * Begins a task at whose end nobody is woken: its giver may be parked in a strategy's call, whose
   * wake-up is the strategy's duty.
   */
  Begun beginBeside(Callable<Long> deed) {
    return begin(new Task(deed, null));
  }

  private Begun begin(Task given) {
    task = given;
    LockSupport.unpark(thread);
    return new Begun(given);
  }

  Thread thread() {
    return thread;
  }

  boolean isIdle() {
    return task == null;
  }

  void dismiss() {
    dismissed = true;
    LockSupport.unpark(thread);
  }
}
