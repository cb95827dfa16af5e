package io.vmalock.conformance.explore.run;

import io.vmalock.conformance.explore.memory.ThreadViews;
import io.vmalock.conformance.explore.memory.View;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A thread of the program under exploration, in one execution. */
public final class ModelThread {
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

  /** What it waits for, or null if it can run. */
  @Nullable Wait wait;

  Wait.End waitEnd = Wait.End.OVER;
  boolean done;

  /** How often it has waited so far, not counting monitors of which each owner only passed. */
  int waits;

  /** Whether it waits for a monitor. */
  boolean inMonitorWait;

  /** Events since it last gave way: bounded, so that a loop without any hint cannot go on. */
  int sinceSwitch;

  /** How often loops have gone round since its last event that others can notice. */
  int rounds;

  /** Whether it goes its usual way, and makes no choices. */
  boolean undisturbed;

  /** Whether it goes on though it yields, until it waits or the scheduler takes over. */
  boolean insisting;

  /** Whether it has gone on so before. */
  boolean insisted;

  boolean permit;
  @Nullable View permitView;
  @Nullable Object blocker;
  boolean interrupted;
  @Nullable View interruptView;

  /** Where in the program it is. */
  int site = Site.UNKNOWN;

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

  /** Its index: 0 is the one that sets up and checks, the program's own follow. */
  public int index() {
    return index;
  }

  /** Its execution. */
  public Execution execution() {
    return execution;
  }

  /** Runs something during which this thread makes no choices; its turn begins anew. */
  public void undisturbed(Runnable what) {
    sinceSwitch = 0;
    undisturbed = true;
    try {
      what.run();
    } finally {
      undisturbed = false;
    }
  }

  boolean canRun() {
    Wait waitingFor = wait;
    return !done && (waitingFor == null || waitingFor.over().getAsBoolean());
  }

  @Override
  public String toString() {
    return "T" + index;
  }
}
