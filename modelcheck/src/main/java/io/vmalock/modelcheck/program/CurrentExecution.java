package io.vmalock.modelcheck.program;

import io.vmalock.modelcheck.finding.Finding;
import java.util.List;

/**
 * The link between a program and the execution that runs it: questions that the program may ask,
 * and reports that it may make.
 */
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

  /**
   * Returns the index of the calling thread: thread 0 sets up and checks, and the program's own
   * threads follow.
   */
  public static int thread() {
    return me().index();
  }

  /** Adds a value that this thread saw to the outcome of the execution. */
  public static void observe(Object value) {
    me().observe(String.valueOf(value));
  }

  /** Lets other threads run at this point. */
  public static void point(String what) {
    me().point(what);
  }

  /** Adds a line to the trace, without letting other threads run. */
  public static void note(String what) {
    me().note(what);
  }

  /**
   * Returns the observations so far: a part for each thread, and last the observations of the
   * check.
   */
  public static String outcome() {
    return me().outcome();
  }

  /**
   * Runs code without interruption by other threads, unless it waits or spins, and with all loads
   * returning the newest store. This is one of many ways in which the code may run, and costs no
   * schedules.
   */
  public static void undisturbed(Runnable what) {
    me().undisturbed(what);
  }

  /**
   * Declares that the code that follows, up to the next access, reads or changes state that threads
   * share outside the model, such as an oracle's. Call it where an operation begins or ends. Other
   * threads may run at this point, and the model checker explores the orders of such steps too;
   * without the call it may take them for independent.
   */
  public static void sharesUnmodelled() {
    me().sharesUnmodelled();
  }

  /**
   * Returns whether every load so far returned the newest store. If one did not, the order of two
   * events says nothing, because the threads need not agree on it.
   */
  public static boolean isStraight() {
    return me().isStraight();
  }

  /**
   * Returns how often the calling thread has waited so far. Waits for a monitor, or a lock of the
   * JDK, whose owner only passed do not count: they are as short as a compare-and-set that is tried
   * again. The owner of a lock only passes if it waits for nothing else while it has the lock, and
   * releases it in the operation in which it took it ({@link #sharesUnmodelled}).
   */
  public static int waits() {
    return me().waits();
  }

  /**
   * Returns whether the thread with an index waits now. A wait for a monitor does not count, nor
   * does a wait in a lock of the JDK from which a thread that only passed has woken it, as for
   * {@link #waits}.
   */
  public static boolean isWaiting(int thread) {
    return me().isWaiting(thread);
  }

  /**
   * Returns whether the thread with an index is parked in a lock of the JDK and has not been woken
   * yet. It may wait for a hold of that lock or for a thread that only passes: its wake-up will
   * show which.
   */
  public static boolean isInLock(int thread) {
    return me().isInLock(thread);
  }

  /**
   * Sets whether the next park of the calling thread throws a {@link StackOverflowError} in place
   * of waiting: as if the stack had ended there, of all places. It throws once. Parks inside the
   * JDK's own locks do not throw, because no caller can handle an error there; their tries for a
   * time throw where they have not stored anything yet.
   */
  public static void parkFails(boolean fails) {
    me().parkFails(fails);
  }

  /** Returns the present moment in the life of the calling thread. */
  public static Moment now() {
    return me().now();
  }

  /** Returns whether a moment happens before the next event of the calling thread. */
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
