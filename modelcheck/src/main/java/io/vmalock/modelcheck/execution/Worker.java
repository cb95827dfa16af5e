package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.program.ExecutingThread;
import org.jspecify.annotations.Nullable;

/** A platform thread that runs the threads of executions, one after the other. */
public final class Worker extends Thread implements ExecutingThread.Carrier {
  private final Baton baton = new Baton(this);
  private @Nullable ModelThread running;
  private @Nullable Runnable job;
  private boolean retired;

  Worker(String name) {
    super(null, null, name, 0, false);
    setDaemon(true);
  }

  /** The model thread that the calling platform thread runs, or null if it runs none. */
  static @Nullable ModelThread current() {
    return Thread.currentThread() instanceof Worker worker ? worker.running : null;
  }

  Baton baton() {
    return baton;
  }

  /** Sets what to run when the baton next comes. */
  void prepare(Runnable work) {
    job = work;
  }

  /** Sets what to run at once. */
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
