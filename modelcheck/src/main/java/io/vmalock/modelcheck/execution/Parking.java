package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.memory.View;
import io.vmalock.modelcheck.variable.Cell;
import io.vmalock.modelcheck.variable.Renamed;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Park and unpark. By the language a permit orders nothing. But the woken thread sees the
 * unparker's earlier stores, as in every JVM, where a lock guards the permit.
 */
public final class Parking {
  private static final String SYNCHRONIZER = ".AbstractOwnableSynchronizer";
  private static final String OWNER = "exclusiveOwnerThread";

  /** Returns whether several threads can have a lock of the class at once. */
  private static final ClassValue<Boolean> IS_SHARED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          for (Class<?> at = type; !at.getName().endsWith(".AbstractQueuedSynchronizer"); ) {
            for (Method method : at.getDeclaredMethods()) {
              if (method.getName().equals("tryAcquireShared")) {
                return true;
              }
            }
            at = at.getSuperclass();
            if (at == null) {
              return true;
            }
          }
          return false;
        }
      };

  private Parking() {}

  /** Parks until there is a permit or an interrupt, or the thread wakes spuriously. */
  public static void park(ModelThread me) {
    park(me, Wait.NEVER);
  }

  /** Parks as {@link #park(ModelThread)} does, for {@code nanos} at most. */
  public static void parkFor(ModelThread me, long nanos) {
    long now = me.execution.scheduler.nanos(me);
    long deadline = now + nanos;
    park(me, deadline < now ? Wait.NEVER - 1 : deadline);
  }

  /** Parks as {@link #park(ModelThread)} does, until the virtual time {@code deadline} at most. */
  public static void park(ModelThread me, long deadline) {
    Scheduler scheduler = me.execution.scheduler;
    scheduler.edge(me);
    me.execution.changes(me, me);
    if (!me.permit && !me.interrupted) {
      failIfAsked(me);
      String what = deadline == Wait.NEVER ? "parked" : "parked with a time limit";
      int waits = me.waits;
      me.forMutex = isForMutex(me);
      me.wokenByPasser = false;
      me.keepers.clear();
      Wait.End end =
          scheduler.await(me, new Wait(() -> me.permit || me.interrupted, deadline, true, what));
      if (me.forMutex && (me.permit ? me.wokenByPasser : end == Wait.End.SPURIOUS)) {
        me.waits = waits; // as for a monitor; a thread that woke spuriously parks again
      } else if (me.forMutex) {
        me.isUnsteady();
      }
      me.forMutex = false;
    }
    if (me.permit) {
      me.permit = false;
      View published = me.permitView;
      if (published != null) {
        me.views.receiveStores(published);
      }
    }
  }

  private static void failIfAsked(ModelThread me) {
    if (me.parkFails && !isForLockOfJdk(me.blocker())) {
      me.blocker(null);
      fail(me, "where it would have parked");
    }
  }

  /**
   * Fails for a lock of the JDK that has found itself taken, and has stored nothing yet: here an
   * error leaves the lock as it was.
   */
  public static void failInLockIfAsked(ModelThread me) {
    if (me.parkFails) {
      fail(me, "where a lock of the JDK would have waited");
    }
  }

  private static void fail(ModelThread me, String where) {
    me.parkFails = false;
    if (me.execution.narrator != null) {
      me.execution.narrator.add(me, "out of stack", where);
    }
    throw new StackOverflowError(where);
  }

  /** Returns whether the blocker is one of the JDK's classes, or extends one. */
  private static boolean isForLockOfJdk(@Nullable Object blocker) {
    Class<?> type = blocker == null ? null : blocker.getClass();
    while (type != null && !Renamed.isRenamed(type.getName())) {
      type = type.getSuperclass();
    }
    return type != null;
  }

  /** Returns whether it parks in a lock of the JDK that one thread has, or another of its kind. */
  private static boolean isForMutex(ModelThread me) {
    Object blocker = me.blocker();
    Class<?> type = blocker == null ? null : blocker.getClass();
    while (type != null && !type.getName().endsWith(SYNCHRONIZER)) {
      type = type.getSuperclass();
    }
    return type != null;
  }

  /**
   * Returns whether a thread may have a lock of the JDK. A lock with an owner names it; a lock that
   * readers share does not name them.
   */
  static boolean mayHave(ModelThread thread, @Nullable Object lock) {
    if (lock == null) {
      return false;
    }
    Cell owner = thread.execution.cellIfUsed(lock, OWNER);
    if (owner == null) {
      return true; // a lock of another kind: it names no owner
    }
    Object value = owner.newest().value();
    return value == null ? IS_SHARED.get(lock.getClass()) : value == thread.identity;
  }

  /**
   * Gives a thread its permit. The waker only passed through a lock of the JDK if, while it had the
   * lock and the woken thread was parked in it, it neither waited nor began or ended a call of the
   * program. It then had the lock for some steps of one call, as bounded as a monitor whose owner
   * only passes.
   */
  public static void unpark(ModelThread me, ModelThread target) {
    if (!target.permit) {
      target.wokenByPasser = !target.keepers.contains(me);
    }
    me.events++;
    me.execution.scheduler.point(me);
    me.execution.changes(me, target);
    target.permit = true;
    me.execution.session.meet();
    target.permitView = me.views.publish();
    if (me.execution.narrator != null) {
      me.execution.narrator.add(me, "unpark " + target, "");
    }
  }
}
