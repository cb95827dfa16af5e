package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.finding.NotJudged;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.program.Task;
import io.vmalock.modelcheck.variable.Site;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The threads that a program starts, joins, interrupts and puts to sleep, by their thread objects.
 */
public final class Threads {
  private static final Pattern NUMBERED = Pattern.compile("Thread-\\d+");

  private Threads() {}

  /**
   * Returns the calling thread of an execution.
   *
   * @param call the call that it makes, for the report if it is no such thread
   * @throws NotJudged if the caller is in no execution, or in a class initialiser
   */
  public static ModelThread inside(String call) {
    ModelThread me = ModelThread.modelled();
    if (me == null) {
      throw ModelThread.refusal(call + " in a class initialiser");
    }
    return me;
  }

  /** The code of a thread that a program starts. */
  private record Started(Thread thread) implements Task {
    @Override
    public void run() {
      thread.run();
    }

    @Override
    public String name() {
      return isNumbered(thread) ? "" : thread.getName();
    }
  }

  /** Returns whether a thread has a name from the JVM, whose number grows with each thread. */
  private static boolean isNumbered(Thread thread) {
    return NUMBERED.matcher(thread.getName()).matches();
  }

  /**
   * Returns the name of a thread, the result of {@code Thread.getName}; a number in it counts
   * within the execution.
   */
  public static String name(Thread thread) {
    ModelThread other = of(thread);
    return other != null && isNumbered(thread) ? "Thread-" + other.index : thread.getName();
  }

  private static ModelThread thread(ModelThread me, Thread identity) {
    ModelThread thread = me.execution.byIdentity(identity);
    if (thread == null) {
      throw me.execution.notJudged(
          "a call on a thread that is not part of the execution, " + Site.of(me.site));
    }
    return thread;
  }

  /** Starts a thread. */
  public static void start(Thread thread) {
    ModelThread me = inside("start()");
    if (me.execution.phase() != Execution.Phase.CONCURRENT) {
      throw me.execution.notJudged("a thread started outside of the program's threads");
    }
    me.events++;
    me.execution.scheduler.point(me);
    me.execution.changes(me, thread); // isAlive and getState look at it
    me.execution.spawn(me, new Started(thread), thread);
  }

  /** Waits for the end of a thread, for {@code nanos} at most if that is above 0. */
  public static void join(Thread thread, long nanos) throws InterruptedException {
    ModelThread me = inside("join()");
    ModelThread other = thread(me, thread);
    Interrupts.throwIfSet(me);
    me.execution.scheduler.edge(me);
    me.execution.reads(me, other);
    if (!other.done) {
      long deadline = nanos > 0 ? me.execution.scheduler.nanos(me) + nanos : Wait.NEVER;
      me.execution.scheduler.await(
          me, new Wait(() -> other.done || me.interrupted, deadline, false, "joining " + other));
      Interrupts.throwIfSet(me);
    }
    learn(me, other);
  }

  /** Returns whether a thread was started and has not ended. */
  public static boolean isAlive(Thread thread) {
    ModelThread me = inside("isAlive()");
    me.events++;
    me.execution.scheduler.point(me);
    me.execution.reads(me, thread);
    ModelThread other = me.execution.byIdentity(thread);
    if (other == null) {
      return false;
    }
    me.execution.reads(me, other);
    learn(me, other);
    return !other.done;
  }

  /** Returns the state of a thread, the result of {@code Thread.getState}. */
  public static Thread.State state(Thread thread) {
    ModelThread me = inside("getState()");
    me.events++;
    me.execution.scheduler.point(me);
    me.execution.reads(me, thread);
    ModelThread other = me.execution.byIdentity(thread);
    if (other == null) {
      return Thread.State.NEW;
    }
    me.execution.reads(me, other);
    learn(me, other);
    if (other.done) {
      return Thread.State.TERMINATED;
    }
    Wait wait = other.wait;
    if (wait == null) {
      return Thread.State.RUNNABLE;
    }
    if (other.inMonitorWait) {
      return Thread.State.BLOCKED;
    }
    return wait.isTimed() ? Thread.State.TIMED_WAITING : Thread.State.WAITING;
  }

  /** Waits for a time. */
  public static void sleep(long nanos) throws InterruptedException {
    ModelThread me = inside("sleep");
    Interrupts.throwIfSet(me);
    long deadline = me.execution.scheduler.nanos(me) + nanos;
    me.execution.scheduler.await(me, new Wait(() -> me.interrupted, deadline, false, "asleep"));
    Interrupts.throwIfSet(me);
  }

  /** Lets other threads run, as a spinning thread hints. */
  public static void yield() {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      me.execution.scheduler.yield(me);
      return;
    }
    Machine machine = ModelThread.current() == null ? CurrentMachine.get() : null;
    if (machine != null) {
      machine.yield();
    }
  }

  /** The thread hints that it spins. */
  public static void spin() {
    Machine machine = ModelThread.current() == null ? CurrentMachine.get() : null;
    if (machine != null) {
      machine.spin();
    } else {
      Threads.yield();
    }
  }

  /** Interrupts a thread. */
  public static void interrupt(Thread thread) {
    ModelThread me = inside("interrupt()");
    Interrupts.set(me, thread(me, thread));
  }

  /** Returns whether a thread has a pending interrupt. */
  public static boolean isInterrupted(Thread thread) {
    ModelThread me = ModelThread.modelled();
    return me != null && Interrupts.isSet(thread(me, thread), me);
  }

  /** Clears the interrupt of the calling thread, and returns whether there was one. */
  public static boolean interrupted() {
    ModelThread me = ModelThread.modelled();
    return me != null && Interrupts.clear(me);
  }

  /** Returns the virtual time in nanoseconds; each look takes some. */
  public static long nanoTime() {
    ModelThread me = ModelThread.current();
    if (me != null) {
      return me.execution.scheduler.nanos(me);
    }
    Machine machine = CurrentMachine.get();
    return machine == null ? 0 : machine.nanoTime();
  }

  /** Returns the thread of the execution that a thread object stands for, or null. */
  public static @Nullable ModelThread of(Thread identity) {
    ModelThread me = ModelThread.current();
    return me == null ? null : me.execution.byIdentity(identity);
  }

  private static void learn(ModelThread me, ModelThread other) {
    if (other.done) {
      me.views.join(other.views);
    }
  }
}
