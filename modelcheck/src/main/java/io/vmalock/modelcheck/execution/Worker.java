package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.program.ExecutingThread;
import io.vmalock.modelcheck.variable.Renamed;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A platform thread that runs the threads of executions, one after another. */
public final class Worker extends Thread implements ExecutingThread.Carrier {
  /** The methods in which a pool's threads wait while they have no task. */
  private static final Set<String> WAITS_FOR_TASK =
      Set.of(
          "java.util.concurrent.ThreadPoolExecutor.getTask",
          "java.util.concurrent.ForkJoinPool.runWorker",
          "java.util.concurrent.DelayScheduler.loop");

  private final Baton baton = new Baton(this);
  private @Nullable ModelThread running;
  private @Nullable Runnable job;
  private boolean retired;

  Worker(String name) {
    super(null, null, name, 0, false);
    setDaemon(true);
  }

  /** Returns the model thread that the calling platform thread runs, or null if it runs none. */
  static @Nullable ModelThread current() {
    return Thread.currentThread() instanceof Worker worker ? worker.running : null;
  }

  /** Returns whether it is a thread of a JDK pool that waits for a task, and has none. */
  boolean isIdleInPool() {
    boolean waits = false;
    for (StackTraceElement frame : getStackTrace()) {
      String place = Renamed.original(frame.getClassName()) + "." + frame.getMethodName();
      if (place.equals("java.util.concurrent.ForkJoinTask.doExec")) {
        return false;
      }
      waits |= WAITS_FOR_TASK.contains(place);
    }
    return waits;
  }

  Baton baton() {
    return baton;
  }

  /** Sets the code to run when the baton next comes. */
  void prepare(Runnable work) {
    job = work;
  }

  /** Sets the code to run at once. */
  void prepareControl(Runnable work) {
    job = work;
    baton.give();
  }

  @Override
  public @Nullable ModelThread running() {
    return running;
  }

  void running(@Nullable ModelThread thread) {
    running = thread;
  }

  void retire() {
    retired = true;
    baton.give();
  }

  @Override
  public void run() {
    while (true) {
      baton.await();
      if (retired) {
        return;
      }
      Runnable work = job;
      job = null;
      if (work != null) {
        work.run();
      }
    }
  }
}
