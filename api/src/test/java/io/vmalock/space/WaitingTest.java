package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmalock.Capability;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Waits of sections, forks and closing: that they are made, end, and change nothing if given up.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final MonitorStrategy strategy = new MonitorStrategy();
  private final AddressSpace<String> space = AddressSpace.create(strategy);
  private final Hold<String> inside = space.hold();

  @BeforeEach
  void map() {
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
      section.map(0x2000, 0x3000, "b");
      section.map(0x5000, 0x6000, "c");
    }
  }

  // ---- Changes ----

  private static Map<String, Consumer<WriteSection<String>>> changes() {
    Map<String, Consumer<WriteSection<String>>> changes = new LinkedHashMap<>();
    changes.put("unmap", section -> section.unmap(0x1800, 0x5800));
    changes.put("update", section -> section.update(0x1800, 0x2800, old -> "new"));
    changes.put("setAttachment", section -> section.setAttachment(0x2000, "new"));
    changes.put("keepOut", section -> section.keepOut(0x1000, 0x6000));
    changes.put("move", section -> section.move(0x1800, 0x2800, 0x8000));
    changes.put("grow", section -> section.resize(0x2000, 0x4000));
    changes.put("shrink", section -> section.resize(0x2000, 0x2800));
    changes.put("fork", WriteSection::fork);
    return changes;
  }

  @Test
  void aChangeThatGivesUpChangesNothing() throws Exception {
    inside.startRead(0x2000);
    List<Area<String>> before = areas(space);
    for (Duration timeout : List.of(SHORT, Duration.ZERO, Duration.ofSeconds(-1))) {
      try (WriteSection<String> section = space.write().waitAtMost(timeout)) {
        for (Map.Entry<String, Consumer<WriteSection<String>>> change : changes().entrySet()) {
          ReadersInsideException e =
              catchThrowableOfType(
                  ReadersInsideException.class, () -> change.getValue().accept(section));
          assertThat(e).as(change.getKey()).isNotNull();
          assertThat(e.readers()).isEqualTo(1);
          assertThat(e).hasMessageContainingAll("1 reader was still inside", "nothing was changed");
          assertThat(section).containsExactlyElementsOf(before);
          // Nothing is kept: readers come and go in the middle of the section.
          for (Area<String> area : before) {
            assertThat(
                    OtherThread.call(() -> space.tryRead(area.start(), Hold::attachment).result()))
                .as(change.getKey())
                .isEqualTo(area.attachment());
          }
        }
        section.map(0x9000, 0xa000, "d"); // needs no reader to leave
        section.unmap(0x9000, 0xa000);
      }
    }
    inside.endRead();
    assertThat(areas(space)).isEqualTo(before);
  }

  @Test
  void aChangeWhoseReadersLeaveInTimeIsMade() throws Exception {
    for (Duration timeout :
        List.of(Duration.ofHours(1), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
      inside.startRead(0x2000);
      OtherThread<Boolean> writer =
          OtherThread.startAndAwaitBlocked(
              () -> {
                try (WriteSection<String> section = space.write().waitAtMost(timeout)) {
                  section.setAttachment(0x2000, timeout.toString());
                }
                return true;
              });
      inside.endRead();
      writer.result();
      assertThat(space.<String>read(0x2000, Hold::attachment)).isEqualTo(timeout.toString());
    }
  }

  @Test
  void aNegativeTimeBeyondAllBoundsIsNoWait() {
    inside.startRead(0x2000);
    try (WriteSection<String> section = space.write()) {
      section.waitAtMost(Duration.ofSeconds(Long.MIN_VALUE));
      assertThatThrownBy(() -> section.unmap(0x2000, 0x3000))
          .isInstanceOf(ReadersInsideException.class);
    }
    inside.endRead();
  }

  @Test
  void anInterruptEndsAPatientWaitAndIsKept() throws Exception {
    inside.startRead(0x2000);
    List<Area<String>> before = areas(space);
    OtherThread<Boolean> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              try (WriteSection<String> section = space.write().waitAtMost(Duration.ofHours(1))) {
                assertThatThrownBy(() -> section.unmap(0x1000, 0x6000))
                    .isInstanceOfSatisfying(
                        ReadersInsideException.class, e -> assertThat(e.readers()).isZero())
                    .hasMessageContainingAll("interrupted", "nothing was changed");
                return Thread.interrupted();
              }
            });
    writer.interrupt();
    assertThat(writer.result()).isTrue();
    inside.endRead();
    assertThat(areas(space)).isEqualTo(before);
  }

  @Test
  void anInterruptIsKeptByAnImpatientWait() throws Exception {
    inside.startRead(0x2000);
    OtherThread<Boolean> writer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              try (WriteSection<String> section = space.write()) {
                section.unmap(0x1000, 0x6000);
                return Thread.interrupted();
              }
            });
    writer.interrupt();
    writer.awaitBlocked();
    inside.endRead();
    assertThat(writer.result()).isTrue();
    assertThat(areas(space)).isEmpty();
  }

  @Test
  void oneAreaNeedsNoEarlyEndToBeWaitedForPatiently() {
    AddressSpace<String> space =
        AddressSpace.create(
            new MonitorStrategy(EnumSet.complementOf(EnumSet.of(Capability.EARLY_END_WRITE))));
    try (WriteSection<String> section = space.write().waitAtMost(SHORT)) {
      section.map(0x1000, 0x2000, "a");
      section.setAttachment(0x1000, "b");
      section.map(0x2000, 0x3000, "c");
      assertThatThrownBy(() -> section.unmap(0x1000, 0x3000))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContainingAll("monitor", "EARLY_END_WRITE");
      assertThat(section.size()).isEqualTo(2);
    }
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
    AddressSpace<String> child;
    try (WriteSection<String> section = space.write()) {
      section.map(0x9000, 0xa000, "d"); // not shown yet, but there
      child = section.fork();
      assertThat(areas(child)).containsExactlyElementsOf(section);
      // The parent's areas are kept from readers until the section ends, the child's are not.
      assertThat(OtherThread.call(() -> space.tryRead(0x1000, Hold::start).outcome()))
          .isEqualTo(Outcome.CONTENDED);
      section.unmap(0, -1);
    }
    assertThat(areas(space)).isEmpty();
    assertThat(areas(child)).hasSize(4);
    assertThat(child.strategy()).isSameAs(strategy);
    try (WriteSection<String> section = child.write()) {
      section.unmap(0x1000, 0x2000);
    }
    child.close();
    assertThat(areas(child)).isEmpty();
  }

  @Test
  void aForkWaitsForReadersInTheParent() throws Exception {
    inside.startRead(0x2000);
    OtherThread<AddressSpace<String>> fork =
        OtherThread.startAndAwaitBlocked(
            () -> {
              try (WriteSection<String> section = space.write()) {
                return section.fork();
              }
            });
    inside.endRead();
    assertThat(areas(fork.result())).isEqualTo(areas(space));
  }

  // ---- Closing ----

  @Test
  void closingEmptiesTheSpaceForGood() {
    space.close();
    assertThat(areas(space)).isEmpty();
    assertThat(space.<String>read(0x1000, Hold::attachment)).isNull();
    assertThat(space.<Integer>speculate(AreaView::size)).isZero();
    for (Runnable open :
        List.<Runnable>of(
            space::write,
            () -> {
              try {
                space.writeInterruptibly();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            () -> {
              try {
                space.tryWrite(SHORT);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            })) {
      assertThatThrownBy(open::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the space is closed");
      assertThat(space.mm().lockState()).isEqualTo("free");
    }
    space.close();
    space.close(SHORT);
    space.readLocked().close();
  }

  @Test
  void closingWaitsForTheReadersInsideAndRefusesNewOnes() throws Exception {
    inside.startRead(0x2000);
    OtherThread<Boolean> closer =
        OtherThread.startAndAwaitBlocked(
            () -> {
              space.close();
              return true;
            });
    assertThat(inside.attachment()).isEqualTo("b");
    assertThat(strategy.isAttached(inside.vma())).isTrue();
    assertThat(space.hold().tryStartRead(0x2000)).isEqualTo(Outcome.CONTENDED);
    OtherThread<String> late =
        OtherThread.startAndAwaitBlocked(() -> space.read(0x2000, Hold::attachment));
    inside.endRead();
    closer.result();
    assertThat(late.result()).isNull();
  }

  @Test
  void closingThatGivesUpLeavesTheSpaceAsItWas() throws Exception {
    List<Area<String>> before = areas(space);
    inside.startRead(0x2000);
    for (Duration timeout : List.of(SHORT, Duration.ZERO)) {
      assertThatThrownBy(() -> space.close(timeout))
          .isInstanceOfSatisfying(
              ReadersInsideException.class, e -> assertThat(e.readers()).isEqualTo(1));
    }
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> space.close(Duration.ofHours(1)))
        .isInstanceOf(ReadersInsideException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> space.close(null)).isInstanceOf(NullPointerException.class);
    inside.endRead();

    assertThat(areas(space)).isEqualTo(before);
    try (WriteSection<String> section = space.write()) {
      section.map(0x8000, 0x9000, "still open");
    }
    space.close(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(areas(space)).isEmpty();
  }

  private static List<Area<String>> areas(AddressSpace<String> space) {
    try (ReadSection<String> section = space.readLocked()) {
      List<Area<String>> areas = new java.util.ArrayList<>();
      section.forEach(areas::add);
      return areas;
    }
  }
}
