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

  /** What {@code Thread.currentThread()} answers. */
  final Thread identity;

  /** Counts everything that a schedule may refer to. */
  int events;

  /** How deep in code whose accesses are not modelled, as class initialisers. */
  int aside;

  /** What it would store while an invariant runs on it, or null while none does. */
  @Nullable Peek peek;

  /** What it waits for, or null if it can run. */
  @Nullable Wait wait;

  /** The virtual time at which the wait began. */
  long waitBegan;

  Wait.End waitEnd = Wait.End.OVER;
  boolean done;

  /** How often it has waited so far, not counting monitors of which each owner only passed. */
  int waits;

  /** Whether it waits for a monitor. */
  boolean inMonitorWait;

  /** Whether it is parked in a lock of the JDK. */
  boolean forMutex;

  /** Whether the one who gave it its permit only passed through that lock. */
  boolean wokenByPasser;

  /**
   * The threads that may have had that lock, since this one parked, while they began or ended a
   * wait or a call of the program's.
   */
  final Set<ModelThread> keepers = Collections.newSetFromMap(new IdentityHashMap<>(1));

  /** Events since it last gave way: bounded, so that a loop without any hint cannot go on. */
  int sinceSwitch;

  /** Of these, looks at the state of threads and the like. */
  int looks;

  /** How often another one was chosen that gave way since this one last ran. */
  int passedOver;

  /** How often loops have gone round since its last event that others can notice. */
  int rounds;

  /** Whether it goes its usual way, and makes no choices. */
  boolean undisturbed;

  /** Whether it goes on though it yields, until it waits or the scheduler takes over. */
  boolean insisting;

  /** Whether it has gone on so before. */
  boolean insisted;

  /** The choice at which another thread could have run in place of its latest event. */
  int place = Dependencies.NOWHERE;

  /** The choice at which its turn began, if that was a preemption. */
  int turn = Dependencies.NOWHERE;

  /** Which events of each thread come before its next one. */
  int[] clock = Scheduler.NO_THREADS;

  boolean permit;
  @Nullable View permitView;
  @Nullable Object blocker;
  boolean interrupted;
  @Nullable View interruptView;

  /** Where in the program it is. */
  int site = Site.UNKNOWN;

  /** Which store its last plain load of each variable returned, since it last acquired anything. */
  final Map<Cell, Integer> plainLoads = new IdentityHashMap<>(1);

  /** Variables of which its plain loads were taken out of a loop, until it acquires something. */
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

  /** The thread that runs the caller, or null outside of any execution. */
  public static @Nullable ModelThread current() {
    return Worker.current();
  }

  /**
   * The thread that runs the caller, or null outside of any execution and where accesses are not
   * modelled, as in class initialisers.
   */
  public static @Nullable ModelThread modelled() {
    ModelThread me = Worker.current();
    return me == null || me.aside > 0 ? null : me;
  }

  /**
   * Ends the calling thread's execution without a verdict, even if the program catches the error.
   *
   * @param what what is not modelled
   * @return what to throw
   */
  public static NotJudged refusal(String what) {
    ModelThread me = Worker.current();
    String place = me == null ? "" : " at " + Site.of(me.site).where();
    return me == null ? new NotJudged(what) : me.execution.notJudged(what + place);
  }

  /** Its execution. */
  public Execution execution() {
    return execution;
  }

  /** What {@code Thread.currentThread()} answers. */
  public Thread identity() {
    return identity;
  }

  /** The number of the site that it has come to. */
  public int site() {
    return site;
  }

  /** Says which site it has come to. */
  public void at(int site) {
    this.site = site;
  }

  /** From here on its accesses are not modelled, until {@link #exitInitialiser}. */
  public void enterInitialiser() {
    aside++;
  }

  /** Ends what {@link #enterInitialiser} began. */
  public void exitInitialiser() {
    aside--;
  }

  /** Counts a jump back; how many there were since its last event that others can notice. */
  public int countRound() {
    return ++rounds;
  }

  /** The values of its thread locals. */
  public Map<Object, @Nullable Object> locals() {
    return locals;
  }

  /** What {@code LockSupport.getBlocker} answers for it. */
  public @Nullable Object blocker() {
    return blocker;
  }

  /** Sets what it is parked for. */
  public void blocker(@Nullable Object newBlocker) {
    blocker = newBlocker;
  }

  /** So many random bits, the same in every execution. */
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

  /** It begins or ends a wait, or a call of the program's. */
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

  /** It has acquired: no load may be taken out of a loop over this. */
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
