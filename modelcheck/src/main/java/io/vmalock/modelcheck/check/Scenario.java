package io.vmalock.modelcheck.check;

import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Invariant;
import io.vmalock.modelcheck.program.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A few threads that work on shared objects, and the conditions that must hold.
 *
 * <p>The method that takes a scenario runs anew before each execution. It makes the objects, adds
 * the threads, and adds the checks that run when all threads have ended. Three conditions are
 * always checked: no thread waits for ever, none loops for ever, and none throws.
 *
 * <pre>{@code
 * @ModelCheck
 * void noIncrementIsLost(Scenario scenario) {
 *   Counter counter = new Counter();
 *   scenario.thread("left", counter::increment);
 *   scenario.thread("right", counter::increment);
 *   scenario.after(() -> assertEquals(2, counter.get()));
 * }
 * }</pre>
 */
public final class Scenario {
  /** A thread with its name in the report. */
  record Named(String name, Task body, Scenario scenario) implements Task {
    @Override
    public void run() throws Throwable {
      try {
        body.run();
      } catch (Exception thrown) {
        if (!scenario.answers.contains(thrown)) {
          throw thrown;
        }
      }
    }
  }

  private final Map<String, Boolean> judged;
  private final List<Task> threads = new ArrayList<>();
  private final List<Invariant> invariants = new ArrayList<>();
  private final List<Task> afters = new ArrayList<>();
  private final List<History<?>> histories = new ArrayList<>();
  private final Set<Throwable> answers = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Outcomes outcomes = new Outcomes();
  private boolean mayPoll;

  /**
   * Makes a scenario without threads.
   *
   * @param judged histories that were judged in other executions
   */
  Scenario(Map<String, Boolean> judged) {
    this.judged = judged;
  }

  /** Adds a thread. An exception that it throws is a fault, and so is a failed assertion. */
  public Scenario thread(Task body) {
    return thread("", body);
  }

  /** Adds a thread with a name for the report. */
  public Scenario thread(String name, Task body) {
    threads.add(new Named(name, body, this));
    return this;
  }

  /**
   * Adds a condition that must hold at every point of every execution.
   *
   * @param name the condition in words, for the report
   * @param holds tests the condition on the newest values; its own stores are discarded
   */
  public Scenario invariant(String name, BooleanSupplier holds) {
    invariants.add(new Invariant(name, holds));
    return this;
  }

  /** Adds code that runs when all threads have ended, usually assertions. */
  public Scenario after(Task check) {
    afters.add(check);
    return this;
  }

  /** Permits a thread to go on only because its wait timed out. Otherwise this is a fault. */
  public Scenario mayPoll() {
    mayPoll = true;
    return this;
  }

  /**
   * Adds a value that a thread saw to the outcome, in which blanks separate the values of a thread.
   */
  public void observe(Object value) {
    CurrentExecution.observe(value);
  }

  /**
   * Declares outcomes. An outcome has a part for each thread that observed something, in the order
   * of the threads, and last a part for observations after they ended: {@code "0 1 | 1"}. If any
   * outcome is declared acceptable or interesting, every undeclared one is forbidden.
   */
  public Scenario outcomes(Expect expect, String... values) {
    outcomes.declare(expect, values);
    return this;
  }

  /** Declares outcomes that may happen. */
  public Scenario acceptable(String... values) {
    return outcomes(Expect.ACCEPTABLE, values);
  }

  /** Declares outcomes that may happen, and that the report points out. */
  public Scenario interesting(String... values) {
    return outcomes(Expect.INTERESTING, values);
  }

  /** Declares outcomes that must not happen. */
  public Scenario forbidden(String... values) {
    return outcomes(Expect.FORBIDDEN, values);
  }

  /**
   * Returns an object to call in place of {@code subject}; its operations must be linearizable.
   *
   * @param type an interface with the operations
   * @param subject the tested object
   * @param specification makes an object that gives the right answers to one thread
   */
  public <T> T linearizable(Class<T> type, T subject, Supplier<? extends T> specification) {
    return consistent(Consistency.LINEARIZABLE, type, subject, specification);
  }

  /**
   * Returns an object to call in place of {@code subject}, as {@link #linearizable(Class, Object,
   * Supplier)} does, whose operations must have another consistency.
   */
  public <T> T consistent(
      Consistency consistency, Class<T> type, T subject, Supplier<? extends T> specification) {
    return history(consistency, specification).recorded(type, subject);
  }

  /**
   * Returns a history for operations that {@link History#call} calls: for classes without an
   * interface, and for operations of more than one call.
   */
  public <S> History<S> history(Consistency consistency, Supplier<? extends S> specification) {
    History<S> history = new History<>(this, specification, consistency, judged);
    histories.add(history);
    return history;
  }

  /**
   * Records an exception that is an answer, so that the thread need not catch it, and returns it.
   */
  Exception answered(Exception thrown) {
    answers.add(thrown);
    return thrown;
  }

  List<Task> threads() {
    return threads;
  }

  List<Invariant> invariants() {
    return invariants;
  }

  boolean permitsPolling() {
    return mayPoll;
  }

  Outcomes declared() {
    return outcomes;
  }

  /** Adds the kinds of answers that operations gave in this execution. */
  void addAnswers(Set<String> kinds) {
    histories.forEach(history -> history.addAnswers(kinds));
  }

  void end() throws Throwable {
    for (Task check : afters) {
      check.run();
    }
    histories.forEach(History::check);
    String outcome = CurrentExecution.outcome();
    if (outcomes.of(outcome) == Expect.FORBIDDEN) {
      CurrentExecution.fail(
          Finding.Kind.OUTCOME, "\"" + outcome + "\" was observed", outcomes.lines());
    }
  }
}
