package io.vmalock.bench.replay.execution;

import io.vmalock.bench.replay.reconstruction.Reconstruction;

/** The work of one replay thread, turn by turn. */
public final class Lane {
  /** The recorded thread's name, and the number of further ones. */
  public final String name;

  /** The turns. */
  public final Reconstruction.Turn[] turns;

  /**
   * By turn, the number of sections of its space that must be over; 0 if the lane has waited for as
   * many before.
   */
  public final int[] after;

  /**
   * By turn, further lanes to wait for, as pairs of a lane's index and the number of turns that it
   * must have done.
   */
  public final int[][] waits;

  /** By turn, whether some lane waits for it. */
  public final boolean[] awaited;

  /** Takes over the arrays, which must not change. */
  public Lane(
      String name, Reconstruction.Turn[] turns, int[] after, int[][] waits, boolean[] awaited) {
    this.name = name;
    this.turns = turns;
    this.after = after;
    this.waits = waits;
    this.awaited = awaited;
  }
}
