package io.vmalock.conformance.explore;

import io.vmalock.conformance.explore.run.ModelThread;
import io.vmalock.conformance.explore.run.Violation;

/** What a program under exploration may ask of the explorer, and tell it. */
public final class Explored {
  private Explored() {}

  private static ModelThread me() {
    ModelThread me = ModelThread.current();
    if (me == null) {
      throw new IllegalStateException("not inside an execution");
    }
    return me;
  }

  /** The index of the calling thread: 0 sets up and checks, the program's own follow. */
  public static int thread() {
    return me().index();
  }

  /** Notes something that this thread saw, as part of the outcome of the execution. */
  public static void observe(Object value) {
    ModelThread me = me();
    me.execution().observe(me, String.valueOf(value));
  }

  /** A point at which other threads may run. */
  public static void point(String what) {
    ModelThread me = me();
    me.execution().point(me, what);
  }

  /**
   * Runs what no other thread shall come between, unless it waits or spins, and with all loads of
   * the newest store: one way of many in which it may go, which costs no schedules.
   */
  public static void undisturbed(Runnable what) {
    me().undisturbed(what);
  }

  /**
   * Whether every load so far returned the newest store. If not, that one event came before another
   * says nothing: the threads need not agree.
   */
  public static boolean isStraight() {
    return me().execution().isStraight();
  }

  /**
   * How often the calling thread has waited so far, but for monitors whose owners only passed: such
   * a wait is as short as a compare-and-set that is tried again.
   */
  public static int waits() {
    ModelThread me = me();
    return me.execution().waits(me);
  }

  /** Whether the thread of an index waits now, for something else than a monitor. */
  public static boolean isWaiting(int thread) {
    return me().execution().isWaiting(thread);
  }

  /** A moment in the life of the calling thread. */
  public static Moment now() {
    ModelThread me = me();
    return me.execution().moment(me);
  }

  /** Whether a moment happens before what the calling thread does now. */
  public static boolean isBefore(Moment moment) {
    return me().execution().happenedBefore(moment, me());
  }

  /** Ends the execution: a rule is broken. */
  public static void fail(String rule, String seen) {
    throw me().execution().violated(new Violation(rule, seen));
  }

  /**
   * A moment.
   *
   * @param thread the index of its thread
   * @param event the number of its event
   */
  public record Moment(int thread, int event) {}
}
