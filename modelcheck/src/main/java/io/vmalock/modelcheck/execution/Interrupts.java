package io.vmalock.modelcheck.execution;

/**
 * The interrupt status of model threads. The interrupter's earlier events happen before the
 * interrupt is noticed.
 */
final class Interrupts {
  private Interrupts() {}

  static void set(ModelThread me, ModelThread target) {
    me.events++;
    me.execution.scheduler.point(me);
    me.execution.changes(me, target);
    target.interrupted = true;
    target.interruptView = me.views.publish();
    if (me.execution.narrator != null) {
      me.execution.narrator.add(me, "interrupt " + target, "");
    }
  }

  static boolean isSet(ModelThread target, ModelThread me) {
    me.events++;
    me.execution.scheduler.point(me);
    me.execution.changes(me, target);
    if (target.interrupted && target.interruptView != null) {
      me.views.receive(target.interruptView);
    }
    return target.interrupted;
  }

  static boolean clear(ModelThread me) {
    boolean was = isSet(me, me);
    me.interrupted = false;
    return was;
  }

  static void throwIfSet(ModelThread me) throws InterruptedException {
    if (isSet(me, me)) {
      me.interrupted = false;
      throw new InterruptedException();
    }
  }
}
