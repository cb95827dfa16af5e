package io.vmalock.space;

import java.time.Duration;
import java.util.List;

/**
 * The work that a section's commit has left to do: the areas that it retired, from which readers
 * may still have to leave, and the releases of their attachments and of attachments left without an
 * area. No caller has to wait for it. A caller that must know that no reader is inside any more
 * waits after the mmap lock is released, and stops no other thread.
 *
 * <p>Areas retired earlier count too as long as they share an attachment with one of these, because
 * their readers look at the content that this section took away.
 *
 * <p>Do not wait inside a hold of the space: the release may be waiting for it (P7). Thread-safe.
 */
public final class Commit {
  private final AddressSpace<?> space;
  private final Awaited<?> awaited;

  <A> Commit(AddressSpace<A> space, List<Release<A>> releases) {
    this.space = space;
    this.awaited = new Awaited<>(space, releases);
  }

  /** Whether everything that the section retired has been released. */
  public boolean isReleased() {
    return awaited.isReleased();
  }

  /**
   * Waits until everything that the section retired has been released. Logs after a second which
   * areas it waits for. If the space has no executor, this thread itself runs the releases that it
   * would wait for, unless they have begun.
   *
   * @throws InterruptedException if the thread was or is interrupted
   * @throws IllegalStateException if the wait might not end (P7): this thread has a section of the
   *     space open, or runs one of the releases, or is the thread of the process that would run
   *     them, or is inside a hold of a space that tracks all holds
   */
  public void await() throws InterruptedException {
    space.checkMayAwait();
    awaited.await(Long.MAX_VALUE);
  }

  /**
   * Waits as {@link #await()} does, for as long as {@code timeout} at most, and runs no release.
   *
   * @return whether everything has been released
   * @throws InterruptedException if the thread was or is interrupted
   * @throws IllegalStateException if the wait might not end (P7): this thread has a section of the
   *     space open, or runs one of the releases, or is the thread of the process that would run
   *     them, or is inside a hold of a space that tracks all holds
   */
  public boolean await(Duration timeout) throws InterruptedException {
    long nanos = AddressSpace.nanos(timeout);
    space.checkMayAwait();
    return awaited.await(nanos);
  }

  /** The number of areas that have not been released, and their ranges and readers. */
  @Override
  public String toString() {
    return awaited.toString();
  }

  /** The awaited releases, with the attachment's type. */
  private record Awaited<A>(AddressSpace<A> space, List<Release<A>> releases) {
    boolean isReleased() {
      space.retired().settleNotices();
      for (Release<A> release : releases) {
        if (!release.isDone()) {
          return false;
        }
      }
      return true;
    }

    boolean await(long nanos) throws InterruptedException {
      return space.retired().await(releases, nanos);
    }

    @Override
    public String toString() {
      return space.describe(releases);
    }
  }
}
