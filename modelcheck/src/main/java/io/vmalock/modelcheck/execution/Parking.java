package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.memory.View;

/**
 * Park and unpark. A permit orders nothing by the language; but what the unparker stored before is
 * seen by the one that it woke, as in every virtual machine, where permits change hands under a
 * lock.
 */
public final class Parking {
  private static final String SYNCHRONIZER = ".AbstractOwnableSynchronizer";

  private Parking() {}

  /** Parks until there is a permit or an interrupt, or the thread wakes for no reason. */
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
      String what = deadline == Wait.NEVER ? "parked" : "parked with a time limit";
      int waits = me.waits;
      me.forMutex = isForMutex(me);
      me.wokenByPasser = false;
      me.parkedAt = me.execution.unsteadiness;
      Wait.End end =
          scheduler.await(me, new Wait(() -> me.permit || me.interrupted, deadline, true, what));
      if (me.forMutex && (me.permit ? me.wokenByPasser : end == Wait.End.SPURIOUS)) {
        me.waits = waits; // as for a monitor; who woke for no reason parks again
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

  /** Whether it parks in a lock of the JDK that one thread has, or another of its kind. */
  private static boolean isForMutex(ModelThread me) {
    Object blocker = me.blocker();
    Class<?> type = blocker == null ? null : blocker.getClass();
    while (type != null && !type.getName().endsWith(SYNCHRONIZER)) {
      type = type.getSuperclass();
    }
    return type != null;
  }

  /**
   * Gives a thread its permit. Who wakes it out of a lock of the JDK only passed through that lock,
   * if since it parked he neither waited nor began or ended a call of the program's: he has had the
   * lock for some steps of one call, as bounded as a monitor whose owner only passes.
   */
  public static void unpark(ModelThread me, ModelThread target) {
    target.wokenByPasser = me.unsteadyAt <= target.parkedAt;
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
