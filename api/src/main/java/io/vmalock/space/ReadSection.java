package io.vmalock.space;

import io.vmalock.space.index.AreaIndex;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A space while the mmap lock is held for reading: nothing changes until this is closed.
 *
 * <p>For one thread at a time; any thread may close it.
 */
public final class ReadSection<A> implements AreaView<A>, AutoCloseable {
  private final AddressSpace<A> space;
  private final TreeView<A> areas;
  private final HoldTracker.@Nullable Tracked tracked;
  private boolean closed;

  /**
   * Creates a section that releases the mmap lock, which is, or is about to be, held for reading.
   */
  ReadSection(AddressSpace<A> space, AreaIndex index) {
    this.space = space;
    this.areas = new TreeView<>(index);
    HoldTracker tracker = space.tracker();
    this.tracked = tracker == null ? null : tracker.began(this, null);
  }

  @Override
  public @Nullable Area<A> find(long address) {
    checkOpen();
    return areas.find(address);
  }

  @Override
  public @Nullable Area<A> atOrAfter(long address) {
    checkOpen();
    return areas.atOrAfter(address);
  }

  @Override
  public int size() {
    checkOpen();
    return areas.size();
  }

  @Override
  public Iterator<Area<A>> iterator() {
    checkOpen();
    Iterator<Area<A>> all = areas.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        checkOpen();
        return all.hasNext();
      }

      @Override
      public Area<A> next() {
        checkOpen();
        return all.next();
      }
    };
  }

  /** Releases the mmap lock. Closing twice does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        space.mm().readUnlock();
      } finally {
        abandon();
      }
    }
  }

  /** Voids a section that never got the mmap lock. */
  void abandon() {
    closed = true;
    HoldTracker tracker = space.tracker();
    if (tracker != null && tracked != null) {
      tracker.ended(tracked);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this section is closed: open another by readLocked() (M5)");
    }
  }
}
