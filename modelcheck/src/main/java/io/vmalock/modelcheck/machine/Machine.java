package io.vmalock.modelcheck.machine;

import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.variable.Variable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rewritten code runs on outside of the model checker's executions: it hears of each access
 * before that is made to the variable itself, and is asked for whatever depends on threads and
 * time.
 *
 * <p>All calls are made by the thread that runs the code. A machine lets one of its threads run at
 * a time, and hands over inside these calls; so an access need not be atomic, and no store is seen
 * late.
 */
public interface Machine {
  /** What an access does. */
  enum Action {
    /** Loads. */
    LOAD,
    /** Stores. */
    STORE,
    /** Loads, and stores in the same step; or finds that it must not. */
    UPDATE
  }

  /** For {@link #park}: until there is a permit. */
  long NO_LIMIT = Long.MAX_VALUE;

  /** The thread has come to a {@linkplain io.vmalock.modelcheck.variable.Site site}. */
  void at(int site);

  /** The thread begins, or ends, to initialise a class, which happens once and to no program. */
  void initialises(boolean begins);

  /**
   * The thread is about to access a variable.
   *
   * @param mode of a load its mode, of all else that of the store
   * @param owner the object or array, or null if it is static
   * @param index of the element, or 0
   */
  void access(Action action, Mode mode, Variable variable, @Nullable Object owner, int index);

  /** The thread orders the accesses around this. */
  void fence(Fence fence);

  /** Enters the monitor of an object, which may have to be waited for. */
  void enter(Object object);

  /** Leaves the monitor of an object. */
  void exit(Object object);

  /** Parks for so many nanoseconds, or with {@link #NO_LIMIT}. */
  void park(long nanos);

  /** Gives a thread of this machine its permit. */
  void unpark(Thread thread);

  /** Lets others go first. */
  void yield();

  /** The thread hints that it spins. */
  void spin();

  /** The time. */
  long nanoTime();

  /** The number of a thread of this machine, which {@code Thread.getId} answers: above 0. */
  long number(Thread thread);

  /** How many processors there are. */
  int processors();

  /** The values of the thread's thread locals. */
  Map<Object, @Nullable Object> locals();

  /** So many random bits. */
  int randomBits(int bits);
}
