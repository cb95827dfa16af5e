package io.vmalock.conformance.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Limits;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.ThreadDump;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.conformance.space.Tiles.Tile;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.Attachments;
import io.vmalock.space.Commit;
import io.vmalock.space.Hold;
import io.vmalock.space.HoldSet;
import io.vmalock.space.Outcome;
import io.vmalock.space.ReadSection;
import io.vmalock.space.ReadersInsideException;
import io.vmalock.space.WriteSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The promises of an address space (rules A1 to A4, P5, transactions, releases), with one strategy
 * under churn. A story needs a fraction of a second. Its findings depend on how the threads happen
 * to run: the seed repeats their choices and not their meetings.
 */
final class SpaceStories {
  private static final long PAGE = 0x1000;

  /** Pages that are mapped at the end of each section, whatever else it does. */
  private static final int PILLARS = 16;

  /** From one pillar to the next. */
  private static final int STRIDE = 8;

  private static final int PAGES = PILLARS * STRIDE;
  private static final int READERS = 2;

  /** An address above all others, as unsigned numbers go. */
  private static final long HIGH = Long.MIN_VALUE;

  private static final int LEAST_STEPS = 100;

  /** So that the sequence wraps in the middle of a test. */
  private static final Limits NEAR_WRAP = new Limits(Long.MAX_VALUE - 41, Integer.MAX_VALUE);

  private final VmaLockStrategy strategy;
  private final long seed;

  /** Creates the stories of a strategy, with choices from a seed. */
  SpaceStories(VmaLockStrategy strategy, long seed) {
    this.strategy = strategy;
    this.seed = seed;
  }

  // ---- A1, A2: a mapped area is found, and a found area was there ----

  void whatStaysMappedIsFound() {
    findPillars(NEAR_WRAP);
  }

  /** Limits under which every second reader meets a full area. */
  void whatStaysMappedIsFoundByMoreReadersThanTheLimit() {
    findPillars(new Limits(0, 1));
  }

  private void findPillars(Limits limits) {
    Tiles tiles = new Tiles(READERS);
    AddressSpace<Tile> space = space(tiles, limits);
    space.write(section -> section.map(0, PAGES * PAGE, tiles.make("a")));
    Churn churn = new Churn(LEAST_STEPS, seed);
    for (int i = 0; i < READERS; i++) {
      int reader = i;
      Hold<Tile> hold = space.hold();
      Hold<Tile> inner = space.hold();
      churn.with(
          "reader " + reader,
          random -> {
            long address = pillar(random) + random.nextInt((int) PAGE);
            long since = tiles.now();
            assertThat(hold.startRead(address)).as("found").isTrue();
            try {
              Tiles.requireFound(hold.attachment(), since);
              assertContains(hold, address);
              hold.attachment().use(reader, () -> readInside(inner, pillar(random), limits));
            } finally {
              hold.endRead();
            }
            assertThat(hold.tryStartRead(address)).isNotEqualTo(Outcome.UNMAPPED);
            if (hold.isHeld()) {
              hold.endRead();
            }
            assertThat(space.<String>readOptimistically(address, Tile::colour)).isNotNull();
          });
    }
    churn.with("writer", random -> rebuild(space, tiles, random));
    churn.with("second writer", random -> rebuild(space, tiles, random));
    churn.run();
    space.close();
    tiles.requireAllReleased();
  }

  /** A read inside a read waits for no writer, and so for no thread unless the area may be full. */
  private static void readInside(Hold<Tile> inner, long address, Limits limits) {
    if (limits.readers() < READERS) {
      assertThat(inner.tryStartRead(address)).isNotEqualTo(Outcome.UNMAPPED);
    } else {
      assertThat(inner.startRead(address)).as("found inside a hold").isTrue();
    }
    if (inner.isHeld()) {
      inner.endRead();
    }
  }

  private static void assertContains(Hold<?> hold, long address) {
    Vma vma = hold.vma();
    assertThat(vma.contains(address)).as("%s contains 0x%x", vma, address).isTrue();
  }

  /**
   * One section that splits, merges, maps, unmaps and moves: each pillar is mapped at its end. One
   * section in four is rolled back, by a plain close, and one in four goes on as a reader.
   */
  private static void rebuild(AddressSpace<Tile> space, Tiles tiles, Random random) {
    boolean rollsBack = random.nextInt(4) == 0;
    Set<Tile> before;
    Set<Tile> after;
    try (WriteSection<Tile> section = space.write()) {
      tiles.opened(rollsBack);
      before = Tiles.in(section);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int from = random.nextInt(PAGES - 1);
        long start = from * PAGE;
        long end = start + (1 + random.nextInt(Math.min(2 * STRIDE, PAGES - from))) * PAGE;
        switch (random.nextInt(6)) {
          case 0 -> section.unmap(start, end);
          case 1 -> map(section, tiles, start, end, colour(random));
          case 2 -> mapAll(section, tiles, start, end, colour(random));
          case 3 -> recolour(section, tiles, start, end, colour(random));
          case 4 -> shrink(section, start);
          default -> move(section, start, random);
        }
      }
      if (rollsBack) {
        return;
      }
      for (int pillar = 0; pillar < PILLARS; pillar++) {
        long start = pillar * STRIDE * PAGE;
        map(section, tiles, start, start + PAGE, "a");
      }
      after = Tiles.in(section);
      if (random.nextInt(4) == 0) {
        try (ReadSection<Tile> read = section.downgrade()) {
          assertThat(Tiles.in(read)).as("what a downgraded section sees").isEqualTo(after);
        }
      } else {
        section.commit();
      }
    }
    tiles.committed(before, after);
  }

  /** Maps the free parts of a range. */
  private static void map(
      WriteSection<Tile> section, Tiles tiles, long start, long end, String colour) {
    for (long page = start; page < end; page += PAGE) {
      if (section.find(page) == null) {
        section.map(page, page + PAGE, tiles.make(colour));
      }
    }
  }

  /** Maps the free parts of a range by one call. */
  private static void mapAll(
      WriteSection<Tile> section, Tiles tiles, long start, long end, String colour) {
    List<Area<Tile>> areas = new ArrayList<>();
    for (long page = start; page < end; page += PAGE) {
      if (section.find(page) == null) {
        areas.add(new Area<>(page, page + PAGE, tiles.make(colour), 0));
      }
    }
    section.mapAll(areas);
  }

  /** Splits and merges. */
  private static void recolour(
      WriteSection<Tile> section, Tiles tiles, long start, long end, String colour) {
    for (long page = start; page < end; page += PAGE) {
      if (section.find(page) != null) {
        section.update(page, page + PAGE, old -> tiles.make(colour));
      }
    }
  }

  /** Cuts the last page off an area, or grows it by one. */
  private static void shrink(WriteSection<Tile> section, long address) {
    Area<Tile> area = section.find(address);
    if (area != null && area.end() - area.start() > PAGE) {
      section.resize(address, area.end() - PAGE);
    } else if (area != null && area.end() < PAGES * PAGE && section.find(area.end()) == null) {
      section.resize(address, area.end() + PAGE);
    }
  }

  private static void move(WriteSection<Tile> section, long start, Random random) {
    long target = random.nextInt(PAGES) * PAGE;
    if (section.find(start) != null && section.find(target) == null) {
      section.move(start, start + PAGE, target);
    }
  }

  // ---- A3: a walk sees no gap that was not there ----

  void aWalkSeesNoFalseGap() {
    AddressSpace<String> space = stringSpace();
    space.write(section -> section.map(0, PAGES * PAGE, "a"));
    Churn churn = new Churn(LEAST_STEPS / 2, seed);
    Hold<String> hold = space.hold();
    churn.with(
        "walker",
        random -> {
          long address = 0;
          while (hold.startReadAtOrAfter(address)) {
            assertThat(hold.start()).as("no gap").isLessThanOrEqualTo(address);
            assertThat(hold.end()).isGreaterThan(address);
            address = hold.end();
            hold.endRead();
          }
          assertThat(address).as("no gap at the end").isEqualTo(PAGES * PAGE);
        });
    churn.with(
        "visitor",
        random -> {
          long[] address = {0};
          space.forEach(
              visited -> {
                assertThat(visited.start()).as("no gap").isLessThanOrEqualTo(address[0]);
                address[0] = visited.end();
              });
          assertThat(address[0]).as("no gap at the end").isEqualTo(PAGES * PAGE);
        });
    churn.with("writer", random -> space.write(section -> shuffle(section, random)));
    churn.with(
        "writer that rolls back",
        random -> {
          try (WriteSection<String> section = space.write()) {
            shuffle(section, random);
            section.unmap(0, PAGES * PAGE);
          }
        });
    churn.run();
  }

  /** Leaves no gap, but in the middle. */
  private static void shuffle(WriteSection<String> section, Random random) {
    // Two neighbours change places, by way of an address that is free between sections.
    long start = random.nextInt(PAGES - 1) * PAGE;
    section.move(start, start + PAGE, PAGES * PAGE);
    section.move(start + PAGE, start + 2 * PAGE, start);
    section.move(PAGES * PAGE, (PAGES + 1) * PAGE, start + PAGE);
    long from = random.nextInt(PAGES) * PAGE;
    section.update(from, PAGES * PAGE, old -> colour(random));
    long hole = random.nextInt(PAGES) * PAGE;
    section.unmap(hole, hole + PAGE);
    section.map(hole, hole + PAGE, colour(random));
  }

  // ---- A4, L3: sections are seen whole, speculation ends in "retry" ----

  void aSectionIsSeenWhole() {
    AddressSpace<Integer> space = space();
    space.write(
        section -> {
          for (long area = 0; area < PILLARS; area++) {
            section.map(area * PAGE, (area + 1) * PAGE, 0);
          }
          section.map(HIGH, HIGH + PAGE, 0);
        });
    Churn churn = new Churn(LEAST_STEPS, seed);
    int[] version = {0};
    churn.with(
        "writer",
        random -> {
          try (WriteSection<Integer> section = space.write()) {
            boolean rollsBack = random.nextInt(4) == 0;
            int next = rollsBack ? -1 : ++version[0];
            for (Area<Integer> area : section) {
              section.setAttachment(area.start(), next);
            }
            // One of two addresses is mapped, never both and never none.
            long here = next % 2 == 0 ? 0 : PAGE;
            section.unmap(HIGH, HIGH + 2 * PAGE);
            section.map(HIGH + here, HIGH + here + PAGE, next);
            if (!rollsBack) {
              section.commit();
            }
          }
        });
    churn.with(
        "speculator",
        random -> {
          List<Integer> seen =
              space.speculate(
                  view -> {
                    List<Integer> versions = new ArrayList<>();
                    view.forEach(area -> versions.add(area.attachment()));
                    return versions;
                  });
          assertThat(seen).hasSize(PILLARS + 1).containsOnly(seen.get(0));
        });
    HoldSet<Integer> set = space.holds(PILLARS + 2);
    long[] addresses = new long[PILLARS + 2];
    for (int i = 0; i < PILLARS; i++) {
      addresses[i] = i * PAGE;
    }
    addresses[PILLARS] = HIGH;
    addresses[PILLARS + 1] = HIGH + PAGE;
    churn.with(
        "reader of several",
        random -> {
          set.startRead(addresses);
          try {
            Integer first = set.hold(0).attachment();
            for (int i = 1; i < PILLARS; i++) {
              assertThat(set.hold(i).attachment()).as("of one state").isEqualTo(first);
            }
            assertThat(set.hold(PILLARS).isHeld())
                .as("one of two is mapped")
                .isNotEqualTo(set.hold(PILLARS + 1).isHeld());
          } finally {
            set.endRead();
          }
        });
    churn.with(
        "reader",
        random -> {
          int seen = 0;
          for (int i = 0; i < PILLARS; i++) {
            Integer read = space.read(random.nextInt(PILLARS) * PAGE, Hold::attachment);
            assertThat(read).as("not older than one seen before").isGreaterThanOrEqualTo(seen);
            seen = read == null ? 0 : read;
          }
          try (ReadSection<Integer> section = space.readLocked()) {
            Integer first = section.iterator().next().attachment();
            assertThat(section).extracting(Area::attachment).containsOnly(first);
          }
        });
    churn.run();
  }

  /** Two plain fields that a writer changes together while it keeps readers out. */
  private static final class Pair {
    int first;
    int second;
  }

  /** Also not from a retired area, by a reader that came before the area was split or merged. */
  void whatIsChangedInPlaceIsNeverSeenHalf() {
    AddressSpace<Pair> space = space();
    space.write(
        section -> {
          for (long area = 0; area < PILLARS; area++) {
            section.map(2 * area * PAGE, 2 * (area + 1) * PAGE, new Pair());
          }
        });
    Churn churn = new Churn(LEAST_STEPS / 2, seed);
    churn.with(
        "writer",
        random -> {
          long start = 2 * random.nextInt(PILLARS) * PAGE;
          try (WriteSection<Pair> section = space.write()) {
            List<Area<Pair>> areas = section.writeHold(start, 2 * PILLARS * PAGE);
            for (int area = 0; area < areas.size(); area++) {
              areas.get(area).attachment().first++;
            }
            for (Area<Pair> area : section.writeHold(start, 2 * PILLARS * PAGE)) {
              area.attachment().second++;
            }
            if (random.nextBoolean()) {
              section.commit();
            }
          }
        });
    churn.with(
        "writer that replaces",
        random -> {
          long start = 2 * random.nextInt(PILLARS) * PAGE;
          space.write(
              section -> {
                Area<Pair> area = Objects.requireNonNull(section.find(start));
                if (area.end() == start + PAGE) {
                  section.map(start + PAGE, start + 2 * PAGE, area.attachment(), PAGE);
                } else {
                  section.unmap(start + PAGE, start + 2 * PAGE);
                }
              });
        });
    churn.with(
        "holder",
        random -> {
          space.read(
              2 * random.nextInt(PILLARS) * PAGE,
              hold -> {
                int first = hold.attachment().first;
                Thread.yield();
                assertThat(hold.attachment().second).isEqualTo(first);
                assertThat(hold.attachment().first).isEqualTo(first);
                return "";
              });
        });
    churn.with(
        "optimist",
        random -> {
          Long difference =
              space.<Long>readOptimistically(
                  2 * random.nextInt(PILLARS) * PAGE,
                  pair -> {
                    long first = pair.first;
                    Thread.yield();
                    return first - pair.second;
                  });
          assertThat(difference).isZero();
        });
    churn.with(
        "speculator",
        random -> {
          Integer sum =
              space.<Integer>speculate(
                  view -> {
                    int difference = 0;
                    for (Area<Pair> area : view) {
                      difference += Math.abs(area.attachment().first - area.attachment().second);
                    }
                    return difference;
                  });
          assertThat(sum).isZero();
        });
    churn.run();
  }

  // ---- P5: look-ups end ----

  void aLookUpEndsWhileItsAddressIsMappedAndUnmapped() {
    AddressSpace<String> space = stringSpace();
    Churn churn = new Churn(LEAST_STEPS, seed);
    for (int writer = 0; writer < 2; writer++) {
      long end = (writer + 1) * PAGE;
      churn.with(
          "writer " + writer,
          random -> {
            space.write(
                section -> {
                  section.unmap(0, end);
                  section.map(0, end, "a");
                });
            space.write(section -> section.unmap(0, end));
          });
    }
    Hold<String> hold = space.hold();
    churn.with(
        "reader",
        random -> {
          if (hold.startRead(PAGE - 1)) {
            assertContains(hold, PAGE - 1);
            hold.endRead();
          }
        });
    churn.run();
  }

  // ---- A held area stays, and no thread waits for its reader ----

  void aSectionLeavesReadersInsideAndDoesNotWaitForThem() throws Exception {
    Tiles tiles = new Tiles(1);
    AddressSpace<Tile> space = space(tiles, NEAR_WRAP);
    space.write(section -> section.map(0, 2 * PAGE, tiles.make("a")));
    Hold<Tile> hold = space.hold();
    assertThat(hold.startRead(PAGE)).isTrue();
    Vma vma = hold.vma();
    Tile tile = hold.attachment();
    AtomicReference<@Nullable Commit> commit = new AtomicReference<>();
    tile.use(
        0,
        () -> {
          inAnotherThread(
              () -> {
                commit.set(space.write(section -> section.unmap(PAGE, 2 * PAGE)));
                assertThat(space.<Long>read(0, Hold::end)).isEqualTo(PAGE);
                assertThat(space.<Long>read(PAGE, Hold::end)).isNull();
                space.write(section -> section.map(PAGE, 2 * PAGE, tiles.make("b")));
                assertThat(space.<String>read(PAGE, own -> own.attachment().colour()))
                    .isEqualTo("b");
              });
          assertThat(strategy.isAttached(vma)).as("for readers who found it before").isFalse();
          assertThat(hold.attachment()).isSameAs(tile);
          assertThat(hold.end()).isEqualTo(2 * PAGE);
          assertThat(tile.isReleased()).isFalse();
          assertThat(Objects.requireNonNull(commit.get()).isReleased()).isFalse();
        });
    hold.endRead();
    Objects.requireNonNull(commit.get()).await();
    assertThat(tile.isReleased()).isTrue();
    space.close();
    tiles.requireAllReleased();
  }

  private static void inAnotherThread(Runnable action) {
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (Throwable e) {
                failed.set(e);
              }
            },
            "writer");
    thread.setDaemon(true);
    thread.start();
    assertThat(WaitBudget.standard().until(() -> !thread.isAlive()))
        .as("the writer waits for no reader%s", ThreadDump.of(List.of(thread)))
        .isTrue();
    assertThat(failed).hasValue(null);
  }

  // ---- Transactions ----

  void aSectionThatThrowsLeavesNoTrace() {
    Tiles tiles = new Tiles(1);
    AddressSpace<Tile> space = space(tiles, NEAR_WRAP);
    space.write(section -> section.map(0, 2 * PAGE, tiles.make("a")));
    Set<Tile> before;
    try (ReadSection<Tile> section = space.readLocked()) {
      before = Tiles.in(section);
    }
    IllegalStateException thrown = new IllegalStateException("in the middle");
    assertThatThrownBy(
            () ->
                space.write(
                    section -> {
                      tiles.opened(true);
                      section.unmap(PAGE, 3 * PAGE);
                      section.map(PAGE, 3 * PAGE, tiles.make("b"));
                      section.move(0, PAGE, 4 * PAGE);
                      throw thrown;
                    }))
        .isSameAs(thrown);
    tiles.opened(false);
    try (ReadSection<Tile> section = space.readLocked()) {
      assertThat(Tiles.in(section)).isEqualTo(before);
      assertThat(section.size()).isEqualTo(1);
    }
    assertThat(space.<Long>read(PAGE, Hold::end)).isEqualTo(2 * PAGE);
    space.close();
    tiles.requireAllReleased();
  }

  // ---- Forks ----

  /** A fork is of one state, waits for no reader, and shares tiles that are released once. */
  void aForkIsOfOneStateUnderReadersAndWriters() {
    Tiles tiles = new Tiles(READERS);
    AddressSpace<Tile> space = space(tiles, NEAR_WRAP);
    space.write(
        section -> {
          for (long page = 0; page < PILLARS; page++) {
            section.map(2 * page * PAGE, (2 * page + 1) * PAGE, tiles.make("0"));
          }
        });
    Churn churn = new Churn(LEAST_STEPS / 2, seed);
    for (int i = 0; i < READERS; i++) {
      int reader = i;
      churn.with(
          "reader " + reader,
          random ->
              space.read(
                  2 * random.nextInt(PILLARS) * PAGE,
                  hold -> {
                    hold.attachment().use(reader, Thread::yield);
                    return "";
                  }));
    }
    int[] version = {0};
    churn.with(
        "writer",
        random ->
            space.write(
                section -> {
                  String next = Integer.toString(++version[0]);
                  for (Area<Tile> area : section) {
                    section.setAttachment(area.start(), tiles.make(next));
                  }
                }));
    churn.with(
        "forker",
        random -> {
          AddressSpace<Tile> child = space.fork();
          List<String> seen = new ArrayList<>();
          child.forEach(
              hold -> {
                if (hold.attachment().isReleased()) {
                  throw new AssertionError(hold.attachment() + " is a fork's and was released");
                }
                seen.add(hold.attachment().colour());
              });
          assertThat(seen).hasSize(PILLARS).containsOnly(seen.get(0));
          child.close();
        });
    churn.run();
    space.close();
    tiles.requireAllReleased();
  }

  // ---- Closing ----

  private record Round(AddressSpace<Tile> space, Tiles tiles) {}

  void closingTakesNothingFromItsReaders() {
    // The next round is shown after the last space was closed.
    AtomicReference<Round> current = new AtomicReference<>(round());
    Churn churn = new Churn(LEAST_STEPS / 4, seed);
    for (int i = 0; i < READERS; i++) {
      int reader = i;
      churn.with(
          "reader " + reader,
          random -> {
            Round round = Objects.requireNonNull(current.get());
            round.space.read(
                random.nextInt(PILLARS) * PAGE,
                hold -> {
                  hold.attachment().use(reader, Thread::yield);
                  return "";
                });
          });
    }
    churn.with(
        "closer",
        random -> {
          Round round = round();
          Round before = Objects.requireNonNull(current.getAndSet(round));
          AddressSpace<Tile> space = before.space;
          Thread.yield();
          try {
            space.close(Duration.ZERO);
          } catch (ReadersInsideException e) {
            assertThat(e.readers()).isNotNegative(); // or a release that has not run
          }
          assertThat(space.<Tile>read(0, Hold::attachment)).isNull();
          assertThatThrownBy(space::write).isInstanceOf(IllegalStateException.class);
          space.close(Duration.ofMinutes(1));
          before.tiles.requireAllReleased();
        });
    churn.run();
  }

  private Round round() {
    Tiles tiles = new Tiles(READERS);
    AddressSpace<Tile> space = space(tiles, NEAR_WRAP);
    space.write(
        section -> {
          for (long page = 0; page < PILLARS; page++) {
            section.map(page * PAGE, (page + 1) * PAGE, tiles.make("a" + page));
          }
        });
    return new Round(space, tiles);
  }

  private static long pillar(Random random) {
    return random.nextInt(PILLARS) * STRIDE * PAGE;
  }

  private static String colour(Random random) {
    return random.nextBoolean() ? "a" : "b";
  }

  /** A space whose tiles are released. */
  private AddressSpace<Tile> space(Tiles tiles, Limits limits) {
    return AddressSpace.<Tile>builder()
        .strategy(strategy)
        .limits(limits)
        .attachments(tiles)
        .release(tiles::release)
        .readableAfterRelease() // a tile is on the heap
        .build();
  }

  /** A space of words, of which equal ones merge. */
  private AddressSpace<String> stringSpace() {
    return AddressSpace.<String>builder()
        .strategy(strategy)
        .limits(NEAR_WRAP)
        .attachments(
            new Attachments<>() {
              @Override
              public boolean mergeable(String left, long leftEnd, String right, long rightStart) {
                return left.equals(right);
              }
            })
        .build();
  }

  private <A> AddressSpace<A> space() {
    return AddressSpace.<A>builder().strategy(strategy).limits(NEAR_WRAP).build();
  }
}
