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
 * A few threads that work on shared objects, and what must hold of them.
 *
 * <p>The method that takes it runs anew before each execution: it makes the objects, says what each
 * thread does, and what is looked at when all have ended. That no thread waits for ever, that none
 * goes round for ever, and that none throws need not be said.
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
  /** A thread with a name for the report. */
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
   * A scenario without threads.
   *
   * @param judged histories that were judged in other executions
   */
  Scenario(Map<String, Boolean> judged) {
    this.judged = judged;
  }

  /** Adds a thread. What it throws is a fault, and so is an assertion that fails in it. */
  public Scenario thread(Task body) {
    return thread("", body);
  }

  /** Adds a thread with a name for the report. */
  public Scenario thread(String name, Task body) {
    threads.add(new Named(name, body, this));
    return this;
  }

  /**
   * Says what holds at every point of every execution.
   *
   * @param name what it says, for the report
   * @param holds looks at the newest values; what it stores is forgotten
   */
  public Scenario invariant(String name, BooleanSupplier holds) {
    invariants.add(new Invariant(name, holds));
    return this;
  }

  /** Says what to look at when all threads have ended: assertions, as a rule. */
  public Scenario after(Task check) {
    afters.add(check);
    return this;
  }

  /** Permits that a thread goes on only since its wait timed out; else that is a fault. */
  public Scenario mayPoll() {
    mayPoll = true;
    return this;
  }

  /** Notes what a thread saw, as part of the outcome: a thread's values separated by blanks. */
  public void observe(Object value) {
    CurrentExecution.observe(value);
  }

  /**
   * Says what to think of outcomes. An outcome has a part for each thread that observed something,
   * in the order of the threads, and last what was observed after them: {@code "0 1 | 1"}. If any
   * is declared acceptable or interesting, one that is not declared is forbidden.
   */
  public Scenario outcomes(Expect expect, String... values) {
    outcomes.declare(expect, values);
    return this;
  }

  /** Declares outcomes that may happen. */
  public Scenario acceptable(String... values) {
    return outcomes(Expect.ACCEPTABLE, values);
  }

  /** Declares outcomes that may happen, and shall be pointed out. */
  public Scenario interesting(String... values) {
    return outcomes(Expect.INTERESTING, values);
  }

  /** Declares outcomes that must not happen. */
  public Scenario forbidden(String... values) {
    return outcomes(Expect.FORBIDDEN, values);
  }

  /**
   * An object to call in place of {@code subject}: its operations must be linearizable.
   *
   * @param type an interface with the operations
   * @param subject what is tested
   * @param specification makes an object that answers as it should, without any other thread
   */
  public <T> T linearizable(Class<T> type, T subject, Supplier<? extends T> specification) {
    return consistent(Consistency.LINEARIZABLE, type, subject, specification);
  }

  /** As {@link #linearizable(Class, Object, Supplier)}, with another consistency. */
  public <T> T consistent(
      Consistency consistency, Class<T> type, T subject, Supplier<? extends T> specification) {
    return history(consistency, specification).recorded(type, subject);
  }

  /**
   * A history of operations that are called by {@link History#call}: for classes without an
   * interface, and for operations that are more than one call.
   */
  public <S> History<S> history(Consistency consistency, Supplier<? extends S> specification) {
    History<S> history = new History<>(this, specification, consistency, judged);
    histories.add(history);
    return history;
  }

  /** Notes an exception that is an answer, which a thread need not catch; returns it. */
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
