package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Epochs, as people write them by hand: a reader stores in its slot the epoch in which it came in.
 * A later writer unmaps a file when every reader inside came after the replacement. (In full in
 * crossbeam-epoch, and in K. Fraser's thesis.)
 */
final class EpochFiles implements StoredFiles {
  private static final VarHandle ENTERED;

  static {
    try {
      ENTERED = MethodHandles.lookup().findVarHandle(Slot.class, "entered", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * One reader's slot: the epoch in which it came in, or 0 while it is outside. On separate lines.
   */
  @SuppressWarnings("unused") // the padding
  private static final class Slot {
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16;
    volatile long entered;
    private long q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15, q16;
  }

  /** A file and its first position. */
  private record Placed(BufferFile file, long start) {}

  /** A replaced file, and the epoch of the replacement. */
  private record Retired(BufferFile file, long epoch) {}

  private final Shape shape;
  private final FileTable<Placed> table = new SortedArray<>();
  private final List<Slot> slots = new CopyOnWriteArrayList<>();
  private final Queue<Retired> retired = new ArrayDeque<>();
  private volatile long epoch = 1; // written by the one writer

  EpochFiles(Shape shape) {
    this.shape = shape;
  }

  @Override
  public Reader reader() {
    Slot slot = new Slot();
    slots.add(slot);
    return (position, to, length) -> {
      // Volatile stores and loads are in one order. A writer that did not see this store had put
      // its file into the table before, so that it is found here.
      slot.entered = epoch;
      try {
        Placed found = table.at(position);
        found.file.read(position - found.start, to, length);
      } finally {
        ENTERED.setRelease(slot, 0L); // collect() loads it: its unmapping comes after the read
      }
    };
  }

  @Override
  public void map(int number, Path path) throws IOException {
    long start = shape.start(number);
    Placed old = table.put(start, new Placed(BufferFile.map(path), start));
    if (old != null) {
      retire(old);
      collect();
    }
  }

  private void retire(Placed old) {
    long now = epoch;
    retired.add(new Retired(old.file, now));
    epoch = now + 1;
  }

  /** Unmaps files that no reader can be inside of. */
  private void collect() {
    long oldest = Long.MAX_VALUE;
    for (Slot slot : slots) {
      long entered = slot.entered;
      oldest = entered == 0 ? oldest : Math.min(oldest, entered);
    }
    while (!retired.isEmpty() && retired.peek().epoch < oldest) {
      retired.remove().file.unmap(shape.poison());
    }
  }

  @Override
  public long remove(int number) {
    retire(table.remove(shape.start(number)));
    collect();
    long goesOn = System.nanoTime();
    while (!retired.isEmpty()) {
      LockSupport.parkNanos(1000); // a reader is inside; it wakes nobody
      collect();
    }
    return goesOn;
  }

  @Override
  public int mappings() {
    int mapped = retired.size();
    for (Placed ignored : table.all()) {
      mapped++;
    }
    return mapped;
  }

  @Override
  public void close() {
    retired.forEach(one -> one.file.unmap(false));
    table.all().forEach(one -> one.file.unmap(false));
  }
}
