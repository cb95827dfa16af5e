package io.vmalock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An area {@code [start, end)} of an address space: the unit of read locking.
 *
 * <p>Addresses are unsigned 64-bit numbers. The range never changes: to split, grow or move an area
 * is to replace the object. The attachment is the object that the area stands for, such as a mapped
 * file or a buffer. A strategy extends this class with the fields of its lock, so that the lock
 * costs no further object and no further cache line; the base takes 40 bytes on a 64-bit JVM with
 * compressed references.
 *
 * <p>A new VMA is detached (rule L1): no reader gets in until {@link VmaLockStrategy#attach} has
 * made it a part of an {@link Mm}. A detached VMA may be attached again, to another mm too (L6); a
 * retired one never.
 */
public abstract class Vma {
  /** The owner of a detached area that was attached before. */
  private static final Object LEFT = new Object();

  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Vma.class, "owner", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long start;
  private final long end;

  /**
   * The {@link Mm} of an attached area; the {@link Retirement} of a retired one; {@link #LEFT}; or
   * null of a new one. One word serves all, so they cost an area no further field.
   */
  private @Nullable Object owner;

  /**
   * The attachment of an area that begins at offset 0 in it, as most do; of another, a {@link
   * Within}. So the offset costs an area that has none no field.
   */
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
   * The object that the area stands for.
   *
   * <p>The answer is stable inside a read hold, which sees every store that the writer made before
   * the write hold ended (rule V1). Without a hold it may be out of date, and counts only once
   * {@link Mm#validate} has said so.
   */
  public final @Nullable Object attachment() {
    Object now = attachment;
    return now instanceof Within within ? within.attachment : now;
  }

  /**
   * The offset in the attachment at which the area begins, in addresses: the kernel's vm_pgoff.
   * Stable inside a hold, as {@link #attachment} is.
   */
  public final long offset() {
    return attachment instanceof Within within ? within.offset : 0;
  }

  /** Changes the attachment, as {@link #setAttachment(Object, long)} does, to one at offset 0. */
  public final void setAttachment(@Nullable Object attachment) {
    setAttachment(attachment, 0);
  }

  /**
   * Changes the attachment and the offset in it. The caller has the area write-held, or has not yet
   * attached it.
   *
   * @throws IllegalMonitorStateException if the area is attached and this thread does not hold its
   *     mmap lock for writing
   * @throws IllegalStateException if the area is attached and not write-held: its readers would see
   *     the change in the middle of a hold
   */
  public final void setAttachment(@Nullable Object attachment, long offset) {
    Mm owner = mm();
    if (owner != null) {
      owner.assertWriteHeld(this);
    }
    this.attachment = offset == 0 ? attachment : new Within(attachment, offset);
  }

  /**
   * The mm that this area is attached to, or null.
   *
   * <p>If {@link #leaveMm} stored the null, the answer happens-after everything that the detaching
   * thread did before, so a VMA found detached may be reused.
   */
  public final @Nullable Mm mm() {
    return OWNER.getAcquire(this) instanceof Mm mm ? mm : null;
  }

  /**
   * Whether this area is attached to {@code mm}, by an acquire read, which comes before later
   * reads. It compares one word, and does not check the owner's class.
   */
  public final boolean belongsTo(Mm mm) {
    return OWNER.getAcquire(this) == mm;
  }

  /**
   * The retirement of this area, or null if it was not retired. Acquire: pairs with {@link
   * Retirement#begin}.
   */
  public final @Nullable Retirement retirement() {
    return OWNER.getAcquire(this) instanceof Retirement retirement ? retirement : null;
  }

  /**
   * The retirement of this area, or null if it was not retired. Volatile: for designs in which a
   * reader leaves by one word and then reads this, while the retirer stores this, passes a full
   * fence, and then reads that word (Dekker's handshake).
   */
  public final @Nullable Retirement retirementVolatile() {
    return OWNER.getVolatile(this) instanceof Retirement retirement ? retirement : null;
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
    return owner == mm;
  }

  /**
   * For a strategy's attach: makes this area a part of {@code mm}, before it lets readers in.
   *
   * <p>Of two mms that try at once one wins (rule L2). The acquire pairs with the release of {@link
   * #leaveMm}: the writer that attaches a VMA again sees the lock's words as detach left them.
   *
   * @throws IllegalMonitorStateException if this thread does not hold {@code mm}'s mmap lock for
   *     writing (M1)
   * @throws IllegalStateException if the area is attached already (M2)
   */
  public final void joinMm(Mm mm) {
    mm.assertWriteLocked();
    Object before;
    do {
      before = OWNER.getAcquire(this);
      if (before instanceof Mm other) {
        throw Misuse.attached(this, mm, other);
      }
      if (before instanceof Retirement) {
        throw Misuse.retired(this);
      }
      if (before == LEFT) {
        mm.countRejoined(); // one count too many, if another mm is quicker, does no harm
      }
      // It fails at most twice: another mm was first, and has left again.
    } while (OWNER.compareAndExchangeAcquire(this, before, (Object) mm) != before);
  }

  /**
   * For a strategy's detach: the last step, after which any mm may attach this area again.
   *
   * @throws IllegalMonitorStateException if this thread does not hold the mm's mmap lock for
   *     writing (M1)
   * @throws IllegalStateException if the area is detached (M2)
   */
  public final void leaveMm() {
    if (!(owner instanceof Mm mm)) {
      throw Misuse.detached(this);
    }
    mm.assertWriteLocked();
    OWNER.setRelease(this, LEFT);
  }

  /**
   * For {@link Retirement#begin}. Release: pairs with {@link #retirement}, by which the last reader
   * out finds the retirement to end.
   */
  final void retireTo(Retirement retirement) {
    OWNER.setRelease(this, retirement);
  }

  /** The range and the state, such as {@code [0x1000, 0x3000) attached}. */
  @Override
  public String toString() {
    Object now = OWNER.getAcquire(this);
    return range(start, end)
        + (now instanceof Mm ? " attached" : now instanceof Retirement ? " retired" : " detached");
  }

  static String range(long start, long end) {
    return "[0x" + Long.toHexString(start) + ", 0x" + Long.toHexString(end) + ")";
  }

  /** The attachment of an area that does not begin at its offset 0. */
  private record Within(@Nullable Object attachment, long offset) {}
}
