package io.vmalock.modelcheck.program;

import io.vmalock.modelcheck.finding.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread of an execution, as its program sees it. The model checker implements this interface;
 * programs call {@link CurrentExecution}, which finds the calling thread.
 */
public interface ExecutingThread {
  /** A platform thread that runs the threads of executions. */
  interface Carrier {
    /** The execution's thread that this one runs now, or null outside of any execution. */
    @Nullable ExecutingThread running();
  }

  /**
   * Returns the index of this thread: thread 0 sets up and checks, and the program's own threads
   * follow.
   */
  int index();

  /** Adds a value to the outcome of the execution. */
  void observe(String value);

  /** Lets other threads run, and names the point in the trace. */
  void point(String what);

  /** Adds a line to the trace, without letting other threads run. */
  void note(String what);

  /** Returns the observations of all threads so far, as text. */
  String outcome();

  /** Runs {@code what} with no other thread in between, and without stale reads. */
  void undisturbed(Runnable what);

  /** Declares that the code that follows shares state with other threads outside the model. */
  void sharesUnmodelled();

  /** Returns whether every load of the execution so far returned the newest store. */
  boolean isStraight();

  /** Returns how often this thread has waited. */
  int waits();

  /**
   * Returns whether the thread with an index waits now, for something other than a lock whose owner
   * only passes.
   */
  boolean isWaiting(int thread);

  /**
   * Returns whether the thread with an index is parked in a lock of the JDK and has not been woken
   * yet.
   */
  boolean isInLock(int thread);

  /** Sets whether its next park throws a StackOverflowError; see {@link CurrentExecution}. */
  void parkFails(boolean fails);

  /** Returns the present moment of this thread. */
  Moment now();

  /** Returns whether a moment happens before the next event of this thread. */
  boolean isBefore(Moment moment);

  /** Ends the execution with a broken rule, and returns the error to throw. */
  Error fail(String rule, String seen);

  /** Ends the execution with a fault of a kind, and returns the error to throw. */
  Error fail(Finding.Kind kind, String seen, List<String> details);
}
