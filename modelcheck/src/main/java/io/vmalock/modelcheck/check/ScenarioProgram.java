package io.vmalock.modelcheck.check;

import io.vmalock.modelcheck.program.Invariant;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A scenario as a program: written anew before each execution. */
final class ScenarioProgram implements Program {
  private final Body body;
  private final int mostEvents;
  private final Map<String, Boolean> judged = new HashMap<>();
  private final Set<String> answers = new TreeSet<>();
  private @Nullable Scenario scenario;

  /** The author's method that writes a scenario, as rewritten code. */
  interface Body {
    /**
     * Writes the scenario.
     *
     * @return the object whose method wrote it, or null
     */
    @Nullable Object write(Scenario scenario) throws Throwable;

    /** Checks the state that is left when all threads have ended. */
    default void end(@Nullable Object author) throws Throwable {}
  }

  /**
   * The object that wrote this execution's scenario. Counterexamples name objects by its fields.
   */
  private @Nullable Object author;

  ScenarioProgram(Body body, int mostEvents) {
    this.body = body;
    this.mostEvents = mostEvents;
  }

  @Override
  public List<Task> begin() {
    Scenario written = new Scenario(judged);
    scenario = written;
    try {
      author = body.write(written);
    } catch (Throwable thrown) {
      throw Sneaky.rethrown(thrown);
    }
    return written.threads();
  }

  @Override
  public void end() {
    try {
      scenario().addAnswers(answers);
      scenario().end();
      body.end(author);
    } catch (Throwable thrown) {
      throw Sneaky.rethrown(thrown);
    }
  }

  @Override
  public List<Invariant> invariants() {
    return scenario().invariants();
  }

  @Override
  public long longestPoll() {
    return scenario().permitsPolling() ? Long.MAX_VALUE : 0;
  }

  @Override
  public int mostEvents() {
    return mostEvents;
  }

  /**
   * Returns the class name of the exception that every operation of every execution threw; null if
   * any returned, or threw another one.
   */
  @Nullable String onlyAnswer() {
    return answers.size() == 1 && !answers.contains(History.RETURNED)
        ? answers.iterator().next()
        : null;
  }

  /** The scenario of the last execution. */
  Scenario scenario() {
    Scenario written = scenario;
    if (written == null) {
      throw new IllegalStateException("no scenario before the first execution");
    }
    return written;
  }
}
