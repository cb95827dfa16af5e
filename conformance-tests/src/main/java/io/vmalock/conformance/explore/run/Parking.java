package io.vmalock.conformance.explore.run;

import io.vmalock.conformance.explore.memory.View;

/**
 * Park and unpark. A permit orders nothing by the language; but what the unparker stored before is
 * seen by the one that it woke, as in every virtual machine, where permits change hands under a
 * lock.
 */
final class Parking {
  private Parking() {}

  /** Parks until there is a permit or an interrupt, or until the virtual time {@code deadline}. */
  static void park(ModelThread me, long deadline) {
    me.events++;
    Turns turns = me.execution.turns;
    turns.checkRunning();
    if (!me.permit && !me.interrupted) {
      String what = deadline == Wait.NEVER ? "parked" : "parked with a time limit";
      turns.await(me, new Wait(() -> me.permit || me.interrupted, deadline, true, what));
    }
    if (me.permit) {
      me.permit = false;
      View published = me.permitView;
      if (published != null) {
        me.views.receiveStores(published);
      }
    }
  }

  static void unpark(ModelThread me, ModelThread target) {
    me.events++;
    me.execution.turns.point(me);
    target.permit = true;
    target.permitView = me.views.publish();
    if (me.execution.trace != null) {
      me.execution.trace.add(me, "unpark " + target, "");
    }
  }
}
