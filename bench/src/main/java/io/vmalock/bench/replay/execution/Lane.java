package io.vmalock.bench.replay.execution;

import io.vmalock.bench.replay.reconstruction.Reconstruction;

/** What one replay thread does, one turn after the other. */
public final class Lane {
  /** The recorded thread's name, and how many more there are. */
  public final String name;

  /** What to do. */
  public final Reconstruction.Turn[] turns;

  /**
   * By turn: how many sections of its space must be over; 0 where the lane has waited for as many
   * before.
   */
  public final int[] after;

  /**
   * By turn: further lanes to wait for, as pairs of a lane's index and of how many turns it must
   * have done.
   */
  public final int[][] waits;

  /** By turn: whether some lane waits for it. */
  public final boolean[] awaited;

  /** Takes the arrays over; nobody changes them. */
  public Lane(
      String name, Reconstruction.Turn[] turns, int[] after, int[][] waits, boolean[] awaited) {
    this.name = name;
    this.turns = turns;
    this.after = after;
    this.waits = waits;
    this.awaited = awaited;
  }
}
