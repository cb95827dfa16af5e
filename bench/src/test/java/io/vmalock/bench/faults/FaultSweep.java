package io.vmalock.bench.faults;

import com.google.common.collect.Sets;
import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every operation, of every strategy, with every kind of watching, at the end of the stack or of
 * the heap: a table, and exit code 1 if anything was lost. For a JVM of its own: {@code FaultSweep
 * stack 400} or {@code FaultSweep heap 100}, the number being the most depths or budgets for each,
 * and after it the names of strategies, if not of all. {@code FaultSweep ends 60} has the reads
 * compiled first, and then looks at each depth; it is for a JVM that keeps the ends of holds from
 * being compiled, as an end may need more of the stack than its start.
 */
final class FaultSweep {
  private static final int SMALLEST_STRIDE = 3;

  /** The depths to look at, in frames: so many that any operation fits at the last. */
  private static final int FRAMES = 1_500;

  private static final int COMPILED_AFTER = 20_000;

  /** Those that end a hold which the user does not have. */
  private static final Set<Operation> READS =
      Sets.immutableEnumSet(EnumSet.range(Operation.READ, Operation.FOR_EACH_IN));

  private FaultSweep() {}

  public static void main(String[] arguments) throws InterruptedException {
    String kind = arguments[0];
    int most = Integer.parseInt(arguments[1]);
    List<String> names =
        arguments.length > 2
            ? List.of(arguments).subList(2, arguments.length)
            : Strategies.all().stream().map(StrategyProvider::name).toList();
    int losses = 0;
    int cutShort = 0;
    for (String name : names) {
      System.out.println("\n" + kind + ", strategy " + name);
      System.out.println(Tally.header());
      VmaLockStrategy strategy = Strategies.named(name);
      boolean ends = kind.equals("ends");
      if (ends) {
        compileReads(strategy);
      }
      for (Operation operation : ends ? READS : chosen()) {
        Tally tally =
            ends
                ? StackFaults.run(operation, strategy, Operation.Watch.COUNTERS, most, 1)
                : of(operation, strategy, kind.equals("heap"), most);
        losses += tally.losses;
        cutShort += tally.cutShort;
        System.out.println(tally);
        tally.examples.stream().limit(3).forEach(one -> System.out.println("    " + one));
        System.out.flush();
      }
    }
    System.out.println(
        "\n" + losses + " losses of the library's own, " + cutShort + " sweeps cut short");
    System.exit(losses + cutShort == 0 ? 0 : 1);
  }

  /** All operations, or those that the system property {@code vmalock.faults.only} names. */
  private static Set<Operation> chosen() {
    Set<Operation> chosen = EnumSet.allOf(Operation.class);
    String only = System.getProperty("vmalock.faults.only");
    if (only != null) {
      chosen.removeIf(one -> !List.of(only.split(",")).contains(one.name()));
    }
    return chosen;
  }

  private static void compileReads(VmaLockStrategy strategy) {
    Scene scene = new Scene(strategy, Operation.Watch.COUNTERS);
    for (Operation operation : READS) {
      operation.prepare(scene);
      for (int i = 0; i < COMPILED_AFTER; i++) {
        operation.run(scene);
      }
    }
    scene.inside.close();
    scene.space.close();
  }

  /** With everything that can be watched, and without. */
  static Tally of(Operation operation, VmaLockStrategy strategy, boolean heap, int most)
      throws InterruptedException {
    Tally all = new Tally(operation);
    for (Operation.Watch watch : Operation.Watch.values()) {
      all.add(
          heap
              ? HeapFaults.run(operation, strategy, watch, most)
              : StackFaults.run(
                  operation, strategy, watch, most, Math.max(SMALLEST_STRIDE, FRAMES / most)));
    }
    return all;
  }
}
