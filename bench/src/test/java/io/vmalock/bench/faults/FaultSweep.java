package io.vmalock.bench.faults;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.util.List;

/**
 * Every operation, of every strategy, with every kind of watching, at the end of the stack or of
 * the heap: a table, and exit code 1 if anything was lost. For a JVM of its own: {@code FaultSweep
 * stack 400} or {@code FaultSweep heap 100}, the number being the most depths or budgets for each.
 */
final class FaultSweep {
  private static final int STRIDE = 3;

  private FaultSweep() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean heap = arguments[0].equals("heap");
    int most = Integer.parseInt(arguments[1]);
    List<String> names =
        arguments.length > 2
            ? List.of(arguments).subList(2, arguments.length)
            : Strategies.all().stream().map(StrategyProvider::name).toList();
    int losses = 0;
    for (String name : names) {
      System.out.println("\n" + arguments[0] + ", strategy " + name);
      System.out.println(Tally.header());
      for (Operation operation : Operation.values()) {
        Tally tally = of(operation, Strategies.named(name), heap, most);
        losses += tally.losses;
        System.out.println(tally);
        tally.examples.stream().limit(3).forEach(one -> System.out.println("    " + one));
        System.out.flush();
      }
    }
    System.out.println("\n" + losses + " losses of the library's own");
    System.exit(losses == 0 ? 0 : 1);
  }

  /** With everything that can be watched, and without. */
  static Tally of(Operation operation, VmaLockStrategy strategy, boolean heap, int most)
      throws InterruptedException {
    Tally all = new Tally(operation);
    for (Operation.Watch watch : Operation.Watch.values()) {
      all.add(
          heap
              ? HeapFaults.run(operation, strategy, watch, most)
              : StackFaults.run(operation, strategy, watch, most, STRIDE));
    }
    return all;
  }
}
