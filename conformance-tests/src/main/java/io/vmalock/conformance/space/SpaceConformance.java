package io.vmalock.conformance.space;

import static io.vmalock.conformance.space.Pages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.WaitBudget;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.Attachments;
import io.vmalock.space.Hold;
import io.vmalock.space.Outcome;
import io.vmalock.space.ReadSection;
import io.vmalock.space.ReadersInsideException;
import io.vmalock.space.WriteSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an address space promises (rules A1 to A4, P5, P7), tested with one strategy under churn:
 *
 * <pre>{@code
 * class MyStrategySpaceTest extends SpaceConformance {
 *   MyStrategySpaceTest() {
 *     super(new MyStrategy());
 *   }
 * }
 * }</pre>
 *
 * <p>A test needs a fraction of a second. What it finds depends on how the threads happen to run:
 * the seed, which a failure names and the system property {@value Options#SEED} sets, makes their
 * choices the same again and not their meetings.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SpaceConformance {
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
  private final long seed = Options.standard().seed();

  /** Tests this strategy. */
  protected SpaceConformance(VmaLockStrategy strategy) {
    this.strategy = strategy;
  }

  // ---- A1, A2: what stays mapped is found ----

  @Test
  void whatStaysMappedIsFound() {
    findPillars(space(NEAR_WRAP));
  }

  /** Where every second reader falls back, and holds the mmap lock in place of the area. */
  @Test
  void whatStaysMappedIsFoundByMoreReadersThanTheLimit() {
    assumeTrue(strategy.capabilities().contains(Capability.READER_LIMIT), "no reader limit");
    findPillars(space(new Limits(0, 1)));
  }

  private void findPillars(AddressSpace<String> space) {
    Pages memory = new Pages(PAGES, READERS);
    memory.allocate(0, PAGES * PAGE);
    try (WriteSection<String> section = space.write()) {
      section.map(0, PAGES * PAGE, "a");
    }
    Churn churn = new Churn(LEAST_STEPS, seed);
    for (int i = 0; i < READERS; i++) {
      int reader = i;
      Hold<String> hold = space.hold();
      churn.with(
          "reader " + reader,
          random -> {
            long address = pillar(random) + random.nextInt((int) PAGE);
            assertThat(hold.startRead(address)).as("found").isTrue();
            try {
              assertHolds(hold, address);
              memory.use(
                  reader,
                  hold.start(),
                  hold.end(),
                  () -> {
                    // P7: inside a hold only tries, and a writer that waits for it stops nobody.
                    long other = pillar(random);
                    assertThat(hold.tryRead(other, Hold::start).outcome())
                        .isNotEqualTo(Outcome.UNMAPPED);
                  });
            } finally {
              hold.endRead();
            }
            assertThat(space.tryRead(address, Hold::start).outcome())
                .isNotEqualTo(Outcome.UNMAPPED);
            assertThat(space.<String>readOptimistically(address, text -> text)).isNotNull();
          });
    }
    churn.with("writer", random -> rebuild(space, memory, random));
    churn.with("second writer", random -> rebuild(space, memory, random));
    churn.run();
  }

  private void assertHolds(Hold<String> hold, long address) {
    Vma vma = hold.vma();
    assertThat(vma.contains(address)).as("%s contains 0x%x", vma, address).isTrue();
    assertThat(strategy.isAttached(vma)).as("%s is attached", vma).isTrue();
  }

  /** One section that splits, merges, maps, unmaps and moves: each pillar is mapped at its end. */
  private static void rebuild(AddressSpace<String> space, Pages memory, Random random) {
    try (WriteSection<String> section = space.write()) {
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int from = random.nextInt(PAGES - 1);
        long start = from * PAGE;
        long end = start + (1 + random.nextInt(Math.min(2 * STRIDE, PAGES - from))) * PAGE;
        switch (random.nextInt(4)) {
          case 0 -> {
            for (Area<String> area : section.unmap(start, end)) {
              memory.free(area.start(), area.end());
            }
          }
          case 1 -> map(section, memory, start, end, colour(random));
          case 2 -> recolour(section, start, end, colour(random));
          default -> move(section, memory, start, random);
        }
      }
      for (int pillar = 0; pillar < PILLARS; pillar++) {
        long start = pillar * STRIDE * PAGE;
        map(section, memory, start, start + PAGE, "a");
      }
    }
  }

  /** Maps what is free in a range. */
  private static void map(
      WriteSection<String> section, Pages memory, long start, long end, String colour) {
    for (long page = start; page < end; page += PAGE) {
      if (section.find(page) == null) {
        memory.allocate(page, page + PAGE);
        section.map(page, page + PAGE, colour);
      }
    }
  }

  /** Splits and merges. */
  private static void recolour(WriteSection<String> section, long start, long end, String colour) {
    for (long page = start; page < end; page += PAGE) {
      if (section.find(page) != null) {
        section.update(page, page + PAGE, old -> colour);
      }
    }
  }

  private static void move(WriteSection<String> section, Pages memory, long start, Random random) {
    long target = random.nextInt(PAGES) * PAGE;
    if (section.find(start) != null && section.find(target) == null) {
      memory.allocate(target, target + PAGE);
      section.move(start, start + PAGE, target);
      memory.free(start, start + PAGE);
    }
  }

  // ---- A3: a walk sees no gap that was not there ----

  @Test
  void aWalkSeesNoFalseGap() {
    AddressSpace<String> space = space(NEAR_WRAP);
    try (WriteSection<String> section = space.write()) {
      section.map(0, PAGES * PAGE, "a");
    }
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
    churn.with(
        "writer",
        random -> {
          try (WriteSection<String> section = space.write()) {
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
        });
    churn.run();
  }

  // ---- A4, L3: sections are seen whole, speculation ends in "retry" ----

  @Test
  void aSectionIsSeenWhole() {
    AddressSpace<Integer> space =
        AddressSpace.<Integer>builder().strategy(strategy).limits(NEAR_WRAP).build();
    try (WriteSection<Integer> section = space.write()) {
      for (long area = 0; area < PILLARS; area++) {
        section.map(area * PAGE, (area + 1) * PAGE, 0);
      }
      section.map(HIGH, HIGH + PAGE, 0);
    }
    Churn churn = new Churn(LEAST_STEPS, seed);
    int[] version = {0};
    churn.with(
        "writer",
        random -> {
          try (WriteSection<Integer> section = space.write()) {
            version[0]++;
            for (Area<Integer> area : section) {
              section.setAttachment(area.start(), version[0]);
            }
            // One of two addresses is mapped, never both and never none.
            long here = version[0] % 2 == 0 ? 0 : PAGE;
            section.unmap(HIGH, HIGH + 2 * PAGE);
            section.map(HIGH + here, HIGH + here + PAGE, version[0]);
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
    churn.with(
        "reader",
        random -> {
          int seen = 0;
          for (int i = 0; i < PILLARS; i++) {
            Integer read = space.read(random.nextInt(PILLARS) * PAGE, Hold::attachment);
            assertThat(read).as("not older than one seen before").isGreaterThanOrEqualTo(seen);
            seen = read == null ? 0 : read;
          }
          long here = random.nextBoolean() ? PAGE : 0;
          space.read(
              HIGH + here,
              hold -> {
                assertThat(hold.tryRead(HIGH + PAGE - here, Hold::start).made())
                    .as("both are mapped")
                    .isFalse();
                return "";
              });
          try (ReadSection<Integer> section = space.readLocked()) {
            Integer first = section.iterator().next().attachment();
            assertThat(section).extracting(Area::attachment).containsOnly(first);
          }
        });
    churn.run();
  }

  /** Two plain fields that are changed together while readers are kept out. */
  private static final class Pair {
    int first;
    int second;
  }

  @Test
  void whatIsChangedInPlaceIsNeverSeenHalf() {
    AddressSpace<Pair> space =
        AddressSpace.<Pair>builder().strategy(strategy).limits(NEAR_WRAP).build();
    try (WriteSection<Pair> section = space.write()) {
      for (long area = 0; area < PILLARS; area++) {
        section.map(area * PAGE, (area + 1) * PAGE, new Pair());
      }
    }
    Churn churn = new Churn(LEAST_STEPS / 2, seed);
    churn.with(
        "writer",
        random -> {
          long start = random.nextInt(PILLARS) * PAGE;
          try (WriteSection<Pair> section = space.write()) {
            for (Area<Pair> area : section.keepOut(start, PILLARS * PAGE)) {
              area.attachment().first++;
            }
            for (Area<Pair> area : section.keepOut(start, PILLARS * PAGE)) {
              area.attachment().second++;
            }
          }
        });
    churn.with(
        "holder",
        random -> {
          space.read(
              random.nextInt(PILLARS) * PAGE,
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
                  random.nextInt(PILLARS) * PAGE,
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

  @Test
  void aLookUpEndsWhileItsAddressIsMappedAndUnmapped() {
    AddressSpace<String> space = space(NEAR_WRAP);
    Churn churn = new Churn(LEAST_STEPS, seed);
    for (int writer = 0; writer < 2; writer++) {
      long end = (writer + 1) * PAGE;
      churn.with(
          "writer " + writer,
          random -> {
            try (WriteSection<String> section = space.write()) {
              section.unmap(0, end);
              section.map(0, end, "a");
            }
            try (WriteSection<String> section = space.write()) {
              section.unmap(0, end);
            }
          });
    }
    Hold<String> hold = space.hold();
    churn.with(
        "reader",
        random -> {
          if (hold.startRead(PAGE - 1)) {
            assertHolds(hold, PAGE - 1);
            hold.endRead();
          }
        });
    churn.run();
  }

  // ---- Readers inside keep their area ----

  @Test
  void anAreaStaysWhileItsReaderIsInside() throws Exception {
    AddressSpace<String> space = space(NEAR_WRAP);
    Pages memory = new Pages(PAGES, 1);
    memory.allocate(0, 2 * PAGE);
    try (WriteSection<String> section = space.write()) {
      section.map(0, 2 * PAGE, "a");
    }
    Hold<String> hold = space.hold();
    assertThat(hold.startRead(PAGE)).isTrue();
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    Thread writer =
        new Thread(
            () -> {
              try (WriteSection<String> section = space.write()) {
                section.unmap(PAGE, 2 * PAGE);
                memory.free(PAGE, 2 * PAGE);
              } catch (Throwable e) {
                failed.set(e);
              }
            },
            "writer");
    writer.setDaemon(true);
    memory.use(
        0,
        hold.start(),
        hold.end(),
        () -> {
          writer.start();
          // Once readers are refused the writer is in the middle of its unmap, and waits.
          assertThat(
                  WaitBudget.standard()
                      .until(() -> hold.tryRead(0, Hold::start).outcome() == Outcome.CONTENDED))
              .as("new readers are refused")
              .isTrue();
          assertThat(strategy.isAttached(hold.vma())).isTrue();
          assertThat(writer.isAlive()).as("the writer waits").isTrue();
        });
    Vma vma = hold.vma();
    hold.endRead();
    assertThat(WaitBudget.standard().until(() -> !writer.isAlive()))
        .as("the writer goes on")
        .isTrue();
    assertThat(failed).hasValue(null);
    assertThat(strategy.isAttached(vma)).as("for readers who found it before").isFalse();
    assertThat(space.<Long>read(0, Hold::end)).isEqualTo(PAGE);
    assertThat(space.<Long>read(PAGE, Hold::end)).isNull();
  }

  @Test
  void aForkFindsNoReaderInside() {
    AddressSpace<String> space = space(NEAR_WRAP);
    Pages memory = new Pages(PAGES, READERS);
    memory.allocate(0, PAGES * PAGE);
    try (WriteSection<String> section = space.write()) {
      for (long page = 0; page < PILLARS * PAGE; page += PAGE) {
        section.map(page, page + PAGE, "a" + page);
      }
    }
    Churn churn = new Churn(LEAST_STEPS / 2, seed);
    for (int i = 0; i < READERS; i++) {
      int reader = i;
      churn.with(
          "reader " + reader,
          random ->
              space.read(
                  random.nextInt(PILLARS) * PAGE,
                  hold -> {
                    memory.use(reader, hold.start(), hold.end(), Thread::yield);
                    return "";
                  }));
    }
    churn.with(
        "forker",
        random -> {
          AddressSpace<String> child;
          try (WriteSection<String> section = space.write()) {
            child = section.fork();
            memory.requireUnused(0, PILLARS * PAGE);
            assertThat(child.<Integer>speculate(view -> view.size())).isEqualTo(PILLARS);
            long address = random.nextInt(PILLARS) * PAGE;
            assertThat(child.tryRead(address, Hold::attachment).result()).isEqualTo("a" + address);
          }
          child.close();
        });
    churn.run();
  }

  // ---- Closing ----

  private record Round(AddressSpace<String> space, Pages memory) {}

  @Test
  void closingFindsNoReaderInside() {
    // The next round is shown after the last space was closed.
    AtomicReference<Round> current =
        new AtomicReference<>(new Round(space(NEAR_WRAP), new Pages(PAGES, READERS)));
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
                  round.memory.use(reader, hold.start(), hold.end(), Thread::yield);
                  return "";
                });
          });
    }
    churn.with(
        "closer",
        random -> {
          AddressSpace<String> space = space(NEAR_WRAP);
          Pages pages = new Pages(PAGES, READERS);
          pages.allocate(0, PAGES * PAGE);
          try (WriteSection<String> section = space.write()) {
            for (long page = 0; page < PILLARS * PAGE; page += PAGE) {
              section.map(page, page + PAGE, "a" + page);
            }
          }
          current.set(new Round(space, pages));
          Thread.yield();
          if (strategy.capabilities().contains(Capability.INTERRUPTIBLE_WAIT)
              && strategy.capabilities().contains(Capability.EARLY_END_WRITE)) {
            try {
              space.close(Duration.ZERO);
            } catch (ReadersInsideException e) {
              assertThat(e.readers()).isPositive();
              assertThat(space.<Integer>speculate(view -> view.size())).isEqualTo(PILLARS);
            }
          }
          space.close();
          pages.free(0, PAGES * PAGE);
          assertThat(space.<String>read(0, Hold::attachment)).isNull();
          assertThatThrownBy(space::write).isInstanceOf(IllegalStateException.class);
        });
    churn.run();
  }

  private static long pillar(Random random) {
    return random.nextInt(PILLARS) * STRIDE * PAGE;
  }

  private static String colour(Random random) {
    return random.nextBoolean() ? "a" : "b";
  }

  private AddressSpace<String> space(Limits limits) {
    return AddressSpace.<String>builder()
        .strategy(strategy)
        .limits(limits)
        .attachments(
            new Attachments<>() {
              @Override
              public boolean mergeable(String left, String right) {
                return left.equals(right);
              }
            })
        .build();
  }
}
