package io.vmalock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An area {@code [start, end)} of an address space: the unit that is read-locked on its own.
 *
 * <p>Addresses are unsigned 64-bit numbers. The range never changes: to split, grow or move an area
 * is to replace the object. What belongs to the area, a mapped file or a buffer, is its attachment.
 * A strategy extends this class with the fields of its lock, so that the lock costs no further
 * object and no further cache line; the base takes 40 bytes on a 64-bit JVM with compressed
 * references.
 *
 * <p>A new VMA is detached (rule L1): no reader gets in until {@link VmaLockStrategy#attach} has
 * made it a part of an {@link Mm}. A detached VMA may be attached again, to another mm too (L6).
 */
public abstract class Vma {
  private static final VarHandle MM;

  static {
    try {
      MM = MethodHandles.lookup().findVarHandle(Vma.class, "mm", Mm.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long start;
  private final long end;
  private @Nullable Mm mm;
  private @Nullable Object attachment;

  /**
   * Creates a detached area.
   *
   * @param start the first address, unsigned
   * @param end the first address after the area, unsigned
   * @throws IllegalArgumentException if the range is empty or wraps: {@code end <= start}, unsigned
   */
  protected Vma(long start, long end, @Nullable Object attachment) {
    if (Long.compareUnsigned(start, end) >= 0) {
      throw new IllegalArgumentException(
          "an area needs start < end (unsigned), got " + range(start, end));
    }
    this.start = start;
    this.end = end;
    this.attachment = attachment;
  }

  /** The first address, unsigned. */
  public final long start() {
    return start;
  }

  /** The first address after the area, unsigned. */
  public final long end() {
    return end;
  }

  /** Whether {@code start <= address < end}, unsigned. */
  public final boolean contains(long address) {
    // One comparison for two: below start, the difference wraps to a large number.
    return Long.compareUnsigned(address - start, end - start) < 0;
  }

  /**
   * What the area stands for.
   *
   * <p>Stable inside a read hold, and then every store that its writer made before the write hold
   * ended is visible (rule V1). Read without a hold it may be out of date, and whoever does so
   * validates what was read ({@link Mm#validate}).
   */
  public final @Nullable Object attachment() {
    return attachment;
  }

  /**
   * Changes the attachment. The caller has the area write-held, or has not yet attached it.
   *
   * @throws IllegalMonitorStateException if the area is attached and this thread does not hold its
   *     mmap lock for writing
   * @throws IllegalStateException if the area is attached and not write-held: its readers would see
   *     the change in the middle of a hold
   */
  public final void setAttachment(@Nullable Object attachment) {
    Mm owner = mm();
    if (owner != null) {
      owner.assertWriteHeld(this);
    }
    this.attachment = attachment;
  }

  /**
   * The mm that this area is attached to, or null.
   *
   * <p>A null that {@link #leaveMm} stored happens-after everything that the detaching thread did,
   * so a VMA found detached may be reused.
   */
  public final @Nullable Mm mm() {
    return (Mm) MM.getAcquire(this);
  }

  /**
   * Whether this area is attached to {@code mm}, for a reader that the lock already keeps in (or a
   * writer of that mm).
   *
   * <p>A plain read: the acquire that let the reader in pairs with the release by which attach
   * opened the lock, and attach joined the mm before that. Without the lock the answer may be out
   * of date either way.
   */
  public final boolean isOf(Mm mm) {
    return this.mm == mm;
  }

  /**
   * For a strategy's attach: makes this area a part of {@code mm}, before readers are let in.
   *
   * <p>Of two mms that try at once one wins (rule L2). The acquire pairs with the release of {@link
   * #leaveMm}: whoever attaches a VMA again sees the lock's words as detach left them.
   *
   * @throws IllegalMonitorStateException if this thread does not hold {@code mm}'s mmap lock for
   *     writing (M1)
   * @throws IllegalStateException if the area is attached already (M2)
   */
  public final void joinMm(Mm mm) {
    mm.assertWriteLocked();
    Mm owner = (Mm) MM.compareAndExchangeAcquire(this, (Mm) null, mm);
    if (owner != null) {
      throw Misuse.attached(this, mm, owner);
    }
  }

  /**
   * For a strategy's detach: the last step, after which anyone may attach this area again.
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mm's mmap lock for
   *     writing (M1)
   * @throws IllegalStateException if the area is detached (M2)
   */
  public final void leaveMm() {
    Mm owner = mm;
    if (owner == null) {
      throw Misuse.detached(this);
    }
    owner.assertWriteLocked();
    MM.setRelease(this, null);
  }

  /** The range and the state, such as {@code [0x1000, 0x3000) attached}. */
  @Override
  public String toString() {
    return range(start, end) + (mm() == null ? " detached" : " attached");
  }

  static String range(long start, long end) {
    return "[0x" + Long.toHexString(start) + ", 0x" + Long.toHexString(end) + ")";
  }
}
