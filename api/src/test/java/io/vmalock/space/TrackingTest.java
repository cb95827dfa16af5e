package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tracking of readers inside: it finds breaches of P7 without a deadlock, and messages name the
 * readers.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrackingTest {
  private final AddressSpace<String> space = space(Tracking.ALL);

  /** All that may wait for a hold, or takes the mmap lock for reading. */
  private static Map<String, Action> waits(AddressSpace<String> space) {
    Map<String, Action> waits = new LinkedHashMap<>();
    waits.put("readLocked", () -> space.readLocked().close());
    waits.put("fork", space::fork);
    waits.put(
        "await",
        () ->
            space
                .write(
                    section -> {
                      section.unmap(0x3000, 0x4000);
                      section.map(0x3000, 0x4000, "b");
                    })
                .await());
    waits.put(
        "await(Duration)",
        () ->
            space
                .write(section -> section.setAttachment(0x3000, "b2"))
                .await(Duration.ofSeconds(5)));
    waits.put("writeHold", () -> space.write(section -> section.writeHold(0x1000, 0x2000)));
    waits.put("close(Duration)", () -> space.close(Duration.ofSeconds(5)));
    return waits;
  }

  @Test
  void insideAHoldNothingMayWaitForIt() {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    waits(space).forEach(TrackingTest::assertRefused);
    assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("a");
    space.write(section -> section.setAttachment(0x1000, "b")); // waits for nobody
    space.forEach(visited -> {});
    hold.endRead();
    waits(space).forEach(TrackingTest::assertAllowed);
  }

  @Test
  void insideAReadSectionNothingMayWait() {
    ReadSection<String> section = space.readLocked();
    assertRefused("readLocked", () -> space.readLocked().close());
    assertRefused("fork", space::fork);
    assertRefused("write", () -> space.write().close());
    assertRefused("write(change)", () -> space.write(change -> {}));
    assertRefused("writeInterruptibly", () -> space.writeInterruptibly().close());
    assertRefused("tryWrite", () -> space.tryWrite(Duration.ZERO));
    assertRefused("close", space::close);
    assertRefused("close(Duration)", () -> space.close(Duration.ZERO));
    assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("a");
    section.close();
    section.close();
    try (ReadSection<String> downgraded = space.write().downgrade()) {
      assertThat(downgraded.size()).isEqualTo(2);
      assertRefused("write", () -> space.write().close());
    }
    waits(space).forEach(TrackingTest::assertAllowed);
  }

  @Test
  void aReaderIsInsideUntilItReturnsOrThrows() {
    Action readLocked = () -> space.readLocked().close();
    space.read(
        0x1000,
        hold -> {
          assertRefused("readLocked", readLocked);
          return "";
        });
    space.forEach(hold -> assertRefused("readLocked", readLocked));
    space.visitEach(new long[] {0x1000}, (hold, i) -> assertRefused("readLocked", readLocked));
    assertThatThrownBy(
            () ->
                space.read(
                    0x1000,
                    hold -> {
                      throw new IllegalStateException("mine");
                    }))
        .hasMessage("mine");
    assertAllowed("readLocked", readLocked);
  }

  @Test
  void aSetIsInside() {
    HoldSet<String> set = space.holds(2);
    set.startRead(0x1000, 0x3000);
    assertRefused("readLocked", () -> space.readLocked().close());
    assertThat(space.describe()).contains("hold of [0x1000, ", "hold of [0x3000, ");
    set.endRead();
    assertAllowed("readLocked", () -> space.readLocked().close());
    assertThat(space.describe()).doesNotContain("hold of");
  }

  @Test
  void aHoldCountsForTheThreadThatStartedItWhoeverEndsIt() throws Exception {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    OtherThread.call(
        () -> {
          assertAllowed("readLocked", () -> space.readLocked().close());
          hold.endRead();
          return true;
        });
    assertAllowed("readLocked", () -> space.readLocked().close());
  }

  @Test
  void holdsOfAnotherSpaceDoNotCount() {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    waits(space(Tracking.ALL)).forEach(TrackingTest::assertAllowed);
    hold.endRead();
  }

  @Test
  void aForkTracksAsItsParent() {
    AddressSpace<String> child = space.fork();
    Hold<String> hold = child.hold();
    hold.startRead(0x1000);
    assertRefused("readLocked", child::readLocked);
    hold.endRead();
  }

  /** Which holds are seen is chance, so nothing is refused by it. */
  @Test
  void atOtherLevelsNothingIsRefused() {
    for (Tracking level : new Tracking[] {Tracking.OFF, Tracking.SAMPLED}) {
      AddressSpace<String> space = space(level);
      Hold<String> hold = space.hold();
      hold.startRead(0x1000);
      Map<String, Action> waits = waits(space);
      waits.remove("close(Duration)"); // would wait for the hold
      waits.remove("writeHold");
      waits.forEach(TrackingTest::assertAllowed);
      hold.endRead();
    }
  }

  static AddressSpace<String> space(Tracking level) {
    AddressSpace<String> space =
        AddressSpace.<String>builder().strategy(new MonitorStrategy()).tracking(level).build();
    space.write(
        section -> {
          section.map(0x1000, 0x2000, "a");
          section.map(0x3000, 0x4000, "b");
        });
    return space;
  }

  private static void assertRefused(String name, Action action) {
    assertThatThrownBy(action::run)
        .as(name)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(Thread.currentThread().getName(), "inside", "P7");
  }

  private static void assertAllowed(String name, Action action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError(name, e);
    }
  }

  private interface Action {
    void run() throws Exception;
  }
}
