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
    assertThat(space.readLong(address, Hold::start, 7)).isEqualTo(address);
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
                  assertThat(space.readLong(0x2000, Hold::end, -1)).isEqualTo(0x3000);
                  assertThat(space.readLong(0x3000, Hold::end, -1)).isEqualTo(-1);
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
    map(0x5000, 0x6000, "b");
    List<Long> starts = new ArrayList<>();
    space.forEach(
        hold -> {
          starts.add(hold.start());
          hold.close();
          space.write(section -> section.unmap(0x1000, 0x3000));
        });
    assertThat(starts).containsExactly(0x1000L, 0x5000L);
  }

  @Test
  void readersAreNotNull() {
    assertThatThrownBy(() -> space.visitEach(null, (hold, i) -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("addresses");
    assertThatThrownBy(() -> space.pin(null)) // also where nothing is released
        .isInstanceOf(NullPointerException.class)
        .hasMessage("attachment");
    assertThatThrownBy(() -> space.read(0, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.readOptimistically(0, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.speculate(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.forEach(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.visit(0, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.read(0, null, "")).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.readInt(0, null, 0)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.readLong(0, null, 0)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.readDouble(0, null, 0)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> space.visitEach(new long[0], null))
        .isInstanceOf(NullPointerException.class);
  }

  /** "Not mapped" differs from a null that a reader returns. */
  @Test
  void notMappedIsNotNull() {
    map(0x1000, 0x3000, "a");
    assertThat(space.<String>read(0x1000, hold -> null)).isNull();
    assertThat(space.<String>read(0x1000, hold -> null, "nothing")).isNull();
    assertThat(space.<String>read(0x1000, Hold::attachment, "nothing")).isEqualTo("a");
    assertThat(space.<String>read(0x3000, hold -> null, "nothing")).isEqualTo("nothing");
    assertThat(space.<String>read(0x3000, hold -> "x", null)).isNull();
    assertThat(space.readInt(0x1000, hold -> hold.attachment().length(), -1)).isEqualTo(1);
    assertThat(space.readInt(0x3000, hold -> 1, -1)).isEqualTo(-1);
    assertThat(space.readLong(0x1000, Hold::end, -1)).isEqualTo(0x3000);
    assertThat(space.readLong(0x3000, Hold::end, -1)).isEqualTo(-1);
    assertThat(space.readDouble(0x1000, hold -> 0.5, Double.NaN)).isEqualTo(0.5);
    assertThat(space.readDouble(0x3000, hold -> 0.5, Double.NaN)).isNaN();
    List<String> seen = new ArrayList<>();
    assertThat(space.visit(0x1000, hold -> seen.add(hold.attachment()))).isTrue();
    assertThat(space.visit(0x3000, hold -> seen.add("none"))).isFalse();
    assertThat(seen).containsExactly("a");
  }

  /** Each form of a read ends its hold when the reader throws. */
  @Test
  void aReaderThatThrowsIsOut() {
    map(0x1000, 0x3000, "a");
    IllegalStateException thrown = new IllegalStateException("mine");
    List<Runnable> reads =
        List.of(
            () -> space.read(0x1000, hold -> sneak(thrown)),
            () -> space.read(0x1000, hold -> sneak(thrown), ""),
            () -> space.readInt(0x1000, hold -> ReadingTest.<Integer, Error>sneak(thrown), 0),
            () -> space.readLong(0x1000, hold -> ReadingTest.<Long, Error>sneak(thrown), 0),
            () -> space.readDouble(0x1000, hold -> ReadingTest.<Double, Error>sneak(thrown), 0),
            () -> space.visit(0x1000, hold -> sneak(thrown)),
            () -> space.visitEach(new long[] {0x1000}, (hold, i) -> sneak(thrown)),
            () -> space.forEach(hold -> sneak(thrown)),
            () -> space.forEach(0x2000, 0x2001, hold -> sneak(thrown)));
    for (Runnable read : reads) {
      assertThatThrownBy(read::run).isSameAs(thrown);
      assertThat(strategy.readers(vma(0x1000))).isZero();
    }
  }

  @Test
  void anOffsetIsWhereAnAddressLiesInTheAttachment() {
    space.write(section -> section.map(0x1000, 0x3000, "a", 0x500));
    assertThat(space.readLong(0x1000, hold -> hold.offset(0x1000), -1)).isEqualTo(0x500);
    assertThat(space.readLong(0x2fff, hold -> hold.offset(0x2fff), -1)).isEqualTo(0x24ff);
  }

  // ---- Many at once ----

  @Test
  void visitsEachAddressThatIsMapped() {
    map(0x1000, 0x2000, "a");
    map(0x3000, 0x4000, "b");
    List<String> seen = new ArrayList<>();
    int found =
        space.visitEach(
            new long[] {0x3000, 0x1000, 0x1fff, 0x2000, 0x3fff, 0},
            (hold, i) -> {
              seen.add(i + hold.attachment());
              if (i == 1) {
                hold.endRead(); // it may
              }
            });
    assertThat(found).isEqualTo(4);
    assertThat(seen).containsExactly("0b", "1a", "2a", "4b");
  }

  @Test
  void visitsTheAreasOfARange() {
    for (long start = 0x1000; start < 0x9000; start += 0x2000) {
      map(start, start + 0x1000, "a");
    }
    assertThat(starts(0x1fff, 0x5000)).containsExactly(0x1000L, 0x3000L);
    assertThat(starts(0x2000, 0x5001)).containsExactly(0x3000L, 0x5000L);
    assertThat(starts(0x2000, 0x3000)).isEmpty();
    assertThat(starts(0x3500, 0x3501)).containsExactly(0x3000L);
    assertThat(starts(0, -1)).containsExactly(0x1000L, 0x3000L, 0x5000L, 0x7000L);
    assertThat(starts(0x5000, 0x5000)).isEmpty();
  }

  private List<Long> starts(long start, long end) {
    List<Long> starts = new ArrayList<>();
    space.forEach(start, end, hold -> starts.add(hold.start()));
    return starts;
  }

  // ---- Beside a writer ----

  @Test
  void anOpenSectionKeepsNobodyOut() throws Exception {
    map(0x1000, 0x2000, "a");
    try (WriteSection<String> section = space.write()) {
      section.setAttachment(0x1000, "b");
      section.unmap(0x1800, 0x2000);
      section.map(0x3000, 0x4000, "c");
      OtherThread.call(
          () -> {
            assertThat(space.<String>read(0x1800, Hold::attachment)).isEqualTo("a");
            assertThat(space.<String>read(0x3000, Hold::attachment)).isNull();
            assertThat(space.<String>readOptimistically(0x1000, text -> text)).isEqualTo("a");
            AtomicInteger tries = new AtomicInteger();
            space.speculate(view -> tries.incrementAndGet());
            assertThat(tries).as("no speculation is void").hasValue(1);
            return true;
          });
      section.commit();
    }
    assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("b");
    assertThat(space.<String>read(0x1800, Hold::attachment)).isNull();
    assertThat(space.<String>read(0x3000, Hold::attachment)).isEqualTo("c");
  }

  @Test
  void onlyAWriteHoldRefusesReaders() throws Exception {
    map(0x1000, 0x2000, "a");
    map(0x2000, 0x3000, "b");
    try (WriteSection<String> section = space.write()) {
      section.writeHold(0x1000, 0x2000);
      assertThat(OtherThread.call(() -> space.hold().tryStartRead(0x1000)))
          .isEqualTo(Outcome.CONTENDED);
      assertThat(OtherThread.call(() -> space.<String>read(0x2000, Hold::attachment)))
          .isEqualTo("b");
      section.unmap(0x1000, 0x2000); // gone, but the section may still roll back
      assertThat(OtherThread.call(() -> space.hold().tryStartRead(0x1000)))
          .isEqualTo(Outcome.CONTENDED);
      section.commit();
    }
    assertThat(space.hold().tryStartRead(0x1000)).isEqualTo(Outcome.UNMAPPED);
  }

  @Test
  void aReadWaitsForAWriteHoldAndSeesTheSectionWhole() throws Exception {
    map(0x1000, 0x2000, "a");
    OtherThread<String> changed;
    OtherThread<String> unmapped;
    try (WriteSection<String> section = space.write()) {
      section.writeHold(0x1000, 0x2000);
      changed = OtherThread.startAndAwaitBlocked(() -> space.read(0x1800, Hold::attachment));
      section.unmap(0x1000, 0x1800);
      unmapped = OtherThread.startAndAwaitBlocked(() -> space.read(0x1000, Hold::attachment));
      section.setAttachment(0x1800, "c");
      section.commit();
    }
    assertThat(changed.result()).isEqualTo("c");
    assertThat(unmapped.result()).isNull();
    assertThat(space.mm().lockState()).isEqualTo("free");
  }

  @Test
  void aTimedReadGivesUp() throws Exception {
    map(0x1000, 0x2000, "a");
    Hold<String> hold = space.hold();
    assertThat(hold.startRead(0x1000, java.time.Duration.ZERO)).isEqualTo(Outcome.HELD);
    assertThatThrownBy(() -> hold.startRead(0x1000, java.time.Duration.ZERO))
        .isInstanceOf(IllegalStateException.class);
    hold.endRead();
    assertThat(hold.startRead(0x2000, java.time.Duration.ZERO)).isEqualTo(Outcome.UNMAPPED);
    try (WriteSection<String> section = space.write()) {
      section.writeHold(0x1000, 0x2000);
      for (java.time.Duration timeout :
          List.of(
              java.time.Duration.ofMillis(1),
              java.time.Duration.ZERO,
              java.time.Duration.ofSeconds(Long.MIN_VALUE))) {
        assertThat(OtherThread.call(() -> hold.startRead(0x1000, timeout)))
            .isEqualTo(Outcome.CONTENDED);
        assertThat(hold.isHeld()).isFalse();
      }
      OtherThread<Outcome> interrupted =
          OtherThread.startAndAwaitBlocked(
              () -> hold.startRead(0x1000, java.time.Duration.ofHours(1)));
      interrupted.interrupt();
      assertThatThrownBy(interrupted::result).isInstanceOf(InterruptedException.class);
      OtherThread<Outcome> patient =
          OtherThread.startAndAwaitBlocked(
              () -> hold.startRead(0x1000, java.time.Duration.ofSeconds(Long.MAX_VALUE)));
      section.commit();
      assertThat(patient.result()).isEqualTo(Outcome.HELD);
    }
    hold.endRead();
    assertThat(space.mm().lockState()).isEqualTo("free");
  }

  /** No section waits for a hold, so a reader inside may read on, whatever changes meanwhile. */
  @Test
  void aReadInsideAReadGoesOnBesideWriters() throws Exception {
    map(0x1000, 0x2000, "a");
    map(0x3000, 0x4000, "b");
    for (int i = 0; i < 50; i++) {
      String old = "a" + i;
      space.write(section -> section.setAttachment(0x1000, old));
      space.read(
          0x1000,
          outer -> {
            OtherThread<Boolean> writer =
                OtherThread.start(
                    () -> {
                      space.write(section -> section.setAttachment(0x1000, "new"));
                      space.write(section -> section.setAttachment(0x3000, "new"));
                      return true;
                    });
            String inner = space.read(0x3000, Hold::attachment);
            assertThat(inner).isNotNull();
            join(writer);
            assertThat(outer.attachment()).isEqualTo(old);
            assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("new");
            assertThat(space.<String>read(0x3000, Hold::attachment)).isEqualTo("new");
            return "";
          });
    }
  }

  @Test
  void aReaderInsideMayChangeItsOwnArea() {
    map(0x1000, 0x2000, "a");
    String seen =
        space.read(
            0x1000,
            hold -> {
              space.write(section -> section.unmap(0x1000, 0x2000));
              assertThat(space.<String>read(0x1000, Hold::attachment)).isNull();
              return hold.attachment();
            });
    assertThat(seen).isEqualTo("a");
  }

  /** Every change leaves a reader inside alone, and later readers find the new. */
  @Test
  void aReaderKeepsWhatItHasWhateverChanges() {
    for (String change : List.of("update", "move", "grow", "shrink", "unmap", "close")) {
      AddressSpace<String> space = AddressSpace.create(strategy);
      space.write(section -> section.map(0x1000, 0x2000, "a"));
      Hold<String> hold = space.hold();
      hold.startRead(0x1800);
      Commit commit =
          switch (change) {
            case "update" -> space.write(s -> s.update(0x1000, 0x2000, old -> old + "!"));
            case "move" -> space.write(s -> s.move(0x1000, 0x2000, 0x8000));
            case "grow" -> space.write(s -> s.resize(0x1000, 0x3000));
            case "shrink" -> space.write(s -> s.resize(0x1000, 0x1400));
            case "unmap" -> space.write(s -> s.unmap(0x1000, 0x2000));
            default -> {
              space.close();
              yield null;
            }
          };
      assertThat(hold.start()).as(change).isEqualTo(0x1000);
      assertThat(hold.end()).isEqualTo(0x2000);
      assertThat(hold.attachment()).isEqualTo("a");
      assertThat(hold.offset(0x1800)).isEqualTo(0x800);
      Vma vma = hold.vma();
      assertThat(strategy.isAttached(vma)).isFalse();
      assertThat(strategy.readers(vma)).isEqualTo(1);
      if (commit != null) {
        assertThat(commit.isReleased()).as(change).isFalse();
        hold.endRead();
        assertThat(commit.isReleased()).as(change).isTrue();
      }
      hold.close();
    }
  }

  @Test
  void readingInOnesOwnSectionIsRefusedWhereItWouldWait() {
    map(0x1000, 0x2000, "a");
    map(0x3000, 0x4000, "b");
    try (WriteSection<String> section = space.write()) {
      section.setAttachment(0x1000, "c");
      assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("a");
      section.writeHold(0x3000, 0x4000);
      assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("a");
      assertThatThrownBy(() -> space.read(0x3000, Hold::attachment))
          .isInstanceOf(IllegalMonitorStateException.class)
          .hasMessageContainingAll("section open already", "P7");
      section.commit();
    }
    assertThat(space.<String>read(0x1000, Hold::attachment)).isEqualTo("c");
    assertThat(space.<String>read(0x3000, Hold::attachment)).isEqualTo("b");
  }

  // ---- The limit of readers ----

  @Test
  void aFullAreaMakesItsReaderWaitWithoutTheMmapLock() throws Exception {
    AddressSpace<String> space =
        AddressSpace.<String>builder().strategy(strategy).limits(new Limits(0, 1)).build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    Hold<String> first = space.hold();
    Hold<String> second = space.hold();
    HoldSet<String> set = space.holds(2);
    first.startRead(0x1000);
    assertThat(second.tryStartRead(0x1000)).isEqualTo(Outcome.CONTENDED);
    assertThat(second.startRead(0x1000, java.time.Duration.ofMillis(5)))
        .isEqualTo(Outcome.CONTENDED);
    OtherThread<Boolean> waiting = OtherThread.startAndAwaitBlocked(() -> second.startRead(0x1000));
    OtherThread<Boolean> both =
        OtherThread.startAndAwaitBlocked(
            () -> {
              set.startRead(0x1000, 0x3000);
              return true;
            });
    for (int i = 0; i < 20; i++) { // no reader that waits keeps a section out
      long start = 0x10000 + i;
      space.write(section -> section.map(start, start + 1, "b"));
    }
    assertThat(second.isHeld()).isFalse();
    first.endRead();
    while (!waiting.isDone() && !both.isDone()) {
      Thread.onSpinWait(); // one of the two gets in, whichever looks first
    }
    if (waiting.isDone()) {
      waiting.result();
      second.endRead();
      both.result();
      set.endRead();
    } else {
      set.endRead();
      waiting.result();
      second.endRead();
    }
    assertThat(space.mm().lockState()).isEqualTo("free");
  }

  // ---- Optimistic reads ----

  @Test
  void anOptimisticReadKeepsNobodyOutAndIsRepeatedAfterAChange() {
    for (VmaLockStrategy strategy :
        List.of(
            new MonitorStrategy(),
            new MonitorStrategy(EnumSet.complementOf(EnumSet.of(Capability.OPTIMISTIC_READ))))) {
      AddressSpace<String> space = AddressSpace.create(strategy);
      space.write(section -> section.map(0x1000, 0x2000, "a"));
      assertThat(space.<String>readOptimistically(0x1000, String::toUpperCase)).isEqualTo("A");
      assertThat(space.<String>readOptimistically(0x2000, String::toUpperCase)).isNull();

      List<String> seen = new ArrayList<>();
      assertThat(
              space.<String>readOptimistically(
                  0x1000,
                  attachment -> {
                    seen.add(attachment);
                    if (attachment.equals("a")) {
                      space.write(section -> section.setAttachment(0x1000, "b"));
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
      section.writeHold(0x1000, 0x2000);
      section.setAttachment(0x1000, "b");
      reader =
          OtherThread.startAndAwaitBlocked(() -> space.readOptimistically(0x1000, text -> text));
      section.commit();
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
        space.write(section -> section.map(0x1000, 0x2000, "a"));
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
                  space.write(section -> section.setAttachment(0x1000, "b"));
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
                space.write(
                    section -> {
                      section.setAttachment(0x1000, "b" + tries);
                      section.setAttachment(0x3000, "b" + tries);
                    });
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
              space.write(section -> section.mapAnywhere(0x1000, 1, "a"));
              throw new AssertionError("void, since a section came between");
            });
    assertThat(locked).isTrue();
    assertThat(tries).hasValueBetween(1, 10);
    assertThat(space.mm().lockState()).isEqualTo("free");

    OtherThread<Integer> reader;
    try (WriteSection<String> section = space.write()) {
      section.writeHold(0, -1);
      section.unmap(0, -1);
      reader = OtherThread.startAndAwaitBlocked(() -> space.speculate(AreaView::size));
      section.commit();
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
    assertThat(section.find(0x1000)).isEqualTo(new Area<>(0x1000, 0x2000, "a", 0));
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
    List<Area<String>> gone = new ArrayList<>();
    space.write(section -> gone.addAll(section.unmap(0, -1)));
    return !gone.isEmpty();
  }

  private void map(long start, long end, String attachment) {
    space.write(section -> section.map(start, end, attachment));
  }

  private Vma vma(long address) {
    try (Hold<String> hold = space.hold()) {
      hold.startRead(address);
      return hold.vma();
    }
  }

  private static void join(OtherThread<?> other) {
    try {
      other.result();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
