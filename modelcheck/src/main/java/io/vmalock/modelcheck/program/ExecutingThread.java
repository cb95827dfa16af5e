package io.vmalock.modelcheck.program;

import io.vmalock.modelcheck.finding.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread of an execution, as the program that it runs sees it. The model checker implements it;
 * programs call {@link CurrentExecution}, which finds the calling one.
 */
public interface ExecutingThread {
  /** A platform thread that runs the threads of executions. */
  interface Carrier {
    /** The thread that this one runs now, or null outside of any execution. */
    @Nullable ExecutingThread running();
  }

  /** The index of this thread: 0 sets up and checks, the program's own follow. */
  int index();

  /** Adds a value to the outcome of the execution. */
  void observe(String value);

  /** Lets other threads run, and names the point in the trace. */
  void point(String what);

  /** Takes something down in the trace, without letting others run. */
  void note(String what);

  /** What was observed so far by all threads, as text. */
  String outcome();

  /** Runs {@code what} with no other thread in between, and without stale reads. */
  void undisturbed(Runnable what);

  /** Says that what follows shares state with other threads that is not modelled. */
  void sharesUnmodelled();

  /** Whether every load of the execution so far returned the newest store. */
  boolean isStraight();

  /** How often this thread has waited. */
  int waits();

  /** Whether the thread of an index waits now, for something else than what others only pass. */
  boolean isWaiting(int thread);

  /** Whether the thread of an index is parked in a lock of the JDK, and nobody has woken it yet. */
  boolean isInLock(int thread);

  /** The present moment of this thread. */
  Moment now();

  /** Whether a moment happens before what this thread does now. */
  boolean isBefore(Moment moment);

  /** Ends the execution with a broken rule, and returns what to throw. */
  Error fail(String rule, String seen);

  /** Ends the execution with a fault of a kind, and returns what to throw. */
  Error fail(Finding.Kind kind, String seen, List<String> details);
}
