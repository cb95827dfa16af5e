package io.vmalock.bench.scale.machine;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take turns. They are virtual if the JDK has virtual threads: a hand-over then takes
 * some hundred nanoseconds, without the operating system.
 */
final class Threads {
  private static final @Nullable Object VIRTUAL = virtual();

  private Threads() {}

  private static @Nullable Object virtual() {
    // One carrier: one of them runs at a time anyway.
    System.getProperties().putIfAbsent("jdk.virtualThreadScheduler.parallelism", "1");
    System.getProperties().putIfAbsent("jdk.virtualThreadScheduler.maxPoolSize", "1");
    try {
      return Thread.class.getMethod("ofVirtual").invoke(null); // since 21
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  static Thread unstarted(String name, Runnable body) {
    if (VIRTUAL != null) {
      try {
        Method unstarted =
            Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
        return (Thread) unstarted.invoke(VIRTUAL, body);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot make a virtual thread", e);
      }
    }
    Thread thread = new Thread(null, body, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }
}
