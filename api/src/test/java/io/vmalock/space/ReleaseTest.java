package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Mm;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import io.vmalock.Retirement;
import io.vmalock.VmaLockStrategy;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attachments are released exactly once: when, by whom, and whatever a release or executor does.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReleaseTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> released = Collections.synchronizedList(new ArrayList<>());

  private AddressSpace.Builder<String> builder() {
    return AddressSpace.<String>builder().strategy(new MonitorStrategy()).release(released::add);
  }

  /** A piece of memory that is overwritten when it is released, as unmapped memory would be. */
  private static final class Memory {
    final ByteBuffer bytes = ByteBuffer.allocate(0x2000);
    final AtomicInteger closed = new AtomicInteger();

    Memory() {
      for (int i = 0; i < bytes.capacity(); i++) {
        bytes.put(i, byteAt(i));
      }
    }

    static byte byteAt(int offset) {
      return (byte) (offset * 31 + (offset >> 8));
    }

    byte get(long offset) {
      return bytes.get((int) offset);
    }

    void close() {
      closed.incrementAndGet();
      for (int i = 0; i < bytes.capacity(); i++) {
        bytes.put(i, (byte) 0xde);
      }
    }
  }

  /** A strategy gets the areas of such a section in several parts. */
  @Test
  void aSectionOfThousandsOfAreasIsCommittedLikeOneOfAFew() throws Exception {
    int many = 5_000;
    AddressSpace<String> space = builder().counters(true).build();
    List<String> attachments = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      attachments.add("area " + i);
    }
    space.write(
        section -> {
          for (int i = 0; i < many; i++) {
            section.map(0x10 * i, 0x10 * i + 8, attachments.get(i));
          }
        });
    for (int i = 0; i < many; i++) {
      assertThat(space.<String>read(0x10 * i + 7, Hold::attachment)).isEqualTo("area " + i);
    }
    List<Hold<String>> inside = new ArrayList<>();
    for (int i = 0; i < many; i += 777) {
      Hold<String> hold = space.hold();
      assertThat(hold.startRead(0x10 * i)).isTrue();
      inside.add(hold);
    }
    List<Area<String>> gone = new ArrayList<>();
    Commit commit = space.write(section -> gone.addAll(section.unmap(4, 0x10 * many - 12)));
    assertThat(gone).hasSize(many);
    assertThat(gone.get(0)).isEqualTo(new Area<>(4, 8, "area 0", 4));
    assertThat(gone.get(1)).isEqualTo(new Area<>(0x10, 0x18, "area 1", 0));
    assertThat(gone.get(many - 1))
        .isEqualTo(new Area<>(0x10 * many - 16, 0x10 * many - 12, "area " + (many - 1), 0));
    for (int i = 1; i < many - 1; i++) {
      assertThat(space.<String>read(0x10 * i, Hold::attachment)).isNull();
    }
    assertThat(space.<String>read(3, Hold::attachment)).isEqualTo("area 0");
    assertThat(space.stats().retired()).isEqualTo(many);
    assertThat(commit.await(Duration.ofMillis(1))).isFalse();
    inside.forEach(Hold::endRead);
    assertThat(commit.await(LONG)).isTrue();
    assertThat(released)
        .containsExactlyInAnyOrderElementsOf(attachments.subList(1, many - 1))
        .doesNotHaveDuplicates();
    space.close(LONG);
    assertThat(released).containsExactlyInAnyOrderElementsOf(attachments);
  }

  /** The first example, as a newcomer writes it: half of it unmapped, the other half read. */
  @Test
  void theOtherHalfOfAnUnmappedAreaIsReadAsBefore() throws Exception {
    Memory memory = new Memory();
    AddressSpace<Memory> space =
        AddressSpace.<Memory>builder()
            .strategy(new MonitorStrategy())
            .release(Memory::close)
            .build();
    space.write(section -> section.map(0x1000, 0x3000, memory));
    assertThat(at(space, 0x2234)).isEqualTo(Memory.byteAt(0x1234));
    Commit half = space.write(section -> section.unmap(0x1000, 0x2000));
    assertThat(half.await(LONG)).isTrue();
    assertThat(memory.closed).hasValue(0);
    assertThat(at(space, 0x2234)).isEqualTo(Memory.byteAt(0x1234));
    space.write(section -> section.move(0x2000, 0x3000, 0x9000));
    assertThat(at(space, 0x9234)).isEqualTo(Memory.byteAt(0x1234));
    space.write(section -> section.resize(0x9000, 0x9800));
    assertThat(at(space, 0x9234)).isEqualTo(Memory.byteAt(0x1234));
    AddressSpace<Memory> child = space.fork();
    space.close(LONG);
    assertThat(memory.closed).hasValue(0);
    assertThat(at(child, 0x9234)).isEqualTo(Memory.byteAt(0x1234));
    Commit rest = child.write(section -> section.unmap(0x9000, 0xa000));
    assertThat(rest.await(LONG)).isTrue();
    assertThat(memory.closed).hasValue(1);
    child.close(LONG);
    assertThat(memory.closed).hasValue(1);
  }

  private static byte at(AddressSpace<Memory> space, long address) {
    return (byte)
        space.readInt(
            address, hold -> hold.attachment().get(hold.offset(address)), Integer.MIN_VALUE);
  }

  // ---- When ----

  /**
   * To look after a space may need a thread, and so may fail: then a commit must not have begun.
   */
  @Test
  void theDaemonThreadLooksHereBeforeAnythingIsRetired() {
    List<Boolean> attended = new ArrayList<>();
    AtomicReference<AddressSpace<String>> made = new AtomicReference<>();
    VmaLockStrategy watched =
        new MonitorStrategy() {
          @Override
          public void retire(Mm mm, List<? extends Retirement> retirements) {
            // Otherwise it is the rehearsal before the first space, or retires nothing.
            if (made.get() != null && !retirements.isEmpty()) {
              attended.add(made.get().retired().attended);
            }
            super.retire(mm, retirements);
          }
        };
    AddressSpace<String> space = builder().strategy(watched).build();
    made.set(space);
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.write(section -> section.unmap(0x1000, 0x2000));
    assertThat(attended).containsExactly(true);
  }

  @Test
  void theLastReaderOutReleases() throws Exception {
    AddressSpace<String> space = builder().build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Hold<String> first = space.hold();
    Hold<String> second = space.hold();
    first.startRead(0x1000);
    second.startRead(0x1000);
    Commit commit = space.write(section -> section.unmap(0x1000, 0x2000));
    assertThat(commit.isReleased()).isFalse();
    assertThat(commit.await(Duration.ofMillis(1))).isFalse();
    assertThat(commit.await(Duration.ofSeconds(-1))).isFalse();
    assertThat(commit).hasToString(commit.toString()).asString().contains("2 readers inside");
    first.endRead();
    assertThat(commit.isReleased()).isFalse();
    assertThat(released).isEmpty();
    OtherThread<Boolean> waiter = OtherThread.startAndAwaitBlocked(() -> commit.await(LONG));
    second.endRead();
    assertThat(waiter.result()).isTrue();
    assertThat(released).containsExactly("a");
    assertThat(commit.isReleased()).isTrue();
    assertThat(commit).hasToString("everything is released");
    commit.await();
  }

  @Test
  void anInterruptEndsAWaitForReleases() throws Exception {
    AddressSpace<String> space = builder().build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    Commit commit = space.write(section -> section.unmap(0x1000, 0x2000));
    OtherThread<Boolean> waiter =
        OtherThread.startAndAwaitBlocked(
            () -> {
              commit.await();
              return true;
            });
    waiter.interrupt();
    assertThatThrownBy(waiter::result).isInstanceOf(InterruptedException.class);
    hold.endRead();
    commit.await();
  }

  /**
   * A thread that waits for a commit also waits for the readers of areas that were retired earlier
   * with the same attachment.
   */
  @Test
  void anEarlierAreaOfTheSameAttachmentIsAwaitedToo() throws Exception {
    AddressSpace<String> space = builder().build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    Commit grown = space.write(section -> section.resize(0x1000, 0x3000));
    Commit other = space.write(section -> section.map(0x8000, 0x9000, "b"));
    Commit gone = space.write(section -> section.unmap(0x1000, 0x3000));
    assertThat(other.isReleased()).isTrue();
    assertThat(grown.isReleased()).isFalse();
    assertThat(gone.await(Duration.ofMillis(5))).isFalse();
    hold.endRead();
    assertThat(gone.await(LONG)).isTrue();
    assertThat(grown.await(LONG)).isTrue();
    assertThat(released).containsExactly("a");
  }

  @Test
  void aRollbackGivesBackWhatWasHandedIn() throws Exception {
    AddressSpace<String> space = builder().build();
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
    }
    assertThatThrownBy(
            () ->
                space.write(
                    section -> {
                      section.map(0x1000, 0x2000, "a");
                      throw new IllegalStateException("mine");
                    }))
        .hasMessage("mine");
    assertThat(space.<String>read(0x1000, Hold::attachment)).isNull();
    assertThat(released).isEmpty();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.close(LONG);
    assertThat(released).containsExactly("a");
  }

  @Test
  void whatIsMappedAndUnmappedInOneSectionIsReleased() throws Exception {
    AddressSpace<String> space = builder().releaseOn(Runnable::run).build();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.unmap(0x1000, 0x2000);
        });
    assertThat(released).containsExactly("a");
  }

  @Test
  void whatHasBeenReleasedIsNotMappedAgain() throws Exception {
    AddressSpace<String> space = builder().build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.write(section -> section.unmap(0x1000, 0x2000)).await();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> space.write(section -> section.map(0x1000, 0x2000, "a")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("the release of a has begun", "map a new attachment");
    }
    assertThat(space.mm().lockState()).isEqualTo("free");
    assertThat(released).containsExactly("a");
  }

  /** Without a release nothing is counted, and anything may be mapped again. */
  @Test
  void withoutAReleaseAnAttachmentComesAndGoes() {
    AddressSpace<String> space = AddressSpace.create(new MonitorStrategy());
    for (int i = 0; i < 3; i++) {
      space.write(section -> section.map(0x1000, 0x2000, "a"));
      assertThat(space.write(section -> section.unmap(0x1000, 0x2000)).isReleased()).isTrue();
    }
  }

  // ---- By whom ----

  @Test
  void oneDaemonThreadReleasesAndEnds() throws Exception {
    AtomicReference<Thread> by = new AtomicReference<>();
    AddressSpace<String> space =
        builder().release(attachment -> by.set(Thread.currentThread())).build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.write(section -> section.unmap(0x1000, 0x2000)).await(LONG);
    assertThat(by.get().getName()).isEqualTo("vmalock-releases");
    assertThat(by.get().isDaemon()).isTrue();
    by.get().join(); // nothing is left to do
    space.write(section -> section.map(0x1000, 0x2000, "b"));
    space.write(section -> section.unmap(0x1000, 0x2000)).await(LONG); // and another is started
    assertThat(by.get().isAlive()).isTrue();
  }

  /** The daemon thread forgets a space that is closed or dropped, while it works for another. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSpaceIsCollectedBesideABusyOne(boolean closed) throws Exception {
    AddressSpace<String> busy =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .release(attachment -> {})
            .build();
    WeakReference<Object> release = new WeakReference<>(releaseOfAnother(closed));
    while (release.get() != null) { // until the test's time is over
      for (int i = 0; i < 10; i++) {
        busy.write(section -> section.map(0, 0x1000, new String("busy")));
        busy.write(section -> section.unmap(0, 0x1000));
        Thread.sleep(2);
      }
      System.gc();
    }
  }

  /** The release of a space that was used. */
  private static Object releaseOfAnother(boolean closed) throws InterruptedException {
    AtomicInteger released = new AtomicInteger();
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .release(attachment -> released.incrementAndGet())
            .build();
    space.write(section -> map(section, "a"));
    space.write(section -> section.unmap(0, 0x1000)).await(Duration.ofSeconds(30));
    if (closed) {
      space.close();
    }
    assertThat(released).hasValue(1);
    return released;
  }

  @Test
  void aReleaseMayUseTheSpace() throws Exception {
    AtomicReference<AddressSpace<String>> space = new AtomicReference<>();
    space.set(
        builder()
            .retention(new Retention(1, Long.MAX_VALUE, AtLimit.WAIT))
            .release(
                attachment -> {
                  released.add(attachment);
                  space
                      .get()
                      .write(section -> section.mapAnywhere(0x1000, 0x1000, attachment + "'"));
                  space.get().read(0x1000, Hold::attachment);
                })
            .build());
    space.get().write(section -> section.map(0x1000, 0x2000, "a"));
    space.get().write(section -> section.unmap(0x1000, 0x2000)).await();
    assertThat(released).containsExactly("a");
    assertThat(space.get().<String>read(0, Hold::attachment)).isEqualTo("a'");
  }

  @Test
  void aReleaseThatThrowsLosesNothing() throws Exception {
    for (Throwable thrown : List.of(new IllegalStateException("no"), new AssertionError("no"))) {
      released.clear();
      AddressSpace<String> space =
          builder()
              .release(
                  attachment -> {
                    released.add(attachment);
                    sneak(thrown);
                  })
              .build();
      space.write(
          section -> {
            section.map(0x1000, 0x2000, "a");
            section.map(0x2000, 0x3000, "b");
          });
      space.write(section -> section.unmap(0, -1)).await();
      assertThat(released).containsExactlyInAnyOrder("a", "b");
      space.close(LONG);
    }
  }

  @Test
  void anExecutorReleases() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
    try {
      AddressSpace<String> space =
          builder()
              .release(attachment -> released.add(Thread.currentThread().getName()))
              .releaseOn(executor)
              .build();
      space.write(section -> section.map(0x1000, 0x2000, "a"));
      space.write(section -> section.unmap(0x1000, 0x2000)).await();
      assertThat(released).containsExactly("mine");
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aDirectExecutorReleasesInTheCommit() {
    AddressSpace<String> space = builder().releaseOn(Runnable::run).build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.write(
        section -> {
          section.unmap(0x1000, 0x2000);
          assertThat(released).isEmpty();
        });
    assertThat(released).containsExactly("a");
  }

  /**
   * The daemon thread runs the releases that the executor does not run, and no release runs twice.
   */
  @Test
  void aBadExecutorLosesAndDoublesNothing() throws Exception {
    List<java.util.concurrent.Executor> executors =
        List.of(
            task -> {
              throw new RejectedExecutionException("full");
            },
            task -> {
              throw new OutOfMemoryError("no thread");
            },
            task -> {
              task.run();
              throw new RejectedExecutionException("after all");
            },
            task -> {
              task.run();
              task.run();
            });
    for (java.util.concurrent.Executor executor : executors) {
      released.clear();
      AddressSpace<String> space =
          builder().releaseOn(executor).attachments(Attachments.sliced((w, o, l) -> w + o)).build();
      space.write(section -> section.map(0x1000, 0x2000, "a"));
      try (WriteSection<String> section = space.write()) {
        section.unmap(0x1800, 0x2000); // makes a slice that the rollback leaves unused
      }
      space.write(section -> section.unmap(0x1000, 0x2000)).await();
      space.close(LONG);
      awaitSize(2);
      assertThat(released).containsExactlyInAnyOrder("a", "a0");
    }
  }

  /** A slow release stops no section and no reader. */
  @Test
  void nobodyWaitsForASlowRelease() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AddressSpace<String> space =
        builder()
            .release(
                attachment -> {
                  await(go);
                  released.add(attachment);
                })
            .build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Commit commit = space.write(section -> section.unmap(0x1000, 0x2000));
    space.write(section -> section.map(0x1000, 0x2000, "b"));
    assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("b");
    assertThat(commit.isReleased()).isFalse();
    assertThat(commit.toString()).contains("its release has not run");
    go.countDown();
    commit.await();
    assertThat(released).containsExactly("a");
  }

  /** The daemon thread is busy with the release of another space. */
  @Test
  void whoWaitsRunsWhatItWaitsForAndNothingElse() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AddressSpace<String> slow =
        builder()
            .release(
                attachment -> {
                  begun.countDown();
                  await(go);
                })
            .build();
    slow.write(section -> section.map(0x1000, 0x2000, "slow"));
    final Commit other = slow.write(section -> section.unmap(0x1000, 0x2000));
    begun.await();
    List<Thread> by = Collections.synchronizedList(new ArrayList<>());
    AddressSpace<String> space =
        builder()
            .release(
                attachment -> {
                  released.add(attachment);
                  by.add(Thread.currentThread());
                })
            .build();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x2000, 0x3000, "b");
          section.map(0x3000, 0x4000, "c");
        });
    final Commit notWaitedFor = space.write(section -> section.unmap(0x3000, 0x4000));
    Commit awaited = space.write(section -> section.unmap(0x1000, 0x3000));
    assertThat(awaited.await(Duration.ofMillis(1))).isFalse(); // it might outlast the time
    awaited.await();
    assertThat(released).containsExactlyInAnyOrder("a", "b");
    assertThat(by).containsOnly(Thread.currentThread());
    assertThat(notWaitedFor.isReleased()).isFalse();
    assertThat(other.isReleased()).isFalse();
    go.countDown();
    assertThat(notWaitedFor.await(LONG)).isTrue();
    assertThat(other.await(LONG)).isTrue();
    assertThat(released).containsExactlyInAnyOrder("a", "b", "c"); // each once
    assertThat(by.get(2).getName()).isEqualTo("vmalock-releases");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ---- The ready policies ----

  @Test
  void oneOwnerRefusesToBeSplit() {
    AddressSpace<String> space = builder().attachments(Attachments.whole()).build();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x2000, 0x3000, "a"); // not merged
        });
    assertThatThrownBy(() -> space.write(section -> section.unmap(0x1000, 0x1800)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("cannot be split", "a", "Attachments.shared()", "sliced");
    assertThatThrownBy(() -> space.write(section -> section.resize(0x1000, 0x1800)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(space.<Integer>speculate(AreaView::size)).isEqualTo(2);
    space.write(section -> section.unmap(0x1000, 0x2000));
    assertThat(space.<Integer>speculate(AreaView::size)).isEqualTo(1);
  }

  @Test
  void slicesAreMadeByTheUser() throws Exception {
    AddressSpace<String> space =
        builder()
            .attachments(
                Attachments.sliced((whole, offset, length) -> whole + offset + "/" + length))
            .build();
    space.write(section -> section.map(0, 100, "a"));
    space.write(section -> section.unmap(10, 20)).await();
    assertThat(space.<String>read(5, Hold::attachment)).isEqualTo("a0/10");
    assertThat(space.<String>read(25, Hold::attachment)).isEqualTo("a20/80");
    assertThat(space.readLong(25, hold -> hold.offset(25), -1)).isEqualTo(5);
    assertThat(released).containsExactly("a");
    space.close(LONG);
    assertThat(released).containsExactlyInAnyOrder("a", "a0/10", "a20/80");
  }

  // ---- How much is kept ----

  @Test
  void atTheLimitASectionThrowsAndRollsBack() throws Exception {
    Queue<Runnable> tasks = new ArrayDeque<>();
    AddressSpace<String> space =
        builder().releaseOn(tasks::add).retention(new Retention(2, 100, AtLimit.THROW)).build();
    space.write(section -> map(section, "a", "b", "c", "d"));
    space.write(section -> section.unmap(0x0000, 0x1000));
    space.write(section -> section.unmap(0x1000, 0x2000));
    assertThatThrownBy(() -> space.write(section -> section.unmap(0x2000, 0x3000)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("2 areas", "retired", "2 ", "are allowed", "nothing was changed");
    assertThat(space.<String>read(0x2000, Hold::attachment)).isEqualTo("c");
    assertThat(space.mm().lockState()).isEqualTo("free");
    space.write(section -> section.map(0x9000, 0xa000, "e")); // retires nothing
    tasks.remove().run();
    space.write(section -> section.unmap(0x2000, 0x3000));
    space.close(); // is never refused
    tasks.forEach(Runnable::run);
    assertThat(released).hasSize(5);
  }

  @Test
  void weightCounts() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    AddressSpace<String> space =
        builder()
            .releaseOn(tasks::add)
            .weigher(String::length)
            .retention(new Retention(1000, 10, AtLimit.THROW))
            .build();
    space.write(section -> map(section, "12345", "67890", "x"));
    space.write(section -> section.unmap(0, 0x2000));
    assertThatThrownBy(() -> space.write(section -> section.unmap(0x2000, 0x3000)))
        .hasMessageContainingAll("weight 10");
    tasks.forEach(Runnable::run);
    tasks.clear();
    space.write(section -> section.unmap(0x2000, 0x3000));
    tasks.forEach(Runnable::run);
    assertThat(released).hasSize(3);
  }

  /** A reader that never leaves keeps one area, and no section waits for it below the limit. */
  @Test
  void aReaderThatNeverLeavesKeepsOneArea() throws Exception {
    AddressSpace<String> space =
        builder().retention(new Retention(50, Long.MAX_VALUE, AtLimit.WAIT)).build();
    space.write(section -> section.map(0x1000, 0x2000, "first"));
    Hold<String> stuck = space.hold();
    stuck.startRead(0x1000);
    for (int i = 0; i < 500; i++) {
      String next = "next" + i;
      space.write(section -> section.setAttachment(0x1000, next));
    }
    assertThat(stuck.attachment()).isEqualTo("first");
    awaitSize(499);
    assertThat(released).doesNotContain("first");
    assertThatThrownBy(() -> space.close(Duration.ofMillis(200)))
        .isInstanceOf(ReadersInsideException.class)
        .hasMessageContainingAll("[0x1000, 0x2000) retired", "1 reader inside");
  }

  @Test
  void atTheLimitAWriterWaitsWithoutTheMmapLock() throws Exception {
    AddressSpace<String> space =
        builder().retention(new Retention(1, Long.MAX_VALUE, AtLimit.WAIT)).build();
    space.write(section -> map(section, "a", "b"));
    Hold<String> hold = space.hold();
    hold.startRead(0);
    space.write(section -> section.unmap(0, 0x1000));
    assertThat(space.tryWrite(Duration.ofMillis(5))).isNull();
    OtherThread<WriteSection<String>> interrupted =
        OtherThread.startAndAwaitBlocked(space::writeInterruptibly);
    interrupted.interrupt();
    assertThatThrownBy(interrupted::result).isInstanceOf(InterruptedException.class);
    OtherThread<Boolean> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              space.write(section -> section.unmap(0x1000, 0x2000)).await();
              return true;
            });
    assertThat(space.mm().lockState()).isEqualTo("free");
    space.readLocked().close();
    hold.endRead();
    assertThat(writer.result()).isTrue();
    assertThat(released).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void atTheLimitAWarningIsEnoughIfOneWants() {
    AddressSpace<String> space =
        builder().retention(new Retention(1, Long.MAX_VALUE, AtLimit.WARN)).build();
    space.write(section -> map(section, "a", "b", "c"));
    List<Hold<String>> holds = new ArrayList<>();
    try (Logged logged = new Logged()) {
      for (long start = 0; start < 0x3000; start += 0x1000) {
        Hold<String> hold = space.hold();
        hold.startRead(start);
        holds.add(hold);
        long from = start;
        space.write(section -> section.unmap(from, from + 0x1000));
      }
      assertThat(logged.text()).contains("retired and not released", "raise Retention");
    }
    holds.forEach(Hold::endRead);
  }

  @Test
  void boundsAreChecked() {
    for (long[] bad : new long[][] {{0, 1}, {1, 0}, {-1, 1}}) {
      assertThatThrownBy(() -> new Retention(bad[0], bad[1], AtLimit.WAIT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("areas " + bad[0], "weight " + bad[1]);
    }
    assertThatThrownBy(() -> new Retention(1, 1, null)).isInstanceOf(NullPointerException.class);
  }

  /** Its user beside the space is one more that has it. */
  @Test
  void whatIsPinnedStaysUntilItIsUnpinnedAndNoAreaHasIt() throws Exception {
    AddressSpace<String> space = builder().build();
    space.pin("a");
    space.write(section -> section.map(0, 0x1000, "a"));
    Commit gone = space.write(section -> section.unmap(0, 0x1000));
    assertThat(gone.await(LONG)).isTrue(); // nothing that it waits for is left
    space.write(section -> section.map(0, 0x1000, "a"));
    space.pin("b");
    space.pin("b");
    space.unpin("b");
    assertThat(released).isEmpty();
    space.unpin("b"); // it was never mapped
    awaitSize(1);
    space.unpin("a");
    assertThat(released).containsExactly("b");
    assertThat(space.write(section -> section.unmap(0, 0x1000)).await(LONG)).isTrue();
    assertThat(released).containsExactly("b", "a");
  }

  /** The code that pinned it may have its section rolled back, or the space closed. */
  @Test
  void aPinOutlivesARollbackAndTheSpace() throws Exception {
    AddressSpace<String> space = builder().build();
    space.pin("a");
    try (WriteSection<String> section = space.write()) {
      section.map(0, 0x1000, "a");
      space.pin("b"); // inside a section
      space.unpin("b");
      awaitSize(1);
    }
    space.write(section -> section.map(0, 0x1000, "a"));
    space.close(LONG);
    assertThat(released).containsExactly("b");
    space.unpin("a");
    awaitSize(2);
    assertThat(released).containsExactly("b", "a");
  }

  @Test
  void pinsAreTakenOffOnceAndNotPutOnWhatIsReleased() throws Exception {
    AddressSpace<String> space = builder().build();
    space.write(section -> section.map(0, 0x1000, "a"));
    assertThatThrownBy(() -> space.unpin("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a is not pinned");
    space.write(section -> section.unmap(0, 0x1000)).await();
    assertThat(released).containsExactly("a");
    assertThatThrownBy(() -> space.pin("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("release of a has begun");
    assertThatThrownBy(() -> space.unpin("a")).isInstanceOf(IllegalStateException.class);
    AddressSpace<String> counting =
        AddressSpace.<String>builder().strategy(new MonitorStrategy()).build();
    counting.pin("x"); // a space without a release counts nothing
    counting.unpin("x");
  }

  private static void map(WriteSection<String> section, String... attachments) {
    for (int i = 0; i < attachments.length; i++) {
      section.map(0x1000L * i, 0x1000L * (i + 1), attachments[i]);
    }
  }

  private void awaitSize(int size) {
    while (released.size() < size) {
      LockSupport.parkNanos(100_000);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Known without any tracking, so it is no silent wait. */
  @Test
  void aReleaseDoesNotWaitForItself() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    AtomicReference<Commit> commit = new AtomicReference<>();
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .release(
                attachment -> {
                  if (attachment.equals("busy")) { // keeps the daemon from the other release
                    await(busy);
                    return;
                  }
                  try {
                    commit.get().await();
                  } catch (Throwable e) {
                    thrown.add(e);
                  }
                })
            .build();
    space.write(section -> map(section, "busy", "a"));
    space.write(section -> section.unmap(0, 0x1000));
    commit.set(space.write(section -> section.unmap(0x1000, 0x2000)));
    try {
      commit.get().await();
    } finally {
      busy.countDown();
    }
    assertThat(thrown).hasSize(1);
    assertThat(thrown.get(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("waits for");
  }

  @Test
  void aSectionDoesNotWaitForAReleaseThatMayUseTheSpace() throws Exception {
    AtomicReference<AddressSpace<String>> space = new AtomicReference<>();
    space.set(
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .release(a -> space.get().write(section -> map(section, "b")))
            .build());
    space.get().write(section -> map(section, "a"));
    Commit commit = space.get().write(section -> section.unmap(0, 0x1000));
    try (WriteSection<String> section = space.get().write()) {
      assertThatThrownBy(commit::await)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has a section of this space open");
      assertThatThrownBy(() -> commit.await(Duration.ofSeconds(60)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(section.size()).isLessThan(2);
    }
    commit.await();
    assertThat(space.get().<String>read(0, Hold::attachment)).isEqualTo("b");
  }
}
