package io.vmalock.modelcheck;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Protected;
import io.vmalock.modelcheck.program.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Programs with state in static variables, whose classes are initialised while they run. */
final class StaticPrograms {
  private StaticPrograms() {}

  /** Atomic variables that outlive every execution. */
  static final class Atomics {
    static final AtomicLong NUMBER = new AtomicLong(5);
    static final AtomicInteger INTEGER = new AtomicInteger(5);
    static final AtomicBoolean FLAG = new AtomicBoolean();
    static final AtomicReference<String> REFERENCE = new AtomicReference<>("");
    static final AtomicLongArray LONGS = new AtomicLongArray(2);
    static final AtomicIntegerArray INTEGERS = new AtomicIntegerArray(2);
    static final AtomicReferenceArray<String> STRINGS = new AtomicReferenceArray<>(2);
    static final LongAdder ADDER = new LongAdder();
    static final LongAccumulator LARGEST = new LongAccumulator(Math::max, 0);
    static final Updated UPDATED = new Updated();

    private Atomics() {}

    static void add() {
      NUMBER.incrementAndGet();
      INTEGER.updateAndGet(before -> before + 1);
      FLAG.compareAndSet(false, true);
      REFERENCE.getAndAccumulate("a", String::concat);
      LONGS.getAndAdd(1, 1);
      INTEGERS.incrementAndGet(0);
      STRINGS.updateAndGet(1, before -> before == null ? "b" : before + "b");
      ADDER.increment();
      LARGEST.accumulate(NUMBER.getAcquire());
      Updated.NUMBER.getAndIncrement(UPDATED);
      Updated.INTEGER.addAndGet(UPDATED, 1);
      Updated.REFERENCE.compareAndSet(UPDATED, null, "c");
    }

    static String seen() {
      return NUMBER
          + " "
          + INTEGER
          + " "
          + FLAG
          + " "
          + REFERENCE
          + " "
          + LONGS
          + " "
          + INTEGERS
          + " "
          + STRINGS
          + " "
          + ADDER
          + " "
          + LARGEST
          + " "
          + UPDATED.number
          + " "
          + UPDATED.integer
          + " "
          + UPDATED.reference;
    }
  }

  /** The fields that the updaters update. */
  static final class Updated {
    static final AtomicLongFieldUpdater<Updated> NUMBER =
        AtomicLongFieldUpdater.newUpdater(Updated.class, "number");
    static final AtomicIntegerFieldUpdater<Updated> INTEGER =
        AtomicIntegerFieldUpdater.newUpdater(Updated.class, "integer");
    static final AtomicReferenceFieldUpdater<Updated, String> REFERENCE =
        AtomicReferenceFieldUpdater.newUpdater(Updated.class, String.class, "reference");

    volatile long number;
    volatile int integer;
    volatile String reference;
  }

  /** Two threads that use each kind once: every execution begins from the initial values. */
  public static final class StaticAtomics implements Program {
    @Override
    public List<Task> begin() {
      return List.of(Atomics::add, Atomics::add);
    }

    @Override
    public void end() {
      CurrentExecution.observe(Atomics.seen());
    }
  }

  /** A table of slots for the process, and a counter that gives numbers. */
  static final class Slots {
    static final int COUNT = Math.min(2, Runtime.getRuntime().availableProcessors() * 4);
    static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    static final VarHandle LAST;
    static final long[] TABLE = new long[(COUNT + 1) * 16];

    @SuppressWarnings("UnusedVariable") // through its VarHandle
    private static long last;

    static {
      try {
        LAST = MethodHandles.lookup().findStaticVarHandle(Slots.class, "last", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private Slots() {}

    static int own() {
      return 16 * (1 + ((int) Thread.currentThread().getId() & COUNT - 1));
    }
  }

  /**
   * A reader that announces itself in a slot, and a writer that closes the door, then waits until
   * no slot shows the reader; it declares that it polls. The handshake needs its fence.
   */
  abstract static class SlotReader implements Program {
    private volatile boolean closed;
    @Protected private int data;

    abstract void fence();

    @Override
    public long longestPoll() {
      return Long.MAX_VALUE;
    }

    @Override
    public List<Task> begin() {
      closed = false;
      data = 0;
      long id = (long) Slots.LAST.getAndAdd(1L) + 1;
      CurrentExecution.observe(id);
      return List.of(() -> read(id), () -> write(id));
    }

    private void read(long id) {
      int slot = Slots.own();
      if (Slots.SLOT.compareAndSet(Slots.TABLE, slot, 0L, id)) {
        if (!closed) {
          CurrentExecution.observe(data);
        }
        Slots.SLOT.setRelease(Slots.TABLE, slot, 0L);
      }
    }

    private void write(long id) {
      long start = System.nanoTime();
      closed = true;
      fence();
      for (int slot = 16; slot < Slots.TABLE.length; slot += 16) {
        for (int looks = 0; (long) Slots.SLOT.getAcquire(Slots.TABLE, slot) == id; looks++) {
          if (looks < 2) {
            Thread.onSpinWait();
          } else {
            LockSupport.parkNanos(this, 1_000);
          }
        }
      }
      data = System.nanoTime() > start ? 1 : 2;
    }

    @Override
    public void end() {
      for (int slot = 0; slot < Slots.TABLE.length; slot++) {
        if ((long) Slots.SLOT.getVolatile(Slots.TABLE, slot) != 0 || Slots.TABLE[slot] != 0) {
          CurrentExecution.fail("X1", "slot " + slot + " shows a reader in the end");
        }
      }
    }
  }

  /** The right form. */
  public static final class FencedSlots extends SlotReader {
    @Override
    void fence() {
      VarHandle.fullFence();
    }
  }

  /** Without the fence: the writer may miss the reader. */
  public static final class UnfencedSlots extends SlotReader {
    @Override
    void fence() {}
  }

  /** Two readers and a writer: the JDK's lock counts the second reader's holds by thread number. */
  public static final class TwoReaders implements Program {
    private ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    @Protected private int data;

    @Override
    public List<Task> begin() {
      lock = new ReentrantReadWriteLock();
      data = 0;
      Task reader =
          () -> {
            if (lock.readLock().tryLock()) {
              CurrentExecution.point("inside with " + data);
              lock.readLock().unlock();
            }
          };
      return List.of(
          reader,
          reader,
          () -> {
            lock.writeLock().lock();
            data++;
            lock.writeLock().unlock();
          });
    }
  }
}
