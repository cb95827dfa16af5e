package io.vmalock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record of one VMA's retirement: from {@link VmaLockStrategy#retire} until the last reader has
 * left it. It is allocated before the VMA is retired, so that the last reader out allocates
 * nothing.
 *
 * <p>A retirement ends exactly once. If no reader is inside the VMA, it ends <em>at once</em>,
 * inside {@code retire}. Otherwise the last reader out ends it, or a thread that {@linkplain
 * VmaLockStrategy#lookAgain looks again}. That thread links this object to the mm's notices ({@link
 * Mm#takeNotices}), and wakes the thread that listens to them. Everything done inside the holds of
 * the VMA happens-before {@link #isDrained} answers true, and before the notice is taken (rule V2).
 *
 * <p>An owner of VMAs may extend this class with the state that it needs when the VMA is drained.
 * All methods are thread-safe.
 */
public class Retirement {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Retirement.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int UNUSED = 0;
  private static final int OCCUPIED = 1;
  private static final int DRAINED_AT_ONCE = 2;
  private static final int GIVING = 3;
  private static final int DRAINED = 4;

  private final Vma vma;

  /** The mm that the VMA belonged to; stored by the retirer, before the VMA points here. */
  private @Nullable Mm mm;

  /** The notice that was linked before this one; written by the one thread that links this. */
  private @Nullable Retirement next;

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private int state;

  /** Creates the retirement of a VMA that is still to be retired. */
  public Retirement(Vma vma) {
    this.vma = Objects.requireNonNull(vma, "vma");
  }

  /** The VMA. */
  public final Vma vma() {
    return vma;
  }

  /** The mm that the VMA was attached to, or null before it is retired. */
  public final @Nullable Mm mm() {
    return mm;
  }

  /**
   * Whether the VMA is retired and empty of readers, for good. Acquire: pairs with the release by
   * which the last reader out, or the retirer, ended it.
   */
  public final boolean isDrained() {
    return (int) STATE.getAcquire(this) >= DRAINED_AT_ONCE;
  }

  /**
   * Whether the retirer found no reader inside, so that no notice is given. The answer is final
   * once {@code retire} has returned.
   */
  public final boolean isDrainedAtOnce() {
    return (int) STATE.getAcquire(this) == DRAINED_AT_ONCE;
  }

  /** The notice after this one in a list of {@link Mm#takeNotices}, or null. */
  public final @Nullable Retirement next() {
    return next;
  }

  // ---- For strategies ----

  /**
   * For a strategy's retire, as its first change: takes the VMA out of {@code mm}, for good. From
   * here on {@link Vma#isOf} is false, so a reader that finds the lock closed, and then checks the
   * VMA's mm, answers DETACHED.
   *
   * @throws IllegalMonitorStateException if this thread has no section of {@code mm} open (M1)
   * @throws IllegalStateException if the VMA is detached or retired, or if this object was used
   *     (M2)
   * @throws IllegalArgumentException if the VMA is attached to another mm (M4)
   */
  public final void begin(Mm mm) {
    assertMayBegin(mm);
    this.mm = mm;
    STATE.set(this, OCCUPIED); // plain: the release that follows publishes it
    vma.retireTo(this);
  }

  /**
   * Checks the conditions of {@link #begin}, and changes nothing: for a bulk retire, which refuses
   * as a whole.
   *
   * @throws IllegalMonitorStateException as {@link #begin}
   * @throws IllegalStateException as {@link #begin}
   * @throws IllegalArgumentException as {@link #begin}
   */
  public final void assertMayBegin(Mm mm) {
    mm.assertWriteLocked();
    mm.assertAttached(vma);
    if ((int) STATE.getOpaque(this) != UNUSED) {
      throw new IllegalStateException(
          "the retirement of " + vma + " was used before: make a new one for each VMA (M2)");
    }
  }

  /**
   * Checks that this retirement has begun, for a strategy's look again. Acquire: sees everything
   * that the retirer did before {@link #begin}.
   *
   * @throws IllegalStateException if not
   */
  public final void assertBegun() {
    if (vma.retirement() != this) {
      throw new IllegalStateException(
          "only what was retired is looked at again: " + vma + " was not by this retirement");
    }
  }

  /**
   * For a strategy's retire: ends the retirement of a VMA without readers, which no reader can
   * enter any more. Gives no notice, unless a reader that backed out of the VMA found it empty
   * first and {@linkplain #end gave one}. The caller has read the readers' words as for {@link
   * #end}.
   */
  public final void endAtOnce() {
    // A compare-and-set: either the retirer or a reader that passes wins. Release: pairs with
    // isDrained.
    STATE.compareAndSet(this, OCCUPIED, DRAINED_AT_ONCE);
  }

  /**
   * For the last reader out, and for a thread that looks again: ends the retirement of a VMA
   * without readers, which no reader can enter any more. Of several callers one links the notice.
   * Allocates nothing, throws nothing, takes no lock and runs no caller's code.
   *
   * <p>The caller has read, in acquire mode or stronger, the words by which the readers left, so
   * that their work happens-before the notice (V2).
   */
  public final void end() {
    // Either the last reader out or a thread that looks again wins. Release: pairs with isDrained.
    if ((int) STATE.getOpaque(this) == OCCUPIED && STATE.compareAndSet(this, OCCUPIED, GIVING)) {
      boolean given = false;
      try {
        Objects.requireNonNull(mm).give(this);
        given = true;
      } finally {
        // If an error cut this short, the notice is still to be given. Not a weaker store: this one
        // needs no more stack than the call that has just succeeded.
        STATE.compareAndSet(this, GIVING, given ? DRAINED : OCCUPIED);
      }
    }
  }

  /** For {@link Mm#give}: the one thread that links this calls it, before it links. */
  final void setNext(@Nullable Retirement next) {
    this.next = next;
  }

  /** {@code retirement of [0x1000, 0x3000), drained}. */
  @Override
  public String toString() {
    int now = (int) STATE.getOpaque(this);
    String word =
        now == UNUSED ? "not begun" : now == OCCUPIED ? "readers may be inside" : "drained";
    return "retirement of " + Vma.range(vma.start(), vma.end()) + ", " + word;
  }
}
