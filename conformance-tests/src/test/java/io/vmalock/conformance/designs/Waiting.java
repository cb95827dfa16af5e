package io.vmalock.conformance.designs;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A gate whose writer parks until the last reader out wakes him. */
public abstract class Waiting implements Gate {
  private volatile @Nullable Thread waiter;

  /**
   * For a reader, after it has counted itself out by a volatile access: the writer names himself,
   * and then looks at the readers (Dekker's handshake).
   */
  protected final void wake() {
    LockSupport.unpark(waiter);
  }

  /** Whether nobody is inside, as the writer needs it; volatile. */
  protected boolean isEmpty() {
    return readers() == 0;
  }

  @Override
  public boolean await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    waiter = Thread.currentThread();
    try {
      while (!isEmpty()) {
        long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return true;
    } finally {
      waiter = null;
    }
  }
}
