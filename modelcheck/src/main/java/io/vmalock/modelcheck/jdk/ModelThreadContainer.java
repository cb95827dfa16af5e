package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Threads;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the container in which the JDK keeps the threads of executors, for its own
 * bookkeeping.
 */
public class ModelThreadContainer {
  /** As that of the JDK. */
  public ModelThreadContainer(boolean shared) {}

  /** As that of the JDK. */
  public static ModelThreadContainer create(String name) {
    return new ModelThreadContainer(true);
  }

  /** Starts a thread of the execution. */
  public void start(Thread thread) {
    Threads.start(thread);
  }

  /** Starts a thread of the execution. */
  public static void start(@Nullable Object access, Thread thread, ModelThreadContainer in) {
    Threads.start(thread);
  }

  /** As that of the JDK, which overrides it. */
  public Stream<Thread> threads() {
    return Stream.empty();
  }

  /** As that of the JDK, which overrides it. */
  public long threadCount() {
    return 0;
  }

  /** Has no effect. */
  public void close() {}

  /** Has no effect. */
  public static Object registerContainer(ModelThreadContainer container) {
    return container;
  }

  /** Has no effect. */
  public static void deregisterContainer(Object key) {}
}
