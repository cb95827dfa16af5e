package io.vmalock.space;

/**
 * How closely a space watches who holds its areas, as with a leak detector: {@link #OFF} costs
 * nothing.
 */
public enum Tracking {
  /** Nothing is kept. */
  OFF,
  /**
   * One hold in 128 is kept with its thread and the place where it began. It is logged if the
   * {@link Hold} object is collected, or its thread dies, before the hold ends.
   */
  SAMPLED,
  /**
   * Every hold and read section is kept so. Waits and {@link AddressSpace#describe} name all
   * holders, and a thread that waits for the space inside its own hold gets an exception (P7).
   */
  ALL
}
