package io.vmalock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A slot in which the one writer of an mm waits for the readers of a VMA: the kernel's rcuwait. A
 * strategy keeps one in its {@link Mm}.
 *
 * <p>One thread at a time waits here: the one that holds the mmap lock for writing. It looks at the
 * readers after each wake-up, so a wake-up too many is harmless, even one that comes when it waits
 * no longer. Any thread may call {@link #wake}.
 *
 * <p><b>No wake-up is lost</b> (rule P2) if the readers' word says that a writer waits, from before
 * {@link #await} is called, and the last reader, which finds this in the <em>volatile</em>
 * read-modify-write by which it leaves, calls {@link #wake} after it. The waiter announces itself,
 * passes a full fence, and looks; the reader leaves, then reads the announcement, both volatile. So
 * the look finds the reader gone or the reader finds the waiter. An error in the reader, out of
 * stack or memory between the two steps, may still cost a wake-up. So the waiter looks again by
 * itself after {@link #LOOKS_AGAIN}, and the wake-up is late and not lost.
 *
 * <p>{@link #poll} awaits readers that leave by a store and wake no writer.
 */
public final class WaitSlot {
  /** The longest pause of {@link #poll} between two looks: 1 ms. */
  public static final Duration LONGEST_POLL = Duration.ofMillis(1);

  /**
   * The time after which a parked writer looks again by itself: 1 s. It bounds the delay that an
   * error in a reader's exit causes, and is too long to replace a wake-up.
   */
  public static final Duration LOOKS_AGAIN = Duration.ofSeconds(1);

  private static final VarHandle WAITER;

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(WaitSlot.class, "waiter", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The number of looks before the first pause: some microseconds, as long as a pause and a wake-up
   * take. On one processor no reader leaves meanwhile.
   */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

  /** A pause of {@link #poll} is this part of the time waited so far, which bounds its lateness. */
  private static final int PART = 4;

  private static final long SHORTEST_POLL = 10_000;
  private static final long ANY_TIME = Long.MAX_VALUE;
  private static final int INTERRUPTED = -1;

  /** A look at the readers that a writer waits for. */
  @FunctionalInterface
  public interface Readers {
    /**
     * The number of readers inside, read with acquire, so that a writer that finds them gone sees
     * everything that they did (rule V2).
     */
    int inside();
  }

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private @Nullable Thread waiter;

  /** Creates an empty slot. */
  public WaitSlot() {}

  /** Waits, uninterruptibly, until no reader is inside. Keeps the interrupt status (W5). */
  public void await(Readers readers) {
    untilGone(readers, ANY_TIME, false, false);
  }

  /**
   * Waits until no reader is inside, or gives up.
   *
   * @param nanos the most nanoseconds to wait: 0 or less looks once; {@link Long#MAX_VALUE} waits
   *     without bound. A short spin comes first, so the shortest wait is some microseconds
   * @return 0 when no reader is inside; else the number of readers when the time was over
   * @throws InterruptedException if the thread was or is interrupted while it waits
   */
  public int await(Readers readers, long nanos) throws InterruptedException {
    return checked(untilGone(readers, nanos, false, true));
  }

  /** Waits as {@link #await(Readers)} does, for readers that do not wake: looks again and again. */
  public void poll(Readers readers) {
    untilGone(readers, ANY_TIME, true, false);
  }

  /**
   * Waits as {@link #await(Readers, long)} does, for readers that do not wake.
   *
   * @throws InterruptedException if the thread was or is interrupted while it waits
   */
  public int poll(Readers readers, long nanos) throws InterruptedException {
    return checked(untilGone(readers, nanos, true, true));
  }

  /** Wakes the thread that waits here, if any. */
  public void wake() {
    // Volatile: the reader's half of the handshake. Null, or a thread that waits no longer, is
    // harmless.
    LockSupport.unpark((Thread) WAITER.getVolatile(this));
  }

  private static int checked(int inside) throws InterruptedException {
    if (inside == INTERRUPTED) {
      throw new InterruptedException();
    }
    return inside;
  }

  /** Returns the number of readers inside at the end, or {@link #INTERRUPTED}. */
  private int untilGone(Readers readers, long nanos, boolean polls, boolean interruptible) {
    int inside = readers.inside();
    if (inside == 0 || nanos <= 0) {
      return inside;
    }
    long start = System.nanoTime();
    for (int i = 0; i < SPINS; i++) {
      Thread.onSpinWait();
      inside = readers.inside();
      if (inside == 0) {
        return 0;
      }
    }
    boolean interrupted = false;
    if (!polls) {
      WAITER.setOpaque(this, Thread.currentThread());
      VarHandle.fullFence(); // the waiter's half of the handshake
    }
    try {
      inside = readers.inside();
      while (inside != 0) {
        long waited = System.nanoTime() - start;
        if (waited >= nanos) {
          break;
        }
        long left = nanos == ANY_TIME ? ANY_TIME : nanos - waited;
        if (polls) {
          long pause = Math.max(SHORTEST_POLL, waited / PART);
          LockSupport.parkNanos(this, Math.min(left, Math.min(pause, LONGEST_POLL.toNanos())));
        } else {
          LockSupport.parkNanos(this, Math.min(left, LOOKS_AGAIN.toNanos())); // woken by wake()
        }
        if (Thread.interrupted()) { // which also lets the next park wait
          if (interruptible) {
            return INTERRUPTED;
          }
          interrupted = true;
        }
        inside = readers.inside();
      }
      return inside;
    } finally {
      if (!polls) {
        WAITER.setOpaque(this, null);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
