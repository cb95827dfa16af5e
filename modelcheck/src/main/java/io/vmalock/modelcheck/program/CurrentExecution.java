package io.vmalock.modelcheck.program;

import io.vmalock.modelcheck.finding.Finding;
import java.util.List;

/** What a program may ask of the execution that it runs in, and tell it. */
public final class CurrentExecution {
  private CurrentExecution() {}

  private static ExecutingThread me() {
    if (Thread.currentThread() instanceof ExecutingThread.Carrier carrier) {
      ExecutingThread me = carrier.running();
      if (me != null) {
        return me;
      }
    }
    throw new IllegalStateException(
        "not inside an execution: only the threads of a program under the model checker may ask");
  }

  /** The index of the calling thread: 0 sets up and checks, the program's own follow. */
  public static int thread() {
    return me().index();
  }

  /** Notes something that this thread saw, as part of the outcome of the execution. */
  public static void observe(Object value) {
    me().observe(String.valueOf(value));
  }

  /** A point at which other threads may run. */
  public static void point(String what) {
    me().point(what);
  }

  /** Takes something down in the trace, without letting others run. */
  public static void note(String what) {
    me().note(what);
  }

  /** What was observed so far: a part for each thread, and last what the check saw. */
  public static String outcome() {
    return me().outcome();
  }

  /**
   * Runs what no other thread shall come between, unless it waits or spins, and with all loads of
   * the newest store: one way of many in which it may go, which costs no schedules.
   */
  public static void undisturbed(Runnable what) {
    me().undisturbed(what);
  }

  /**
   * Says that what follows, up to the next access, looks at or changes state that threads share and
   * that is not modelled, such as an oracle's; called where an operation begins or ends. It is a
   * point at which other threads may run, and the model checker explores the orders of such steps,
   * too; without the call it may take them for independent.
   */
  public static void sharesUnmodelled() {
    me().sharesUnmodelled();
  }

  /**
   * Whether every load so far returned the newest store. If not, that one event came before another
   * says nothing: the threads need not agree.
   */
  public static boolean isStraight() {
    return me().isStraight();
  }

  /**
   * How often the calling thread has waited so far, but for monitors, and locks of the JDK, whose
   * owners only passed: such a wait is as short as a compare-and-set that is tried again. The owner
   * of a lock only passes if it waits for nothing else while it has it, and gives it back in the
   * operation in which it took it ({@link #sharesUnmodelled}).
   */
  public static int waits() {
    return me().waits();
  }

  /**
   * Whether the thread of an index waits now, for something else than a monitor, or a lock of the
   * JDK in which one who only passed has woken it, as for {@link #waits}.
   */
  public static boolean isWaiting(int thread) {
    return me().isWaiting(thread);
  }

  /**
   * Whether the thread of an index is parked in a lock of the JDK, and nobody has woken it yet. It
   * may wait for a hold of that lock or for one who only passes: that shows when it is woken.
   */
  public static boolean isInLock(int thread) {
    return me().isInLock(thread);
  }

  /** The present moment in the life of the calling thread. */
  public static Moment now() {
    return me().now();
  }

  /** Whether a moment happens before what the calling thread does now. */
  public static boolean isBefore(Moment moment) {
    return me().isBefore(moment);
  }

  /** Ends the execution with a fault of a kind. */
  public static void fail(Finding.Kind kind, String seen, List<String> details) {
    throw me().fail(kind, seen, details);
  }

  /** Ends the execution: a rule is broken. */
  public static void fail(String rule, String seen) {
    throw me().fail(rule, seen);
  }
}
