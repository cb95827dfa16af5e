package io.vmalock.modelcheck.search;

/**
 * How far an execution may stray from the usual way: threads that run until they block, loads that
 * return the newest store.
 *
 * @param preemptions how often another thread runs though the present one could go on
 * @param staleReads how often a load returns an older store, or a weak compare-and-set fails for no
 *     reason
 */
public record Bounds(int preemptions, int staleReads) {
  @Override
  public String toString() {
    return count(preemptions, "preemption") + ", " + count(staleReads, "stale read");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
