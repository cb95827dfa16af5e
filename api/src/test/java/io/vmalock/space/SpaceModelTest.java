package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import io.vmalock.Vma;
import io.vmalock.space.index.Ranges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random sections against {@link SpaceModel}, in a window of addresses at each edge of the unsigned
 * and the signed range: committed, downgraded and rolled back, beside holds that stay, forks and
 * write-holds, with attachments that throw. After each, every attachment has been released exactly
 * once that should have been, and no other. Bad changes are made too: refused, and nothing has
 * changed.
 */
@Timeout(120)
class SpaceModelTest {
  private static final int SECTIONS = 1_000;
  private static final int WINDOW = 200;
  private static final int MOST_HOLDS = 4;
  private static final int MOST_FORKS = 2;

  @ParameterizedTest(name = "seed {0}, window at 0x{1}")
  @CsvSource({"1, 0", "2, 7fffffffffffff9c", "3, ffffffffffffff37", "4, 7f0000000000"})
  void slicesOfFiles(long seed, String window) {
    Random random = new Random(seed);
    long base = Long.parseUnsignedLong(window, 16);
    LongFunction<Slice> slices =
        start -> Slice.of("f" + random.nextInt(2), random.nextInt(4) == 0 ? 0 : start - base);
    new Run<>(random, base, Slice.POLICY, slices).run();
  }

  /** Which are mergeable whatever their place, so that moves meet what they leave behind. */
  @ParameterizedTest(name = "seed {0}, window at 0x{1}")
  @CsvSource({"1, 0", "2, 7fffffffffffff9c", "3, ffffffffffffff37", "4, 7f0000000000"})
  void colours(long seed, String window) {
    Random random = new Random(seed);
    Attachments<Colour> policy =
        new Attachments<>() {
          @Override
          public boolean mergeable(Colour left, long leftEnd, Colour right, long rightStart) {
            return left.equals(right);
          }

          @Override
          public Colour merge(Colour left, Colour right) {
            return left.name().equals("red") ? left : new Colour(left.name());
          }
        };
    LongFunction<Colour> colours = start -> new Colour(random.nextBoolean() ? "red" : "blue");
    new Run<>(random, Long.parseUnsignedLong(window, 16), policy, colours).run();
  }

  /** The default: parts share an attachment, with offsets. */
  @ParameterizedTest(name = "seed {0}, window at 0x{1}")
  @CsvSource({"1, 0", "2, 7fffffffffffff9c", "3, ffffffffffffff37", "4, 7f0000000000"})
  void sharedFiles(long seed, String window) {
    Random random = new Random(seed);
    int[] number = new int[1];
    LongFunction<SharedFile> files = start -> new SharedFile(number[0]++);
    new Run<>(random, Long.parseUnsignedLong(window, 16), Attachments.<SharedFile>shared(), files)
        .run();
  }

  private record Colour(String name) {}

  /** Equal to itself only. */
  private static final class SharedFile {
    private final int number;

    SharedFile(int number) {
      this.number = number;
    }

    @Override
    public String toString() {
      return "file " + number;
    }
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop() {
      super("the caller's own");
    }
  }

  /** A space or a fork, beside its model. */
  private static final class Pair<A> {
    final AddressSpace<A> space;
    SpaceModel<A> model;
    final Hold<A> reader; // one for all: it remembers areas that have gone since

    Pair(AddressSpace<A> space, SpaceModel<A> model) {
      this.space = space;
      this.model = model;
      this.reader = space.hold();
    }
  }

  /** A hold that stays, and what it must go on to show. */
  private static final class Reader<A> {
    final Pair<A> pair;
    final Hold<A> hold;
    final Area<A> area;
    final Vma vma;

    /** The section that retired the area, or -1. */
    int retiredBy = -1;

    Reader(Pair<A> pair, Hold<A> hold) {
      this.pair = pair;
      this.hold = hold;
      this.area = new Area<>(hold.start(), hold.end(), hold.attachment(), at(hold));
      this.vma = hold.vma();
    }
  }

  /** A commit, and whose readers keep it from being released. */
  private record Done<A>(Pair<A> pair, int section, Commit commit, Set<A> went) {}

  private static <A> long at(Hold<A> hold) {
    return hold.offset(hold.start());
  }

  private static final class Run<A> implements Attachments<A> {
    private final Random random;
    private final long base;
    private final Attachments<A> policy;
    private final LongFunction<A> source;
    private final MonitorStrategy strategy = new MonitorStrategy();

    private final List<Pair<A>> pairs = new ArrayList<>();

    /** The closed ones too, in which readers may be. */
    private final List<AddressSpace<A>> spaces = new ArrayList<>();

    private final List<Reader<A>> readers = new ArrayList<>();
    private final List<Done<A>> commits = new ArrayList<>();
    private final Map<A, Integer> releases = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * The attachments that the space must release: made by the policy, or handed in to a committed
     * section.
     */
    private final Set<A> owned = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The attachments handed in to the open section. */
    private final Set<A> handed = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<A> everHanded = new ArrayList<>();
    private int callsUntilStop = -1;
    private int sections;
    private int mostAreas;
    private int stops;
    private int refusedReleased;
    private int keptFromReaders;
    private int mappedAtOnce;

    Run(Random random, long base, Attachments<A> policy, LongFunction<A> source) {
      this.random = random;
      this.base = base;
      this.policy = policy;
      this.source = source;
      AddressSpace<A> space =
          AddressSpace.<A>builder()
              .strategy(strategy)
              .attachments(this)
              .release(attachment -> releases.merge(attachment, 1, Integer::sum))
              .releaseOn(Runnable::run)
              .build();
      add(space, new SpaceModel<>(policy));
    }

    private void add(AddressSpace<A> space, SpaceModel<A> model) {
      spaces.add(space);
      pairs.add(new Pair<>(space, model));
    }

    void run() {
      while (sections < SECTIONS) {
        Pair<A> pair = pairs.get(random.nextInt(pairs.size()));
        section(pair);
        sections++;
        forkOrClose();
        startOrEndAHold();
        check();
      }
      while (!readers.isEmpty()) {
        readers.remove(0).hold.close();
        check();
      }
      int merges = pairs.get(0).model.merges();
      while (!pairs.isEmpty()) {
        pairs.remove(0).space.close();
        check();
      }
      for (A attachment : owned) {
        assertThat(releases.get(attachment)).as(attachment.toString()).isEqualTo(1);
      }
      assertThat(merges).isGreaterThan(2);
      assertThat(mostAreas).isGreaterThan(10);
      assertThat(stops).isPositive();
      assertThat(refusedReleased).isPositive();
      assertThat(keptFromReaders).isPositive();
      assertThat(mappedAtOnce).isGreaterThan(SECTIONS / 40);
    }

    // ---- Sections ----

    private void section(Pair<A> pair) {
      SpaceModel<A> planned = pair.model.copy();
      List<Vma> before = vmas(pair);
      handed.clear();
      WriteSection<A> section = pair.space.write();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        if (random.nextInt(20) == 0) {
          writeHold(pair, section);
        }
        change(section, planned);
        assertThat(list(section)).isEqualTo(planned.areas());
        assertThat(vmas(pair)).as("nothing shows").isEqualTo(before);
      }
      Commit commit = null;
      switch (random.nextInt(4)) {
        case 0 -> section.close();
        case 1 -> {
          try (ReadSection<A> reading = section.downgrade()) {
            assertThat(list(reading)).isEqualTo(planned.areas());
            assertThat(pair.space.mm().readLocks()).isEqualTo(1);
          }
          pair.model = planned;
          owned.addAll(handed);
        }
        default -> {
          commit = section.commit();
          pair.model = planned;
          owned.addAll(handed);
        }
      }
      assertThat(pair.space.mm().lockState()).isEqualTo("free");
      assertThat(pair.space.mm().sequence() & 1).isZero();
      List<Vma> after = vmas(pair);
      Set<A> went = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Vma vma : before) {
        if (!after.contains(vma)) {
          went.add(TreeView.attachment(vma));
        }
      }
      for (Reader<A> reader : readers) {
        if (reader.pair == pair && reader.retiredBy < 0 && !after.contains(reader.vma)) {
          reader.retiredBy = sections;
        }
      }
      if (commit != null) {
        commits.add(new Done<>(pair, sections, commit, went));
      }
      mostAreas = Math.max(mostAreas, planned.areas().size());
    }

    /** Refused exactly where a reader is inside, also of a retired area of the same attachment. */
    private void writeHold(Pair<A> pair, WriteSection<A> section) {
      long start = base + random.nextInt(WINDOW);
      long end = start + 1 + random.nextInt(20);
      if (!isRange(start, end)) {
        return;
      }
      Set<A> shared = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Area<A> area : section) {
        if (Ranges.below(area.start(), end) && Ranges.below(start, area.end())) {
          shared.add(area.attachment());
        }
      }
      // Those of the range, and those that the section has replaced or unmapped itself.
      List<Vma> held = new ArrayList<>();
      for (Vma vma : vmas(pair)) {
        Area<A> now = section.find(vma.start());
        A attachment = TreeView.attachment(vma);
        boolean stays =
            now != null && now.equals(TreeView.area(vma)) && now.attachment() == attachment;
        boolean inRange = Ranges.below(vma.start(), end) && Ranges.below(start, vma.end());
        if (shared.contains(attachment) && (inRange || !stays)) {
          held.add(vma);
        }
      }
      boolean inside = false;
      for (Reader<A> reader : readers) {
        inside |=
            reader.pair == pair
                && (held.contains(reader.vma)
                    || reader.retiredBy >= 0 && shared.contains(reader.area.attachment()));
      }
      section.waitAtMost(Duration.ZERO);
      if (inside) {
        keptFromReaders++;
        assertThatThrownBy(() -> section.writeHold(start, end))
            .isInstanceOf(ReadersInsideException.class);
      } else {
        section.writeHold(start, end);
        if (!held.isEmpty()) {
          assertThat(pair.space.mm().sequence() & 1).isEqualTo(1);
        }
      }
    }

    private void change(WriteSection<A> section, SpaceModel<A> model) {
      long start = address(model);
      long end = start + random.nextInt(30) - 2;
      long newStart = address(model);
      long newEnd = newStart + (end - start);
      boolean range = isRange(start, end);
      A attachment = attachment(start);
      long offset = random.nextInt(4) == 0 ? 0 : start - base;
      boolean dead = releases.containsKey(attachment);
      callsUntilStop = random.nextInt(12) == 0 ? random.nextInt(3) : -1;
      switch (random.nextInt(10)) {
        case 0, 1, 6, 7 -> {
          if (makes(
              range && model.isFree(start, end),
              dead,
              () -> section.map(start, end, attachment, offset))) {
            hand(attachment);
            model.map(start, end, attachment, offset);
          }
        }
        case 2 -> {
          List<Area<A>> removed = new ArrayList<>();
          if (makes(range, false, () -> removed.addAll(section.unmap(start, end)))) {
            assertThat(removed).isEqualTo(model.unmap(start, end));
          }
        }
        case 3 -> {
          List<A> changes = new ArrayList<>();
          boolean keep = random.nextBoolean();
          UnaryOperator<A> change =
              old -> {
                A changed = keep ? old : source.apply(start);
                changes.add(changed);
                return changed;
              };
          if (makes(
              range && model.isMapped(start, end),
              false,
              () -> section.update(start, end, change))) {
            if (keep) {
              model.update(start, end, old -> old);
            } else {
              changes.forEach(this::hand);
              model.update(start, end, old -> changes.remove(0));
            }
          }
        }
        case 4 -> {
          boolean fits =
              range
                  && model.isMapped(start, end)
                  && isRange(newStart, newEnd)
                  && model.isFree(newStart, newEnd)
                  && (Ranges.below(newEnd - 1, start) || Ranges.below(end - 1, newStart));
          if (makes(fits, false, () -> section.move(start, end, newStart))) {
            model.move(start, end, newStart);
          }
        }
        case 5 -> {
          boolean mapped = model.find(start) != null;
          if (makes(mapped, dead, () -> section.setAttachment(start, attachment))) {
            hand(attachment);
            model.set(start, attachment);
          }
        }
        case 8 -> mapAll(section, model);
        default -> {
          Area<A> area = model.find(start);
          boolean fits =
              area != null
                  && isRange(area.start(), end)
                  && (!Ranges.below(area.end(), end) || model.isFree(area.end(), end));
          if (makes(fits, false, () -> section.resize(start, end))) {
            model.resize(start, end);
          }
        }
      }
      callsUntilStop = -1;
    }

    /** Maps some areas, now and then a bad one among them; often in one gap, or side by side. */
    private void mapAll(WriteSection<A> section, SpaceModel<A> model) {
      SpaceModel<A> after = model.copy();
      List<Area<A>> areas = new ArrayList<>();
      boolean fits = true;
      boolean dead = false;
      long address = address(model);
      for (int n = random.nextInt(6); n > 0; n--) {
        Area<A> other = after.atOrAfter(address);
        if (other != null && random.nextInt(8) > 0) {
          address = other.start() == address ? other.end() : address; // most often free
        }
        long end = address + 1 + random.nextInt(9);
        A attachment = attachment(address);
        Area<A> area = new Area<>(address, end, attachment, random.nextInt(2) * (address - base));
        areas.add(area);
        if (fits && !dead) {
          boolean ascending =
              areas.size() == 1 || !Ranges.below(address, areas.get(areas.size() - 2).end());
          fits = isRange(address, end) && ascending && after.isFree(address, end);
          dead = fits && releases.containsKey(attachment);
          if (fits && !dead) {
            after.map(address, end, attachment, area.offset());
          }
        }
        address = random.nextInt(12) == 0 ? address(model) : end + random.nextInt(2) * 3;
      }
      callsUntilStop = fits ? callsUntilStop : -1;
      if (makes(fits, dead, () -> section.mapAll(areas))) {
        areas.forEach(area -> hand(area.attachment()));
        model.take(after);
        mappedAtOnce += areas.size();
      }
    }

    /** Makes a change that is to be accepted or refused. */
    private boolean makes(boolean accepted, boolean dead, Runnable change) {
      if (!accepted) {
        assertThatThrownBy(change::run).isInstanceOf(IllegalArgumentException.class);
        return false;
      }
      try {
        change.run();
        assertThat(dead).as("a released attachment is refused").isFalse();
        return true;
      } catch (Stop e) {
        stops++;
        return false;
      } catch (IllegalStateException e) {
        assertThat(dead).as(e.toString()).isTrue();
        assertThat(e).hasMessageContaining("has begun");
        refusedReleased++;
        return false;
      }
    }

    private void hand(A attachment) {
      handed.add(attachment);
      everHanded.add(attachment);
    }

    /** A new one, or one of before, which may be mapped, rolled back or released. */
    private A attachment(long start) {
      return random.nextInt(3) == 0 || everHanded.isEmpty()
          ? source.apply(start)
          : everHanded.get(Math.max(0, everHanded.size() - 1 - random.nextInt(10)));
    }

    /** Any, or where an area ends, so that changes often meet. */
    private long address(SpaceModel<?> model) {
      long address = base + random.nextInt(WINDOW);
      Area<?> area = random.nextBoolean() ? model.atOrAfter(address) : null;
      return area == null ? address : area.end();
    }

    // ---- Beside sections ----

    private void forkOrClose() {
      if (random.nextInt(40) == 0 && pairs.size() <= MOST_FORKS) {
        Pair<A> parent = pairs.get(random.nextInt(pairs.size()));
        add(parent.space.fork(), parent.model.fork());
      } else if (random.nextInt(40) == 0 && pairs.size() > 1) {
        Pair<A> gone = pairs.remove(1 + random.nextInt(pairs.size() - 1));
        gone.space.close();
        gone.space.close();
        for (Reader<A> reader : readers) {
          if (reader.pair == gone && reader.retiredBy < 0) {
            reader.retiredBy = sections;
          }
        }
        assertThat(visited(gone.space)).isEmpty();
      }
    }

    private void startOrEndAHold() {
      if (random.nextInt(3) > 0 && readers.size() < MOST_HOLDS) {
        Pair<A> pair = pairs.get(random.nextInt(pairs.size()));
        Hold<A> hold = pair.space.hold();
        if (hold.startReadAtOrAfter(base + random.nextInt(WINDOW))) {
          readers.add(new Reader<>(pair, hold));
        }
      } else if (!readers.isEmpty()) {
        readers.remove(random.nextInt(readers.size())).hold.close();
      }
    }

    // ---- What must hold ----

    private void check() {
      for (Reader<A> reader : readers) {
        assertThat(reader.hold.attachment()).isSameAs(reader.area.attachment());
        assertThat(reader.hold.start()).isEqualTo(reader.area.start());
        assertThat(reader.hold.end()).isEqualTo(reader.area.end());
        assertThat(at(reader.hold)).isEqualTo(reader.area.offset());
      }
      for (Done<A> done : commits) {
        boolean kept = false;
        for (Reader<A> reader : readers) {
          kept |=
              reader.pair == done.pair
                  && reader.retiredBy >= 0
                  && (reader.retiredBy == done.section
                      || reader.retiredBy < done.section
                          && done.went.contains(reader.area.attachment()));
        }
        if (kept) {
          assertThat(done.commit.isReleased()).as("section " + done.section).isFalse();
        } else {
          await(done.commit);
        }
      }
      commits.removeIf(done -> done.commit.isReleased());
      spaces.forEach(this::settle);
      Set<A> alive = Collections.newSetFromMap(new IdentityHashMap<>());
      readers.forEach(reader -> alive.add(reader.area.attachment()));
      for (Pair<A> pair : pairs) {
        vmas(pair).forEach(vma -> alive.add(TreeView.attachment(vma)));
        read(pair);
      }
      releases.forEach(
          (attachment, times) -> {
            assertThat(times).as("releases of " + attachment).isEqualTo(1);
            assertThat(owned.contains(attachment)).as("the caller's: " + attachment).isTrue();
            assertThat(alive.contains(attachment)).as("is in use: " + attachment).isFalse();
          });
      for (A attachment : owned) {
        assertThat(alive.contains(attachment) || releases.containsKey(attachment))
            .as("lost: " + attachment)
            .isTrue();
      }
    }

    /** The daemon may be in the middle of it. */
    private void await(Commit commit) {
      try {
        assertThat(commit.await(Duration.ofSeconds(20))).as(commit.toString()).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Does what the daemon does in time, and returns when it is done: readers may be left. */
    private void settle(AddressSpace<A> space) {
      space.retired().settleNotices();
      long inside = readers.stream().filter(r -> r.pair.space == space && r.retiredBy >= 0).count();
      while (space.retired().size() > inside) { // two holds may have one area
        if (space.retired().all().stream()
            .allMatch(one -> one.area != null && strategy.readers(one.area.vma()) > 0)) {
          break;
        }
        Thread.onSpinWait();
      }
    }

    private void read(Pair<A> pair) {
      SpaceModel<A> model = pair.model;
      assertThat(visited(pair.space)).isEqualTo(model.areas());
      assertThat(pair.space.<Integer>speculate(AreaView::size)).isEqualTo(model.areas().size());
      for (int i = 0; i < 5; i++) {
        long address = base + random.nextInt(WINDOW);
        assertThat(pair.reader.startRead(address) ? held(pair.reader) : null)
            .isEqualTo(model.find(address));
        assertThat(pair.reader.startReadAtOrAfter(address) ? held(pair.reader) : null)
            .isEqualTo(model.atOrAfter(address));
      }
    }

    private List<Vma> vmas(Pair<A> pair) {
      List<Vma> vmas = new ArrayList<>();
      pair.space.index().forEach(vmas::add);
      return vmas;
    }

    // ---- The policy, which says what it made, and throws when it is told to ----

    @Override
    public A part(A whole, long offset, long length) {
      return made(policy.part(whole, offset, length), whole, whole);
    }

    @Override
    public boolean mergeable(A left, long leftEnd, A right, long rightStart) {
      mayStop();
      return policy.mergeable(left, leftEnd, right, rightStart);
    }

    @Override
    public A merge(A left, A right) {
      return made(policy.merge(left, right), left, right);
    }

    @Override
    public A fork(A attachment) {
      return made(policy.fork(attachment), attachment, attachment);
    }

    private A made(A one, A known, A alsoKnown) {
      mayStop();
      if (one != known && one != alsoKnown) {
        owned.add(one);
      }
      return one;
    }

    private void mayStop() {
      if (callsUntilStop >= 0 && callsUntilStop-- == 0) {
        throw new Stop();
      }
    }
  }

  private static boolean isRange(long start, long end) {
    return Ranges.below(start, end);
  }

  private static <A> Area<A> held(Hold<A> hold) {
    Area<A> area = new Area<>(hold.start(), hold.end(), hold.attachment(), at(hold));
    hold.endRead();
    return area;
  }

  private static <A> List<Area<A>> visited(AddressSpace<A> space) {
    List<Area<A>> areas = new ArrayList<>();
    space.forEach(
        hold -> areas.add(new Area<>(hold.start(), hold.end(), hold.attachment(), at(hold))));
    return areas;
  }

  private static <A> List<Area<A>> list(AreaView<A> view) {
    List<Area<A>> areas = new ArrayList<>();
    view.forEach(areas::add);
    return areas;
  }
}
