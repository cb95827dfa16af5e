package io.vmalock.modelcheck.litmus;

import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.Bounds;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Runs litmus tests in the model checker. */
public final class LitmusRun implements AutoCloseable {
  /** More than any test of two or three threads needs, so everything is explored. */
  private static final Bounds ALL = new Bounds(12, 12);

  /** Enough for every outcome of the tests of four threads, and of those of relaxations. */
  private static final Bounds FEW = new Bounds(2, 2);

  private final ModelChecker checker;
  private final Bounds bounds;

  /** Makes a run with the default model. */
  public LitmusRun() {
    this(Relaxation.USUAL, ALL);
  }

  /** Makes a run with a model that permits {@code relaxations} and no others. */
  public LitmusRun(Set<Relaxation> relaxations) {
    this(relaxations, FEW);
  }

  private LitmusRun(Set<Relaxation> relaxations, Bounds bounds) {
    this.bounds = bounds;
    checker =
        new ModelChecker(
            LitmusRun.class.getClassLoader(),
            Scope.none().with(LitmusRun.class.getPackageName() + "."),
            relaxations);
  }

  /** Returns the outcomes that the model checker produces for a test. */
  public SortedSet<String> produced(Litmus test) {
    return produced(test.text());
  }

  /**
   * Returns the outcomes that the model checker produces for a program, and last, whether it may
   * never end.
   */
  public SortedSet<String> produced(String text) {
    Exploration explored = explore(text);
    SortedSet<String> outcomes = new TreeSet<>(explored.outcomes().keySet());
    Finding finding = explored.finding();
    if (finding != null) {
      outcomes.add(finding.kind() == Finding.Kind.LIVELOCK ? "never ends" : finding.toString());
    }
    return outcomes;
  }

  /** Explores a program, fully or as far as it takes to see every outcome. */
  private Exploration explore(String text) {
    int threads = text.replace("||", "").split("\\|", -1).length;
    return checker.exhaust(
        checker.program(LitmusProgram.class.getName(), text),
        Budget.UNLIMITED,
        threads > 3 ? FEW : bounds);
  }

  @Override
  public void close() {
    checker.close();
  }
}
