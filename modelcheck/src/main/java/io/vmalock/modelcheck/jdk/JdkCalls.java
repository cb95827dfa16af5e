package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.execution.Parking;
import io.vmalock.modelcheck.execution.Threads;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.variable.Variable;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The methods that rewritten code calls in place of those of {@link Object}, {@link Thread} and
 * {@link System}. Public for that code only; an instance method's receiver is the first parameter.
 */
public final class JdkCalls {
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

  private JdkCalls() {}

  /**
   * In place of {@code runtime.availableProcessors()}: one, except on a machine that has more. With
   * one processor spinning is useless, so a writer parks and is woken, and tables with a place for
   * each processor are small.
   */
  public static int availableProcessors(Runtime runtime) {
    Machine machine = ModelThread.current() == null ? CurrentMachine.get() : null;
    return machine == null ? 1 : machine.processors();
  }

  /** In place of {@code object.wait()}. */
  public static void await(Object object) throws InterruptedException {
    ModelThread me = Threads.inside("wait()");
    me.execution().monitors().await(me, object, 0);
  }

  /** In place of {@code object.wait(millis)}. */
  public static void await(Object object, long millis) throws InterruptedException {
    ModelThread me = Threads.inside("wait(long)");
    me.execution().monitors().await(me, object, millis * 1_000_000);
  }

  /** In place of {@code object.wait(millis, nanos)}. */
  public static void await(Object object, long millis, int nanos) throws InterruptedException {
    ModelThread me = Threads.inside("wait(long, int)");
    me.execution().monitors().await(me, object, millis * 1_000_000 + nanos);
  }

  /** In place of {@code object.notify()}. */
  public static void wakeOne(Object object) {
    ModelThread me = Threads.inside("notify()");
    me.execution().monitors().wakeOne(me, object);
  }

  /** In place of {@code object.notifyAll()}. */
  public static void wakeAll(Object object) {
    ModelThread me = Threads.inside("notifyAll()");
    me.execution().monitors().wakeAll(me, object);
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
    return me == null
        ? object.getClass().getName().hashCode()
        : me.execution().identityHash(object);
  }

  /** In place of {@link System#nanoTime}. */
  public static long nanoTime() {
    return Threads.nanoTime();
  }

  /** In place of {@link System#nanoTime}, where a lock of the JDK is about to wait for a time. */
  public static long nanoTimeBeforeWait() {
    ModelThread me = ModelThread.modelled();
    if (me != null) {
      Parking.failInLockIfAsked(me);
    }
    return nanoTime();
  }

  /** In place of {@link System#currentTimeMillis}. */
  public static long currentTimeMillis() {
    return nanoTime() / 1_000_000;
  }

  /** In place of {@link System#arraycopy}: element by element, as the language reads and stores. */
  public static void arraycopy(Object from, int start, Object to, int target, int length) {
    ModelThread me = ModelThread.modelled();
    if (me == null || !me.execution().knowsArray(from) && !me.execution().knowsArray(to)) {
      System.arraycopy(from, start, to, target, length);
      return;
    }
    java.util.Objects.checkFromIndexSize(start, length, Array.getLength(from));
    java.util.Objects.checkFromIndexSize(target, length, Array.getLength(to));
    boolean backwards = from == to && start < target;
    for (int i = 0; i < length; i++) {
      int at = backwards ? length - 1 - i : i;
      Variable source = me.execution().elements(from);
      Object value = Access.load(source, from, start + at, me.site());
      Access.storeElement(to, target + at, value, me.site());
    }
  }

  /** In place of {@link Thread#currentThread}. */
  public static Thread currentThread() {
    ModelThread me = ModelThread.current();
    return me == null ? Thread.currentThread() : me.identity();
  }

  /** In place of {@link Thread#onSpinWait}. */
  public static void onSpinWait() {
    Threads.spin();
  }

  /** In place of {@link Thread#yield}. */
  public static void yield() {
    Threads.yield();
  }

  /** In place of {@link Thread#sleep(long)}. */
  public static void sleep(long millis) throws InterruptedException {
    Threads.sleep(millis * 1_000_000);
  }

  /** In place of {@link Thread#sleep(long, int)}. */
  public static void sleep(long millis, int nanos) throws InterruptedException {
    Threads.sleep(millis * 1_000_000 + nanos);
  }

  /** In place of Thread.sleep(Duration), which is newer than 17. */
  public static void sleep(Duration duration) throws InterruptedException {
    Threads.sleep(duration.toNanos());
  }

  /** In place of {@link TimeUnit#sleep}. */
  public static void sleep(TimeUnit unit, long time) throws InterruptedException {
    Threads.sleep(unit.toNanos(time));
  }

  /** In place of {@link TimeUnit#timedWait}. */
  public static void timedWait(TimeUnit unit, Object object, long time)
      throws InterruptedException {
    if (time > 0) {
      ModelThread me = Threads.inside("timedWait");
      me.execution().monitors().await(me, object, unit.toNanos(time));
    }
  }

  /** In place of {@link Thread#interrupted}. */
  public static boolean interrupted() {
    return Threads.interrupted();
  }

  /** In place of {@code thread.isInterrupted()}. */
  public static boolean isInterrupted(Thread thread) {
    return Threads.isInterrupted(thread);
  }

  /** In place of {@code thread.interrupt()}. */
  public static void interrupt(Thread thread) {
    Threads.interrupt(thread);
  }

  /** In place of {@code thread.start()}. */
  public static void start(Thread thread) {
    Threads.start(thread);
  }

  /** In place of {@code thread.join()}. */
  public static void join(Thread thread) throws InterruptedException {
    join(thread, 0);
  }

  /** In place of {@code thread.join(millis)}. */
  public static void join(Thread thread, long millis) throws InterruptedException {
    Threads.join(thread, millis * 1_000_000);
  }

  /** In place of {@code thread.isAlive()}. */
  public static boolean isAlive(Thread thread) {
    return Threads.isAlive(thread);
  }

  /** In place of {@code thread.getName()}. */
  public static String getName(Thread thread) {
    return Threads.name(thread);
  }

  /** In place of {@code thread.getState()}. */
  public static Thread.State getState(Thread thread) {
    return Threads.state(thread);
  }

  /** In place of {@code thread.getId()} and {@code thread.threadId()}. */
  public static long threadId(Thread thread) {
    Machine machine = ModelThread.current() == null ? CurrentMachine.get() : null;
    if (machine != null) {
      return machine.number(thread);
    }
    ModelThread other = Threads.of(thread);
    return other == null ? 1 : other.index() + 1L;
  }

  /** In place of {@code thread.isVirtual()}. */
  public static boolean isVirtual(Thread thread) {
    return thread instanceof ModelThreadBuilder.Virtual;
  }

  /** In place of the JDK-internal access to the carrier of a virtual thread. */
  public static Thread currentCarrierThread(@Nullable Object access) {
    return currentThread();
  }

  /** In place of a JDK-internal notification that has no listener here. */
  public static void ignore(@Nullable Object given) {}

  /** In place of {@link ForkJoinPool#managedBlock}: no pool has to be told. */
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

  /** In place of the JDK-internal access to the constants of an enum. */
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
    ModelThread me = Threads.inside("holdsLock");
    return me.execution().monitors().isHeld(me, object);
  }
}
