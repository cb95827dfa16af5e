package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmalock.Capability;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The waits that one asks for: write-holds, the mmap lock, releases; that they are made and end.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final MonitorStrategy strategy = new MonitorStrategy();
  private final AddressSpace<String> space = AddressSpace.create(strategy);
  private final Hold<String> inside = space.hold();

  @BeforeEach
  void map() {
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x2000, 0x3000, "b");
          section.map(0x5000, 0x6000, "c");
        });
  }

  // ---- Write-holds ----

  @Test
  void aWriteHoldKeepsReadersOutUntilTheSectionEnds() throws Exception {
    for (boolean commit : new boolean[] {true, false}) {
      try (WriteSection<String> section = space.write()) {
        assertThat(section.writeHold(0x1800, 0x5800)).hasSize(3);
        for (Area<String> area : section) {
          assertThat(tryRead(area.start())).isEqualTo(Outcome.CONTENDED);
        }
        section.writeHold(0, -1); // again costs nothing
        if (commit) {
          section.commit();
        }
      }
      for (Area<String> area : areas(space)) {
        assertThat(tryRead(area.start())).isEqualTo(Outcome.HELD);
      }
    }
    assertThat(areas(space)).hasSize(3);
  }

  @Test
  void aWriteHoldWaitsForTheReadersInside() throws Exception {
    inside.startRead(0x2000);
    OtherThread<Boolean> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              try (WriteSection<String> section = space.write()) {
                section.writeHold(0x2000, 0x3000);
                boolean free = strategy.readers(vma(section)) == 0;
                section.commit();
                return free;
              }
            });
    assertThat(tryRead(0x2000)).isEqualTo(Outcome.CONTENDED);
    assertThat(tryRead(0x1000)).isEqualTo(Outcome.HELD);
    assertThat(writer.isDone()).isFalse();
    inside.endRead();
    assertThat(writer.result()).isTrue();
  }

  /** Only looks: the area's own VMA is found by a hold in another thread before. */
  private io.vmalock.Vma vma(WriteSection<String> section) {
    assertThat(section.size()).isEqualTo(3);
    return space.index().find(0x2000);
  }

  /**
   * A successor shares its attachment with the area that it replaced, whose readers may still be
   * inside: work in place waits for those too.
   */
  @Test
  void aWriteHoldWaitsForTheReadersOfPredecessors() throws Exception {
    inside.startRead(0x2000);
    space.write(section -> section.resize(0x2000, 0x4000)); // grown: the reader stays
    space.write(section -> section.unmap(0x2000, 0x2800));
    space.write(section -> section.move(0x2800, 0x4000, 0x12800));
    for (Duration timeout : List.of(SHORT, Duration.ZERO)) {
      try (WriteSection<String> section = space.write().waitAtMost(timeout)) {
        assertThatThrownBy(() -> section.writeHold(0x12800, 0x14000))
            .isInstanceOfSatisfying(
                ReadersInsideException.class, e -> assertThat(e.readers()).isEqualTo(1))
            .hasMessageContainingAll("1 reader", "[0x2000, 0x3000)", "retired");
        section.writeHold(0x1000, 0x2000); // of another attachment
      }
    }
    OtherThread<Boolean> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              space.write(section -> section.writeHold(0x12800, 0x14000));
              return true;
            });
    assertThat(writer.isDone()).isFalse();
    inside.endRead();
    assertThat(writer.result()).isTrue();
  }

  @Test
  void aWriteHoldThatGivesUpHoldsNothingMore() throws Exception {
    inside.startRead(0x2000);
    for (Duration timeout : List.of(SHORT, Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
      try (WriteSection<String> section = space.write().waitAtMost(timeout)) {
        section.writeHold(0x5000, 0x6000);
        ReadersInsideException e =
            catchThrowableOfType(
                ReadersInsideException.class, () -> section.writeHold(0x1000, 0x6000));
        assertThat(e).isNotNull();
        assertThat(e.readers()).isEqualTo(1);
        assertThat(e)
            .hasMessageContainingAll(
                "1 reader was still inside", "[0x2000, 0x3000)", "nothing was");
        assertThat(tryRead(0x1000)).isEqualTo(Outcome.HELD);
        assertThat(tryRead(0x2000)).isEqualTo(Outcome.HELD);
        assertThat(tryRead(0x5000)).isEqualTo(Outcome.CONTENDED);
        section.unmap(0x2000, 0x3000); // needs no reader to leave
        section.map(0x2000, 0x3000, "b2");
        section.commit();
      }
      assertThat(inside.attachment()).isEqualTo("b");
      inside.endRead();
      space.write(section -> section.setAttachment(0x2000, "b"));
      inside.startRead(0x2000);
    }
    inside.endRead();
  }

  @Test
  void aWriteHoldWhoseReadersLeaveInTimeIsMade() throws Exception {
    for (Duration timeout : List.of(Duration.ofHours(1), Duration.ofSeconds(Long.MAX_VALUE, 1))) {
      inside.startRead(0x2000);
      OtherThread<Boolean> writer =
          OtherThread.startAndAwaitBlocked(
              () -> {
                space.write(section -> section.waitAtMost(timeout).writeHold(0x2000, 0x3000));
                return true;
              });
      inside.endRead();
      assertThat(writer.result()).isTrue();
    }
  }

  @Test
  void anInterruptEndsAPatientWaitAndIsKept() throws Exception {
    inside.startRead(0x2000);
    OtherThread<Boolean> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              try (WriteSection<String> section = space.write().waitAtMost(Duration.ofHours(1))) {
                assertThatThrownBy(() -> section.writeHold(0x1000, 0x6000))
                    .isInstanceOfSatisfying(
                        ReadersInsideException.class, e -> assertThat(e.readers()).isZero())
                    .hasMessageContainingAll("interrupted", "nothing was changed");
                return Thread.interrupted();
              }
            });
    writer.interrupt();
    assertThat(writer.result()).isTrue();
    inside.endRead();
  }

  @Test
  void anInterruptIsKeptByAWaitWithoutBound() throws Exception {
    for (boolean retired : new boolean[] {false, true}) {
      inside.startRead(0x2000);
      if (retired) {
        space.write(section -> section.resize(0x2000, 0x4000));
      }
      OtherThread<Boolean> writer =
          OtherThread.startAndAwaitBlocked(
              () -> {
                try (WriteSection<String> section = space.write()) {
                  section.writeHold(0x1000, 0x6000);
                  section.commit();
                  return Thread.interrupted();
                }
              });
      writer.interrupt();
      writer.awaitBlocked();
      inside.endRead();
      assertThat(writer.result()).isTrue();
    }
  }

  @Test
  void oneAreaNeedsNoEarlyEndToBeWaitedForPatiently() {
    AddressSpace<String> space =
        AddressSpace.create(
            new MonitorStrategy(EnumSet.complementOf(EnumSet.of(Capability.EARLY_END_WRITE))));
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x2000, 0x3000, "c");
        });
    try (WriteSection<String> section = space.write().waitAtMost(SHORT)) {
      section.writeHold(0x1000, 0x2000);
      assertThatThrownBy(() -> section.writeHold(0x1000, 0x3000))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContainingAll("monitor", "EARLY_END_WRITE");
      assertThat(section.size()).isEqualTo(2);
    }
  }

  /** An area that the section itself made has no readers, and needs no hold. */
  @Test
  void newAreasNeedNoWriteHold() {
    try (WriteSection<String> section = space.write().waitAtMost(Duration.ZERO)) {
      section.map(0x8000, 0x9000, "d");
      assertThat(section.writeHold(0x8000, 0x9000)).hasSize(1);
      section.commit();
    }
    assertThat(space.<String>read(0x8000, Hold::attachment)).isEqualTo("d");
  }

  // ---- The mmap lock ----

  @Test
  void tryWriteGivesUp() throws Exception {
    for (Duration timeout : List.of(SHORT, Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
      try (WriteSection<String> section = space.write()) {
        assertThat(section.size()).isEqualTo(3);
        assertThat(OtherThread.call(() -> space.tryWrite(timeout))).isNull();
      }
    }
    OtherThread<Integer> writer;
    try (WriteSection<String> section = space.write()) {
      section.unmap(0x1000, 0x2000);
      writer =
          OtherThread.startAndAwaitBlocked(
              () -> {
                try (WriteSection<String> own =
                    space.tryWrite(Duration.ofSeconds(Long.MAX_VALUE))) {
                  return own.size();
                }
              });
      section.commit();
    }
    assertThat(writer.result()).isEqualTo(2);
    assertThatThrownBy(() -> space.tryWrite(null)).isInstanceOf(NullPointerException.class);
    assertThat(space.mm().lockState()).isEqualTo("free");
  }

  @Test
  void anInterruptEndsTheWaitForTheMmapLock() throws Exception {
    try (WriteSection<String> section = space.write()) {
      assertThat(section.size()).isEqualTo(3);
      OtherThread<WriteSection<String>> first =
          OtherThread.startAndAwaitBlocked(space::writeInterruptibly);
      first.interrupt();
      assertThatThrownBy(first::result).isInstanceOf(InterruptedException.class);
      OtherThread<WriteSection<String>> second =
          OtherThread.startAndAwaitBlocked(() -> space.tryWrite(Duration.ofHours(1)));
      second.interrupt();
      assertThatThrownBy(second::result).isInstanceOf(InterruptedException.class);
    }
    assertThat(space.mm().waiting()).isZero();
    assertThat(space.mm().lockState()).isEqualTo("free");
  }

  // ---- Forks ----

  @Test
  void aForkIsACopyThatLivesOnItsOwn() throws Exception {
    inside.startRead(0x2000); // which nobody waits for
    AddressSpace<String> child = space.fork();
    assertThat(areas(child)).isEqualTo(areas(space)).hasSize(3);
    space.write(section -> section.unmap(0, -1));
    assertThat(areas(space)).isEmpty();
    assertThat(areas(child)).hasSize(3);
    assertThat(child.strategy()).isSameAs(strategy);
    child.write(section -> section.unmap(0x1000, 0x2000));
    assertThat(areas(child)).hasSize(2);
    child.close();
    assertThat(areas(child)).isEmpty();
    assertThat(inside.attachment()).isEqualTo("b");
    inside.endRead();
  }

  @Test
  void aForkWaitsForTheOpenSection() throws Exception {
    OtherThread<AddressSpace<String>> fork;
    try (WriteSection<String> section = space.write()) {
      section.map(0x9000, 0xa000, "d");
      assertThatThrownBy(space::fork).isInstanceOf(IllegalMonitorStateException.class);
      fork = OtherThread.startAndAwaitBlocked(space::fork);
      section.commit();
    }
    assertThat(areas(fork.result())).hasSize(4);
  }

  // ---- Closing ----

  @Test
  void closingEmptiesTheSpaceForGood() throws Exception {
    space.close();
    assertThat(areas(space)).isEmpty();
    assertThat(space.<String>read(0x1000, Hold::attachment)).isNull();
    assertThat(space.<Integer>speculate(AreaView::size)).isZero();
    List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> opens =
        List.of(
            space::write,
            space::writeInterruptibly,
            () -> space.tryWrite(SHORT),
            space::fork,
            () -> space.write(section -> section.map(0, 1, "no")));
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable open : opens) {
      assertThatThrownBy(open)
          .isInstanceOf(ClosedSpaceException.class)
          .hasMessageContaining("the space is closed");
      assertThat(space.mm().lockState()).isEqualTo("free");
    }
    space.close();
    space.close(SHORT);
    space.readLocked().close();
  }

  @Test
  void closingWaitsForNobodyAndRefusesNewReaders() {
    inside.startRead(0x2000);
    space.close();
    assertThat(inside.attachment()).isEqualTo("b");
    assertThat(space.hold().tryStartRead(0x2000)).isEqualTo(Outcome.UNMAPPED);
    assertThat(space.<String>read(0x2000, Hold::attachment)).isNull();
    assertThat(space.describe()).contains("[0x2000, 0x3000) retired", "1 reader inside");
    inside.endRead();
  }

  @Test
  void closingInTimeWaitsForTheReaders() throws Exception {
    inside.startRead(0x2000);
    OtherThread<Boolean> closer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              space.close(Duration.ofSeconds(Long.MAX_VALUE));
              return true;
            });
    assertThat(closer.isDone()).isFalse();
    inside.endRead();
    assertThat(closer.result()).isTrue();
  }

  @Test
  void closingThatGivesUpSaysWhatIsLeftAndStaysClosed() throws Exception {
    inside.startRead(0x2000);
    for (Duration timeout : List.of(SHORT, Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThatThrownBy(() -> space.close(timeout))
          .isInstanceOfSatisfying(
              ReadersInsideException.class, e -> assertThat(e.readers()).isEqualTo(1))
          .hasMessageContainingAll("the space is closed", "[0x2000, 0x3000)", "1 reader inside");
      assertThat(areas(space)).isEmpty();
    }
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> space.close(Duration.ofHours(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThatThrownBy(() -> space.close(null)).isInstanceOf(NullPointerException.class);
    inside.endRead();
    space.close(Duration.ofHours(1));
  }

  private Outcome tryRead(long address) throws Exception {
    return OtherThread.call(
        () -> {
          try (Hold<String> hold = space.hold()) {
            return hold.tryStartRead(address);
          }
        });
  }

  private static List<Area<String>> areas(AddressSpace<String> space) {
    try (ReadSection<String> section = space.readLocked()) {
      List<Area<String>> areas = new ArrayList<>();
      section.forEach(areas::add);
      return areas;
    }
  }

  /** Not only where it has to be waited for. */
  @Test
  void aTimeIsNotNull() {
    Hold<String> hold = space.hold();
    Commit commit = space.write(section -> section.unmap(0x1000, 0x1800));
    for (ThrowableAssert.ThrowingCallable use :
        List.<ThrowableAssert.ThrowingCallable>of(
            () -> hold.startRead(0x2000, null),
            () -> space.tryWrite(null),
            () -> commit.await(null),
            () -> space.write(section -> section.waitAtMost(null)),
            () -> space.close(null))) {
      assertThatThrownBy(use).isInstanceOf(NullPointerException.class).hasMessage("timeout");
    }
    assertThat(hold.startRead(0x2000)).isTrue(); // the space is open
    hold.close();
  }

  // ---- The mmap lock ----

  /** Each way to wait for the mmap lock without a bound says after a second who has it. */
  @Test
  void aWaitForTheMmapLockIsLogged() throws Exception {
    List<ThrowableAssert.ThrowingCallable> waits =
        List.of(
            () -> space.write(section -> {}),
            () -> space.writeInterruptibly().close(),
            () -> space.readLocked().close(),
            () -> endReadAfter(hold -> hold.startRead(0x1000)),
            () -> endReadAfter(hold -> hold.startRead(0x1000, Duration.ofSeconds(Long.MAX_VALUE))),
            this::holdTwo,
            space::close);
    for (ThrowableAssert.ThrowingCallable wait : waits) {
      try (Logged logged = new Logged()) {
        WriteSection<String> section = space.write();
        section.writeHold(0x1000, 0x3000);
        OtherThread<Boolean> waiter = OtherThread.start(() -> called(wait));
        while (!logged.text().contains("waiting for the mmap lock for a second")) {
          Thread.sleep(10);
        }
        assertThat(logged.text())
            .contains(
                "held for writing by",
                Thread.currentThread().getName(),
                "0 other threads are queued");
        section.commit();
        assertThat(waiter.result()).isTrue();
      }
    }
  }

  private static boolean called(ThrowableAssert.ThrowingCallable code) throws Exception {
    try {
      code.call();
      return true;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private interface Start {
    void start(Hold<String> hold) throws Exception;
  }

  private void endReadAfter(Start start) throws Exception {
    Hold<String> hold = space.hold();
    start.start(hold);
    hold.endRead();
  }

  private void holdTwo() {
    HoldSet<String> holds = space.holds(2);
    holds.startRead(0x1000, 0x2000);
    holds.endRead();
  }

  /** An interrupt ends no such wait, and is not lost. */
  @Test
  void aWaitForTheMmapLockBearsInterrupts() throws Exception {
    List<Runnable> waits =
        List.of(() -> space.write(section -> {}), () -> space.readLocked().close());
    for (Runnable wait : waits) {
      for (boolean before : new boolean[] {true, false}) {
        WriteSection<String> section = space.write();
        OtherThread<Boolean> waiter =
            OtherThread.start(
                () -> {
                  if (before) {
                    Thread.currentThread().interrupt();
                  }
                  wait.run();
                  return Thread.interrupted();
                });
        while (space.mm().waiting() == 0) {
          Thread.onSpinWait();
        }
        if (!before) {
          waiter.interrupt();
          Thread.sleep(5);
        }
        assertThat(waiter.isDone()).isFalse();
        section.close();
        assertThat(waiter.result()).isTrue();
      }
    }
  }
}
