package io.vmalock.space;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A space while the mmap lock is held for reading: nothing changes until this is closed.
 *
 * <p>For one thread at a time; close it on whichever.
 */
public final class ReadSection<A> implements AreaView<A>, AutoCloseable {
  private final AddressSpace<A> space;
  private final TreeView<A> areas;
  private final @Nullable AtomicInteger counted;
  private boolean closed;

  /** The mmap lock is held for reading, and this section's to end. */
  ReadSection(AddressSpace<A> space) {
    this.space = space;
    this.areas = new TreeView<>(space.index());
    this.counted = space.enter();
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
    return areas.iterator();
  }

  /** Releases the mmap lock. Closing twice does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (counted != null) {
        counted.decrementAndGet();
      }
      space.mm().readUnlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this section is closed: open another by readLocked() (M5)");
    }
  }
}
