package io.vmalock.modelcheck.explored;

import java.util.concurrent.ThreadFactory;

/**
 * Stands for {@link java.lang.ref.Cleaner}. Nothing is collected during an execution: actions run
 * where they are called, and once.
 */
public final class Cleaner {
  /** As that of the JDK. */
  public interface Cleanable {
    /** Runs the action, unless it has run. */
    void clean();
  }

  private static final class Registered implements Cleanable {
    private final Runnable action;
    private boolean cleaned;

    Registered(Runnable action) {
      this.action = action;
    }

    @Override
    public void clean() {
      synchronized (this) {
        if (cleaned) {
          return;
        }
        cleaned = true;
      }
      action.run();
    }
  }

  private Cleaner() {}

  /** As that of the JDK, without a thread. */
  public static Cleaner create() {
    return new Cleaner();
  }

  /** As that of the JDK, without a thread. */
  public static Cleaner create(ThreadFactory factory) {
    return new Cleaner();
  }

  /** In place of the JDK-internal access to a common cleaner. */
  public static Cleaner cleaner() {
    return new Cleaner();
  }

  /** As that of the JDK. */
  public Cleanable register(Object object, Runnable action) {
    return new Registered(action);
  }
}
