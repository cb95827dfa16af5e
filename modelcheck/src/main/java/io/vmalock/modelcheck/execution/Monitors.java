package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.memory.View;
import io.vmalock.modelcheck.search.Choice;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The monitors of an execution's objects. */
public final class Monitors {
  /** The monitor of one object. */
  private static final class Monitor {
    final Object object;
    @Nullable ModelThread owner;
    @Nullable ModelThread last;
    int depth;
    @Nullable View left;

    /** How often owners have waited for something other than a monitor while they held it. */
    int blocks;

    final List<ModelThread> waiting = new ArrayList<>();

    Monitor(Object object) {
      this.object = object;
    }
  }

  private final Execution execution;
  private final Map<Object, Monitor> monitors = new IdentityHashMap<>();
  private final Map<ModelThread, List<Monitor>> held = new IdentityHashMap<>();

  Monitors(Execution execution) {
    this.execution = execution;
  }

  /** Enters the monitor of an object, and waits until it is free. */
  public void enter(ModelThread me, Object object) {
    Monitor monitor = of(object);
    me.events++;
    if (monitor.owner != me) {
      execution.scheduler.point(me);
    }
    acquire(me, monitor, 1);
    trace(me, "enter monitor", object);
  }

  /** Leaves the monitor of an object. */
  public void exit(ModelThread me, Object object) {
    if (execution.scheduler.isOver()) {
      return;
    }
    Monitor monitor = owned(me, object);
    if (monitor.depth > 1) {
      monitor.depth--;
      me.events++;
    } else {
      execution.scheduler.edge(me);
      monitor.depth = 0;
      release(me, monitor);
    }
    trace(me, "exit monitor", object);
  }

  /** Returns whether a thread is in the monitor of an object. */
  public boolean isHeld(ModelThread me, Object object) {
    return of(object).owner == me;
  }

  /** Waits until notified, or for {@code nanos} if that is above 0. */
  public void await(ModelThread me, Object object, long nanos) throws InterruptedException {
    Monitor monitor = owned(me, object);
    Interrupts.throwIfSet(me);
    execution.scheduler.edge(me);
    int depth = monitor.depth;
    monitor.depth = 0;
    release(me, monitor);
    monitor.waiting.add(me);
    long deadline = nanos > 0 ? execution.scheduler.nanos(me) + nanos : Wait.NEVER;
    execution.scheduler.await(
        me,
        new Wait(
            () -> !monitor.waiting.contains(me) || me.interrupted, deadline, true, "in wait()"));
    execution.changes(me, monitor);
    boolean notified = !monitor.waiting.remove(me);
    acquire(me, monitor, depth);
    if (!notified) {
      Interrupts.throwIfSet(me);
    }
  }

  /** Wakes one of the threads that wait for an object. */
  public void wakeOne(ModelThread me, Object object) {
    Monitor monitor = owned(me, object);
    execution.scheduler.edge(me);
    execution.changes(me, monitor);
    me.events++; // a schedule names a place once
    if (!monitor.waiting.isEmpty()) {
      int[] candidates = monitor.waiting.stream().mapToInt(thread -> thread.index).toArray();
      int option = execution.decide(Choice.Kind.SWITCH, me, candidates.length, candidates);
      monitor.waiting.remove(option);
    }
    trace(me, "notify", object);
  }

  /** Wakes all threads that wait for an object. */
  public void wakeAll(ModelThread me, Object object) {
    Monitor monitor = owned(me, object);
    execution.scheduler.edge(me);
    execution.changes(me, monitor);
    monitor.waiting.clear();
    trace(me, "notifyAll", object);
  }

  private Monitor of(Object object) {
    if (object == null) {
      throw new NullPointerException("monitor of null");
    }
    return monitors.computeIfAbsent(object, unknown -> new Monitor(object));
  }

  private Monitor owned(ModelThread me, Object object) {
    Monitor monitor = of(object);
    if (monitor.owner != me) {
      throw new IllegalMonitorStateException("current thread is not owner");
    }
    return monitor;
  }

  private void acquire(ModelThread me, Monitor monitor, int depth) {
    while (monitor.owner != null && monitor.owner != me) {
      boolean idle = monitor.owner.wait != null && !monitor.owner.inMonitorWait;
      int blocks = monitor.blocks;
      int waits = me.waits;
      me.inMonitorWait = true;
      execution.changes(me, monitor);
      execution.scheduler.await(
          me, new Wait(() -> monitor.owner == null, Wait.NEVER, false, waitingFor(monitor)));
      me.inMonitorWait = false;
      if (!idle && blocks == monitor.blocks) {
        me.waits =
            waits; // for owners that only pass: as bounded as a compare-and-set that is retried
      }
    }
    if (monitor.owner == null) {
      execution.changes(me, monitor);
      monitor.owner = me;
      if (monitor.last != null && monitor.last != me) {
        execution.session.meet();
      }
      monitor.last = me;
      held.computeIfAbsent(me, unknown -> new ArrayList<>()).add(monitor);
      me.acquired();
      if (monitor.left != null) {
        me.views.receive(monitor.left);
      }
    }
    monitor.depth += depth;
  }

  private String waitingFor(Monitor monitor) {
    if (execution.narrator == null) {
      return "waiting for a monitor";
    }
    return "waiting for the monitor of "
        + execution.narrator.name(monitor.object)
        + ", which "
        + monitor.owner
        + " is in";
  }

  /** Records that the thread begins to wait for something other than a monitor. */
  void waits(ModelThread me) {
    List<Monitor> mine = held.get(me);
    if (mine != null) {
      mine.forEach(monitor -> monitor.blocks++);
    }
  }

  private void release(ModelThread me, Monitor monitor) {
    execution.ordered(me);
    execution.changes(me, monitor);
    monitor.owner = null;
    held.getOrDefault(me, List.of()).remove(monitor);
    monitor.left = me.views.publish();
  }

  private void trace(ModelThread me, String what, Object object) {
    if (execution.narrator != null) {
      execution.narrator.add(me, what + " of " + execution.narrator.name(object), "");
    }
  }
}
