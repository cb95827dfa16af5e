package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import io.vmalock.space.index.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random sections against {@link SpaceModel}, in a window of addresses at each edge of the unsigned
 * and the signed range. Bad changes are made too: refused, and nothing has changed.
 */
@Timeout(60)
class SpaceModelTest {
  private static final int SECTIONS = 1_000;
  private static final int WINDOW = 200;

  private Random random;
  private long base;

  @ParameterizedTest(name = "seed {0}, window at 0x{1}")
  @CsvSource({"1, 0", "2, 7fffffffffffff9c", "3, ffffffffffffff37", "4, 7f0000000000"})
  void slicesOfFiles(long seed, String window) {
    random = new Random(seed);
    base = Long.parseUnsignedLong(window, 16);
    run(Slice.POLICY, this::slice, old -> random.nextBoolean() ? slice(old.offset() + base) : old);
  }

  /** Which are mergeable whatever their place, so that moves meet what they leave behind. */
  @ParameterizedTest(name = "seed {0}, window at 0x{1}")
  @CsvSource({"1, 0", "2, 7fffffffffffff9c", "3, ffffffffffffff37", "4, 7f0000000000"})
  void colours(long seed, String window) {
    random = new Random(seed);
    base = Long.parseUnsignedLong(window, 16);
    run(
        new Attachments<>() {
          @Override
          public boolean mergeable(String left, String right) {
            return left.equals(right);
          }
        },
        start -> colour(),
        old -> colour());
  }

  /** Of few files, and mostly with the offset that makes neighbours go on. */
  private Slice slice(long start) {
    return Slice.of("f" + random.nextInt(2), random.nextInt(4) == 0 ? 0 : start - base);
  }

  private String colour() {
    return random.nextBoolean() ? "red" : "blue";
  }

  private interface Source<A> {
    A at(long start);
  }

  private <A> void run(Attachments<A> policy, Source<A> attachments, UnaryOperator<A> change) {
    AddressSpace<A> space =
        AddressSpace.<A>builder().strategy(new MonitorStrategy()).attachments(policy).build();
    SpaceModel<A> model = new SpaceModel<>(policy);
    Hold<A> hold = space.hold(); // one for all: it remembers areas that have gone since
    int mostAreas = 0;
    for (int i = 0; i < SECTIONS; i++) {
      WriteSection<A> section = space.write();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        change(section, model, attachments, change);
        assertThat(list(section)).isEqualTo(model.areas());
      }
      if (random.nextInt(20) == 0) {
        SpaceModel<A> child = model.fork();
        AddressSpace<A> forked = section.fork();
        assertThat(visited(forked)).isEqualTo(child.areas());
        forked.close();
        assertThat(visited(forked)).isEmpty();
      }
      if (random.nextBoolean()) {
        section.close();
      } else {
        try (ReadSection<A> reading = section.downgrade()) {
          assertThat(list(reading)).isEqualTo(model.areas());
        }
      }
      read(space, model, hold);
      mostAreas = Math.max(mostAreas, model.areas().size());
    }
    assertThat(model.merges()).isGreaterThan(50);
    assertThat(mostAreas).isGreaterThan(10);
  }

  private <A> void change(
      WriteSection<A> section,
      SpaceModel<A> model,
      Source<A> attachments,
      UnaryOperator<A> change) {
    long start = address(model);
    long end = start + random.nextInt(30) - 2;
    long newStart = address(model);
    long newEnd = newStart + (end - start);
    boolean range = isRange(start, end);
    A attachment = attachments.at(start);
    long seed = random.nextLong();
    switch (random.nextInt(9)) {
      case 0, 1, 6, 7 -> {
        if (makes(range && model.isFree(start, end), () -> section.map(start, end, attachment))) {
          model.map(start, end, attachment);
        }
      }
      case 2 -> {
        List<Area<A>> removed = new ArrayList<>();
        if (makes(range, () -> removed.addAll(section.unmap(start, end)))) {
          assertThat(removed).isEqualTo(model.unmap(start, end));
        }
      }
      case 3 -> {
        random.setSeed(seed);
        if (makes(range && model.isMapped(start, end), () -> section.update(start, end, change))) {
          random.setSeed(seed); // so that both change alike
          model.update(start, end, change);
        }
      }
      case 4 -> {
        boolean fits =
            range
                && model.isMapped(start, end)
                && isRange(newStart, newEnd)
                && model.isFree(newStart, newEnd)
                && (Ranges.below(newEnd - 1, start) || Ranges.below(end - 1, newStart));
        if (makes(fits, () -> section.move(start, end, newStart))) {
          model.move(start, end, newStart);
        }
      }
      case 5 -> {
        boolean mapped = model.find(start) != null;
        if (makes(mapped, () -> section.setAttachment(start, attachment))) {
          model.set(start, attachment);
        }
      }
      default -> {
        Area<A> area = model.find(start);
        boolean fits =
            area != null
                && isRange(area.start(), end)
                && (!Ranges.below(area.end(), end) || model.isFree(area.end(), end));
        if (makes(fits, () -> section.resize(start, end))) {
          model.resize(start, end);
        }
      }
    }
  }

  /** Any, or where an area ends, so that changes often meet. */
  private long address(SpaceModel<?> model) {
    long address = base + random.nextInt(WINDOW);
    Area<?> area = random.nextBoolean() ? model.atOrAfter(address) : null;
    return area == null ? address : area.end();
  }

  private static boolean isRange(long start, long end) {
    return Ranges.below(start, end);
  }

  /** Makes a change that is to be accepted or refused. */
  private static boolean makes(boolean accepted, Runnable change) {
    if (accepted) {
      change.run();
    } else {
      assertThatThrownBy(change::run).isInstanceOf(IllegalArgumentException.class);
    }
    return accepted;
  }

  private <A> void read(AddressSpace<A> space, SpaceModel<A> model, Hold<A> hold) {
    assertThat(visited(space)).isEqualTo(model.areas());
    assertThat(space.<Integer>speculate(AreaView::size)).isEqualTo(model.areas().size());
    for (int i = 0; i < 5; i++) {
      long address = base + random.nextInt(WINDOW);
      assertThat(hold.startRead(address) ? held(hold) : null).isEqualTo(model.find(address));
      assertThat(hold.startReadAtOrAfter(address) ? held(hold) : null)
          .isEqualTo(model.atOrAfter(address));
    }
  }

  private static <A> Area<A> held(Hold<A> hold) {
    Area<A> area = new Area<>(hold.start(), hold.end(), hold.attachment());
    hold.endRead();
    return area;
  }

  private static <A> List<Area<A>> visited(AddressSpace<A> space) {
    List<Area<A>> areas = new ArrayList<>();
    space.forEach(hold -> areas.add(new Area<>(hold.start(), hold.end(), hold.attachment())));
    return areas;
  }

  private static <A> List<Area<A>> list(AreaView<A> view) {
    List<Area<A>> areas = new ArrayList<>();
    view.forEach(areas::add);
    return areas;
  }
}
