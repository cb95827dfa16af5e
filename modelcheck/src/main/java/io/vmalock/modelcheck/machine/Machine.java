package io.vmalock.modelcheck.machine;

import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.variable.Variable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A runtime for rewritten code outside the model checker's executions. It is told of each access
 * before the access reaches the variable, and answers every call that depends on threads and time.
 *
 * <p>The thread that runs the code makes all calls. A machine lets one of its threads run at a
 * time, and hands over inside these calls. So an access need not be atomic, and no store is seen
 * late.
 */
public interface Machine {
  /** The effect of an access. */
  enum Action {
    /** Loads. */
    LOAD,
    /** Stores. */
    STORE,
    /** Loads, and stores in the same step unless a comparison fails. */
    UPDATE
  }

  /** The time limit of a {@link #park} that waits until there is a permit. */
  long NO_LIMIT = Long.MAX_VALUE;

  /**
   * Reports that the thread has reached a {@linkplain io.vmalock.modelcheck.variable.Site site}.
   */
  void at(int site);

  /**
   * Reports that the thread begins, or ends, the initialisation of a class, which happens once and
   * belongs to no program.
   */
  void initialises(boolean begins);

  /**
   * Reports that the thread is about to access a variable.
   *
   * @param mode the mode of a load, and for any other access the mode of its store
   * @param owner the object or array, or null if it is static
   * @param index of the element, or 0
   */
  void access(Action action, Mode mode, Variable variable, @Nullable Object owner, int index);

  /** Orders the thread's accesses around this call. */
  void fence(Fence fence);

  /** Enters the monitor of an object, and waits until it is free. */
  void enter(Object object);

  /** Leaves the monitor of an object. */
  void exit(Object object);

  /** Parks for a number of nanoseconds, or with {@link #NO_LIMIT}. */
  void park(long nanos);

  /** Gives a thread of this machine its permit. */
  void unpark(Thread thread);

  /** Lets other threads run first. */
  void yield();

  /** Reports that the thread spins. */
  void spin();

  /** Returns the time in nanoseconds. */
  long nanoTime();

  /**
   * Returns the number of a thread of this machine, the result of {@code Thread.getId}: above 0.
   */
  long number(Thread thread);

  /** Returns the number of processors. */
  int processors();

  /** Returns the values of the thread's thread locals. */
  Map<Object, @Nullable Object> locals();

  /** Returns this many random bits. */
  int randomBits(int bits);
}
