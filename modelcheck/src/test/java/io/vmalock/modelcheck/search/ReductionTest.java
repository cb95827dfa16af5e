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
import java.util.Random;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The reduced search has the outcomes and the findings of the whole one, in which a thread may be
 * preempted before any event, within every bound; and makes fewer executions.
 */
class ReductionTest {
  private static final int PROGRAMS = Integer.getInteger("vmalock.modelcheck.programs", 50);
  private static final long SEED = Long.getLong("vmalock.modelcheck.seed", 1);

  /** In every build, from the narrowest on. */
  private static final List<Bounds> NARROW_BOUNDS =
      List.of(new Bounds(0, 0), new Bounds(1, 0), new Bounds(1, 1));

  /** For the profile {@code exhaustive}. */
  private static final List<Bounds> ALL_BOUNDS =
      List.of(
          new Bounds(0, 0),
          new Bounds(1, 0),
          new Bounds(0, 1),
          new Bounds(1, 1),
          new Bounds(2, 0),
          new Bounds(2, 1));

  /** The most executions of the whole search; a program with more is not compared. */
  private static final long MOST = 5_000;

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

  /** The number of executions of each search in all. */
  private long whole;

  private long reduced;

  @Test
  @Tag("slow")
  void litmusTestsHaveTheSameOutcomes() {
    compareLitmusTests(NARROW_BOUNDS.subList(0, 2));
  }

  @Test
  @Tag("exhaustive")
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
  void someRandomProgramsHaveTheSameOutcomes() {
    compareRandomPrograms(PROGRAMS / 5, NARROW_BOUNDS);
  }

  @Test
  @Tag("slow")
  void randomProgramsHaveTheSameOutcomes() {
    compareRandomPrograms(PROGRAMS, NARROW_BOUNDS);
  }

  @Test
  @Tag("exhaustive")
  void randomProgramsHaveTheSameOutcomesWithinAllBounds() {
    compareRandomPrograms(PROGRAMS, ALL_BOUNDS);
  }

  private void compareRandomPrograms(int programs, List<Bounds> within) {
    for (int i = 0; i < programs; i++) {
      compare(RandomProgram.class, RandomProgram.draw(SEED + i), within);
    }
    System.out.println("whole " + whole + " executions, reduced " + reduced);
    assertThat(reduced).isLessThan(whole);
  }

  /** A turn has no bound unless its thread waits in a loop. */
  @Test
  void unnoticedStepsChangeNoOutcome() {
    compareLongerPrograms(PROGRAMS / 4, NARROW_BOUNDS.subList(0, 2));
  }

  @Test
  @Tag("exhaustive")
  void unnoticedStepsChangeNoOutcomeWithinAllBounds() {
    compareLongerPrograms(PROGRAMS / 4, ALL_BOUNDS);
  }

  private static void compareLongerPrograms(int programs, List<Bounds> within) {
    for (int i = 0; i < programs; i++) {
      String text = RandomProgram.draw(SEED + i);
      String longer = longer(text, SEED + i);
      for (Bounds bounds : within) {
        assertThat(outcomes(longer, bounds))
            .as(longer + " within " + bounds)
            .isEqualTo(outcomes(text, bounds));
      }
    }
  }

  /** A program with steps in it that only their own thread notices. */
  private static String longer(String text, long seed) {
    Random random = new Random(seed);
    StringJoiner longer = new StringJoiner(" ");
    for (String step : text.split(" ", -1)) {
      longer.add(random.nextInt(3) == 0 && !step.equals("|") ? "z " + step : step);
    }
    return longer.toString();
  }

  private static SortedSet<String> outcomes(String text, Bounds bounds) {
    Program program = checker.program(RandomProgram.class.getName(), text);
    return seen(explore(program, new DepthFirst(bounds)));
  }

  private void compare(Class<?> type, String text, List<Bounds> within) {
    Program program = checker.program(type.getName(), text);
    for (Bounds bounds : within) {
      Exploration all = explore(program, new DepthFirst(bounds, false));
      if (all.finding() == null && !all.passes().get(0).exhausted()) {
        continue;
      }
      Exploration some = explore(program, new DepthFirst(bounds, true));
      assertThat(seen(some)).as(text + " within " + bounds).isEqualTo(seen(all));
      if (all.finding() != null) {
        return;
      }
      whole += all.executions();
      reduced += some.executions();
    }
  }

  private static Exploration explore(Program program, Search search) {
    return checker.explore(program, Budget.ofExecutions(MOST), List.of(search));
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
