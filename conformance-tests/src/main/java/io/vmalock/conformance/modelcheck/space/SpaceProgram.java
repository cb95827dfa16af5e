package io.vmalock.conformance.modelcheck.space;

import static io.vmalock.conformance.modelcheck.oracle.SpaceOracle.PAGE;
import static io.vmalock.conformance.modelcheck.oracle.SpaceOracle.PAGES;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.modelcheck.oracle.SpaceOracle;
import io.vmalock.conformance.modelcheck.oracle.SpaceOracle.Mapped;
import io.vmalock.conformance.modelcheck.program.StrategyProgram;
import io.vmalock.conformance.modelcheck.space.SpaceStep.Ending;
import io.vmalock.modelcheck.finding.Rules;
import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.ClosedSpaceException;
import io.vmalock.space.Hold;
import io.vmalock.space.HoldSet;
import io.vmalock.space.Outcome;
import io.vmalock.space.ReadSection;
import io.vmalock.space.WriteSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@linkplain SpaceText program} in the words of an address space, on one strategy, whose class
 * comes first, with a colon. The space, its index and its sections are explored as real bytecode.
 *
 * <p>At first pages 0 and 1 are one area, and page 3 is another.
 */
public final class SpaceProgram implements Program {
  private final VmaLockStrategy strategy;
  private final List<List<SpaceStep>> threads;

  /** The program of {@code text}. */
  public SpaceProgram(String text) throws ReflectiveOperationException {
    int colon = text.indexOf(':');
    strategy =
        (VmaLockStrategy)
            Class.forName(text.substring(0, colon), true, SpaceProgram.class.getClassLoader())
                .getConstructor()
                .newInstance();
    threads = SpaceText.parse(text.substring(colon + 1)).threads();
    // Only the first space of a JVM rehearses a commit.
    AddressSpace.<Tile>builder().strategy(strategy).build().close();
  }

  /** The thread that looks after retired areas sleeps, and looks again by itself. */
  @Override
  public long longestPoll() {
    return Long.MAX_VALUE;
  }

  /** A loop without end is seen soon. */
  @Override
  public int mostEvents() {
    return 6_000;
  }

  /**
   * The look-up and the thread that looks after retired areas look at a strategy again and again,
   * and each look is as dear as the strategy makes it.
   */
  @Override
  public int mostUsualEvents() {
    return StrategyProgram.MOST_USUAL_EVENTS;
  }

  @Override
  public Rules rules() {
    return new SpaceRules();
  }

  @Override
  public List<Task> begin() {
    Scene scene = new Scene(strategy, threads.size());
    List<Task> tasks = new ArrayList<>();
    for (List<SpaceStep> thread : threads) {
      tasks.add(
          () -> {
            thread.forEach(scene::make);
            scene.leave();
          });
    }
    return tasks;
  }

  /** One execution. */
  private static final class Scene {
    private final SpaceOracle oracle;
    private final AddressSpace<Tile> space;

    Scene(VmaLockStrategy strategy, int threads) {
      oracle = new SpaceOracle(threads);
      space =
          AddressSpace.<Tile>builder()
              .strategy(strategy)
              .release(this::release)
              .releaseOn(Runnable::run)
              .readableAfterRelease() // a tile is on the heap
              .build();
      write(List.of(SpaceStep.of("m02"), SpaceStep.of("m3")), Ending.COMMIT);
      make(SpaceStep.of("r0"));
      oracle.begin();
    }

    private void release(Tile tile) {
      tile.poison();
      oracle.released(tile.number);
    }

    void make(SpaceStep step) {
      switch (step.what()) {
        case LOOK_UP -> lookUp(step.page());
        case TRY -> tryLookUp(step.page());
        case SCAN -> scan();
        case WALK -> walk();
        case SPECULATE -> speculate();
        case OPTIMISTIC -> optimistic(step.page());
        case SEVERAL -> several(step.page(), step.to());
        case FORK -> fork();
        case CLOSE -> close();
        case SECTION -> write(step.inside(), step.ending());
        default -> write(List.of(step), Ending.COMMIT);
      }
    }

    // ---- Readers ----

    private void lookUp(int page) {
      Hold<Tile> hold = space.hold();
      if (hold.startRead(page * PAGE)) {
        inside(hold, page);
      } else {
        oracle.saw(page, null);
      }
    }

    private void tryLookUp(int page) {
      Hold<Tile> hold = space.hold();
      if (hold.tryStartRead(page * PAGE) == Outcome.UNMAPPED) {
        oracle.saw(page, null);
      } else if (hold.isHeld()) {
        inside(hold, page);
      }
    }

    /** Looks at the held area, and ends the hold. */
    private void inside(Hold<Tile> hold, int page) {
      Tile tile = hold.attachment();
      oracle.saw(page, mapped(hold, page));
      oracle.enter(tile.number);
      tile.look();
      oracle.leave(tile.number);
      hold.endRead();
    }

    private static Mapped mapped(Hold<Tile> hold, int page) {
      long address = page * PAGE;
      if (hold.start() > address || hold.end() <= address) {
        CurrentExecution.fail("A1", "an area was found that does not contain page " + page);
      }
      return new Mapped(hold.attachment().number, hold.offset(address));
    }

    /** Goes from area to area by one hold: the range between two was a gap at some time. */
    private void scan() {
      Hold<Tile> hold = space.hold();
      int page = 0;
      while (page < PAGES && hold.startReadAtOrAfter(page * PAGE)) {
        int start = Math.max(page, (int) (hold.start() / PAGE));
        for (int gap = page; gap < start; gap++) {
          oracle.sawGap(gap);
        }
        page = (int) (hold.end() / PAGE);
        inside(hold, start);
      }
      for (int gap = page; gap < PAGES; gap++) {
        oracle.sawGap(gap);
      }
    }

    private void walk() {
      int[] next = {0};
      space.forEach(
          hold -> {
            int start = (int) (hold.start() / PAGE);
            for (int gap = next[0]; gap < start; gap++) {
              oracle.sawGap(gap);
            }
            oracle.saw(start, mapped(hold, start));
            next[0] = (int) (hold.end() / PAGE);
          });
      for (int gap = next[0]; gap < PAGES; gap++) {
        oracle.sawGap(gap);
      }
    }

    private void speculate() {
      @Nullable Mapped[] seen =
          space.speculate(
              view -> {
                @Nullable Mapped[] pages = new Mapped[PAGES];
                view.forEach(area -> note(area, pages));
                return pages;
              });
      oracle.sawWhole("A4", "speculation", seen, all());
    }

    private void optimistic(int page) {
      Integer tile = space.<Integer>readOptimistically(page * PAGE, found -> found.number);
      if (tile == null) {
        oracle.saw(page, null);
      } else {
        oracle.sawTile(page, tile);
      }
    }

    private void several(int one, int other) {
      HoldSet<Tile> set = space.holds(2);
      set.startRead(one * PAGE, other * PAGE);
      @Nullable Mapped[] seen = new Mapped[PAGES];
      boolean[] asked = new boolean[PAGES];
      int[] pages = {one, other};
      for (int i = 0; i < pages.length; i++) {
        asked[pages[i]] = true;
        if (set.hold(i).isHeld()) {
          seen[pages[i]] = mapped(set.hold(i), pages[i]);
          oracle.enter(set.hold(i).attachment().number);
        }
      }
      oracle.sawWhole("A1", "a read of several areas", seen, asked);
      for (int i = 0; i < pages.length; i++) {
        if (set.hold(i).isHeld()) {
          set.hold(i).attachment().look();
          oracle.leave(set.hold(i).attachment().number);
        }
      }
      set.endRead();
    }

    private static void note(Area<Tile> area, @Nullable Mapped[] pages) {
      for (long address = area.start(); address < area.end(); address += PAGE) {
        pages[(int) (address / PAGE)] =
            new Mapped(area.attachment().number, area.offset() + address - area.start());
      }
    }

    private static boolean[] all() {
      boolean[] all = new boolean[PAGES];
      Arrays.fill(all, true);
      return all;
    }

    // ---- Forks, and the end ----

    private void fork() {
      AddressSpace<Tile> child;
      try {
        child = space.fork();
      } catch (ClosedSpaceException e) {
        return;
      }
      @Nullable Mapped[] seen = new Mapped[PAGES];
      for (Area<Tile> area : list(child)) {
        note(area, seen);
      }
      oracle.forked(seen);
      oracle.closing(seen);
      child.close();
    }

    private static List<Area<Tile>> list(AddressSpace<Tile> space) {
      List<Area<Tile>> areas = new ArrayList<>();
      try (var section = space.readLocked()) {
        section.forEach(areas::add);
      }
      return areas;
    }

    private void close() {
      oracle.beforeClose();
      space.close();
      oracle.afterClose();
    }

    /**
     * The last thread reads all mapped pages, closes the space, and checks that everything is
     * released.
     */
    void leave() {
      if (!oracle.isLastOut()) {
        return;
      }
      for (int page = 0; page < PAGES; page++) {
        lookUp(page);
      }
      close();
      try {
        space.close(Duration.ofDays(1));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      oracle.end();
    }

    // ---- Writers ----

    private void write(List<SpaceStep> changes, Ending ending) {
      int state;
      try (WriteSection<Tile> section = space.write()) {
        @Nullable Mapped[] planned = oracle.newest();
        for (SpaceStep change : changes) {
          change(section, planned, change);
        }
        if (ending == Ending.ROLL_BACK) {
          return;
        }
        state = oracle.beforeCommit(planned);
        if (ending == Ending.DOWNGRADE) {
          try (ReadSection<Tile> read = section.downgrade()) {
            oracle.afterCommit(state);
            @Nullable Mapped[] seen = new Mapped[PAGES];
            read.forEach(area -> note(area, seen));
            if (!Arrays.equals(seen, planned)) {
              CurrentExecution.fail("A4", "a downgraded section does not see what it committed");
            }
          }
          return;
        }
        section.commit();
      } catch (ClosedSpaceException e) {
        return;
      }
      oracle.afterCommit(state);
    }

    private void change(WriteSection<Tile> section, @Nullable Mapped[] planned, SpaceStep change) {
      int page = change.page();
      long start = page * PAGE;
      switch (change.what()) {
        case MAP -> {
          int end = Math.max(page + 1, change.to());
          Tile tile = new Tile(oracle.newTile());
          section.map(start, end * PAGE, tile);
          for (int each = page; each < end; each++) {
            planned[each] = new Mapped(tile.number, (each - page) * PAGE);
          }
        }
        case MAP_ALL -> {
          List<Area<Tile>> areas = new ArrayList<>();
          for (int each = page; each < change.to(); each++) {
            if (planned[each] == null) {
              Tile tile = new Tile(oracle.newTile());
              areas.add(new Area<>(each * PAGE, (each + 1) * PAGE, tile, 0));
              planned[each] = new Mapped(tile.number, 0);
            }
          }
          section.mapAll(areas);
        }
        case MAP_ANYWHERE -> {
          Tile tile = new Tile(oracle.newTile());
          int free = Arrays.asList(planned).indexOf(null);
          long at = section.mapAnywhere(PAGE, PAGE, tile);
          if (at != free * PAGE) {
            CurrentExecution.fail("A4", "page " + free + " is free, and mapped was " + at / PAGE);
          }
          planned[free] = new Mapped(tile.number, 0);
        }
        case UNMAP -> {
          section.unmap(start, start + PAGE);
          planned[page] = null;
        }
        case REPLACE -> {
          Tile tile = new Tile(oracle.newTile());
          section.update(start, start + PAGE, old -> tile);
          planned[page] = new Mapped(tile.number, 0);
        }
        case MOVE -> {
          section.move(start, start + PAGE, change.to() * PAGE);
          planned[change.to()] = planned[page];
          planned[page] = null;
        }
        case GROW -> {
          Mapped last = Objects.requireNonNull(planned[page], "grows what is mapped");
          section.resize(start, start + 2 * PAGE);
          planned[page + 1] = new Mapped(last.tile(), last.offset() + PAGE);
        }
        case HOLD -> section.writeHold(start, start + PAGE);
        default -> throw new IllegalArgumentException("no change: " + change);
      }
    }
  }
}
