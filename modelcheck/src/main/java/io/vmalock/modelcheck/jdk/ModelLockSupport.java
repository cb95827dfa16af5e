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

  /** The machine that the caller is a thread of, if it is one, and in no execution. */
  private static @Nullable Machine machine() {
    return ModelThread.current() == null ? CurrentMachine.get() : null;
  }

  /** Parks the caller on the machine that it is a thread of, and says so, if it is one. */
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

  /** What a thread is parked for. */
  public static @Nullable Object getBlocker(Thread thread) {
    ModelThread target = me().execution().byIdentity(thread);
    return target == null ? null : target.blocker();
  }

  /** The JDK-internal way to a thread's number, which a subclass cannot replace. */
  public static long getThreadId(Thread thread) {
    return JdkCalls.threadId(thread);
  }

  /** Says what this thread will be parked for. */
  public static void setCurrentBlocker(@Nullable Object blocker) {
    if (machine() == null) {
      me().blocker(blocker);
    }
  }
}
