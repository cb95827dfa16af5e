package io.vmalock.bench.replay;

import io.vmalock.bench.replay.reconstruction.Reconstruction;
import io.vmalock.bench.stats.Spread;
import io.vmalock.bench.terminal.Marks;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.bench.terminal.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The measurements of the strategies, side by side. */
final class ReplayTable {
  private static final double MILLI = 1e-6;
  private static final double MICRO = 1e-3;

  private ReplayTable() {}

  /** Returns a summary of the recording, and of the parts that were left out. */
  static List<String> summary(Reconstruction reconstruction, int replayThreads) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s, %s, %s%s, at most %,d areas in a space",
            reconstruction.recording().name(),
            count(reconstruction.processes(), "process", "processes"),
            count(reconstruction.spaces().size(), "address space", "address spaces"),
            count(reconstruction.threads().size(), "thread", "threads"),
            replayThreads < reconstruction.threads().size()
                ? String.format(Locale.ROOT, " on %,d replay threads", replayThreads)
                : "",
            reconstruction.mostAreas()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,d calls, %,d of them write sections; %,d faults, %,d of them while a call was"
                + " changing their area",
            reconstruction.calls(),
            reconstruction.sections(),
            reconstruction.faults(),
            reconstruction.concurrentFaults()));
    reconstruction.remarks().lines().forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static String count(int number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  /** Returns a row for each strategy, the fastest first, and the meaning of the columns. */
  static List<String> lines(Reconstruction reconstruction, List<ReplayResult> results) {
    List<ReplayResult> sorted = new ArrayList<>(results);
    sorted.sort(Comparator.comparingDouble(result -> result.time().median()));
    TextTable table =
        new TextTable(
                "strategy",
                "ms",
                "",
                "middle half",
                "faults/s",
                "hand-over",
                "at work",
                "hits",
                "contended",
                "detached",
                "fallbacks",
                "retries",
                "waits",
                "median us",
                "worst us")
            .left(2);
    for (int i = 0; i < sorted.size(); i++) {
      ReplayResult result = sorted.get(i);
      String mark = i == 0 ? Marks.BEST : result.isSlowerThan(sorted.get(0)) ? "" : Marks.ABOUT;
      table.row(row(result, mark, reconstruction.faults()));
    }
    List<String> lines = new ArrayList<>(table.lines(Terminal.width()));
    lines.add("");
    legend(results).forEach(line -> lines.addAll(Paragraph.lines(line, Terminal.width())));
    return lines;
  }

  private static List<String> row(ReplayResult result, String mark, int faults) {
    Spread time = result.time();
    ReplayResult.Counted counts = result.counts();
    double replays = result.replays().size();
    return List.of(
        result.strategy(),
        decimal(time.median() * MILLI, 2),
        mark,
        decimal(time.low() * MILLI, 2) + Marks.TO + decimal(time.high() * MILLI, 2),
        decimal(faults / time.median() * 1e9, 0),
        decimal(100 * perNano(result, ReplayResult.Times::idleNanos), 0) + " %",
        decimal(perNano(result, ReplayResult.Times::workNanos), 2),
        each(counts.hits(), replays),
        each(counts.contended(), replays),
        each(counts.detached(), replays),
        each(counts.fallbacks(), replays),
        each(counts.retries(), replays),
        each(counts.waits(), replays),
        counts.waits() == 0 ? "-" : decimal(counts.medianWaitNanos() * MICRO, 1),
        counts.waits() == 0 ? "-" : decimal(counts.worstWaitNanos() * MICRO, 1));
  }

  /** Returns the median over the replays of one time as a share of the whole. */
  private static double perNano(ReplayResult result, ToLongFunction<ReplayResult.Times> part) {
    return Spread.of(
            result.replays().stream()
                .map(replay -> (double) part.applyAsLong(replay) / replay.nanos())
                .toList())
        .median();
  }

  private static List<String> legend(List<ReplayResult> results) {
    ReplayResult first = results.get(0);
    return List.of(
        "ms: one replay, median of "
            + first.replays().size()
            + " in "
            + count(first.jvms().size(), "JVM", "JVMs")
            + "; "
            + Marks.BEST
            + " the best, "
            + Marks.ABOUT
            + " no significant difference from it: not slower in every JVM, or the middle halves overlap",
        "hand-over: part of that time in which no thread ran, since one was being woken to go on in"
            + " order; at work: threads that ran, on average",
        "hits to waits: for each replay. hits: faults served by the per-VMA lock alone; waits: of"
            + " writers for readers inside, with their median and worst",
        "oracle: every fault found its area and every space ended as it must, in every replay of"
            + " every strategy");
  }

  private static String each(long total, double replays) {
    double mean = total / replays;
    return mean == Math.rint(mean) || mean >= 100 ? decimal(mean, 0) : decimal(mean, 2);
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
