package io.vmalock.modelcheck.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.Budget;
import io.vmalock.modelcheck.Exploration;
import io.vmalock.modelcheck.ModelChecker;
import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.litmus.Litmus;
import io.vmalock.modelcheck.litmus.LitmusProgram;
import io.vmalock.modelcheck.litmus.LitmusTests;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.rewrite.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The reduced search has the outcomes and the findings of the whole one, within every bound; and
 * makes fewer executions.
 */
class ReductionTest {
  private static final int PROGRAMS = Integer.getInteger("vmalock.modelcheck.programs", 50);
  private static final long SEED = Long.getLong("vmalock.modelcheck.seed", 1);

  /** From the narrowest on. */
  private static final List<Bounds> ALL_BOUNDS =
      List.of(
          new Bounds(0, 0), new Bounds(1, 0), new Bounds(1, 1), new Bounds(2, 1), new Bounds(3, 2));

  /** In every build; the wider ones are for the profile {@code slow}. */
  private static final List<Bounds> NARROW_BOUNDS = ALL_BOUNDS.subList(0, 3);

  private static ModelChecker checker;

  @BeforeAll
  static void open() {
    Scope scope =
        Scope.none()
            .with(LitmusProgram.class.getPackageName() + ".")
            .with(RandomProgram.class.getName());
    checker = new ModelChecker(ReductionTest.class.getClassLoader(), scope);
  }

  @AfterAll
  static void close() {
    checker.close();
  }

  /** How many executions each search has made in all. */
  private long whole;

  private long reduced;

  @Test
  void litmusTestsHaveTheSameOutcomes() {
    compareLitmusTests(NARROW_BOUNDS);
  }

  @Test
  @Tag("slow")
  void litmusTestsHaveTheSameOutcomesWithinAllBounds() {
    compareLitmusTests(ALL_BOUNDS);
  }

  private void compareLitmusTests(List<Bounds> within) {
    for (Litmus litmus : LitmusTests.all()) {
      compare(LitmusProgram.class, litmus.text(), within);
    }
    assertThat(reduced).isLessThan(whole);
  }

  @Test
  void randomProgramsHaveTheSameOutcomes() {
    for (int i = 0; i < PROGRAMS; i++) {
      compare(RandomProgram.class, RandomProgram.draw(SEED + i), ALL_BOUNDS);
    }
    System.out.println("whole " + whole + " executions, reduced " + reduced);
    assertThat(reduced).isLessThan(whole);
  }

  private void compare(Class<?> type, String text, List<Bounds> within) {
    Program program = checker.program(type.getName(), text);
    for (Bounds bounds : within) {
      Exploration all = explore(program, new DepthFirst(bounds, false));
      Exploration some = explore(program, new DepthFirst(bounds, true));
      assertThat(seen(some)).as(text + " within " + bounds).isEqualTo(seen(all));
      if (all.finding() == null) {
        whole += all.executions();
        reduced += some.executions();
      } else {
        return;
      }
    }
  }

  private static Exploration explore(Program program, Search search) {
    return checker.explore(program, Budget.ofExecutions(200_000), List.of(search));
  }

  private static SortedSet<String> seen(Exploration done) {
    Finding finding = done.finding();
    if (finding != null) {
      return new TreeSet<>(List.of("finding: " + finding.kind()));
    }
    List<String> seen = new ArrayList<>(done.outcomes().keySet());
    return new TreeSet<>(seen);
  }
}
