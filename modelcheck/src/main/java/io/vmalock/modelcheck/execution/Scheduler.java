package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.search.Choice;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which thread of an execution runs: one at a time, until it waits, yields, or is
 * preempted.
 *
 * <p>Time is virtual: it stands still while any thread can run, but for a step at each look at the
 * clock.
 */
final class Scheduler {
  static final int[] NO_THREADS = new int[0];

  /**
   * The number of events in a turn after which a thread gives way if it seems to wait in a loop.
   * This makes the scheduler fair.
   */
  private static final int LONG_TURN = 400;

  /**
   * The number of looks in one turn after which a thread seems to wait in a loop: looks at one
   * variable that others may store to, or at the state of threads. Code that does not wait has few
   * such looks; making it give way would leave out executions in which it does not.
   */
  private static final int MANY_LOOKS = 100;

  /**
   * The divisor that gives the longest turn from the most events of an execution; a turn ends there
   * whatever the thread does.
   */
  private static final int LONGEST_TURN = 5;

  /** How often others may run in a thread's place when one gives way. */
  private static final int MOST_PASSED_OVER = 20;

  private static final long CLOCK_STEP = 1_000;

  private final Execution execution;
  private final boolean everywhere;
  private @Nullable ModelThread main;
  private long longestPoll;
  private int mostEvents = Integer.MAX_VALUE;
  private boolean over;
  private int events;

  /** Counts the turns of all threads. */
  private int turns;

  private long nanos = 1_000_000_000L;

  Scheduler(Execution execution, boolean everywhere) {
    this.execution = execution;
    this.everywhere = everywhere;
  }

  /** Lets the thread that sets up and checks run, alone. */
  void begin(ModelThread thread) {
    main = thread;
    over = false;
    thread.done = false;
  }

  /** Sets the program's limits for its threads, which begin now. */
  void limits(long poll, int most) {
    longestPoll = poll;
    mostEvents = most;
    events = 0;
  }

  /**
   * Runs code during which the thread makes no choices, in a turn of its own. If no other thread
   * ran meanwhile, the code's events count only for itself. So running much such code in sequence
   * is no livelock, but running one piece for ever is.
   */
  void undisturbed(ModelThread me, Runnable what) {
    int eventsBefore = events;
    int turnsBefore = turns;
    me.sinceSwitch = 0;
    me.undisturbed = true;
    try {
      what.run();
    } finally {
      me.undisturbed = false;
      if (turns == turnsBefore) {
        events = eventsBefore;
      }
    }
  }

  /**
   * Lets all threads run until all have ended. Called by the main thread.
   *
   * @param own the code of the thread that has the main thread's worker
   */
  void concurrent(ModelThread waiting, Runnable own) {
    Baton baton = waiting.worker.baton();
    waiting.done = true;
    waiting.events++;
    ModelThread first = next(waiting);
    if (first == null) {
      return;
    }
    first.worker.baton().give();
    baton.await();
    own.run();
    baton.await();
  }

  boolean isOver() {
    return over;
  }

  /** Makes every thread leave the program. */
  void stop() {
    over = true;
  }

  void checkRunning() {
    if (over) {
      throw Unwind.NOW;
    }
  }

  long nanos(ModelThread me) {
    edge(me);
    execution.changes(me, Dependencies.CLOCK);
    nanos += CLOCK_STEP;
    return nanos;
  }

  /**
   * Called before an access: another thread may run first, if that matters.
   *
   * @param noticed whether others can notice the access even if they do not use the variable
   */
  void point(ModelThread me, Cell cell, boolean stores, boolean noticed) {
    boolean contended = cell.variable().isContended();
    step(me, contended ? cell.countIn(turns, stores) : 0);
    if (everywhere || noticed || contended) {
      mayPreempt(me);
    }
  }

  /** Called before any other event that counts: another thread may run first. */
  void point(ModelThread me) {
    execution.ordered(me);
    step(me, ++me.looks);
    mayPreempt(me);
  }

  int events() {
    return events;
  }

  /** Counts an event. {@code alike} events of this turn looked at the same thing. */
  private void step(ModelThread me, int alike) {
    checkRunning();
    me.rounds = 0;
    if (++events > mostEvents) {
      execution.fail(
          Finding.Kind.LIVELOCK,
          "more than " + mostEvents + " events, although every thread gets its turn",
          whereAll());
      throw Unwind.NOW;
    }
    int length = ++me.sinceSwitch;
    if (length > LONG_TURN && alike > MANY_LOOKS || length > mostEvents / LONGEST_TURN) {
      giveWay(me);
      me.events++; // the thread may give way again, and a schedule names a place once
    }
  }

  /**
   * Called before anything else that others can notice: another thread may run first. It counts as
   * an event in schedules, but neither for the length of a turn nor for that of an execution.
   */
  void edge(ModelThread me) {
    checkRunning();
    me.events++;
    mayPreempt(me);
  }

  private void mayPreempt(ModelThread me) {
    if (execution.phase() != Execution.Phase.CONCURRENT || me.undisturbed) {
      return;
    }
    // A thread that is switched back to goes on; but another that began to wait meanwhile may wake
    // by itself.
    while (isPreempted(me) && execution.threads().stream().anyMatch(Scheduler::mayWakeByItself)) {
      me.events++; // a schedule names a place once
    }
  }

  private boolean isPreempted(ModelThread me) {
    int[] candidates = candidates(me, true);
    int option = execution.decide(Choice.Kind.PREEMPT, me, candidates.length, candidates);
    me.place = candidates.length > 1 ? execution.place() : Dependencies.NOWHERE;
    if (option == 0) {
      return false;
    }
    ModelThread next = execution.threads().get(candidates[option]);
    if (!next.canRun()) {
      wake(next, ", though T" + me.index + " could go on");
    }
    switchTo(me, next, me.place);
    return true;
  }

  /**
   * Makes a thread that yields, or hints that it spins, let others run first and see their stores.
   */
  void yield(ModelThread me) {
    me.events++;
    step(me, 0);
    if (execution.phase() != Execution.Phase.CONCURRENT) {
      return;
    }
    execution.memory.refresh(me.views);
    if (me.insisting) {
      return;
    }
    if (candidates(me, false).length > 0) {
      // Code often spins for a while and then waits; that should not use up the bound.
      Choice.Kind kind = me.insisted ? Choice.Kind.INSIST : Choice.Kind.INSIST_ONCE;
      if (execution.decide(kind, me, 2, NO_THREADS) == 1) {
        me.insisting = true;
        me.insisted = true;
        return;
      }
    }
    giveWay(me);
  }

  private void giveWay(ModelThread me) {
    newTurn(me);
    me.insisting = false;
    execution.memory.refresh(me.views);
    int[] others = candidates(me, false);
    if (others.length == 0) {
      ModelThread sleeper = earliest();
      if (sleeper != null) {
        wake(sleeper, "");
        switchTo(me, sleeper, Dependencies.NOWHERE);
      }
      return;
    }
    others = fair(others);
    int option = execution.decide(Choice.Kind.SWITCH, me, others.length, others);
    switchTo(me, execution.threads().get(others[option]), Dependencies.NOWHERE);
  }

  /**
   * Returns the candidates that were passed over too often, if there are any, and all otherwise:
   * two threads that spin for a third one must not give way to each other for ever.
   */
  private int[] fair(int[] candidates) {
    List<ModelThread> threads = execution.threads();
    int[] starving = new int[candidates.length];
    int count = 0;
    for (int index : candidates) {
      if (threads.get(index).passedOver++ >= MOST_PASSED_OVER) {
        starving[count++] = index;
      }
    }
    return count > 0 ? Arrays.copyOf(starving, count) : candidates;
  }

  /** Makes a thread wait, while others run. */
  Wait.End await(ModelThread me, Wait wait) {
    checkRunning();
    execution.ordered(me);
    execution.changes(me, me);
    me.events++;
    me.waits++;
    if (!me.inMonitorWait) {
      execution.monitors.waits(me);
    }
    boolean unsteady = !me.inMonitorWait && !me.forMutex;
    if (unsteady) {
      me.isUnsteady();
    }
    me.insisting = false;
    me.wait = wait;
    me.waitBegan = nanos;
    me.waitEnd = Wait.End.OVER;
    if (execution.narrator != null) {
      execution.narrator.add(me, wait.what(), "");
    }
    ModelThread next = next(me);
    if (next == null) {
      throw Unwind.NOW;
    }
    if (next != me) {
      switchTo(me, next, Dependencies.NOWHERE);
    } else {
      beginTurn(me, Dependencies.NOWHERE);
    }
    me.wait = null;
    if (unsteady) {
      me.isUnsteady();
    }
    execution.changes(me, me);
    return me.waitEnd;
  }

  /** Ends a thread, and lets another run. */
  void finish(ModelThread me) {
    me.events++; // not the event of its last choice: a schedule names a place once
    execution.changes(me, me);
    me.done = true;
    ModelThread next = over ? null : next(me);
    if (next == null) {
      next = anyLeft();
    }
    if (next == null) {
      next = main;
    }
    if (next != null) {
      if (main != null && me.worker != main.worker) {
        execution.session.workers.giveBack(me.worker);
      }
      beginTurn(next, Dependencies.NOWHERE);
      next.worker.baton().give();
    }
  }

  private void newTurn(ModelThread thread) {
    turns++;
    thread.sinceSwitch = 0;
    thread.looks = 0;
  }

  private static void beginTurn(ModelThread thread, int place) {
    thread.place = place;
    thread.turn = place;
  }

  private void switchTo(ModelThread me, ModelThread next, int place) {
    newTurn(next);
    next.passedOver = 0;
    beginTurn(next, place);
    next.worker.baton().give();
    me.worker.baton().await();
    checkRunning();
  }

  /**
   * Returns the thread to run when {@code me} cannot; null if none can, and then the execution is
   * over.
   */
  private @Nullable ModelThread next(ModelThread me) {
    int[] candidates = candidates(me, false);
    if (me.canRun()) {
      candidates = withFirst(me.index, candidates);
    }
    if (candidates.length > 0) {
      int option = execution.decide(Choice.Kind.SWITCH, me, candidates.length, candidates);
      return execution.threads().get(candidates[option]);
    }
    if (onlyPoolsAreLeft()) {
      stop();
      return null;
    }
    ModelThread sleeper = earliest();
    if (sleeper != null) {
      Wait wait = sleeper.wait;
      if (wait != null
          && wait.spurious()
          && wait.deadline() - sleeper.waitBegan > longestPoll
          && !anySleeps()) { // who sleeps may be about to wake it
        execution.note(
            Finding.Kind.TIME_OUT,
            sleeper + " goes on only because its wait times out: " + where(sleeper));
      }
      wake(sleeper, "");
      return sleeper;
    }
    if (anyLeft() != null) {
      execution.fail(Finding.Kind.DEADLOCK, "all threads that have not ended wait", whereAll());
    }
    return null;
  }

  private void wake(ModelThread sleeper, String though) {
    Wait wait = sleeper.wait;
    if (wait == null) {
      return;
    }
    if (wait.isTimed()) {
      nanos = Math.max(nanos, wait.deadline());
      sleeper.waitEnd = Wait.End.TIMED_OUT;
      execution.memory.refresh(sleeper.views);
    } else {
      sleeper.waitEnd = Wait.End.SPURIOUS;
    }
    sleeper.wait = null;
    if (execution.narrator != null) {
      String end = sleeper.waitEnd == Wait.End.TIMED_OUT ? "times out" : "wakes spuriously";
      execution.narrator.add(sleeper, end + though, "");
    }
  }

  /** Returns the thread whose wait times out first, or null. */
  private @Nullable ModelThread earliest() {
    ModelThread earliest = null;
    long deadline = Wait.NEVER;
    for (ModelThread thread : execution.threads()) {
      Wait wait = thread.wait;
      if (!thread.done && wait != null && wait.deadline() < deadline) {
        earliest = thread;
        deadline = wait.deadline();
      }
    }
    return earliest;
  }

  /** Returns whether all threads have ended, except those of JDK pools that wait for a task. */
  private boolean onlyPoolsAreLeft() {
    ModelThread left = anyLeft();
    return left != null
        && execution.threads().stream()
            .allMatch(thread -> thread.done || thread.worker.isIdleInPool());
  }

  private boolean anySleeps() {
    return execution.threads().stream()
        .map(thread -> thread.wait)
        .anyMatch(wait -> wait != null && wait.isTimed() && !wait.spurious());
  }

  private @Nullable ModelThread anyLeft() {
    for (ModelThread thread : execution.threads()) {
      if (!thread.done) {
        return thread;
      }
    }
    return null;
  }

  /**
   * Returns the threads that could run in place of {@code me}, in scheduling order.
   *
   * @param preempting whether to put {@code me} first, and to add those whose wait may end by
   *     itself
   */
  private int[] candidates(ModelThread me, boolean preempting) {
    List<ModelThread> threads = execution.threads();
    int[] found = new int[threads.size() + 1];
    int count = 0;
    if (preempting) {
      found[count++] = me.index;
    }
    for (int i = 1; i < threads.size(); i++) {
      ModelThread thread = threads.get((me.index + i) % threads.size());
      if (thread.canRun() || preempting && mayWakeByItself(thread)) {
        found[count++] = thread.index;
      }
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  private static boolean mayWakeByItself(ModelThread thread) {
    Wait wait = thread.wait;
    return !thread.done && wait != null && (wait.isTimed() || wait.spurious());
  }

  private static int[] withFirst(int first, int[] rest) {
    int[] all = new int[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private List<String> whereAll() {
    List<String> lines = new ArrayList<>();
    for (ModelThread thread : execution.threads()) {
      if (!thread.done) {
        lines.add(where(thread));
      }
    }
    return lines;
  }

  private static String where(ModelThread thread) {
    Wait wait = thread.wait;
    Frames.Caller caller = Frames.caller(thread.worker.getStackTrace());
    String last =
        caller == null || caller.where().isEmpty() ? Site.of(thread.site).where() : caller.where();
    String inside = caller == null || caller.inside().isEmpty() ? "" : " in " + caller.inside();
    return thread + (wait == null ? " runs" : " is " + wait.what()) + inside + ", at " + last;
  }
}
