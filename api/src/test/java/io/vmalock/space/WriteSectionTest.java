package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import io.vmalock.space.index.Ranges;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The effect of each change, and the arguments that it refuses. */
@Timeout(60)
class WriteSectionTest {
  private final AddressSpace<Slice> space =
      AddressSpace.<Slice>builder()
          .strategy(new MonitorStrategy())
          .attachments(Slice.POLICY)
          .range(0x1000, 0x100000)
          .build();

  private final WriteSection<Slice> section = space.write();

  @AfterEach
  void end() {
    section.close();
  }

  // ---- Mapping ----

  @Test
  void mapsAnArea() {
    section.map(0x1000, 0x3000, Slice.of("a", 0));
    assertAreas("[0x1000, 0x3000) a+0");
    assertThat(section.find(0x2fff)).isEqualTo(new Area<>(0x1000, 0x3000, Slice.of("a", 0), 0));
    assertThat(section.find(0x3000)).isNull();
    assertThat(section.atOrAfter(0).start()).isEqualTo(0x1000);
    assertThat(section.atOrAfter(0x3000)).isNull();
    assertThat(section.size()).isEqualTo(1);
  }

  @Test
  void mappingMergesWithBothNeighbours() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    section.map(0x3000, 0x4000, Slice.of("a", 0x2000));
    section.map(0x4000, 0x5000, Slice.of("a", 0x9000));
    section.map(0x2000, 0x3000, Slice.of("a", 0x1000));
    assertAreas("[0x1000, 0x4000) a+0", "[0x4000, 0x5000) a+36864");
  }

  @Test
  void mapsTheWholeSpaceAndItsEdges() {
    section.map(0x1000, 0x1001, Slice.of("low", 0));
    section.map(0xfffff, 0x100000, Slice.of("high", 0));
    section.map(0x1001, 0xfffff, Slice.of("all", 0));
    assertThat(section.size()).isEqualTo(3);
  }

  @Test
  void refusesToMapOverAnArea() {
    section.map(0x2000, 0x4000, Slice.of("a", 0));
    for (long[] range :
        new long[][] {{0x1000, 0x2001}, {0x3fff, 0x5000}, {0x3000, 0x3001}, {0x1000, 0x5000}}) {
      assertThatThrownBy(() -> section.map(range[0], range[1], Slice.of("b", 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              Ranges.toString(range[0], range[1]), "overlaps", "[0x2000, 0x4000)");
    }
    assertAreas("[0x2000, 0x4000) a+0");
  }

  @Test
  void refusesNull() {
    section.map(0x2000, 0x4000, Slice.of("a", 0));
    assertThatThrownBy(() -> section.map(0x5000, 0x6000, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("attachment");
    assertThatThrownBy(() -> section.mapAnywhere(1, 1, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> section.setAttachment(0x2000, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> section.update(0x2000, 0x3000, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> section.update(0x2000, 0x3000, old -> null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("changed attachment");
    assertThatThrownBy(() -> section.waitAtMost(null)).isInstanceOf(NullPointerException.class);
    assertAreas("[0x2000, 0x4000) a+0");
  }

  /** Every change that takes a range refuses it in the same words. */
  @Test
  void refusesBadRanges() {
    section.map(0x2000, 0x4000, Slice.of("a", 0));
    List<RangeChange> changes =
        List.of(
            (start, end) -> section.map(start, end, Slice.of("b", 0)),
            section::unmap,
            section::writeHold,
            (start, end) -> section.update(start, end, old -> old),
            (start, end) -> section.move(start, end, 0x8000));
    for (RangeChange change : changes) {
      for (long[] bad : new long[][] {{0x3000, 0x3000}, {0x3000, 0x2fff}, {-0x1000, 0}}) {
        assertThatThrownBy(() -> change.make(bad[0], bad[1]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("start < end", Ranges.toString(bad[0], bad[1]));
      }
      for (long[] outside : new long[][] {{0xfff, 0x2000}, {0x3000, 0x100001}, {0, 0x1000}}) {
        assertThatThrownBy(() -> change.make(outside[0], outside[1]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll(Ranges.toString(outside[0], outside[1]), "[0x1000, 0x100000)");
      }
    }
    assertAreas("[0x2000, 0x4000) a+0");
  }

  // ---- Mapping anywhere ----

  @Test
  void mapsAtTheLowestAddressThatFits() {
    section.map(0x1800, 0x4000, Slice.of("a", 0));
    assertThat(section.mapAnywhere(0x800, 1, Slice.of("b", 0))).isEqualTo(0x1000);
    assertThat(section.mapAnywhere(0x800, 0x1000, Slice.of("c", 0))).isEqualTo(0x4000);
    assertThat(section.mapAnywhere(0x800, 0x1000, Slice.of("d", 0))).isEqualTo(0x5000);
    assertThat(section.mapAnywhere(0x800, 1, Slice.of("e", 0))).isEqualTo(0x4800);
  }

  @Test
  void saysWhatThereIsNoRoomFor() {
    assertThat(section.mapAnywhere(0xff000, 1, Slice.of("all", 0))).isEqualTo(0x1000);
    assertThatThrownBy(() -> section.mapAnywhere(0x10, 0x20, Slice.of("b", 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("0x10 ", "0x20", "[0x1000, 0x100000)", "1 areas");
    assertThatThrownBy(() -> section.mapAnywhere(-1, 1, Slice.of("b", 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0xffffffffffffffff");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, -1, 0x1001})
  void refusesAnAlignmentThatIsNoPowerOfTwo(long alignment) {
    assertThatThrownBy(() -> section.mapAnywhere(0x1000, alignment, Slice.of("a", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("0x1000", "alignment " + Ranges.toString(alignment));
    assertThatThrownBy(() -> section.mapAnywhere(0, 1, Slice.of("a", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("length 0x0");
  }

  // ---- Unmapping ----

  @Test
  void unmapsAndSplitsAtTheEdges() {
    section.map(0x1000, 0x3000, Slice.of("a", 0));
    section.map(0x4000, 0x6000, Slice.of("b", 0));
    section.map(0x6000, 0x8000, Slice.of("c", 0));

    assertThat(section.unmap(0x2000, 0x7000))
        .map(Area::toString)
        .containsExactly(
            "[0x2000, 0x3000) a+0+0x1000", "[0x4000, 0x6000) b+0", "[0x6000, 0x7000) c+0");

    assertAreas("[0x1000, 0x2000) a+0", "[0x7000, 0x8000) c+4096");
  }

  @Test
  void unmapsTheMiddleOfOneArea() {
    section.map(0x1000, 0x4000, Slice.of("a", 0));
    assertThat(section.unmap(0x2000, 0x3000))
        .containsExactly(new Area<>(0x2000, 0x3000, Slice.of("a", 0), 0x1000));
    assertAreas("[0x1000, 0x2000) a+0", "[0x3000, 0x4000) a+8192");
  }

  @Test
  void unmapsNothingWhereNothingIs() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    assertThat(section.unmap(0x2000, 0x9000)).isEmpty();
    assertAreas("[0x1000, 0x2000) a+0");
  }

  // ---- Attachments ----

  @Test
  void updatesTheRangeAloneAndSplitsAtItsEdges() {
    section.map(0x1000, 0x3000, Slice.of("a", 0));
    section.map(0x3000, 0x5000, Slice.of("b", 0));
    section.update(0x2000, 0x4000, old -> Slice.of(old.file().toUpperCase(), old.offset()));
    assertAreas(
        "[0x1000, 0x2000) a+0",
        "[0x2000, 0x3000) A+4096",
        "[0x3000, 0x4000) B+0",
        "[0x4000, 0x5000) b+4096");
  }

  @Test
  void updateMergesInsideAndAcrossItsEdges() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    section.map(0x2000, 0x3000, Slice.of("b", 0));
    section.map(0x3000, 0x4000, Slice.of("c", 0));
    section.map(0x4000, 0x5000, Slice.of("a", 0x3000));
    section.update(0x2000, 0x4000, old -> Slice.of("a", old.file().equals("b") ? 0x1000 : 0x2000));
    assertAreas("[0x1000, 0x5000) a+0");
  }

  @Test
  void updateToTheSameKeepsTheArea() {
    section.map(0x1000, 0x4000, Slice.of("a", 0));
    section.update(0x2000, 0x3000, old -> old);
    assertAreas("[0x1000, 0x4000) a+0");
  }

  @Test
  void refusesToUpdateOrMoveAHole() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    section.map(0x3000, 0x4000, Slice.of("b", 0));
    for (long[] bad :
        new long[][] {
          {0x1000, 0x4000, 0x2000}, {0x3000, 0x4001, 0x4000}, {0x5000, 0x6000, 0x5000}
        }) {
      for (RangeChange change :
          List.<RangeChange>of(
              (start, end) -> section.update(start, end, old -> Slice.of("no", 0)),
              (start, end) -> section.move(start, end, 0x8000))) {
        assertThatThrownBy(() -> change.make(bad[0], bad[1]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll(
                Ranges.toString(bad[0], bad[1]), "hole at " + Ranges.toString(bad[2]));
      }
    }
    assertAreas("[0x1000, 0x2000) a+0", "[0x3000, 0x4000) b+0");
  }

  @Test
  void setsAnAttachment() {
    section.map(0x1000, 0x3000, Slice.of("a", 0));
    section.map(0x3000, 0x4000, Slice.of("b", 0));
    assertThat(section.setAttachment(0x3fff, Slice.of("a", 0))).isEqualTo(Slice.of("b", 0));
    assertAreas("[0x1000, 0x3000) a+0", "[0x3000, 0x4000) a+0");
    section.setAttachment(0x3000, Slice.of("a", 0x2000));
    assertAreas("[0x1000, 0x4000) a+0");
    assertThatThrownBy(() -> section.setAttachment(0x4000, Slice.of("c", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no area contains 0x4000");
  }

  @Test
  void writeHoldGivesWholeAreasAndChangesNone() {
    section.map(0x1000, 0x3000, Slice.of("a", 0));
    section.map(0x4000, 0x5000, Slice.of("b", 0));
    section.map(0x6000, 0x7000, Slice.of("c", 0));
    assertThat(section.writeHold(0x2000, 0x5000))
        .map(Area::toString)
        .containsExactly("[0x1000, 0x3000) a+0", "[0x4000, 0x5000) b+0");
    assertThat(section.writeHold(0x8000, 0x9000)).isEmpty();
    assertThat(section.size()).isEqualTo(3);
  }

  // ---- Moving ----

  @Test
  void movesAndSplitsAtTheEdges() {
    section.map(0x1000, 0x3000, Slice.of("a", 0));
    section.map(0x3000, 0x5000, Slice.of("b", 0));
    section.move(0x2000, 0x4000, 0x8000);
    assertAreas(
        "[0x1000, 0x2000) a+0",
        "[0x4000, 0x5000) b+4096",
        "[0x8000, 0x9000) a+4096",
        "[0x9000, 0xa000) b+0");
    section.move(0x8000, 0xa000, 0x2000);
    assertAreas("[0x1000, 0x3000) a+0", "[0x3000, 0x5000) b+0");
  }

  @Test
  void aMoveMergesWithItsNewNeighbour() {
    section.map(0x2000, 0x3000, Slice.of("a", 0x1000));
    section.map(0x3000, 0x4000, Slice.of("a", 0));
    section.move(0x2000, 0x3000, 0x4000);
    assertAreas("[0x3000, 0x5000) a+0");
  }

  @Test
  void refusesAMoveThatDoesNotFit() {
    section.map(0x2000, 0x4000, Slice.of("a", 0));
    section.map(0x6000, 0x7000, Slice.of("b", 0));
    for (long newStart : new long[] {0x2000, 0x1001, 0x3fff}) {
      assertThatThrownBy(() -> section.move(0x2000, 0x4000, newStart))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "[0x2000, 0x4000)", Ranges.toString(newStart, newStart + 0x2000), "overlap");
    }
    assertThatThrownBy(() -> section.move(0x2000, 0x4000, 0x5000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[0x5000, 0x7000)", "[0x6000, 0x7000)");
    for (long outside : new long[] {0xfff, 0xff000, -0x1000}) {
      assertThatThrownBy(() -> section.move(0x2000, 0x4000, outside))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Ranges.toString(outside, outside + 0x2000));
    }
    assertAreas("[0x2000, 0x4000) a+0", "[0x6000, 0x7000) b+0");
  }

  // ---- Resizing ----

  @Test
  void growsAndShrinks() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    assertThat(section.resize(0x1fff, 0x4000)).isEmpty();
    assertAreas("[0x1000, 0x4000) a+0");
    assertThat(section.resize(0x1000, 0x4000)).isEmpty();
    assertThat(section.resize(0x1000, 0x1800))
        .map(Area::toString)
        .containsExactly("[0x1800, 0x4000) a+0+0x800");
    assertAreas("[0x1000, 0x1800) a+0");
  }

  @Test
  void growingMergesWithTheAreaItMeets() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    section.map(0x3000, 0x4000, Slice.of("a", 0x2000));
    section.resize(0x1000, 0x3000);
    assertAreas("[0x1000, 0x4000) a+0");
  }

  @Test
  void refusesABadEnd() {
    section.map(0x2000, 0x3000, Slice.of("a", 0));
    section.map(0x5000, 0x6000, Slice.of("b", 0));
    for (long end : new long[] {0x2000, 0x1fff, 0, 0x100001, -1}) {
      assertThatThrownBy(() -> section.resize(0x2000, end))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Ranges.toString(0x2000, end));
    }
    assertThatThrownBy(() -> section.resize(0x2000, 0x5001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[0x3000, 0x5001)", "[0x5000, 0x6000)");
    assertThatThrownBy(() -> section.resize(0x3000, 0x4000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no area contains 0x3000");
    assertAreas("[0x2000, 0x3000) a+0", "[0x5000, 0x6000) b+0");
  }

  // ---- Walking ----

  @Test
  void aWalkBearsChanges() {
    for (long start = 0x1000; start < 0x41000; start += 0x1000) {
      section.map(start, start + 0x800, Slice.of("a" + start, 0));
    }
    List<Long> seen = new ArrayList<>();
    for (Area<Slice> area : section) {
      seen.add(area.start());
      section.unmap(area.start(), area.end());
    }
    assertThat(seen).hasSize(64).isSorted();
    assertThat(section.size()).isZero();

    section.map(0x1000, 0x2000, Slice.of("a", 0));
    section.map(0x4000, 0x5000, Slice.of("b", 0));
    for (Area<Slice> area : section) {
      section.resize(area.start(), area.end() + 0x1000); // grown, it is not given again
    }
    assertAreas("[0x1000, 0x3000) a+0", "[0x4000, 0x6000) b+0");
    assertThatThrownBy(
            () -> {
              var areas = section.iterator();
              areas.next();
              areas.next();
              areas.next();
            })
        .isInstanceOf(NoSuchElementException.class);
  }

  // ---- Whose it is, and for how long ----

  @Test
  void changesShowAtTheCommitAndNotBefore() throws Exception {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    assertThat(OtherThread.call(() -> space.hold().tryStartRead(0x1000)))
        .isEqualTo(Outcome.UNMAPPED);
    section.commit();
    assertThat(OtherThread.call(() -> space.hold().tryStartRead(0x1000))).isEqualTo(Outcome.HELD);
  }

  @Test
  void isNoUseAfterItsEnd() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    section.commit();
    assertNoUse(IllegalStateException.class, "this section was");
    section.close(); // twice is fine
    assertThatThrownBy(section::downgrade).isInstanceOf(IllegalStateException.class);

    WriteSection<Slice> second = space.write();
    try (ReadSection<Slice> reading = second.downgrade()) {
      assertThat(reading.find(0x1000)).isNotNull();
      second.close(); // does not end the read section
      assertThat(space.mm().readLocks()).isEqualTo(1);
      assertThatThrownBy(() -> second.map(0x3000, 0x4000, Slice.of("b", 0)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(space.mm().lockState()).isEqualTo("free");
  }

  @Test
  void isNoUseOnAnotherThread() throws Exception {
    OtherThread.call(
        () -> {
          assertNoUse(IllegalMonitorStateException.class, "belongs to thread");
          assertThatThrownBy(section::close).isInstanceOf(IllegalMonitorStateException.class);
          return true;
        });
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    section.close();
  }

  @Test
  void onlyOneSectionIsOpen() {
    assertThatThrownBy(space::write)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("section open already");
    assertThatThrownBy(space::close).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(space::readLocked).isInstanceOf(IllegalMonitorStateException.class);
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    assertThat(space.<Slice>read(0x1000, Hold::attachment)).isNull(); // not shown yet
  }

  private void assertNoUse(Class<? extends Exception> type, String message) {
    List<Runnable> uses =
        List.of(
            () -> section.map(0x3000, 0x4000, Slice.of("b", 0)),
            () -> section.mapAnywhere(1, 1, Slice.of("b", 0)),
            () -> section.unmap(0x1000, 0x2000),
            () -> section.update(0x1000, 0x2000, old -> old),
            () -> section.setAttachment(0x1000, Slice.of("b", 0)),
            () -> section.writeHold(0x1000, 0x2000),
            () -> section.move(0x1000, 0x2000, 0x5000),
            () -> section.resize(0x1000, 0x3000),
            () -> section.waitAtMost(java.time.Duration.ZERO),
            section::commit,
            section::downgrade,
            section::iterator,
            section::size,
            () -> section.find(0x1000),
            () -> section.atOrAfter(0x1000));
    for (Runnable use : uses) {
      assertThatThrownBy(use::run).isInstanceOf(type).hasMessageContaining(message);
    }
  }

  private void assertAreas(String... areas) {
    assertThat(section).map(Area::toString).containsExactly(areas);
    assertThat(section.size()).isEqualTo(areas.length);
  }

  private interface RangeChange {
    void make(long start, long end);
  }

  @Test
  void aFunctionThatEndsItsSectionIsToldHowItEnded() {
    section.close();
    assertThatThrownBy(() -> space.write(WriteSection::commit))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("was committed", "commits by its return");
    assertThatThrownBy(() -> space.write(WriteSection::close))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("was rolled back", "rolls back by an exception");
  }

  @Test
  void aReadSectionsWalkEndsWithIt() {
    section.map(0x1000, 0x2000, Slice.of("a", 0));
    ReadSection<Slice> reading = section.downgrade();
    Iterator<Area<Slice>> walk = reading.iterator();
    assertThat(walk.hasNext()).isTrue();
    reading.close();
    assertThatThrownBy(walk::hasNext).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(walk::next).isInstanceOf(IllegalStateException.class);
  }
}
