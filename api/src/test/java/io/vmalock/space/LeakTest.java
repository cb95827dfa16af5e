package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Limits;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds that nobody ends, and what messages say of who is inside. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakTest {
  private final AddressSpace<String> space = TrackingTest.space(Tracking.ALL);

  @Test
  void aDroppedHoldIsLoggedOnceWithWhereItBegan() throws Exception {
    try (Logged logged = new Logged()) {
      drop();
      for (int i = 0; i < 500 && logged.text().isEmpty(); i++) {
        System.gc();
        Thread.sleep(10);
        space.describe();
      }
      assertThat(logged.text())
          .containsOnlyOnce("LEAK: a hold of [0x1000, 0x2000)")
          .contains("dropped without an end", "LeakTest.drop");
      space.describe();
      assertThat(logged.text()).containsOnlyOnce("LEAK");
    }
  }

  private void drop() {
    space.hold().startRead(0x1000);
  }

  @Test
  void aHoldWhoseThreadHasDiedIsLoggedOnce() throws Exception {
    Hold<String> hold = space.hold();
    Thread dead = new Thread(() -> hold.startRead(0x3000), "short-lived");
    dead.start();
    dead.join();
    try (Logged logged = new Logged()) {
      space.describe();
      space.describe();
      assertThat(logged.text())
          .containsOnlyOnce("LEAK: a hold of [0x3000, 0x4000) by thread short-lived")
          .contains("its thread has died");
    }
    assertThat(hold.attachment()).isEqualTo("b");
    hold.endRead();
  }

  @Test
  void messagesNameAreasCountsAndHolders() throws Exception {
    Hold<String> hold = space.hold();
    OtherThread.call(() -> hold.startRead(0x1000));
    assertThatThrownBy(
            () ->
                space.write(section -> section.waitAtMost(Duration.ZERO).writeHold(0x1000, 0x4000)))
        .isInstanceOf(ReadersInsideException.class)
        .hasMessageContainingAll(
            "1 reader was still inside",
            "[0x1000, 0x2000)",
            "with 1 reader",
            "by thread other",
            ", from ");
    space.write(section -> section.unmap(0x1000, 0x2000));
    assertThatThrownBy(() -> space.close(Duration.ZERO))
        .isInstanceOf(ReadersInsideException.class)
        .hasMessageContainingAll("[0x1000, 0x2000) retired", "1 reader inside", "by thread other");
    hold.endRead();
  }

  /** No wait without bound is silent. */
  @Test
  void aLongWaitSaysWhatItWaitsFor() throws Exception {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    try (Logged logged = new Logged()) {
      OtherThread<Boolean> writer =
          OtherThread.start(
              () -> {
                space.write(section -> section.writeHold(0x1000, 0x2000));
                return true;
              });
      awaitText(logged, "waiting for readers for a second");
      assertThat(logged.text()).contains("[0x1000, 0x2000)", "1 reader");
      hold.endRead();
      writer.result();
      hold.startRead(0x1000);
      OtherThread<Boolean> waiter =
          OtherThread.start(
              () -> {
                space.write(section -> section.unmap(0x1000, 0x2000)).await();
                return true;
              });
      awaitText(logged, "waiting for a release for a second");
      hold.endRead();
      waiter.result();
    }
  }

  @Test
  void aDeadThreadsSectionIsNamed() throws Exception {
    Thread owner = new Thread(space::write, "short-lived");
    owner.start();
    owner.join();
    assertThat(space.toString()).contains("section open by thread short-lived (dead)");
  }

  /** An interrupt neither ends the wait nor silences it. */
  @Test
  @Tag("slow")
  void aLongWaitForRoomSaysWhichAreaIsFull() throws Exception {
    AddressSpace<String> narrow =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .limits(new Limits(0, 1))
            .build();
    narrow.write(section -> section.map(0x1000, 0x2000, "a"));
    Hold<String> hold = narrow.hold();
    hold.startRead(0x1000);
    try (Logged logged = new Logged()) {
      List<OtherThread<Boolean>> waits =
          List.of(
              OtherThread.start(() -> narrow.visit(0x1000, inside -> {})),
              OtherThread.start(
                  () -> {
                    try (HoldSet<String> set = narrow.holds(1)) {
                      set.startRead(0x1000);
                      return set.hold(0).isHeld();
                    }
                  }));
      waits.forEach(OtherThread::interrupt);
      awaitLines(logged, 2);
      assertThat(logged.text())
          .contains("waiting for room in an area for a second: [0x1000, 0x2000)")
          .contains("1 readers, and takes 1");
      hold.endRead();
      for (OtherThread<Boolean> wait : waits) {
        assertThat(wait.result()).isTrue();
      }
    }
  }

  @Test
  void aThreadWithoutANameHasANumber() throws Exception {
    Thread nameless = new Thread(() -> space.hold().startRead(0x1000), "");
    assertThat(space.describe()).doesNotContain("by thread");
    nameless.start();
    nameless.join();
    assertThat(space.describe()).contains("by thread #" + nameless.getId() + " (dead) for ");
  }

  private static void awaitLines(Logged logged, int lines) throws InterruptedException {
    while (logged.text().lines().count() < lines) {
      Thread.sleep(10);
    }
  }

  private static void awaitText(Logged logged, String text) throws InterruptedException {
    while (!logged.text().contains(text)) {
      Thread.sleep(10);
    }
  }

  @Test
  void describesWhatIsThere() {
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    space.write(section -> section.setAttachment(0x1000, "c"));
    try (WriteSection<String> section = space.write()) {
      section.unmap(0x3000, 0x4000);
      assertThat(space.describe())
          .contains(
              "space of 2 areas, 1 retired, strategy monitor, section open by thread "
                  + Thread.currentThread().getName(),
              "[0x1000, 0x2000) c",
              "[0x3000, 0x4000) b",
              "[0x1000, 0x2000) retired 0.",
              "1 reader inside",
              "hold of [0x1000, 0x2000) by thread",
              ", from ");
    }
    hold.endRead();
    assertThat(TrackingTest.space(Tracking.OFF).toString())
        .isEqualTo("space of 2 areas, 0 retired, strategy monitor");
  }

  /** One hold of many is seen, and ended as it began. */
  @Test
  void aSampleIsTracked() {
    AddressSpace<String> sampled = TrackingTest.space(Tracking.SAMPLED);
    int seen = 0;
    for (int i = 0; i < 5_000; i++) {
      try (Hold<String> hold = sampled.hold()) {
        hold.startRead(0x1000);
        seen += sampled.describe().contains("hold of") ? 1 : 0;
      }
    }
    assertThat(seen).isBetween(1, 1_000);
    assertThat(sampled.describe()).doesNotContain("hold of");
  }
}
