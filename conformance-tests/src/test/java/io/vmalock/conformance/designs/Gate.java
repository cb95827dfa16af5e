package io.vmalock.conformance.designs;

/**
 * The lock that {@link Gated} needs: readers that never wait, and one writer at a time that does.
 */
public interface Gate {
  /** Lets a reader in: a stamp above 0, or 0 if the gate is closed or full. */
  long tryEnter();

  /** Lets it out again. */
  void leave(long stamp);

  /** How many are inside. */
  int readers();

  /** Whether a reader with this stamp may be inside. */
  default boolean isInside(long stamp) {
    return stamp > 0 && readers() > 0;
  }

  /** Lets no reader in from now on. */
  void close();

  /**
   * Waits until the writer, who closed the gate, is alone; he stays so until {@link #open}.
   *
   * @return whether he is; if not, the time is over
   */
  boolean await(long nanos) throws InterruptedException;

  /** Waits without bound; an interrupt is kept for later. */
  default void await() {
    boolean interrupted = false;
    boolean alone = false;
    try {
      while (!alone) {
        try {
          alone = await(Long.MAX_VALUE);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Lets readers in again.
   *
   * @param alone whether the writer's wait was successful
   */
  void open(boolean alone);
}
