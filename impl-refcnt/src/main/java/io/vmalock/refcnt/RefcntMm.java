package io.vmalock.refcnt;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.VmaLockStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** An mm with the one thread that may wait for readers: writers hold the mmap lock. */
final class RefcntMm extends Mm {
  private static final VarHandle WAITER;

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(RefcntMm.class, "waiter", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int maxReaders;

  @SuppressWarnings("UnusedVariable") // through its VarHandle
  private @Nullable Thread waiter;

  RefcntMm(VmaLockStrategy strategy, Limits limits) {
    super(strategy, limits);
    this.maxReaders = Math.min(limits.readers(), RefcntStrategy.MAX_READERS);
  }

  /** Opaque: the read-modify-writes of the count carry the order. */
  void announceWaiter(@Nullable Thread thread) {
    WAITER.setOpaque(this, thread);
  }

  /** Null or out of date for a writer that waits no longer: one unpark too many is harmless. */
  @Nullable Thread waiter() {
    return (Thread) WAITER.getOpaque(this);
  }
}
