package io.vmalock.conformance.check;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The time that the kit waits for an event before it reports that the event does not come.
 *
 * <p>Counted in looks, not in time: a shared machine that stands still for a second costs one look.
 * All of it scales by one factor.
 *
 * @param scale 1 for an idle machine; the system property {@value #PROPERTY} sets it
 */
public record WaitBudget(double scale) {
  /** The system property that sets the factor. */
  public static final String PROPERTY = "vmalock.scale";

  private static final int QUICK_LOOKS = 200;
  private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

  /** Ten seconds of a machine that does its work. */
  private static final int LOOKS = 2_000;

  /** Two seconds: enough if no thread is left that could still wake another. */
  private static final int LOOKS_AT_STUCK = 400;

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public WaitBudget {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("the scale must be above 0, got " + scale);
    }
  }

  /** By the system property, or 1. */
  public static WaitBudget standard() {
    return new WaitBudget(Double.parseDouble(System.getProperty(PROPERTY, "1")));
  }

  /** Waits for {@code happened}; false if it did not happen. */
  public boolean until(BooleanSupplier happened) {
    return until(happened, () -> false);
  }

  /**
   * Waits for {@code happened}; false if it did not happen, sooner if {@code stuck} says at every
   * look that nothing moves.
   */
  public boolean until(BooleanSupplier happened, BooleanSupplier stuck) {
    int stuckLooks = 0;
    for (int look = 0; look < QUICK_LOOKS + scaled(LOOKS); look++) {
      if (happened.getAsBoolean()) {
        return true;
      }
      pause(look);
      if (look >= QUICK_LOOKS) {
        stuckLooks = stuck.getAsBoolean() ? stuckLooks + 1 : 0;
        if (stuckLooks > scaled(LOOKS_AT_STUCK)) {
          return happened.getAsBoolean();
        }
      }
    }
    return happened.getAsBoolean();
  }

  private static void pause(int look) {
    if (look < QUICK_LOOKS / 2) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(look < QUICK_LOOKS ? 20_000 : BETWEEN_LOOKS_NANOS);
    }
  }

  private int scaled(int looks) {
    return (int) Math.max(20, looks * scale);
  }
}
