package io.vmalock.space;

/**
 * The level at which a space watches the holds of its areas, as a leak detector does: {@link #OFF}
 * costs nothing.
 */
public enum Tracking {
  /** Records nothing. */
  OFF,
  /**
   * Records one hold in 128, with its thread and the place where it began. The record is logged if
   * the {@link Hold} object is collected, or its thread dies, before the hold ends.
   */
  SAMPLED,
  /**
   * Records every hold and read section. Waits and {@link AddressSpace#describe} name all holders,
   * and a thread that waits for the space inside its own hold gets an exception (P7).
   */
  ALL
}
