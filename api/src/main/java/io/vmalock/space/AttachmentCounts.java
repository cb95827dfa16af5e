package io.vmalock.space;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts by identity how many areas have each attachment, in a space and all its forks together, so
 * that each attachment is released exactly once. Thread-safe; its monitor is taken last, and no
 * caller's code runs under it.
 *
 * <p>An area counts from the moment at which a section plans it until it is drained or rolled back.
 */
final class AttachmentCounts<A> {
  private final Consumer<? super A> release;

  /** Guarded by this. */
  private final Map<A, Count> counts = new IdentityHashMap<>();

  /** The attachments whose release has run; weak, so that they are collected as without a space. */
  private final Set<Released> released = new HashSet<>();

  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  AttachmentCounts(Consumer<? super A> release) {
    this.release = release;
  }

  /**
   * Counts a planned area.
   *
   * @param owned whether the space releases the attachment even if the section rolls back
   * @throws IllegalStateException if the attachment's release has begun
   */
  void add(A attachment, boolean owned) {
    if (tryAdd(attachment, owned, 0) == null) {
      throw alreadyReleased(attachment);
    }
  }

  /** Returns null, with nothing changed, if the attachment's release has begun. */
  private synchronized @Nullable Count tryAdd(A attachment, boolean owned, int pins) {
    Count count = counts.get(attachment);
    if (count == null) {
      forgetCollected();
      if (released.contains(new Released(attachment, null))) {
        return null;
      }
      count = new Count();
      counts.put(attachment, count);
    } else if (count.releasing) {
      return null;
    }
    count.areas++;
    count.owned |= owned;
    count.pins += pins;
    return count;
  }

  /** The section that handed it in has committed: from now on the space releases it. */
  synchronized void own(A attachment) {
    count(attachment).owned = true;
  }

  /**
   * Takes one area off.
   *
   * @return whether the release of the attachment is due, which the caller then runs by {@link
   *     #release}
   */
  synchronized boolean remove(A attachment) {
    Count count = count(attachment);
    count.areas--;
    if (count.areas > 0) {
      return false;
    }
    if (count.owned) {
      count.releasing = true;
    } else {
      counts.remove(attachment); // rolled back: the caller keeps it
    }
    return count.owned;
  }

  /** Takes one area off that is not the last to have the attachment, so that no release is due. */
  synchronized void removeShared(A attachment) {
    count(attachment).areas--;
  }

  /**
   * Counts a user beside the areas.
   *
   * @throws IllegalStateException if the attachment's release has begun
   */
  void pin(A attachment) {
    if (tryAdd(attachment, true, 1) == null) {
      throw alreadyReleased(attachment);
    }
  }

  /** Takes a pin off, which {@link #remove} must follow; returns false if there is none. */
  synchronized boolean unpin(A attachment) {
    Count count = counts.get(attachment);
    if (count == null || count.pins == 0) {
      return false;
    }
    count.pins--;
    return true;
  }

  /** Runs the release, which counts as run even if it throws. */
  void release(A attachment) {
    try {
      release.accept(attachment);
    } finally {
      forget(attachment);
    }
  }

  synchronized int size() {
    return counts.size();
  }

  private synchronized void forget(A attachment) {
    released.add(new Released(attachment, collected));
    counts.remove(attachment);
  }

  private void forgetCollected() {
    for (Reference<?> one = collected.poll(); one != null; one = collected.poll()) {
      released.remove(one);
    }
  }

  private Count count(A attachment) {
    return Objects.requireNonNull(counts.get(attachment));
  }

  private static IllegalStateException alreadyReleased(Object attachment) {
    return new IllegalStateException(
        "the release of "
            + Area.text(attachment)
            + " has begun, as no area had it any more: map a new attachment");
  }

  /** The count of one attachment. */
  private static final class Count {
    /** The count, with the pins. */
    int areas;

    int pins;
    boolean owned;
    boolean releasing;
  }

  /** An attachment by identity; equal to another of the same one, and to itself once collected. */
  private static final class Released extends WeakReference<Object> {
    private final int hash;

    Released(Object attachment, @Nullable ReferenceQueue<Object> queue) {
      super(attachment, queue);
      hash = System.identityHashCode(attachment);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Object mine = get();
      return mine != null && other instanceof Released that && that.get() == mine;
    }
  }
}
