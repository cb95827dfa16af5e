package io.vmalock.bench.scale;

import io.vmalock.bench.report.Numbers;
import io.vmalock.bench.scale.machine.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Measurements of others on large machines, beside the model. */
final class Published {
  /** Runs the scenes that are not among the curves. */
  @FunctionalInterface
  interface Runner {
    Tally run(Scene scene, String strategy, int cores);
  }

  private static final String SEMAPHORE = "rwsem";
  private static final String COUNT = "refcnt";
  private static final String SLOTS = "biased";

  /** The control in which each reader takes the mmap lock. */
  static final String COARSE = "coarse";

  /** Page faults in a second of the refcount, relative to the semaphore, in percent. */
  private static final TreeMap<Integer, Double> REFCOUNT =
      new TreeMap<>(Map.of(1, -0.3, 12, 1.3, 21, 14.8, 30, 10.3, 56, 10.9));

  /** The published figures of the first per-VMA locks, relative to the mmap lock, on one area. */
  private static final TreeMap<Integer, Double> FIRST_ONE =
      new TreeMap<>(Map.of(4, -9.5, 48, 16.0, 128, 22.0));

  /** The published figures of the first per-VMA locks on an area for each thread. */
  private static final TreeMap<Integer, Double> FIRST_OWN =
      new TreeMap<>(Map.of(4, 5.0, 48, 51.0, 128, 157.0));

  private final Runner runner;
  private final List<List<String>> rows = new ArrayList<>();

  private Published(Runner runner) {
    this.runner = runner;
  }

  /** The table, for these strategies and at most so many cores. */
  static Part part(Runner runner, List<String> strategies, int mostCores) {
    Published published = new Published(runner);
    if (strategies.contains(COUNT) && strategies.contains(SEMAPHORE)) {
      published.faults(
          "refcount against semaphore, page faults in one area",
          Scene.PFT_ONE,
          COUNT,
          SEMAPHORE,
          REFCOUNT,
          mostCores);
    }
    if (strategies.contains(SEMAPHORE)) {
      published.faults(
          "semaphore in each area against mmap lock, page faults in one area",
          Scene.PFT_ONE,
          SEMAPHORE,
          COARSE,
          FIRST_ONE,
          mostCores);
      published.faults(
          "the same, an area for each", Scene.PFT_OWN, SEMAPHORE, COARSE, FIRST_OWN, mostCores);
    }
    if (!strategies.isEmpty()) {
      published.counter(strategies.get(0), mostCores);
    }
    if (strategies.contains(SLOTS) && strategies.contains(SEMAPHORE)) {
      published.readers(mostCores);
    }
    return new Part(
        "The model beside what others published",
        List.of(
            "Page faults are from the cover letters of the Linux series that brought per-VMA locks"
                + " (2023) and the refcount in place of their semaphore (2025), on other machines"
                + " than the one that is modelled. A fault of the kernel shares more than its lock,"
                + " which the model does not have: page tables, counters, the allocator. So directions"
                + " and turning points can be compared, and sizes hardly."),
        List.of("what", "cores", "published", "modelled"),
        published.rows,
        "");
  }

  private void faults(
      String what,
      Scene scene,
      String strategy,
      String against,
      TreeMap<Integer, Double> published,
      int mostCores) {
    published.forEach(
        (cores, percent) -> {
          if (cores <= mostCores) {
            double ratio =
                runner.run(scene, strategy, cores).readsPerMicro()
                    / runner.run(scene, against, cores).readsPerMicro();
            rows.add(
                List.of(
                    what, Integer.toString(cores), percent(percent), percent((ratio - 1) * 100)));
          }
        });
  }

  private void counter(String any, int mostCores) {
    double alone = runner.run(Scene.COUNTER, any, 1).readsPerMicro();
    for (int cores : new int[] {2, 16, 64, 128}) {
      if (cores <= mostCores) {
        double together = runner.run(Scene.COUNTER, any, cores).readsPerMicro();
        double apart = runner.run(Scene.COUNTERS, any, cores).readsPerMicro();
        rows.add(
            List.of(
                "one atomic counter, all cores together, against one core alone",
                Integer.toString(cores),
                "falls, to one update for each transfer",
                Numbers.digits(together / alone)
                    + " times; with one for each core "
                    + Numbers.digits(apart / alone)
                    + " times"));
      }
    }
  }

  private void readers(int mostCores) {
    double slots = runner.run(Scene.PAIR_HOT, SLOTS, 1).readsPerMicro();
    double semaphore = runner.run(Scene.PAIR_HOT, SEMAPHORE, 1).readsPerMicro();
    for (int cores : new int[] {16, 64}) {
      if (cores <= mostCores) {
        rows.add(
            List.of(
                "readers of one lock in slots (BRAVO) and in a count, against one reader",
                Integer.toString(cores),
                "slots grow with the cores, a count does not",
                Numbers.digits(runner.run(Scene.PAIR_HOT, SLOTS, cores).readsPerMicro() / slots)
                    + " and "
                    + Numbers.digits(
                        runner.run(Scene.PAIR_HOT, SEMAPHORE, cores).readsPerMicro() / semaphore)
                    + " times"));
      }
    }
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%+.1f %%", percent);
  }
}
