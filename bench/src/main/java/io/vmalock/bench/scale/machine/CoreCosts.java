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
 * @param way a line's way between two cores; NaN where there is one core
 * @param call an unpark, for its caller
 * @param wake from an unpark until the thread that was parked runs
 */
public record CoreCosts(double hit, double locked, double way, double call, double wake) {
  private static final int BATCHES = 400;
  private static final int TIMES = 20_000;
  private static final int ROUNDS = 2_000;
  private static final int PARKS = 1_000;
  private static final int ACCESSES = 4;

  /** The quantile of measurements that disturbances only make longer: nearly the least. */
  private static final double LOW = 0.1;

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
    for (int i = 0; i < BATCHES; i++) {
      long begin = System.nanoTime();
      sink = hits(boxes);
      long middle = System.nanoTime();
      sink = updates(boxes[ACCESSES]);
      hits[i] = (middle - begin) / (double) (TIMES * ACCESSES);
      updates[i] = (System.nanoTime() - middle) / (double) TIMES;
    }
    double[] parks = parks();
    double way = Runtime.getRuntime().availableProcessors() < 2 ? Double.NaN : wayBetweenTwo();
    return new CoreCosts(low(hits), low(updates), way, parks[0], parks[1]);
  }

  private static double low(double[] times) {
    Arrays.sort(times);
    return times[(int) (times.length * LOW)];
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

  /** Two threads that hand a number to each other by compare-and-set. */
  private static double wayBetweenTwo() {
    Box box = new Box();
    Thread other =
        daemon(
            () -> {
              for (long i = 0; i < (long) ROUNDS * BATCHES; i++) {
                swap(box, 2 * i + 1);
              }
            });
    double[] ways = new double[BATCHES];
    long round = 0;
    for (int i = 0; i < BATCHES; i++) {
      long begin = System.nanoTime();
      for (int k = 0; k < ROUNDS; k++) {
        swap(box, 2 * round++);
      }
      ways[i] = (System.nanoTime() - begin) / (2.0 * ROUNDS);
    }
    join(other);
    return low(ways);
  }

  private static void swap(Box box, long expected) {
    while (!VALUE.compareAndSet(box, expected, expected + 1)) {
      Thread.onSpinWait();
    }
  }

  /** The time of an unpark for its caller, and until it arrives. */
  private static double[] parks() {
    Box box = new Box();
    Thread me = Thread.currentThread();
    Thread other =
        daemon(
            () -> {
              for (long i = 0; i < PARKS; i++) {
                awaitParked(box, 2 * i + 1);
                VALUE.setVolatile(box, 2 * i + 2);
                LockSupport.unpark(me);
              }
            });
    double[] calls = new double[PARKS];
    double[] wakes = new double[PARKS];
    for (int i = 0; i < PARKS; i++) {
      LockSupport.parkNanos(TIMES); // the other thread is parked by now
      long begin = System.nanoTime();
      VALUE.setVolatile(box, 2L * i + 1);
      LockSupport.unpark(other);
      calls[i] = System.nanoTime() - begin;
      awaitParked(box, 2L * i + 2);
      wakes[i] = (System.nanoTime() - begin) / 2.0;
    }
    join(other);
    return new double[] {low(calls), low(wakes)};
  }

  private static void awaitParked(Box box, long value) {
    while ((long) VALUE.getVolatile(box) != value) {
      LockSupport.park();
    }
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
