package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadingTest {
  private final VmaLockStrategy strategy = new MonitorStrategy();
  private final AddressSpace<String> space = AddressSpace.create(strategy);

  // ---- Holds ----

  @Test
  void holdsTheAreaThatContainsTheAddress() {
    map(0x1000, 0x3000, "a");
    Hold<String> hold = space.hold();
    assertThat(hold.startRead(0xfff)).isFalse();
    assertThat(hold.startRead(0x3000)).isFalse();
    assertThat(hold.isHeld()).isFalse();

    assertThat(hold.startRead(0x2fff)).isTrue();
    assertThat(hold.isHeld()).isTrue();
    assertThat(hold.start()).isEqualTo(0x1000);
    assertThat(hold.end()).isEqualTo(0x3000);
    assertThat(hold.attachment()).isEqualTo("a");
    assertThat(hold.stamp()).isPositive();
    assertThat(strategy.readers(hold.vma())).isEqualTo(1);

    var vma = hold.vma();
    hold.endRead();
    assertThat(strategy.readers(vma)).isZero();
    assertThat(hold.startRead(0x1000)).isTrue();
    hold.close();
    hold.close(); // nothing more to end
    assertThat(strategy.readers(vma)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE, Long.MIN_VALUE, -2})
  void addressesAreUnsigned(long address) {
    map(address, address + 1, "a");
    assertThat(space.<String>read(address, Hold::attachment)).isEqualTo("a");
    assertThat(space.<String>read(address + 1, Hold::attachment)).isNull();
    assertThat(space.<String>read(address - 1, Hold::attachment)).isNull();
    assertThat(space.tryRead(address, Hold::start).result()).isEqualTo(address);
    assertThat(space.<Integer>readOptimistically(address, String::length)).isEqualTo(1);
  }

  @Test
  void theLastAddressOfAllCannotBeMapped() {
    map(0, -1, "all");
    assertThat(space.<String>read(-1, Hold::attachment)).isNull();
    assertThatThrownBy(() -> map(-1, 0, "last"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[0xffffffffffffffff, 0x0)");
  }

  @Test
  void aHoldThatIsNotInUseHasNoArea() {
    Hold<String> hold = space.hold();
    List<Function<Hold<String>, Object>> uses =
        List.of(Hold::start, Hold::end, Hold::attachment, Hold::vma, Hold::stamp);
    for (Function<Hold<String>, Object> use : uses) {
      assertThatThrownBy(() -> use.apply(hold))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not in use");
    }
    assertThatThrownBy(hold::endRead)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("not in use", "M3");
  }

  @Test
  void aHoldThatIsInUseIsNotStartedAgain() {
    map(0x1000, 0x3000, "a");
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    for (Runnable start :
        List.<Runnable>of(
            () -> hold.startRead(0x1000),
            () -> hold.tryStartRead(0x1000),
            () -> hold.startReadAtOrAfter(0x1000))) {
      assertThatThrownBy(start::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("in use", "[0x1000, 0x3000)");
    }
    assertThat(strategy.readers(hold.vma())).isEqualTo(1);
    hold.endRead();
  }

  @Test
  void aHoldCanBeEndedElsewhere() throws Exception {
    map(0x1000, 0x3000, "a");
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    var vma = hold.vma();
    OtherThread.call(
        () -> {
          hold.endRead();
          return true;
        });
    assertThat(strategy.readers(vma)).isZero();
  }

  // ---- Reads ----

  @Test
  void readsInsideAHold() {
    map(0x1000, 0x3000, "a");
    AtomicReference<Hold<String>> seen = new AtomicReference<>();
    assertThat(
            space.<String>read(
                0x1234,
                hold -> {
                  seen.set(hold);
                  assertThat(strategy.readers(hold.vma())).isEqualTo(1);
                  Attempt<Long> other = hold.tryRead(0x2000, Hold::end);
                  assertThat(other.made()).isTrue();
                  assertThat(other.result()).isEqualTo(0x3000);
                  assertThat(hold.tryRead(0x3000, Hold::end).outcome()).isEqualTo(Outcome.UNMAPPED);
                  return hold.attachment();
                }))
        .isEqualTo("a");
    assertThat(seen.get().isHeld()).isFalse();
  }

  @Test
  void aReaderMayEndItsHoldToChangeTheSpace() {
    map(0x1000, 0x3000, "a");
    Boolean unmapped =
        space.read(
            0x1000,
            hold -> {
              hold.endRead();
              return unmapAll();
            });
    assertThat(unmapped).isTrue();
    map(0x1000, 0x3000, "a");
    assertThat(
            space
                .tryRead(
                    0x1000,
                    hold -> {
                      hold.close();
                      return unmapAll();
                    })
                .result())
        .isTrue();
    map(0x1000, 0x3000, "a");
    map(0x5000, 0x6000, "b");
    List<Long> starts = new ArrayList<>();
    space.forEach(
        hold -> {
          starts.add(hold.start());
          hold.close();
          try (WriteSection<String> section = space.write()) {
            section.unmap(0x1000, 0x3000);
          }
        });
    assertThat(starts).containsExactly(0x1000L, 0x5000L);
  }

  @Test
  void readersAreNotNull() {
    assertThatThrownBy(() -> space.read(0, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.tryRead(0, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.readOptimistically(0, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.speculate(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.forEach(null)).isInstanceOf(NullPointerException.class);
  }

  // ---- Meeting a writer ----

  @Test
  void tryingDoesNotWaitForAWriter() throws Exception {
    map(0x1000, 0x2000, "a");
    map(0x2000, 0x3000, "b");
    try (WriteSection<String> section = space.write()) {
      section.keepOut(0x1000, 0x2000);
      assertThat(OtherThread.call(() -> space.tryRead(0x1000, Hold::attachment)))
          .isEqualTo(new Attempt<>(Outcome.CONTENDED, null));
      assertThat(OtherThread.call(() -> space.tryRead(0x2000, Hold::attachment).result()))
          .isEqualTo("b");
      section.unmap(0x1000, 0x2000); // gone, but the section may still map it again
      assertThat(OtherThread.call(() -> space.tryRead(0x1000, Hold::attachment).outcome()))
          .isEqualTo(Outcome.CONTENDED);
    }
    assertThat(space.tryRead(0x1000, Hold::attachment).outcome()).isEqualTo(Outcome.UNMAPPED);
  }

  @Test
  void aReadWaitsForTheSectionAndSeesItWhole() throws Exception {
    map(0x1000, 0x2000, "a");
    OtherThread<String> changed;
    OtherThread<String> unmapped;
    try (WriteSection<String> section = space.write()) {
      section.setAttachment(0x1000, "b");
      changed = OtherThread.startAndAwaitBlocked(() -> space.read(0x1000, Hold::attachment));
      section.unmap(0x1000, 0x1800);
      unmapped = OtherThread.startAndAwaitBlocked(() -> space.read(0x1000, Hold::attachment));
      section.setAttachment(0x1800, "c");
    }
    assertThat(changed.result()).isNull();
    assertThat(unmapped.result()).isNull();
    assertThat(space.mm().lockState()).isEqualTo("free");
    assertThat(space.<String>read(0x1800, Hold::attachment)).isEqualTo("c");
  }

  @Test
  void readersInOneAreaDoNotKeepAWriterOutOfAnother() throws Exception {
    map(0x1000, 0x2000, "a");
    map(0x3000, 0x4000, "b");
    Hold<String> hold = space.hold();
    hold.startRead(0x1000);
    OtherThread.call(
        () -> {
          try (WriteSection<String> section = space.write()) {
            section.unmap(0x3000, 0x4000);
          }
          return true;
        });
    assertThat(hold.attachment()).isEqualTo("a");
    hold.endRead();
  }

  @Test
  void aWriterWaitsForTheReadersInside() throws Exception {
    map(0x1000, 0x2000, "a");
    for (String change : List.of("keepOut", "update", "move", "resize", "unmap")) {
      Hold<String> hold = space.hold();
      assertThat(hold.startReadAtOrAfter(0)).isTrue();
      long start = hold.start();
      long end = hold.end();
      OtherThread<Boolean> writer =
          OtherThread.startAndAwaitBlocked(
              () -> {
                try (WriteSection<String> section = space.write()) {
                  switch (change) {
                    case "keepOut" -> section.keepOut(start, end);
                    case "update" -> section.update(start, end, old -> old + "!");
                    case "move" -> section.move(start, end, 0x8000);
                    case "resize" -> section.resize(start, end + 0x1000);
                    default -> section.unmap(start, end);
                  }
                }
                return true;
              });
      assertThat(hold.tryRead(start, Hold::start).made()).as("no new reader").isFalse();
      Vma vma = hold.vma();
      assertThat(strategy.isAttached(vma)).isTrue();
      assertThat(writer.isDone()).isFalse();
      hold.endRead();
      writer.result();
      boolean stays = change.equals("keepOut") || change.equals("update");
      assertThat(strategy.isAttached(vma)).as(change).isEqualTo(stays);
    }
    assertThat(space.<Integer>speculate(AreaView::size)).isZero();
  }

  @Test
  void readingInOnesOwnSectionIsRefusedWhereItWouldWait() {
    map(0x1000, 0x2000, "a");
    map(0x3000, 0x4000, "b");
    try (WriteSection<String> section = space.write()) {
      section.setAttachment(0x1000, "c");
      assertThat(space.<String>read(0x3000, Hold::attachment)).isEqualTo("b");
      assertThatThrownBy(() -> space.read(0x1000, Hold::attachment))
          .isInstanceOf(IllegalMonitorStateException.class)
          .hasMessageContainingAll("section open already", "P7");
    }
    assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("c");
  }

  // ---- The limit of readers ----

  @Test
  void beyondTheLimitTheMmapLockHoldsTheArea() throws Exception {
    AddressSpace<String> space =
        AddressSpace.<String>builder().strategy(strategy).limits(new Limits(0, 1)).build();
    try (WriteSection<String> section = space.write()) {
      section.map(0x1000, 0x2000, "a");
    }
    Hold<String> first = space.hold();
    Hold<String> second = space.hold();
    first.startRead(0x1000);
    assertThat(space.hold().tryStartRead(0x1000)).isEqualTo(Outcome.CONTENDED);

    assertThat(second.startRead(0x1000)).isTrue();

    assertThat(second.stamp()).isZero();
    assertThat(second.attachment()).isEqualTo("a");
    assertThat(space.mm().readLocks()).isEqualTo(1);
    first.endRead();
    assertThat(OtherThread.call(() -> space.tryWrite(java.time.Duration.ZERO))).isNull();
    second.endRead();
    assertThat(space.mm().lockState()).isEqualTo("free");
    second.startRead(0x1000);
    assertThat(second.stamp()).isPositive();
    second.endRead();
  }

  // ---- Optimistic reads ----

  @Test
  void anOptimisticReadKeepsNobodyOutAndIsRepeatedAfterAChange() {
    for (VmaLockStrategy strategy :
        List.of(
            new MonitorStrategy(),
            new MonitorStrategy(EnumSet.complementOf(EnumSet.of(Capability.OPTIMISTIC_READ))))) {
      AddressSpace<String> space = AddressSpace.create(strategy);
      try (WriteSection<String> section = space.write()) {
        section.map(0x1000, 0x2000, "a");
      }
      assertThat(space.<String>readOptimistically(0x1000, String::toUpperCase)).isEqualTo("A");
      assertThat(space.<String>readOptimistically(0x2000, String::toUpperCase)).isNull();

      List<String> seen = new ArrayList<>();
      assertThat(
              space.<String>readOptimistically(
                  0x1000,
                  attachment -> {
                    seen.add(attachment);
                    if (attachment.equals("a")) {
                      try (WriteSection<String> section = space.write()) { // needs no wait
                        section.setAttachment(0x1000, "b");
                      }
                    }
                    return attachment;
                  }))
          .isEqualTo("b");
      assertThat(seen).containsExactly("a", "b");
    }
  }

  @Test
  void anOptimisticReadWaitsForAWriterThatItMeets() throws Exception {
    map(0x1000, 0x2000, "a");
    OtherThread<String> reader;
    try (WriteSection<String> section = space.write()) {
      section.setAttachment(0x1000, "b");
      reader =
          OtherThread.startAndAwaitBlocked(() -> space.readOptimistically(0x1000, text -> text));
    }
    assertThat(reader.result()).isEqualTo("b");
  }

  @Test
  void whatAnOptimisticReaderThrowsCountsOnlyIfNothingChanged() {
    for (Throwable thrown :
        List.of(new IllegalStateException("torn"), new AssertionError("torn"))) {
      for (VmaLockStrategy strategy :
          List.of(
              new MonitorStrategy(),
              new MonitorStrategy(EnumSet.complementOf(EnumSet.of(Capability.OPTIMISTIC_READ))))) {
        AddressSpace<String> space = AddressSpace.create(strategy);
        try (WriteSection<String> section = space.write()) {
          section.map(0x1000, 0x2000, "a");
        }
        assertThatThrownBy(() -> space.readOptimistically(0x1000, attachment -> sneak(thrown)))
            .isSameAs(thrown);
        AtomicInteger calls = new AtomicInteger();
        String read =
            space.readOptimistically(
                0x1000,
                attachment -> {
                  if (calls.getAndIncrement() > 0) {
                    return attachment;
                  }
                  try (WriteSection<String> section = space.write()) {
                    section.setAttachment(0x1000, "b");
                  }
                  return sneak(thrown);
                });
        assertThat(read).isEqualTo("b");
      }
    }
  }

  // ---- Speculation ----

  @Test
  void speculationIsRepeatedWhenASectionComesBetween() {
    map(0x1000, 0x2000, "a");
    map(0x3000, 0x4000, "a");
    AtomicInteger tries = new AtomicInteger();
    String both =
        space.speculate(
            view -> {
              String first = view.find(0x1000).attachment();
              if (tries.incrementAndGet() <= 2) {
                try (WriteSection<String> section = space.write()) {
                  section.setAttachment(0x1000, "b" + tries);
                  section.setAttachment(0x3000, "b" + tries);
                }
              }
              return first + view.atOrAfter(0x2000).attachment();
            });
    assertThat(both).isEqualTo("b2b2");
    assertThat(tries).hasValue(3);
  }

  @Test
  void speculationThatMeetsTooMuchTakesTheMmapLock() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    boolean locked =
        space.speculate(
            view -> {
              if (space.mm().readLocks() == 1) {
                return true;
              }
              tries.incrementAndGet();
              try (WriteSection<String> section = space.write()) {
                section.mapAnywhere(0x1000, 1, "a");
              }
              throw new AssertionError("void, since a section came between");
            });
    assertThat(locked).isTrue();
    assertThat(tries).hasValueBetween(1, 10);
    assertThat(space.mm().lockState()).isEqualTo("free");

    OtherThread<Integer> reader;
    try (WriteSection<String> section = space.write()) {
      section.unmap(0, -1);
      reader = OtherThread.startAndAwaitBlocked(() -> space.speculate(AreaView::size));
    }
    assertThat(reader.result()).isZero();
  }

  @Test
  void whatASpeculativeReaderThrowsCountsIfNothingChanged() {
    IllegalStateException thrown = new IllegalStateException("no");
    assertThatThrownBy(() -> space.speculate(view -> sneak(thrown))).isSameAs(thrown);
  }

  // ---- Read sections ----

  @Test
  void aReadSectionKeepsWritersOut() throws Exception {
    map(0x1000, 0x2000, "a");
    ReadSection<String> section = space.readLocked();
    assertThat(OtherThread.call(() -> space.tryWrite(java.time.Duration.ZERO))).isNull();
    assertThat(section.find(0x1000)).isEqualTo(new Area<>(0x1000, 0x2000, "a"));
    assertThat(section.find(0x2000)).isNull();
    assertThat(section.atOrAfter(0)).hasToString("[0x1000, 0x2000) a");
    assertThat(section.size()).isEqualTo(1);
    assertThat(section).hasSize(1);
    section.close();
    section.close(); // not a second readUnlock
    assertThat(space.mm().lockState()).isEqualTo("free");
    for (Runnable use :
        List.<Runnable>of(
            section::size, section::iterator, () -> section.find(0), () -> section.atOrAfter(0))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("readLocked()");
    }
  }

  private boolean unmapAll() {
    try (WriteSection<String> section = space.write()) {
      return !section.unmap(0, -1).isEmpty();
    }
  }

  private void map(long start, long end, String attachment) {
    try (WriteSection<String> section = space.write()) {
      section.map(start, end, attachment);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
