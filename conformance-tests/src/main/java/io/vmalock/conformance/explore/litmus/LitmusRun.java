package io.vmalock.conformance.explore.litmus;

import io.vmalock.conformance.explore.Budget;
import io.vmalock.conformance.explore.Exploration;
import io.vmalock.conformance.explore.Explorer;
import io.vmalock.conformance.explore.rewrite.Scope;
import io.vmalock.conformance.explore.search.Bounds;
import java.util.SortedSet;
import java.util.TreeSet;

/** Runs litmus tests in the explorer. */
public final class LitmusRun implements AutoCloseable {
  /** No test of two or three threads has as many choices: everything is explored. */
  private static final Bounds ALL = new Bounds(12, 12);

  /** Enough for every outcome of the tests of four threads. */
  private static final Bounds FOUR = new Bounds(2, 2);

  private final Explorer explorer =
      new Explorer(
          LitmusRun.class.getClassLoader(),
          Scope.standard().with(LitmusRun.class.getPackageName() + "."));

  /** The outcomes that the explorer produces for a test. */
  public SortedSet<String> produced(Litmus test) {
    return new TreeSet<>(explore(test).outcomes().keySet());
  }

  /** Explores a test, all of it or as far as it takes to see every outcome. */
  public Exploration explore(Litmus test) {
    int threads = test.text().replace("||", "").split("\\|", -1).length;
    return explorer.exhaust(
        explorer.program(LitmusProgram.class.getName(), test.text()),
        Budget.UNLIMITED,
        threads > 3 ? FOUR : ALL);
  }

  @Override
  public void close() {
    explorer.close();
  }
}
