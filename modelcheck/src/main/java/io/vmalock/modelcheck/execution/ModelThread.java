package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.finding.Violation;
import io.vmalock.modelcheck.memory.ThreadViews;
import io.vmalock.modelcheck.memory.View;
import io.vmalock.modelcheck.program.ExecutingThread;
import io.vmalock.modelcheck.program.Moment;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Site;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A thread of the program under exploration, in one execution. */
public final class ModelThread implements ExecutingThread {
  final Execution execution;
  final int index;
  final String name;
  final ThreadViews views;
  final Worker worker;

  /** The result of {@code Thread.currentThread()}. */
  final Thread identity;

  /** The number of its events that a schedule may refer to. */
  int events;

  /** The depth of nesting in code whose accesses are not modelled, such as class initialisers. */
  int aside;

  /** The discarded stores of an invariant that runs on it, or null while none runs. */
  @Nullable Peek peek;

  /** Its present wait, or null if it can run. */
  @Nullable Wait wait;

  /** The virtual time at which the wait began. */
  long waitBegan;

  Wait.End waitEnd = Wait.End.OVER;
  boolean done;

  /** How often it has waited so far, without waits for monitors whose owners only passed. */
  int waits;

  /** Whether it waits for a monitor. */
  boolean inMonitorWait;

  /** Whether it is parked in a lock of the JDK. */
  boolean forMutex;

  /** Whether the thread that gave it its permit only passed through that lock. */
  boolean wokenByPasser;

  /**
   * The threads that, since this one parked, began or ended a wait or a call of the program while
   * they may have had that lock.
   */
  final Set<ModelThread> keepers = Collections.newSetFromMap(new IdentityHashMap<>(1));

  /** Events since it last gave way: bounded, so that a loop without any hint cannot go on. */
  int sinceSwitch;

  /** The number of these that look at the state of threads and the like. */
  int looks;

  /** How often another thread was chosen at a give-way since this one last ran. */
  int passedOver;

  /** The rounds of its loops since its last event that others can notice. */
  int rounds;

  /** Whether it runs undisturbed: it goes the usual way, and makes no choices. */
  boolean undisturbed;

  /** Whether it goes on although it yields, until it waits or the scheduler takes over. */
  boolean insisting;

  /** Whether it has gone on so before. */
  boolean insisted;

  /** The choice at which another thread could have run in place of its latest event. */
  int place = Dependencies.NOWHERE;

  /** The choice at which its turn began, if that was a preemption. */
  int turn = Dependencies.NOWHERE;

  /** Which events of each thread come before its next one. */
  int[] clock = Scheduler.NO_THREADS;

  /** Whether its next park outside of the JDK's locks throws. */
  boolean parkFails;

  boolean permit;
  @Nullable View permitView;
  @Nullable Object blocker;
  boolean interrupted;
  @Nullable View interruptView;

  /** Its place in the program. */
  int site = Site.UNKNOWN;

  /**
   * The store that its last plain load of each variable returned, since it last acquired anything.
   */
  final Map<Cell, Integer> plainLoads = new IdentityHashMap<>(1);

  /** The variables whose plain loads were hoisted out of a loop, until it acquires something. */
  final Set<Cell> hoisted = Collections.newSetFromMap(new IdentityHashMap<>(1));

  final Map<Object, @Nullable Object> locals = new IdentityHashMap<>();
  long random;

  ModelThread(
      Execution execution,
      int index,
      String name,
      ThreadViews views,
      Worker worker,
      Thread identity) {
    this.execution = execution;
    this.index = index;
    this.name = name;
    this.views = views;
    this.worker = worker;
    this.identity = identity;
    this.random = 0x5DEECE66DL + index;
  }

  /** Returns the thread that runs the caller, or null outside of any execution. */
  public static @Nullable ModelThread current() {
    return Worker.current();
  }

  /**
   * Returns the thread that runs the caller, or null outside of any execution and where accesses
   * are not modelled, as in class initialisers.
   */
  public static @Nullable ModelThread modelled() {
    ModelThread me = Worker.current();
    return me == null || me.aside > 0 ? null : me;
  }

  /**
   * Ends the calling thread's execution without a verdict, even if the program catches the error.
   *
   * @param what the thing that has no model
   * @return the error to throw
   */
  public static NotJudged refusal(String what) {
    ModelThread me = Worker.current();
    String place = me == null ? "" : " at " + Site.of(me.site).where();
    return me == null ? new NotJudged(what) : me.execution.notJudged(what + place);
  }

  /** Returns its execution. */
  public Execution execution() {
    return execution;
  }

  /** The result of {@code Thread.currentThread()}. */
  public Thread identity() {
    return identity;
  }

  /** Returns the number of the site that it has reached. */
  public int site() {
    return site;
  }

  /** Sets the site that it has reached. */
  public void at(int site) {
    this.site = site;
  }

  /** Begins code whose accesses are not modelled, until {@link #exitInitialiser}. */
  public void enterInitialiser() {
    aside++;
  }

  /** Ends what {@link #enterInitialiser} began. */
  public void exitInitialiser() {
    aside--;
  }

  /** Counts a jump back, and returns their number since its last event that others can notice. */
  public int countRound() {
    return ++rounds;
  }

  /** Returns the values of its thread locals. */
  public Map<Object, @Nullable Object> locals() {
    return locals;
  }

  /** Returns its blocker, the result of {@code LockSupport.getBlocker}. */
  public @Nullable Object blocker() {
    return blocker;
  }

  /** Sets its blocker, the object that it is parked for. */
  public void blocker(@Nullable Object newBlocker) {
    blocker = newBlocker;
  }

  /** Returns this many random bits, the same in every execution. */
  public int randomBits(int bits) {
    random = (random * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
    return (int) (random >>> (48 - bits));
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public void observe(String value) {
    execution.observe(this, value);
  }

  @Override
  public void point(String what) {
    execution.point(this, what);
  }

  @Override
  public void undisturbed(Runnable what) {
    execution.scheduler.undisturbed(this, what);
  }

  /** Records that it begins or ends a wait, or a call of the program. */
  void isUnsteady() {
    for (ModelThread parked : execution.threads()) {
      if (parked.forMutex && Parking.mayHave(this, parked.blocker)) {
        parked.keepers.add(this);
      }
    }
  }

  @Override
  public void sharesUnmodelled() {
    if (execution.phase() == Execution.Phase.CONCURRENT) {
      execution.scheduler.edge(this);
    }
    isUnsteady();
    execution.changes(this, Dependencies.UNMODELLED);
  }

  @Override
  public boolean isStraight() {
    execution.reads(this, Dependencies.UNMODELLED);
    return execution.isStraight();
  }

  @Override
  public int waits() {
    return waits;
  }

  @Override
  public boolean isWaiting(int thread) {
    execution.reads(this, execution.threads().get(thread));
    return execution.isWaiting(thread);
  }

  @Override
  public boolean isInLock(int thread) {
    execution.reads(this, execution.threads().get(thread));
    return execution.isInLock(thread);
  }

  @Override
  public void parkFails(boolean fails) {
    parkFails = fails;
  }

  @Override
  public Moment now() {
    execution.changes(this, Dependencies.UNMODELLED);
    return new Moment(index, views.mark());
  }

  @Override
  public boolean isBefore(Moment moment) {
    execution.reads(this, Dependencies.UNMODELLED);
    return views.happenedBefore(moment.thread(), moment.event());
  }

  @Override
  public Error fail(String rule, String seen) {
    return execution.violated(new Violation(rule, seen));
  }

  @Override
  public Error fail(Finding.Kind kind, String seen, List<String> details) {
    execution.fail(kind, seen, details);
    return Unwind.NOW;
  }

  @Override
  public void note(String what) {
    execution.note(this, what);
  }

  @Override
  public String outcome() {
    return execution.outcome();
  }

  /** Records that it has acquired: no load may be hoisted over this. */
  void acquired() {
    if (!plainLoads.isEmpty()) {
      plainLoads.clear();
      hoisted.clear();
    }
  }

  boolean canRun() {
    Wait waitingFor = wait;
    return !done && (waitingFor == null || waitingFor.over().getAsBoolean());
  }

  @Override
  public String toString() {
    return name.isEmpty() || index == 0 ? "T" + index : "T" + index + " (" + name + ")";
  }
}
