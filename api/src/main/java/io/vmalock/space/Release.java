package io.vmalock.space;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One release that may become due: of the attachment of a retired area, or of an attachment that a
 * section was handed or had made and that no area had in the end. It is created before the
 * section's first visible step, so that nothing is allocated after it.
 *
 * <p>It is done when the attachment was released, or when another user still has the attachment and
 * it need not be. All fields are guarded by the monitor of {@link RetiredAreas}; where one is read
 * without it, the reader says why.
 */
final class Release<A> implements Runnable {
  private static final VarHandle DONE;
  private static final VarHandle DUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DONE = lookup.findVarHandle(Release.class, "done", boolean.class);
      DUE = lookup.findVarHandle(Release.class, "due", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final RetiredAreas<A> home;
  final A attachment;

  /** The area whose readers it waits for; null if no area had the attachment. */
  final @Nullable RetiredArea<A> area;

  final long weight;

  /** {@link System#nanoTime} when it was listed. */
  long since;

  /** The next in the list of releases that are not done. */
  boolean listed;

  @Nullable Release<A> before;
  @Nullable Release<A> after;

  /** The next in the list for the executor, or in the list for the daemon thread. */
  @Nullable Release<A> nextDue;

  /** Whether it is in the list for the daemon thread, which must have it once. */
  boolean queued;

  /** Whether no user of the attachment is left; stays so. */
  @SuppressWarnings("UnusedVariable") // through DUE
  private boolean due;

  /** Whether the release was begun, and whether it has run: it runs once in any case. */
  boolean begun;

  /** The thread that runs it now, which must not wait for it. */
  @Nullable Thread runner;

  boolean ran;

  @SuppressWarnings("UnusedVariable") // through DONE
  private boolean done;

  Release(RetiredAreas<A> home, A attachment, @Nullable RetiredArea<A> area, long weight) {
    this.home = home;
    this.attachment = attachment;
    this.area = area;
    this.weight = weight;
  }

  /** Opaque: a thread that then begins it takes the monitor, which orders more than this could. */
  boolean isDue() {
    return (boolean) DUE.getOpaque(this);
  }

  /** Caller has the monitor. */
  void setDue() {
    DUE.setOpaque(this, true);
  }

  /** Acquire: pairs with {@link #setDone}, so what the release did is visible. */
  boolean isDone() {
    return (boolean) DONE.getAcquire(this);
  }

  void setDone() {
    DONE.setRelease(this, true);
  }

  /** Releases the attachment; for an executor. */
  @Override
  public void run() {
    home.run(this);
  }
}
