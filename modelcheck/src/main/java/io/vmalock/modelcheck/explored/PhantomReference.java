package io.vmalock.modelcheck.explored;

import org.jspecify.annotations.Nullable;

/** Stands for {@link java.lang.ref.PhantomReference}. */
public class PhantomReference<T> extends Reference<T> {
  /** As that of the JDK. */
  public PhantomReference(@Nullable T referent, @Nullable ReferenceQueue<? super T> queue) {
    super(referent, queue);
  }

  @Override
  public @Nullable T get() {
    return null;
  }
}
