package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.execution.Parking;
import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.util.concurrent.locks.LockSupport} in rewritten code. */
public final class ModelLockSupport {
  private ModelLockSupport() {}

  private static ModelThread me() {
    ModelThread me = ModelThread.current();
    if (me == null) {
      throw new NotJudged("park outside of the program's threads");
    }
    return me;
  }

  /** Returns the caller's machine, or null if it has none or is in an execution. */
  private static @Nullable Machine machine() {
    return ModelThread.current() == null ? CurrentMachine.get() : null;
  }

  /** Parks the caller on its machine, if it has one, and returns whether it did. */
  private static boolean parksOnMachine(long nanos) {
    Machine machine = machine();
    if (machine == null) {
      return false;
    }
    machine.park(nanos);
    return true;
  }

  /** Parks. */
  public static void park() {
    if (!parksOnMachine(Machine.NO_LIMIT)) {
      Parking.park(me());
    }
  }

  /** Parks. */
  public static void park(@Nullable Object blocker) {
    if (parksOnMachine(Machine.NO_LIMIT)) {
      return;
    }
    ModelThread me = me();
    me.blocker(blocker);
    Parking.park(me);
    me.blocker(null);
  }

  /** Parks for a time. */
  public static void parkNanos(long nanos) {
    if (nanos > 0 && !parksOnMachine(nanos)) {
      Parking.parkFor(me(), nanos);
    }
  }

  /** Parks for a time. */
  public static void parkNanos(@Nullable Object blocker, long nanos) {
    if (nanos > 0 && !parksOnMachine(nanos)) {
      ModelThread me = me();
      me.blocker(blocker);
      Parking.parkFor(me, nanos);
      me.blocker(null);
    }
  }

  /** Parks until a time. */
  public static void parkUntil(long millis) {
    Parking.park(me(), millis * 1_000_000);
  }

  /** Parks until a time. */
  public static void parkUntil(@Nullable Object blocker, long millis) {
    ModelThread me = me();
    me.blocker(blocker);
    Parking.park(me, millis * 1_000_000);
    me.blocker(null);
  }

  /** Lets a thread go on. */
  public static void unpark(@Nullable Thread thread) {
    if (thread == null) {
      return;
    }
    Machine machine = machine();
    if (machine != null) {
      machine.unpark(thread);
      return;
    }
    ModelThread me = me();
    ModelThread target = me.execution().byIdentity(thread);
    if (target != null) {
      Parking.unpark(me, target);
    }
  }

  /** Returns the object that a thread is parked for. */
  public static @Nullable Object getBlocker(Thread thread) {
    ModelThread target = me().execution().byIdentity(thread);
    return target == null ? null : target.blocker();
  }

  /** The JDK-internal access to a thread's number, which a subclass cannot replace. */
  public static long getThreadId(Thread thread) {
    return JdkCalls.threadId(thread);
  }

  /** Sets the object that this thread will be parked for. */
  public static void setCurrentBlocker(@Nullable Object blocker) {
    if (machine() == null) {
      me().blocker(blocker);
    }
  }
}
