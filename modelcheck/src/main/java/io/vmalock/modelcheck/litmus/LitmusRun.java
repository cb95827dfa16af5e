package io.vmalock.modelcheck.litmus;

import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import java.util.SortedSet;
import java.util.TreeSet;

/** Runs litmus tests in the model checker. */
public final class LitmusRun implements AutoCloseable {
  /** No test of two or three threads has as many choices: everything is explored. */
  private static final Bounds ALL = new Bounds(12, 12);

  /** Enough for every outcome of the tests of four threads. */
  private static final Bounds FOUR = new Bounds(2, 2);

  private final ModelChecker checker =
      new ModelChecker(
          LitmusRun.class.getClassLoader(),
          Scope.none().with(LitmusRun.class.getPackageName() + "."));

  /** The outcomes that the model checker produces for a test. */
  public SortedSet<String> produced(Litmus test) {
    return new TreeSet<>(explore(test).outcomes().keySet());
  }

  /** Explores a test, all of it or as far as it takes to see every outcome. */
  public Exploration explore(Litmus test) {
    int threads = test.text().replace("||", "").split("\\|", -1).length;
    return checker.exhaust(
        checker.program(LitmusProgram.class.getName(), test.text()),
        Budget.UNLIMITED,
        threads > 3 ? FOUR : ALL);
  }

  @Override
  public void close() {
    checker.close();
  }
}
