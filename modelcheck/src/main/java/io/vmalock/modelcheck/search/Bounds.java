package io.vmalock.modelcheck.search;

/**
 * The bounds on how far an execution may stray from the usual way, in which threads run until they
 * block and loads return the newest store.
 *
 * @param preemptions how often another thread may run though the present one could go on
 * @param staleReads how often a load may return an older store, or a weak compare-and-set fail
 *     spuriously
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
