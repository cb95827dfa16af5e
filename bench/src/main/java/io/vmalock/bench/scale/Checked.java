package io.vmalock.bench.scale;

import io.vmalock.bench.report.Numbers;
import io.vmalock.bench.scale.machine.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The model beside measurements of the same run, on one core and on two. */
final class Checked {
  /** The most that the model may be off the nearer end of the measured range. */
  private static final double MOST_OFF = 0.25;

  private final List<List<String>> rows = new ArrayList<>();
  private int misses;

  /**
   * Adds a row.
   *
   * @param loop the time of the benchmark's loop itself
   */
  void add(
      Scene scene,
      String measuredAs,
      String strategy,
      int cores,
      Tally tally,
      double loop,
      Measured.Range range) {
    double modelled =
        scene.countsReads() && scene != Scene.WRITE_1K
            ? tally.nanosPerRead() + loop
            : tally.nanosPerSection();
    double off =
        modelled < range.low()
            ? modelled / range.low() - 1
            : modelled > range.high() ? modelled / range.high() - 1 : 0;
    boolean hit = Math.abs(off) <= MOST_OFF;
    misses += hit ? 0 : 1;
    rows.add(
        List.of(
            measuredAs,
            Integer.toString(cores),
            strategy,
            Numbers.time(modelled),
            Numbers.time(range.low()) + " to " + Numbers.time(range.high()),
            off == 0 ? "inside" : String.format(Locale.ROOT, "%+.0f %%", off * 100),
            hit ? "" : "miss"));
  }

  Part part(double loop) {
    return new Part(
        "The model beside measurement on this machine",
        List.of(
            "One operation of one thread. "
                + misses
                + " of "
                + rows.size()
                + " are further off the nearer end of what was measured than "
                + Math.round(MOST_OFF * 100)
                + " %. To reads is added what the benchmark's loop takes by itself, "
                + Numbers.time(loop)
                + ", measured without a lock."),
        List.of("scenario", "cores", "strategy", "modelled", "measured", "off", ""),
        rows,
        "");
  }
}
