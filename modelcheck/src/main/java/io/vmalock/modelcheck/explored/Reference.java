package io.vmalock.modelcheck.explored;

import org.jspecify.annotations.Nullable;

/**
 * Stands for {@link java.lang.ref.Reference}. Nothing is collected during an execution: only {@link
 * #clear} removes a referent, and only {@link #enqueue} puts a reference into its queue. As in
 * every JVM, nobody sees a reference before its constructor has set the referent.
 */
public abstract class Reference<T> {
  private final @Nullable T referent;
  private volatile boolean cleared;
  private volatile @Nullable ReferenceQueue<? super T> queue;

  Reference(@Nullable T referent, @Nullable ReferenceQueue<? super T> queue) {
    this.referent = referent;
    this.queue = queue;
  }

  /** As that of the JDK. */
  public @Nullable T get() {
    return cleared ? null : referent;
  }

  /** As that of the JDK. */
  public final boolean refersTo(@Nullable T object) {
    return get() == object;
  }

  /** As that of the JDK. */
  public void clear() {
    cleared = true;
  }

  /** As that of the JDK: true for the first caller, if there is a queue. */
  public boolean enqueue() {
    clear();
    ReferenceQueue<? super T> in;
    synchronized (this) {
      in = queue;
      queue = null;
    }
    if (in == null) {
      return false;
    }
    in.add(this);
    return true;
  }

  /** Has no effect: nothing is collected. */
  public static void reachabilityFence(@Nullable Object reference) {}
}
