package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Threads;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands for {@code Thread.Builder} and its subtypes, which are newer than 17. A virtual thread is
 * a thread of the execution like any other: its carrier is not part of the model.
 */
public interface ModelThreadBuilder {
  /** A thread that reports itself as virtual. */
  final class Virtual extends Thread {
    Virtual(Runnable task) {
      super(null, task, "", 0, false);
      setDaemon(true);
    }
  }

  /** In place of {@code Thread.ofVirtual()}. */
  static ModelThreadBuilder ofVirtual() {
    return new Made(true);
  }

  /** In place of {@code Thread.ofPlatform()}. */
  static ModelThreadBuilder ofPlatform() {
    return new Made(false);
  }

  /** In place of {@code Thread.startVirtualThread(task)}. */
  static Thread startVirtualThread(Runnable task) {
    return ofVirtual().start(task);
  }

  /** As that of the JDK. */
  ModelThreadBuilder name(String name);

  /** As that of the JDK. */
  ModelThreadBuilder name(String prefix, long start);

  /** Has no effect: values of thread locals are not inherited. */
  default ModelThreadBuilder inheritInheritableThreadLocals(boolean inherit) {
    return this;
  }

  /** Has no effect: an exception that leaves a thread is a finding. */
  default ModelThreadBuilder uncaughtExceptionHandler(Thread.UncaughtExceptionHandler handler) {
    return this;
  }

  /** Has no effect. */
  default ModelThreadBuilder group(ThreadGroup group) {
    return this;
  }

  /** Has no effect: an execution is over when all threads have ended. */
  default ModelThreadBuilder daemon(boolean on) {
    return this;
  }

  /** Has no effect: an execution is over when all threads have ended. */
  default ModelThreadBuilder daemon() {
    return this;
  }

  /** Has no effect: the scheduler is the model checker. */
  default ModelThreadBuilder priority(int priority) {
    return this;
  }

  /** Has no effect. */
  default ModelThreadBuilder stackSize(long size) {
    return this;
  }

  /** As that of the JDK. */
  Thread unstarted(Runnable task);

  /** As that of the JDK. */
  default Thread start(Runnable task) {
    Thread thread = unstarted(task);
    Threads.start(thread);
    return thread;
  }

  /** As that of the JDK. */
  default ThreadFactory factory() {
    return this::unstarted;
  }

  /** The only kind of builder. */
  final class Made implements ModelThreadBuilder {
    private final boolean virtual;
    private @Nullable String prefix;
    private long next = -1;

    Made(boolean virtual) {
      this.virtual = virtual;
    }

    @Override
    public ModelThreadBuilder name(String name) {
      prefix = name;
      next = -1;
      return this;
    }

    @Override
    public ModelThreadBuilder name(String before, long start) {
      prefix = before;
      next = start;
      return this;
    }

    @Override
    public Thread unstarted(Runnable task) {
      Thread thread = virtual ? new Virtual(task) : new Thread(null, task, "Thread-0", 0, false);
      String name = prefix;
      if (name != null) {
        thread.setName(next < 0 ? name : name + next++);
      }
      return thread;
    }
  }
}
