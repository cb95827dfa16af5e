package io.vmalock.modelcheck.explored;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.lang.ref.ReferenceQueue}. */
public class ReferenceQueue<T> {
  private final ArrayDeque<Reference<? extends T>> queued = new ArrayDeque<>();

  /** As that of the JDK. */
  public ReferenceQueue() {}

  @SuppressWarnings("unchecked")
  void add(Reference<?> reference) {
    synchronized (queued) {
      queued.add((Reference<? extends T>) reference);
      queued.notifyAll();
    }
  }

  /** As that of the JDK. */
  public @Nullable Reference<? extends T> poll() {
    synchronized (queued) {
      return queued.poll();
    }
  }

  /** As that of the JDK. */
  public Reference<? extends T> remove() throws InterruptedException {
    synchronized (queued) {
      while (queued.isEmpty()) {
        queued.wait();
      }
      return queued.remove();
    }
  }

  /** As that of the JDK. */
  public @Nullable Reference<? extends T> remove(long timeout) throws InterruptedException {
    if (timeout == 0) {
      return remove();
    }
    long end = System.nanoTime() + timeout * 1_000_000;
    synchronized (queued) {
      while (queued.isEmpty()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return null;
        }
        queued.wait(Math.max(1, left / 1_000_000));
      }
      return queued.remove();
    }
  }
}
