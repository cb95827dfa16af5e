package io.vmalock.modelcheck.explored;

import org.jspecify.annotations.Nullable;

/** Stands for {@link java.lang.ref.WeakReference}. */
public class WeakReference<T> extends Reference<T> {
  /** As that of the JDK. */
  public WeakReference(@Nullable T referent) {
    super(referent, null);
  }

  /** As that of the JDK. */
  public WeakReference(@Nullable T referent, @Nullable ReferenceQueue<? super T> queue) {
    super(referent, queue);
  }
}
