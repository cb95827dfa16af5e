package io.vmalock.conformance.explore.run;

import io.vmalock.conformance.explore.memory.ThreadViews;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What rewritten code calls in place of methods of {@link Object}, {@link Thread} and {@link
 * System}. Public for that code only; an instance method's receiver is the first parameter.
 */
public final class Calls {
  private static final ClassValue<Boolean> OVERRIDES_HASH_CODE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return type.getMethod("hashCode").getDeclaringClass() != Object.class;
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  private Calls() {}

  /**
   * In place of {@code runtime.availableProcessors()}: one. Spinning has no use there, so that a
   * writer parks and is woken; and what has a place for each processor is small.
   */
  public static int availableProcessors(Runtime runtime) {
    return 1;
  }

  private static @Nullable ModelThread me() {
    ModelThread me = ModelThread.current();
    return me == null || me.aside > 0 ? null : me;
  }

  private static ModelThread inside(String call) {
    ModelThread me = me();
    if (me == null) {
      throw new NotJudged(call + " in a class initialiser");
    }
    return me;
  }

  private static ModelThread thread(ModelThread me, Thread identity) {
    ModelThread thread = me.execution.byIdentity(identity);
    if (thread == null) {
      throw me.execution.notJudged(
          "a call on a thread that is not part of the execution, " + Site.of(me.site));
    }
    return thread;
  }

  /** In place of {@code object.wait()}. */
  public static void await(Object object) throws InterruptedException {
    ModelThread me = inside("wait()");
    me.execution.monitors.await(me, object, 0);
  }

  /** In place of {@code object.wait(millis)}. */
  public static void await(Object object, long millis) throws InterruptedException {
    ModelThread me = inside("wait(long)");
    me.execution.monitors.await(me, object, millis * 1_000_000);
  }

  /** In place of {@code object.wait(millis, nanos)}. */
  public static void await(Object object, long millis, int nanos) throws InterruptedException {
    ModelThread me = inside("wait(long, int)");
    me.execution.monitors.await(me, object, millis * 1_000_000 + nanos);
  }

  /** In place of {@code object.notify()}. */
  public static void wakeOne(Object object) {
    ModelThread me = inside("notify()");
    me.execution.monitors.wakeOne(me, object);
  }

  /** In place of {@code object.notifyAll()}. */
  public static void wakeAll(Object object) {
    ModelThread me = inside("notifyAll()");
    me.execution.monitors.wakeAll(me, object);
  }

  /** In place of {@code object.hashCode()}, which may be Object's own. */
  public static int hashCodeOf(Object object) {
    return OVERRIDES_HASH_CODE.get(object.getClass())
        ? object.hashCode()
        : identityHashCode(object);
  }

  /** In place of {@link System#identityHashCode}, and of Object's own hashCode. */
  public static int identityHashCode(@Nullable Object object) {
    ModelThread me = ModelThread.current();
    if (object == null) {
      return 0;
    }
    return me == null ? object.getClass().getName().hashCode() : me.execution.identityHash(object);
  }

  /** In place of {@link System#nanoTime}. */
  public static long nanoTime() {
    ModelThread me = ModelThread.current();
    return me == null ? 0 : me.execution.turns.nanos();
  }

  /** In place of {@link System#currentTimeMillis}. */
  public static long currentTimeMillis() {
    return nanoTime() / 1_000_000;
  }

  /** In place of {@link System#arraycopy}: element by element, as the language reads and stores. */
  public static void arraycopy(Object from, int start, Object to, int target, int length) {
    ModelThread me = me();
    if (me == null || !me.execution.knowsArray(from) && !me.execution.knowsArray(to)) {
      System.arraycopy(from, start, to, target, length);
      return;
    }
    java.util.Objects.checkFromIndexSize(start, length, Array.getLength(from));
    java.util.Objects.checkFromIndexSize(target, length, Array.getLength(to));
    boolean backwards = from == to && start < target;
    for (int i = 0; i < length; i++) {
      int at = backwards ? length - 1 - i : i;
      Variable source = me.execution.session.elements.of(from);
      Object value = Access.load(source, from, start + at, me.site);
      Hooks.storeElement(to, target + at, value, me.site);
    }
  }

  /** In place of {@link Thread#currentThread}. */
  public static Thread currentThread() {
    ModelThread me = ModelThread.current();
    return me == null ? Thread.currentThread() : me.identity;
  }

  /** In place of {@link Thread#onSpinWait}. */
  public static void onSpinWait() {
    ModelThread me = me();
    if (me != null) {
      me.execution.turns.yield(me);
    }
  }

  /** In place of {@link Thread#yield}. */
  public static void yield() {
    onSpinWait();
  }

  /** In place of {@link Thread#sleep(long)}. */
  public static void sleep(long millis) throws InterruptedException {
    sleepNanos(millis * 1_000_000);
  }

  /** In place of {@link Thread#sleep(long, int)}. */
  public static void sleep(long millis, int nanos) throws InterruptedException {
    sleepNanos(millis * 1_000_000 + nanos);
  }

  /** In place of Thread.sleep(Duration), which is newer than 17. */
  public static void sleep(Duration duration) throws InterruptedException {
    sleepNanos(duration.toNanos());
  }

  /** In place of {@link TimeUnit#sleep}. */
  public static void sleep(TimeUnit unit, long time) throws InterruptedException {
    sleepNanos(unit.toNanos(time));
  }

  /** In place of {@link TimeUnit#timedWait}. */
  public static void timedWait(TimeUnit unit, Object object, long time)
      throws InterruptedException {
    if (time > 0) {
      ModelThread me = inside("timedWait");
      me.execution.monitors.await(me, object, unit.toNanos(time));
    }
  }

  private static void sleepNanos(long nanos) throws InterruptedException {
    ModelThread me = inside("sleep");
    Interrupts.throwIfSet(me);
    long deadline = me.execution.turns.nanos() + nanos;
    me.execution.turns.await(me, new Wait(() -> me.interrupted, deadline, false, "asleep"));
    Interrupts.throwIfSet(me);
  }

  /** In place of {@link Thread#interrupted}. */
  public static boolean interrupted() {
    ModelThread me = me();
    return me != null && Interrupts.clear(me);
  }

  /** In place of {@code thread.isInterrupted()}. */
  public static boolean isInterrupted(Thread thread) {
    ModelThread me = me();
    return me != null && Interrupts.isSet(thread(me, thread), me);
  }

  /** In place of {@code thread.interrupt()}. */
  public static void interrupt(Thread thread) {
    ModelThread me = inside("interrupt()");
    Interrupts.set(me, thread(me, thread));
  }

  /** In place of {@code thread.start()}. */
  public static void start(Thread thread) {
    ModelThread me = inside("start()");
    if (me.execution.phase() != Execution.Phase.CONCURRENT) {
      throw me.execution.notJudged("a thread started outside of the program's threads");
    }
    me.events++;
    me.execution.spawn(me, thread::run, thread);
    me.execution.turns.point(me);
  }

  /** In place of {@code thread.join()}. */
  public static void join(Thread thread) throws InterruptedException {
    join(thread, 0);
  }

  /** In place of {@code thread.join(millis)}. */
  public static void join(Thread thread, long millis) throws InterruptedException {
    ModelThread me = inside("join()");
    ModelThread other = thread(me, thread);
    Interrupts.throwIfSet(me);
    if (!other.done) {
      long deadline = millis > 0 ? me.execution.turns.nanos() + millis * 1_000_000 : Wait.NEVER;
      me.execution.turns.await(
          me, new Wait(() -> other.done || me.interrupted, deadline, false, "joining " + other));
      Interrupts.throwIfSet(me);
    }
    learn(me.views, other);
  }

  /** In place of {@code thread.isAlive()}. */
  public static boolean isAlive(Thread thread) {
    ModelThread me = inside("isAlive()");
    ModelThread other = me.execution.byIdentity(thread);
    if (other == null) {
      return false;
    }
    me.events++;
    me.execution.turns.point(me);
    learn(me.views, other);
    return !other.done;
  }

  private static void learn(ThreadViews views, ModelThread other) {
    if (other.done) {
      views.join(other.views);
    }
  }

  /** In place of {@code thread.getId()} and {@code thread.threadId()}. */
  public static long threadId(Thread thread) {
    ModelThread me = ModelThread.current();
    ModelThread other = me == null ? null : me.execution.byIdentity(thread);
    return other == null ? 1 : other.index + 1L;
  }

  /** In place of {@code thread.isVirtual()}. */
  public static boolean isVirtual(Thread thread) {
    return false;
  }

  /** In place of {@link ForkJoinPool#managedBlock}: there is no pool to tell. */
  public static void managedBlock(ForkJoinPool.ManagedBlocker blocker) throws InterruptedException {
    while (!blocker.isReleasable()) {
      if (blocker.block()) {
        return;
      }
    }
  }

  /** In place of the JDK-internal choice of a longer array. */
  public static int newLength(int length, int least, int preferred) {
    return Math.addExact(length, Math.max(least, preferred));
  }

  /** In place of the JDK-internal way to the constants of an enum. */
  public static Enum<?> @Nullable [] constants(
      @Nullable Object access, Class<? extends Enum<?>> type) {
    return type.getEnumConstants();
  }

  /** In place of a native method of AtomicLong. */
  public static boolean supportsLongUpdates() {
    return true;
  }

  /** In place of {@link Thread#holdsLock}. */
  public static boolean holdsLock(Object object) {
    ModelThread me = inside("holdsLock");
    return me.execution.monitors.isHeld(me, object);
  }
}
