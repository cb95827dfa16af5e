package io.vmalock;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Another thread that does one thing, and hands over what came of it. */
public final class OtherThread<T> {
  private final FutureTask<T> work;
  private final Thread thread;

  private OtherThread(Callable<T> work) {
    this.work = new FutureTask<>(work);
    this.thread = new Thread(this.work, "other");
    thread.setDaemon(true);
  }

  public static <T> OtherThread<T> start(Callable<T> work) {
    OtherThread<T> other = new OtherThread<>(work);
    other.thread.start();
    return other;
  }

  /** Does something on another thread and waits for it. */
  public static <T> T call(Callable<T> work) throws Exception {
    return start(work).result();
  }

  /** Starts work, and returns when it waits for something. */
  public static <T> OtherThread<T> startAndAwaitBlocked(Callable<T> work) {
    OtherThread<T> other = start(work);
    other.awaitBlocked();
    return other;
  }

  /** Returns when the thread waits for something; it must. */
  public void awaitBlocked() {
    while (true) {
      switch (thread.getState()) {
        case WAITING, TIMED_WAITING, BLOCKED -> {
          return;
        }
        case TERMINATED -> throw new AssertionError("was to wait, and has ended: " + work);
        default -> Thread.onSpinWait();
      }
    }
  }

  public boolean isDone() {
    return work.isDone();
  }

  public void interrupt() {
    thread.interrupt();
  }

  /** Waits for the end; throws what the work threw. */
  public T result() throws Exception {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw (Error) e.getCause();
    }
  }
}
