package io.vmalock.space;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One release that may come to be due: of the attachment of a retired area, or of one that a
 * section was handed or had made and that no area had in the end. It is made before the first step
 * of the section that others can see, so that nothing is allocated after it.
 *
 * <p>It is done when the attachment was released or, where something else still has it, need not
 * be. All fields but {@link #done} are guarded by the monitor of {@link RetiredAreas}.
 */
final class Release<A> implements Runnable {
  private static final VarHandle DONE;

  static {
    try {
      DONE = MethodHandles.lookup().findVarHandle(Release.class, "done", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final RetiredAreas<A> home;
  final A attachment;

  /** Whose readers it waits for; null if no area had the attachment. */
  final @Nullable RetiredArea<A> area;

  final long weight;

  /** {@link System#nanoTime} when it was listed. */
  long since;

  /** The list of what is not done. */
  boolean listed;

  @Nullable Release<A> before;
  @Nullable Release<A> after;

  /** The list of those to be handed to the executor or of those that the daemon thread runs. */
  @Nullable Release<A> nextDue;

  /** Whether nothing has the attachment any more. */
  boolean due;

  /** Whether it was begun, and whether it has run: it is run once, whatever. */
  boolean begun;

  boolean ran;

  @SuppressWarnings("UnusedVariable") // through DONE
  private boolean done;

  Release(RetiredAreas<A> home, A attachment, @Nullable RetiredArea<A> area, long weight) {
    this.home = home;
    this.attachment = attachment;
    this.area = area;
    this.weight = weight;
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
