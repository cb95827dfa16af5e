package io.vmalock.space;

import io.vmalock.Retirement;
import io.vmalock.Vma;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An area of a space from its retirement until its attachment is released, if it was the last to
 * have it. All fields but {@link #released} are guarded by the monitor of {@link RetiredAreas}.
 */
final class RetiredArea<A> extends Retirement implements Runnable {
  private static final VarHandle RELEASED;

  static {
    try {
      RELEASED = MethodHandles.lookup().findVarHandle(RetiredArea.class, "released", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final RetiredAreas<A> home;
  final long weight;

  /** {@link System#nanoTime} at the commit. */
  long since;

  /** When to look again whether its readers have left. */
  long nextLook;

  /** The list of what is retired and not released; linked before the first visible step. */
  @Nullable RetiredArea<A> before;

  @Nullable RetiredArea<A> after;

  /** Whether its commit is over. */
  boolean committed;

  /** Whether the drained area was taken off its attachment's count. */
  boolean settled;

  /** Whether its release was begun, by whom, and whether it has run: it is run once, whatever. */
  boolean begun;

  @Nullable Thread runner;
  boolean ran;

  /** The list of releases that are to be run. */
  @Nullable RetiredArea<A> nextDue;

  @SuppressWarnings("UnusedVariable") // through RELEASED
  private boolean released;

  RetiredArea(Vma vma, RetiredAreas<A> home, long weight) {
    super(vma);
    this.home = home;
    this.weight = weight;
  }

  A attachment() {
    return TreeView.attachment(vma());
  }

  /** Acquire: pairs with {@link #setReleased}, so what the release did is visible. */
  boolean isReleased() {
    return (boolean) RELEASED.getAcquire(this);
  }

  void setReleased() {
    RELEASED.setRelease(this, true);
  }

  /** Runs the release of its attachment; for an executor. */
  @Override
  public void run() {
    home.release(this);
  }
}
