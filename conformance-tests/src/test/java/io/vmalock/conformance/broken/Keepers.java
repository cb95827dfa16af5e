package io.vmalock.conformance.broken;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Those who look at many strategies, a few at once, and tell how far they are. */
final class Keepers implements AutoCloseable {
  /**
   * One thing to look at.
   *
   * @param seconds how long it takes, about: for the time that is left
   */
  record Look<T>(String what, int seconds, Callable<T> how) {}

  private final ExecutorService keepers;
  private final long start = System.nanoTime();
  private final long all;
  private long done;

  /**
   * Keepers for a day's work.
   *
   * @param seconds how long all of it takes, about, for one of them
   */
  Keepers(int atOnce, long seconds) {
    this.keepers = Executors.newFixedThreadPool(atOnce);
    this.all = seconds;
  }

  /** Makes all looks; their results in the same order. */
  <T> List<T> look(List<Look<T>> looks) throws Exception {
    List<Future<T>> futures = new ArrayList<>();
    for (Look<T> look : looks) {
      futures.add(
          keepers.submit(
              () -> {
                T seen = look.how.call();
                tell(look, seen);
                return seen;
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("could not look", e.getCause());
      }
    }
    return results;
  }

  private synchronized void tell(Look<?> look, Object seen) {
    done += look.seconds;
    double minutes = (System.nanoTime() - start) / 60e9;
    System.out.printf(
        "broken strategies: %d %%, %s: %s; %.1f min, about %.1f min left%n",
        100 * done / all, look.what, seen, minutes, minutes * (all - done) / done);
  }

  @Override
  public void close() {
    keepers.shutdownNow();
  }
}
