package io.vmalock.bench.diff;

import com.google.common.collect.ImmutableList;
import io.vmalock.bench.result.Environment;
import io.vmalock.bench.result.Measurement;
import io.vmalock.bench.result.Results;
import io.vmalock.bench.stats.Interval;
import io.vmalock.bench.stats.Ratio;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes from one run to another beyond the noise of both, and the obstacles to their
 * comparison.
 *
 * <p>The forks of two runs are not pairs. So the interval of the ratio combines the intervals of
 * the two medians, each taken at its far end.
 *
 * @param changes the cells that both runs measured, the most slowed-down first
 * @param obstacles the obstacles to a comparison of the runs or of some cells, in sentences
 * @param added the number of cells that only the later run has
 */
public record Diff(
    ImmutableList<Change> changes, Map<Obstacle, List<String>> obstacles, int added) {
  /**
   * One cell that both runs have.
   *
   * @param measurement the later one
   * @param before nanoseconds for an operation
   * @param after the same, in the later run
   * @param speed the ratio of speeds, above 1 if it got faster, with its interval
   */
  public record Change(Measurement measurement, double before, double after, Interval speed) {
    /** Returns whether the change is significant, and large enough to matter. */
    public boolean significant() {
      return !speed.contains(1)
          && Math.abs(Math.log(speed.value())) >= Math.log1p(Ratio.LEAST_DIFFERENCE);
    }

    /** Returns whether it got slower by more than {@code share}, significantly. */
    public boolean regression(double share) {
      return significant() && speed.value() < 1 / (1 + share);
    }

    /** Returns the cell in words. */
    public String label() {
      return Diff.label(measurement);
    }
  }

  /** Compares two runs. */
  public static Diff of(Results before, Results after) {
    Map<Obstacle, List<String>> obstacles = new EnumMap<>(Obstacle.class);
    environments(before.environment(), after.environment(), obstacles);
    Map<String, Measurement> later = new LinkedHashMap<>();
    after.measurements().forEach(each -> later.put(label(each), each));
    List<Change> changes = new ArrayList<>();
    for (Measurement earlier : before.measurements()) {
      Measurement now = later.remove(label(earlier));
      Interval then = earlier.figure();
      if (earlier.failure() != null || !Double.isFinite(then.value())) {
        continue; // the earlier cell had no figure
      }
      if (now == null) {
        tell(obstacles, Obstacle.ROWS_GONE, label(earlier) + " is not in the later run");
      } else if (now.failure() != null || !Double.isFinite(now.figure().value())) {
        without(now, obstacles);
      } else if (tells(earlier, "earlier", obstacles) & tells(now, "later", obstacles)) {
        changes.add(change(now, then, now.figure()));
      }
    }
    if (changes.isEmpty() && obstacles.isEmpty()) {
      tell(obstacles, Obstacle.TOO_FEW_FORKS, "no row has a figure in both runs");
    }
    changes.sort(Comparator.comparingDouble(change -> change.speed().value()));
    return new Diff(ImmutableList.copyOf(changes), obstacles, later.size());
  }

  /** Says why a row of the later run has no figure. */
  private static void without(Measurement now, Map<Obstacle, List<String>> obstacles) {
    if (now.failure() != null) {
      tell(obstacles, Obstacle.ROWS_GONE, label(now) + " failed: " + now.failure());
    } else if (now.discarded() > 0) {
      tell(
          obstacles,
          Obstacle.TOO_FEW_FORKS,
          label(now)
              + " has no figure in the later run: in "
              + Math.round(100 * now.discarded())
              + " % of its iterations a thread was not on a CPU, and those do not count; measure on"
              + " a machine with a CPU for each thread and nothing else to do");
    } else {
      tell(obstacles, Obstacle.ROWS_GONE, label(now) + " has no figure in the later run");
    }
  }

  private static Change change(Measurement now, Interval then, Interval figure) {
    return new Change(
        now,
        then.value(),
        figure.value(),
        new Interval(
            then.value() / figure.value(), then.low() / figure.high(), then.high() / figure.low()));
  }

  /** Returns whether a measurement can show a difference at all. */
  private static boolean tells(
      Measurement measurement, String run, Map<Obstacle, List<String>> obstacles) {
    long forks =
        Arrays.stream(measurement.times(measurement.rounds())).filter(Double::isFinite).count();
    if (!measurement.warm()) {
      tell(
          obstacles,
          Obstacle.TOO_FEW_FORKS,
          label(measurement) + " was not warm in the " + run + " run");
      return false;
    }
    if (forks < Ratio.LEAST_PAIRS) {
      tell(
          obstacles,
          Obstacle.TOO_FEW_FORKS,
          label(measurement)
              + " has "
              + forks
              + (forks == 1 ? " fork" : " forks")
              + " in the "
              + run
              + " run; "
              + Ratio.LEAST_PAIRS
              + " are needed to show a difference");
      return false;
    }
    return true;
  }

  private static void environments(
      Environment before, Environment after, Map<Obstacle, List<String>> obstacles) {
    differ(obstacles, Obstacle.OTHER_MACHINE, "processor", before.cpu(), after.cpu());
    differ(obstacles, Obstacle.OTHER_MACHINE, "cores", before.cores(), after.cores());
    differ(obstacles, Obstacle.OTHER_MACHINE, "memory in GiB", before.memory(), after.memory());
    differ(obstacles, Obstacle.OTHER_MACHINE, "operating system", before.os(), after.os());
    differ(obstacles, Obstacle.OTHER_JVM, "JVM", before.jvm(), after.jvm());
    differ(
        obstacles, Obstacle.OTHER_JVM, "Java version", before.javaVersion(), after.javaVersion());
    differ(obstacles, Obstacle.OTHER_OPTIONS, "JVM options", before.jvmArgs(), after.jvmArgs());
    differ(obstacles, Obstacle.OTHER_OPTIONS, "profile", before.profile(), after.profile());
  }

  private static void differ(
      Map<Obstacle, List<String>> obstacles,
      Obstacle kind,
      String what,
      Object before,
      Object after) {
    if (!before.equals(after)) {
      tell(obstacles, kind, what + ": \"" + before + "\" before, \"" + after + "\" after");
    }
  }

  private static void tell(Map<Obstacle, List<String>> obstacles, Obstacle kind, String what) {
    obstacles.computeIfAbsent(kind, k -> new ArrayList<>()).add(what);
  }

  private static String label(Measurement measurement) {
    return measurement.row() + ", " + measurement.column();
  }
}
