package io.vmalock.bench.scenario;

import com.google.common.util.concurrent.Striped;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The controls of {@link ReadPair}: the same look at a page between the bare operations of a
 * strategy, without a framework and without checks; and the locks that a program would otherwise
 * take.
 *
 * <p>The arguments of {@link ReadPair} on removal, folding and merging hold here too: the locks are
 * in objects that every thread can reach.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BarePair {
  private static final String PAIR = "pair";
  private static final String HOT = "pair-hot";
  private static final String NEIGHBOURS = "pair-neighbours";
  private static final String OWN = "pair-own";

  /** The number of locks that Striped shares out among all areas. */
  private static final int STRIPES = 1024;

  /** The stand-in for an area: a word, a sequence and a page, in an object of a VMA's size. */
  static class Cell {
    static final VarHandle COUNT;
    static final VarHandle SEQUENCE;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        COUNT = lookup.findVarHandle(Cell.class, "count", int.class);
        SEQUENCE = lookup.findVarHandle(Cell.class, "sequence", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    final long start;
    final long end;
    final Page page;
    int count = 1;
    long sequence;

    Cell(long start, Page page) {
      this.start = start;
      this.end = start + 4096;
      this.page = page;
    }
  }

  /** A cell with a JDK lock, or none, beside it. */
  static final class LockedCell extends Cell {
    final StampedLock stamped = new StampedLock();
    final ReentrantReadWriteLock readWrite = new ReentrantReadWriteLock();
    final Count synchronizer = new Count();

    LockedCell(long start) {
      super(start, new Page(start));
    }
  }

  /** The least work of the JDK's queued synchronizer for a reader. */
  static final class Count extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;

    boolean enter() {
      int state = getState();
      while (state >= 0) {
        if (compareAndSetState(state, state + 1)) {
          return true;
        }
        state = getState();
      }
      return false;
    }

    void leave() {
      releaseShared(0);
    }

    @Override
    protected boolean tryReleaseShared(int unused) {
      while (true) {
        int state = getState();
        if (compareAndSetState(state, state - 1)) {
          return state == 1;
        }
      }
    }
  }

  /** Cells that lie side by side. */
  @State(Scope.Benchmark)
  public static class Cells {
    /** The assignment of cells to threads. */
    @Param({"SHARED", "NEIGHBOURS", "OWN"})
    public Layout layout = Layout.SHARED;

    Cell[] plain;
    LockedCell[] locked;
    int first;
    Cell mm;
    Striped<ReadWriteLock> striped;

    /** Makes them. */
    @Setup
    public void make(BenchmarkParams params) {
      int areas = Layout.areas(params.getThreads());
      plain = new Cell[areas];
      locked = new LockedCell[areas];
      Page[] pages = new Page[areas];
      for (int i = 0; i < areas; i++) {
        pages[i] = new Page(i);
      }
      for (int i = 0; i < areas; i++) {
        plain[i] = new Cell(i * 4096L, pages[i]);
      }
      for (int i = 0; i < areas; i++) {
        locked[i] = new LockedCell(i * 4096L);
      }
      first = layout.first(plain, params.getThreads());
      mm = new Cell(0, new Page(0));
      mm.sequence = 2;
      striped = Striped.readWriteLock(STRIPES);
    }
  }

  /** The cell of one thread. */
  @State(Scope.Thread)
  public static class Reader {
    Cell mm;
    Cell plain;
    LockedCell locked;
    Striped<ReadWriteLock> striped;

    /** Picks it. */
    @Setup
    public void pick(Cells cells, ThreadParams thread) {
      int index = cells.first + cells.layout.index(thread.getThreadIndex());
      mm = cells.mm;
      plain = cells.plain[index];
      locked = cells.locked[index];
      striped = cells.striped;
    }
  }

  /** No lock at all. */
  @Control(
      name = "nothing",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "no lock at all",
      quick = true)
  @Benchmark
  public long nothing(Reader reader) {
    return reader.plain.page.value;
  }

  /** Two unconditional additions: the least for a count that every reader changes twice. */
  @Control(
      name = "bare-add",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "getAndAdd in, getAndAdd out, on a field")
  @Benchmark
  public long add(Reader reader) {
    Cell cell = reader.plain;
    Cell.COUNT.getAndAddAcquire(cell, 1);
    long seen = cell.page.value;
    Cell.COUNT.getAndAddRelease(cell, -1);
    return seen;
  }

  /** A compare-and-set in, an addition out: the bare refcount. */
  @Control(
      name = "bare-cas-add",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "compare-and-set in, getAndAdd out, on a field",
      quick = true)
  @Benchmark
  public long casAdd(Reader reader) {
    Cell cell = reader.plain;
    int count = (int) Cell.COUNT.getOpaque(cell);
    while (true) {
      int found = (int) Cell.COUNT.compareAndExchangeAcquire(cell, count, count + 1);
      if (found == count) {
        break;
      }
      count = found;
    }
    long seen = cell.page.value;
    Cell.COUNT.getAndAddRelease(cell, -1);
    return seen;
  }

  /** The JDK's synchronizer, a compare-and-set in and one out: the bare semaphore. */
  @Control(
      name = "bare-aqs",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "the JDK's queued synchronizer, compare-and-set in and out")
  @Benchmark
  public long synchronizer(Reader reader) {
    LockedCell cell = reader.locked;
    if (!cell.synchronizer.enter()) {
      throw new IllegalStateException("refused");
    }
    long seen = cell.page.value;
    cell.synchronizer.leave();
    return seen;
  }

  /** StampedLock's tryReadLock and unlockRead. */
  @Control(
      name = "bare-stamped",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "StampedLock.tryReadLock and unlockRead")
  @Benchmark
  public long stamped(Reader reader) {
    LockedCell cell = reader.locked;
    long stamp = cell.stamped.tryReadLock();
    long seen = cell.page.value;
    cell.stamped.unlockRead(stamp);
    return seen;
  }

  /** A StampedLock's pair, with a look at two sequences before and after entry. */
  @Control(
      name = "bare-stamped-seq",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "StampedLock.tryReadLock and unlockRead, with two looks at the sequences")
  @Benchmark
  public long stampedSequences(Reader reader) {
    LockedCell cell = reader.locked;
    if ((long) Cell.SEQUENCE.getOpaque(cell) == (long) Cell.SEQUENCE.getOpaque(reader.mm)) {
      throw new IllegalStateException("refused early");
    }
    long stamp = cell.stamped.tryReadLock();
    if ((long) Cell.SEQUENCE.getVolatile(cell) == (long) Cell.SEQUENCE.getAcquire(reader.mm)) {
      throw new IllegalStateException("refused");
    }
    long seen = cell.page.value;
    cell.stamped.unlockRead(stamp);
    return seen;
  }

  /** A ReentrantReadWriteLock in each area. */
  @Control(
      name = "ReentrantReadWriteLock",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "one in each area",
      quick = true)
  @Benchmark
  public long readWrite(Reader reader) {
    LockedCell cell = reader.locked;
    Lock lock = cell.readWrite.readLock();
    lock.lock();
    long seen = cell.page.value;
    lock.unlock();
    return seen;
  }

  /** Guava's Striped, by the area's start: the usual answer to "a lock for each key". */
  @Control(
      name = "Guava Striped",
      of = {PAIR, HOT, NEIGHBOURS, OWN},
      meaning = "1,024 ReentrantReadWriteLocks shared out by the area's start")
  @Benchmark
  public long striped(Reader reader) {
    Cell cell = reader.plain;
    Lock lock = reader.striped.get(cell.start).readLock();
    lock.lock();
    long seen = cell.page.value;
    lock.unlock();
    return seen;
  }
}
