package io.vmalock.bench.scale.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The costs of operations on this machine, in nanoseconds, by a short measurement.
 *
 * @param hit an access to a line that the core has
 * @param locked a read-modify-write on such a line
 * @param commit how much longer it takes if it comes just after a store
 * @param reload how much longer it takes if it comes just after a load of the word that the one
 *     before it changed
 * @param kept the share of its way for which a core keeps a line for which another one waits; 0
 *     where there is one core
 * @param way a line's way between two cores; NaN where there is one core
 * @param call an unpark, for its caller
 * @param wake from an unpark until the thread that was parked runs
 * @param cache the first-level cache of a core
 */
public record CoreCosts(
    double hit,
    double locked,
    double commit,
    double reload,
    double kept,
    double way,
    double call,
    double wake,
    FirstCache cache) {
  private static final int BATCHES = 400;
  private static final int TIMES = 20_000;
  private static final int PARKS = 1_000;

  /** The time for the core of a parked thread to go to sleep, too. */
  private static final long ASLEEP_NANOS = 20_000;

  private static final int ROUNDS = 2_000;
  private static final int ACCESSES = 4;
  private static final double MOST_KEPT = 0.5;

  /** The quantile of measurements that disturbances only make longer: nearly the least. */
  private static final double LOW = 0.1;

  /** The quantile of those that vary by themselves. */
  private static final double MIDDLE = 0.5;

  /** A number with no other in its line. */
  private static final class Box {
    @SuppressWarnings("unused")
    long before1, before2, before3, before4, before5, before6, before7;

    @SuppressWarnings("UnusedVariable") // through its VarHandle
    volatile long value;

    @SuppressWarnings("unused")
    long after1, after2, after3, after4, after5, after6, after7;
  }

  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Box.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A sink for results, so that no measurement is removed. */
  private static volatile long sink;

  /** Measures; takes some seconds. */
  public static CoreCosts measure() {
    Box[] boxes = {new Box(), new Box(), new Box(), new Box(), new Box()};
    double[] hits = new double[BATCHES];
    double[] updates = new double[BATCHES];
    double[] afterStore = new double[BATCHES];
    double[] afterLoad = new double[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      long begin = System.nanoTime();
      sink = hits(boxes);
      long hit = System.nanoTime();
      sink = updates(boxes[ACCESSES]);
      long updated = System.nanoTime();
      sink = updatesAfterStore(boxes[ACCESSES], boxes[0]);
      long stored = System.nanoTime();
      sink = updatesAfterLoad(boxes[ACCESSES]);
      hits[i] = (hit - begin) / (double) (TIMES * ACCESSES);
      updates[i] = (updated - hit) / (double) TIMES;
      afterStore[i] = (stored - updated) / (double) TIMES;
      afterLoad[i] = (System.nanoTime() - stored) / (double) TIMES;
    }
    double locked = low(updates);
    double[] parks = parks();
    boolean alone = Runtime.getRuntime().availableProcessors() < 2;
    double miss = alone ? Double.NaN : Math.max(locked, missOfTwo());
    double kept = alone ? 0 : kept(miss, locked, updateOfTwo());
    // Not below 0: what a machine has for nothing may come out a little quicker.
    return new CoreCosts(
        low(hits),
        locked,
        Math.max(0, low(afterStore) - locked),
        Math.max(0, low(afterLoad) - locked),
        kept,
        miss - locked,
        parks[0],
        parks[1],
        FirstCache.measure());
  }

  private static double low(double[] times) {
    return quantile(times, LOW);
  }

  private static double quantile(double[] times, double part) {
    Arrays.sort(times);
    return times[(int) (times.length * part)];
  }

  /** Three loads and a store, of separate lines; the loaded values are added up. */
  private static long hits(Box[] boxes) {
    Box a = boxes[0];
    Box b = boxes[1];
    Box c = boxes[2];
    Box d = boxes[3];
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += (long) VALUE.getOpaque(a);
      sum += (long) VALUE.getOpaque(b);
      VALUE.setOpaque(c, sum);
      sum += (long) VALUE.getOpaque(d);
    }
    return sum;
  }

  private static long updates(Box box) {
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += (long) VALUE.getAndAdd(box, 1L);
    }
    return sum;
  }

  /** A store to another line before each. */
  private static long updatesAfterStore(Box box, Box other) {
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      VALUE.setOpaque(other, sum);
      sum += (long) VALUE.getAndAdd(box, 1L);
    }
    return sum;
  }

  /** A load of the same word before each. */
  private static long updatesAfterLoad(Box box) {
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += (long) VALUE.getOpaque(box);
      sum += (long) VALUE.getAndAdd(box, 1L);
    }
    return sum;
  }

  /**
   * The share of a line's way for which a core goes on with it after its first update there. While
   * each of two cores makes an update of one counter after the other, the line goes back and forth
   * in two misses, and so the time of an update tells their number at each stay.
   */
  static double kept(double miss, double locked, double update) {
    double further = Math.max(0, 2 * miss / update - 1);
    return miss == locked ? 0 : Math.min(further * locked / (miss - locked), MOST_KEPT);
  }

  /** The time of an update of a counter that the other core updates, too, all the time. */
  private static double updateOfTwo() {
    Box box = new Box();
    Box begun = new Box();
    Box ended = new Box();
    Thread other =
        daemon(
            () -> {
              VALUE.setVolatile(begun, 1L);
              while ((long) VALUE.getVolatile(ended) == 0) {
                sink = updates(box);
              }
            });
    awaitSpinning(begun, 1);
    double[] times = new double[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      long begin = System.nanoTime();
      sink = updates(box);
      times[i] = (System.nanoTime() - begin) / (double) TIMES;
    }
    VALUE.setVolatile(ended, 1L);
    join(other);
    return quantile(times, MIDDLE);
  }

  /** The time in which one of two cores finds that the other changed a word, and changes it. */
  private static double missOfTwo() {
    Box[] boxes = new Box[BATCHES]; // some are nearer to both cores than others
    Arrays.setAll(boxes, unused -> new Box());
    Thread other =
        daemon(
            () -> {
              for (Box box : boxes) {
                swaps(box, 1);
              }
            });
    double[] times = new double[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      long begin = System.nanoTime();
      swaps(boxes[i], 0);
      times[i] = (System.nanoTime() - begin) / (2.0 * ROUNDS);
    }
    join(other);
    return quantile(times, MIDDLE);
  }

  private static void swaps(Box box, long first) {
    for (long value = first; value < 2 * ROUNDS; value += 2) {
      boolean swapped = false;
      while (!swapped) { // without a hint to spin, which would come on top
        swapped =
            (long) VALUE.getOpaque(box) == value && VALUE.compareAndSet(box, value, value + 1);
      }
    }
  }

  private static void awaitSpinning(Box box, long value) {
    while ((long) VALUE.getVolatile(box) != value) {
      Thread.onSpinWait();
    }
  }

  /** The time of an unpark of a parked thread for its caller, and until that thread runs. */
  private static double[] parks() {
    Box box = new Box();
    long[] woken = new long[1];
    Thread other =
        daemon(
            () -> {
              for (long i = 0; i < PARKS; i++) {
                while ((long) VALUE.getVolatile(box) != 2 * i + 1) {
                  LockSupport.park();
                }
                woken[0] = System.nanoTime();
                VALUE.setVolatile(box, 2 * i + 2);
              }
            });
    double[] calls = new double[PARKS];
    double[] wakes = new double[PARKS];
    for (int i = 0; i < PARKS; i++) {
      while (other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      long asleep = System.nanoTime() + ASLEEP_NANOS;
      while (System.nanoTime() < asleep) {
        Thread.onSpinWait();
      }
      long begin = System.nanoTime();
      VALUE.setVolatile(box, 2L * i + 1);
      LockSupport.unpark(other);
      calls[i] = System.nanoTime() - begin;
      awaitSpinning(box, 2L * i + 2);
      wakes[i] = woken[0] - begin;
    }
    join(other);
    return new double[] {quantile(calls, MIDDLE), quantile(wakes, MIDDLE)};
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "core-costs");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while costs were measured", e);
    }
  }
}
