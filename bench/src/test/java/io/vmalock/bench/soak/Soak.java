package io.vmalock.bench.soak;

import io.vmalock.VmaLockStrategy;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Hold;
import io.vmalock.space.HoldSet;
import io.vmalock.space.WriteSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * One strategy under random changes beside readers. Each page of the space has a model: which
 * content it must show, or none. Memory is poisoned on release, so that a release too early is a
 * wrong word, and counts its releases, so that one too many or none is seen at the end.
 *
 * <p>Changes are counted before their commit and after it. A reader that sees no change begin from
 * before its read until after it must see the model's state; one that sees a single change, the
 * state before or after that; one that sees more, no poison and no mixture.
 */
final class Soak {
  private static final long PAGE = 0x1000;
  private static final int PAGES = 256;
  private static final int LONGEST = 16;
  private static final int LEAST_CHANGES = 500;
  private static final long POISON = 0xdeaddeaddeaddeadL;

  /** A file of pages: each has its own number in each of its words. */
  static final class Memory {
    private static final int WORDS = 8;

    final long id;
    final long[] words;
    final AtomicLong releases = new AtomicLong();

    Memory(long id, int pages) {
      this.id = id;
      this.words = new long[pages * WORDS];
      for (int i = 0; i < words.length; i++) {
        words[i] = content(id, i / WORDS);
      }
    }

    static long content(long id, long page) {
      return id * 1_000_003 + page;
    }

    void release() {
      releases.incrementAndGet();
      Arrays.fill(words, POISON);
    }
  }

  final LongAdder reads = new LongAdder();
  final LongAdder commits = new LongAdder();
  final LongAdder rollbacks = new LongAdder();
  final LongAdder wrong = new LongAdder();
  private final AtomicLong ids = new AtomicLong(1);
  private final VmaLockStrategy strategy;
  private final boolean virtual;

  Soak(VmaLockStrategy strategy, boolean virtual) {
    this.strategy = strategy;
    this.virtual = virtual;
  }

  /** A space, its model, and all that was ever mapped in it and not seen released. */
  private final class World {
    final AddressSpace<Memory> space;

    /** The content of each page after the last completed change; 0 for nothing. */
    final AtomicLongArray now = new AtomicLongArray(PAGES);

    /** The content of each page after the last change that has begun. */
    final AtomicLongArray next = new AtomicLongArray(PAGES);

    final AtomicLong begun = new AtomicLong();
    final AtomicLong over = new AtomicLong();
    final List<Memory> all = new ArrayList<>();

    World() {
      space = AddressSpace.<Memory>builder().strategy(strategy).release(Memory::release).build();
    }

    /** Makes so many changes, or those that time is left for, and ends the space. */
    void live(SplittableRandom random, int changes, long end) throws InterruptedException {
      List<Thread> readers = new ArrayList<>();
      AtomicBoolean ended = new AtomicBoolean();
      for (int i = 0; i < 4; i++) {
        SplittableRandom own = random.split();
        int kind = i;
        readers.add(start(virtual && i > 0, () -> readAll(own, ended, kind)));
      }
      try {
        for (int i = 0; i < changes && (i < LEAST_CHANGES || System.nanoTime() - end < 0); i++) {
          change(random);
        }
        if (random.nextBoolean()) {
          checkFork();
        }
      } finally {
        ended.set(true);
        for (Thread reader : readers) {
          reader.join();
        }
      }
      space.close(Duration.ofSeconds(60));
      for (Memory memory : all) {
        if (memory.releases.get() != 1) {
          wrong.increment();
          System.out.println(
              strategy.name() + ": file " + memory.id + " released " + memory.releases + " times");
        }
      }
    }

    private void change(SplittableRandom random) throws InterruptedException {
      long[] model = new long[PAGES];
      for (int i = 0; i < PAGES; i++) {
        model[i] = now.get(i);
      }
      List<Memory> handed = new ArrayList<>();
      boolean roll = random.nextInt(8) == 0;
      try (WriteSection<Memory> section = space.write()) {
        for (int n = random.nextInt(3); n >= 0; n--) {
          step(section, random, model, handed);
        }
        if (roll) {
          rollbacks.increment();
          return;
        }
        begin(model);
        all.addAll(handed);
        if (random.nextInt(6) == 0) {
          section.downgrade().close();
        } else {
          var commit = section.commit();
          if (random.nextInt(50) == 0) {
            commit.await(Duration.ofSeconds(60));
          }
        }
        commits.increment();
      }
      end(model);
    }

    /** Before a commit. */
    private void begin(long[] model) {
      begun.incrementAndGet();
      for (int i = 0; i < PAGES; i++) {
        if (next.get(i) != model[i]) {
          next.set(i, model[i]);
        }
      }
    }

    /** After it. */
    private void end(long[] model) {
      for (int i = 0; i < PAGES; i++) {
        if (now.get(i) != model[i]) {
          now.set(i, model[i]);
        }
      }
      over.incrementAndGet();
    }

    private void step(
        WriteSection<Memory> section, SplittableRandom random, long[] model, List<Memory> handed) {
      int from = random.nextInt(PAGES - LONGEST);
      int to = from + 1 + random.nextInt(LONGEST - 1);
      switch (random.nextInt(7)) {
        case 0, 1 -> {
          section.unmap(from * PAGE, to * PAGE);
          Arrays.fill(model, from, to, 0);
          Memory fresh = fresh(to - from, handed);
          section.map(from * PAGE, to * PAGE, fresh);
          for (int i = from; i < to; i++) {
            model[i] = Memory.content(fresh.id, i - from);
          }
        }
        case 2 -> {
          section.unmap(from * PAGE, to * PAGE);
          Arrays.fill(model, from, to, 0);
        }
        case 3 -> {
          if (full(model, from, to)) {
            Memory fresh = fresh(PAGES, handed);
            section.update(from * PAGE, to * PAGE, old -> fresh);
            // Each area, or part of one, that the range had begins at the fresh file's page 0, and
            // those that then continue each other are merged: so ask the section.
            show(section, model, from, to);
          }
        }
        case 4 -> {
          int length = to - from;
          int target = random.nextInt(PAGES - length);
          if (full(model, from, to) && empty(model, target, target + length)) {
            section.move(from * PAGE, to * PAGE, target * PAGE);
            System.arraycopy(model.clone(), from, model, target, length);
            Arrays.fill(model, from, to, 0);
          }
        }
        case 5 -> section.writeHold(from * PAGE, to * PAGE);
        default -> {
          var area = section.find(from * PAGE);
          if (area != null) {
            int start = (int) (area.start() / PAGE);
            Memory fresh = fresh((int) (area.end() / PAGE) - start, handed);
            section.setAttachment(from * PAGE, fresh);
            show(section, model, start, (int) (area.end() / PAGE));
          }
        }
      }
    }

    private void show(WriteSection<Memory> section, long[] model, int from, int to) {
      for (int i = from; i < to; i++) {
        var area = section.find(i * PAGE);
        model[i] =
            area == null
                ? 0
                : Memory.content(
                    area.attachment().id, (area.offset() + i * PAGE - area.start()) / PAGE);
      }
    }

    private Memory fresh(int pages, List<Memory> handed) {
      Memory memory = new Memory(ids.getAndIncrement(), pages);
      handed.add(memory);
      return memory;
    }

    private boolean full(long[] model, int from, int to) {
      for (int i = from; i < to; i++) {
        if (model[i] == 0) {
          return false;
        }
      }
      return true;
    }

    private boolean empty(long[] model, int from, int to) {
      for (int i = from; i < to; i++) {
        if (model[i] != 0) {
          return false;
        }
      }
      return true;
    }

    /** A fork shows what its parent does, also after the parent has let it go. */
    private void checkFork() throws InterruptedException {
      AddressSpace<Memory> child = space.fork();
      long[] model = new long[PAGES];
      for (int i = 0; i < PAGES; i++) {
        model[i] = now.get(i);
      }
      begin(new long[PAGES]);
      space.write(section -> section.unmap(0, PAGES * PAGE)).await(Duration.ofMillis(1));
      end(new long[PAGES]);
      commits.increment();
      for (int i = 0; i < PAGES; i++) {
        long address = i * PAGE;
        if (child.readLong(address, hold -> look(hold, address), 0) != model[i]) {
          wrong.increment();
        }
        reads.increment();
      }
      child.close(Duration.ofSeconds(60));
    }

    private void readAll(SplittableRandom random, AtomicBoolean ended, int kind) {
      try (Hold<Memory> hold = space.hold();
          HoldSet<Memory> set = space.holds(2)) {
        long[] two = new long[2];
        long done = 0;
        while (!ended.get()) {
          for (int i = 0; i < 64; i++) {
            int page = random.nextInt(PAGES);
            int again = kind == 0 ? 8 : 1;
            for (int k = 0; k < again; k++) {
              read(hold, page);
            }
            done += again;
          }
          int page = random.nextInt(PAGES);
          two[0] = page * PAGE;
          two[1] = random.nextInt(PAGES) * PAGE;
          long overBefore = over.get();
          long before = now.get(page);
          set.startRead(two);
          long seen = set.hold(0).isHeld() ? look(set.hold(0), two[0]) : 0;
          check(page, seen, overBefore, before);
          set.endRead();
          if (kind == 1 && random.nextInt(64) == 0 && hold.startRead(two[0])) {
            long first = look(hold, two[0]);
            Thread.yield(); // a slow reader: what it holds stays
            if (look(hold, two[0]) != first) {
              wrong.increment();
            }
            hold.endRead();
          }
          done += 2;
          reads.add(done);
          done = 0;
          if (virtual) {
            // A virtual thread has no time slice. Readers that never block would keep the carriers
            // from one that has the mmap lock's turn, and so from the writer. To yield is not
            // enough:
            // on JDK 25 two carriers took the two that yielded again and again, for minutes, and
            // never the third.
            LockSupport.parkNanos(1);
          }
        }
      } catch (Throwable e) {
        wrong.increment();
        e.printStackTrace(System.out);
      }
    }

    private void read(Hold<Memory> hold, int page) {
      long overBefore = over.get();
      long before = now.get(page);
      long address = page * PAGE;
      long seen = 0;
      if (hold.startRead(address)) {
        seen = look(hold, address);
        hold.endRead();
      }
      check(page, seen, overBefore, before);
    }

    private void check(int page, long seen, long overBefore, long before) {
      long begunSince = begun.get() - overBefore;
      if (seen != before && begunSince <= 1) {
        long then = next.get(page);
        if (begunSince == 0
            || (seen != then && begun.get() - overBefore == 1 && settled(page, then))) {
          wrong.increment();
          System.out.println(
              strategy.name()
                  + ": page "
                  + page
                  + " shows "
                  + seen
                  + ", not "
                  + before
                  + "/"
                  + then);
        }
      }
    }

    /** Whether a change that has begun has stored all its states: it may be just doing so. */
    private boolean settled(int page, long then) {
      long one = begun.get();
      while (over.get() < one && begun.get() == one) {
        Thread.yield();
      }
      return begun.get() == one && next.get(page) == then;
    }

    private long look(Hold<Memory> hold, long address) {
      long[] words = hold.attachment().words;
      int at = (int) (hold.offset(address) / PAGE) * Memory.WORDS;
      long first = words[at];
      if (first == POISON || words[at + Memory.WORDS - 1] != first) {
        wrong.increment();
      }
      return first;
    }
  }

  /** A virtual thread where they are asked for and this JVM has them. */
  private static Thread start(boolean virtual, Runnable body) {
    if (virtual) {
      try {
        return (Thread)
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
      } catch (ReflectiveOperationException e) {
        // JDK 17 has none.
      }
    }
    Thread thread = new Thread(body, "reader");
    thread.start();
    return thread;
  }

  /**
   * Runs for so long, or until so many reads and commits are done. Another leg makes other changes
   * if {@code vmalock.soak.seed} differs.
   */
  void run(long seconds, long enoughReads, long enoughCommits) throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    SplittableRandom random = new SplittableRandom(Long.getLong("vmalock.soak.seed", 1));
    while (System.nanoTime() - end < 0
        && (reads.sum() < enoughReads || commits.sum() < enoughCommits)
        && wrong.sum() == 0) {
      new World().live(random.split(), 4_000, end);
    }
  }
}
