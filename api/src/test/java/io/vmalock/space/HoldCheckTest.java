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

/** Rule P7, found by the check of holds and not by a deadlock. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HoldCheckTest {
  private final AddressSpace<String> space = space(true);

  /** All that may wait for the space. */
  private static Map<String, Action> waits(AddressSpace<String> space) {
    Map<String, Action> waits = new LinkedHashMap<>();
    waits.put(
        "startRead",
        () -> {
          try (Hold<String> hold = space.hold()) {
            hold.startRead(0x1000);
          }
        });
    waits.put(
        "startReadAtOrAfter",
        () -> {
          try (Hold<String> hold = space.hold()) {
            hold.startReadAtOrAfter(0x1000);
          }
        });
    waits.put("read", () -> space.read(0x1000, Hold::attachment));
    waits.put("readOptimistically", () -> space.readOptimistically(0x1000, text -> text));
    waits.put("speculate", () -> space.speculate(AreaView::size));
    waits.put("forEach", () -> space.forEach(hold -> {}));
    waits.put("readLocked", () -> space.readLocked().close());
    waits.put("write", () -> space.write().close());
    waits.put("writeInterruptibly", () -> space.writeInterruptibly().close());
    waits.put("tryWrite", () -> space.tryWrite(Duration.ZERO).close());
    waits.put("close(Duration)", () -> space.close(Duration.ZERO));
    waits.put("close", space::close);
    return waits;
  }

  @Test
  void insideAHoldNothingMayWait() {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    waits(space).forEach(HoldCheckTest::assertRefused);
    assertThat(hold.tryRead(0x1000, Hold::attachment).made()).isTrue();
    assertThat(hold.tryRead(0x2000, Hold::attachment).outcome()).isEqualTo(Outcome.UNMAPPED);
    hold.endRead();
    waits(space).forEach(HoldCheckTest::assertAllowed);
  }

  @Test
  void insideAReadSectionNothingMayWait() {
    ReadSection<String> section = space.readLocked();
    waits(space).forEach(HoldCheckTest::assertRefused);
    assertThat(space.tryRead(0x1000, Hold::attachment).made()).isTrue();
    section.close();
    section.close();
    try (ReadSection<String> downgraded = space.write().downgrade()) {
      assertThat(downgraded.size()).isEqualTo(1);
      waits(space).forEach(HoldCheckTest::assertRefused);
    }
    waits(space).forEach(HoldCheckTest::assertAllowed);
  }

  @Test
  void aReaderIsInsideUntilItReturnsOrThrows() {
    space.read(
        0x1000,
        hold -> {
          assertRefused("read", () -> space.read(0x1000, Hold::start));
          return "";
        });
    space.tryRead(
        0x1000,
        hold -> {
          assertRefused("read", () -> space.read(0x1000, Hold::start));
          return "";
        });
    space.forEach(hold -> assertRefused("write", space::write));
    assertThatThrownBy(
            () ->
                space.read(
                    0x1000,
                    hold -> {
                      throw new IllegalStateException("mine");
                    }))
        .hasMessage("mine");
    waits(space).forEach(HoldCheckTest::assertAllowed);
  }

  @Test
  void aChangeWouldWaitForTheHoldOfItsOwnThread() {
    try (WriteSection<String> section = space.write()) {
      Hold<String> hold = space.hold();
      assertThat(hold.startRead(0x1000)).isTrue(); // not changed yet: no need to wait
      assertRefused("unmap", () -> section.unmap(0x1000, 0x2000));
      assertThat(section.size()).isEqualTo(1);
      hold.endRead();
      assertThat(section.unmap(0x1000, 0x2000)).hasSize(1);
    }
  }

  @Test
  void aHoldCountsForTheThreadThatStartedItWhoeverEndsIt() throws Exception {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    OtherThread.call(
        () -> {
          assertAllowed("read", () -> space.read(0x1000, Hold::start));
          hold.endRead();
          assertAllowed("read", () -> space.read(0x1000, Hold::start));
          Hold<String> own = space.hold();
          own.startRead(0x1000);
          assertRefused("write", () -> space.write().close());
          own.endRead();
          return true;
        });
    waits(space).forEach(HoldCheckTest::assertAllowed);
  }

  @Test
  void holdsOfAnotherSpaceDoNotCount() {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    waits(space(true)).forEach(HoldCheckTest::assertAllowed);
    hold.endRead();
  }

  @Test
  void aForkChecksAsItsParent() {
    AddressSpace<String> child;
    try (WriteSection<String> section = space.write()) {
      child = section.fork();
    }
    Hold<String> hold = child.hold();
    hold.startRead(0x1000);
    assertRefused("write", child::write);
    hold.endRead();
  }

  @Test
  void unlessSwitchedOnNothingIsChecked() {
    AddressSpace<String> space = space(false);
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    Map<String, Action> waits = waits(space);
    waits.remove("close"); // would wait for the hold, for ever
    waits.remove("close(Duration)");
    waits.forEach(HoldCheckTest::assertAllowed);
    hold.endRead();
  }

  private static AddressSpace<String> space(boolean checkHolds) {
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .checkHolds(checkHolds)
            .build();
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
    }
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
