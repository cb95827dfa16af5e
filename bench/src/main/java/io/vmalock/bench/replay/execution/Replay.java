package io.vmalock.bench.replay.execution;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.PageSet;
import io.vmalock.bench.replay.reconstruction.Reconstruction.Act;
import io.vmalock.bench.replay.reconstruction.Reconstruction.Find;
import io.vmalock.bench.replay.reconstruction.Step;
import io.vmalock.space.SpaceStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a recorded program's calls and faults, on one thread for each recorded one, as fast as
 * the order of {@link ReplayPlan} permits. It checks that every fault finds its area and that every
 * space ends with the right areas.
 *
 * <p>A replay can be run any number of times, one after another; each run has spaces and threads of
 * its own.
 */
public final class Replay {
  private static final int MOST_FAILURES_TOLD = 10;
  private static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  private final ReplayPlan plan;
  private final Supplier<ReplayedSpace> newSpace;
  private final boolean clearsPages;
  private final Duration stuckAfter;

  /**
   * Replays on address spaces with the given strategy.
   *
   * @param clearsPages whether each fault clears a page of memory inside its hold, as the kernel
   *     mostly does; otherwise holds are as short as possible
   */
  public Replay(ReplayPlan plan, VmaLockStrategy strategy, boolean clearsPages) {
    this(plan, () -> new SpaceUnderReplay(strategy), clearsPages, STUCK_AFTER);
  }

  public Replay(
      ReplayPlan plan, Supplier<ReplayedSpace> newSpace, boolean clearsPages, Duration stuckAfter) {
    this.plan = plan;
    this.newSpace = newSpace;
    this.clearsPages = clearsPages;
    this.stuckAfter = stuckAfter;
  }

  /**
   * Replays once.
   *
   * @throws IllegalStateException if the replay got stuck; the message has the threads' stacks
   */
  public Outcome run() throws InterruptedException {
    return new Run().run();
  }

  /** One run. */
  private final class Run {
    private final Milestone start = new Milestone();
    private final AtomicReferenceArray<@Nullable ReplayedSpace> spaces =
        new AtomicReferenceArray<>(plan.spaces());

    /** By space, the number of its sections that are over. */
    private final Milestone[] sections = milestones(plan.spaces());

    /**
     * By lane, the number of its turns that are done; updated only for turns that some lane waits
     * for.
     */
    private final Milestone[] progress = milestones(plan.lanes().size());

    private final List<Performer> performers = new ArrayList<>();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failed = new AtomicInteger();
    private final List<SpaceStats> counts = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ready = new CountDownLatch(plan.lanes().size());
    private final CountDownLatch done = new CountDownLatch(plan.lanes().size());

    Outcome run() throws InterruptedException {
      for (int i = 0; i < plan.lanes().size(); i++) {
        Performer performer = new Performer(i, plan.lanes().get(i));
        performers.add(performer);
        performer.thread.start();
      }
      ready.await();
      long began = System.nanoTime();
      start.reach(1);
      awaitEnd();
      finishSpaces();
      return outcome(began);
    }

    private void awaitEnd() throws InterruptedException {
      long last = -1;
      while (!done.await(stuckAfter.toMillis(), TimeUnit.MILLISECONDS)) {
        long turns = performers.stream().mapToLong(performer -> performer.turn).sum();
        if (turns == last) {
          String stacks = stacks();
          performers.forEach(performer -> performer.thread.interrupt());
          throw new IllegalStateException(
              "the replay is stuck: no progress for " + stuckAfter + stacks);
        }
        last = turns;
      }
    }

    private String stacks() {
      StringBuilder text = new StringBuilder();
      for (Performer performer : performers) {
        if (performer.thread.isAlive()) {
          text.append(System.lineSeparator())
              .append(performer.thread.getName())
              .append(" at turn ")
              .append(performer.turn);
          for (StackTraceElement frame : performer.thread.getStackTrace()) {
            text.append(System.lineSeparator()).append("    ").append(frame);
          }
        }
      }
      return text.toString();
    }

    /** The spaces that existed at the end of the recording. */
    private void finishSpaces() {
      for (int i = 0; i < spaces.length(); i++) {
        if (spaces.get(i) != null) {
          close(i);
        }
      }
    }

    private void close(int index) {
      ReplayedSpace space = space(index);
      List<MappedArea> expected = plan.reconstruction().spaces().get(index);
      List<MappedArea> found = space.areas();
      if (!expected.equals(found)) {
        fail(Differences.of(index, expected, found));
      }
      space.close();
      counts.add(space.counts());
      spaces.set(index, null);
    }

    private ReplayedSpace space(int index) {
      return Objects.requireNonNull(spaces.get(index), "the space is not open");
    }

    private void fail(String what) {
      if (failed.incrementAndGet() <= MOST_FAILURES_TOLD) {
        failures.add(what);
      }
    }

    private Outcome outcome(long began) {
      long ended = began;
      List<long[]> waits = new ArrayList<>();
      for (Performer performer : performers) {
        ended = Math.max(ended, performer.ended);
        waits.add(performer.stalls.times());
      }
      Timeline timeline = Timeline.of(began, ended, waits);
      return new Outcome(
          ended - began,
          timeline.idleNanos(),
          timeline.workNanos(),
          List.copyOf(failures),
          failed.get(),
          List.copyOf(counts));
    }

    /** One replay thread. */
    private final class Performer {
      final Thread thread;
      final Stalls stalls = new Stalls();
      volatile long ended;

      /** The page that a fault clears. */
      private final byte @Nullable [] page = clearsPages ? new byte[(int) PageSet.PAGE] : null;

      /** Its present turn, for the watchdog that looks whether it moves. */
      int turn;

      private final int index;
      private final Lane lane;
      private final ReplayedSpace.@Nullable Finder[] finders =
          new ReplayedSpace.@Nullable Finder[plan.spaces()];

      Performer(int index, Lane lane) {
        this.index = index;
        this.lane = lane;
        this.thread = new Thread(this::run, "replay of " + lane.name);
        thread.setDaemon(true);
      }

      private void run() {
        try {
          long from = System.nanoTime();
          ready.countDown();
          start.await(1);
          stalls.add(from, System.nanoTime());
          for (int i = 0; i < lane.turns.length; i++) {
            turn = i;
            awaitTurn(i);
            if (lane.turns[i] instanceof Find find) {
              find(find, i);
            } else {
              act((Act) lane.turns[i]);
            }
            if (lane.awaited[i]) {
              progress[index].reach(i + 1);
            }
          }
        } catch (InterruptedException e) {
          fail("thread " + lane.name + " was stopped at turn " + turn);
        } catch (RuntimeException | Error e) {
          fail("thread " + lane.name + " failed at " + lane.turns[turn].step() + ": " + e);
          performers.forEach(other -> other.thread.interrupt());
        } finally {
          long now = System.nanoTime();
          stalls.add(now, Long.MAX_VALUE);
          ended = now;
          done.countDown();
        }
      }

      private void awaitTurn(int i) throws InterruptedException {
        int after = lane.after[i];
        if (after > 0) {
          await(sections[lane.turns[i].step().space()], after);
        }
        int[] waits = lane.waits[i];
        for (int j = 0; j < waits.length; j += 2) {
          await(progress[waits[j]], waits[j + 1]);
        }
      }

      private void await(Milestone milestone, int count) throws InterruptedException {
        if (!milestone.isReached(count)) {
          long from = System.nanoTime();
          milestone.await(count);
          stalls.add(from, System.nanoTime());
        }
      }

      private void find(Find find, int i) {
        Step.Touch touch = find.step();
        ReplayedSpace.Finder finder = finders[touch.space()];
        if (finder == null) {
          finder = space(touch.space()).finder();
          finders[touch.space()] = finder;
        }
        if (!finder.start(touch.address())) {
          if (!find.areas().isEmpty()) {
            fail(Differences.of(touch, find.areas(), null));
          }
          return;
        }
        try {
          if (lane.awaited[i]) {
            // From here on a writer finds this reader inside: the case to be measured.
            progress[index].announce(i + 1);
          }
          if (page != null) {
            Arrays.fill(page, (byte) 0);
          }
          if (!isOneOf(finder, find.areas())) {
            fail(Differences.of(touch, find.areas(), finder.found()));
          }
        } finally {
          finder.end();
        }
      }

      private boolean isOneOf(ReplayedSpace.Finder finder, List<MappedArea> areas) {
        for (int i = 0; i < areas.size(); i++) {
          if (finder.is(areas.get(i))) {
            return true;
          }
        }
        return false;
      }

      private void act(Act act) {
        Step step = act.step();
        if (step instanceof Step.Revise revise) {
          space(revise.space()).change(revise.changes());
        } else if (step instanceof Step.Create) {
          ReplayedSpace space = newSpace.get();
          space.change(
              act.made().stream()
                  .<Change>map(area -> new Change.Map(area.start(), area.end(), area.mapping()))
                  .toList());
          spaces.set(step.space(), space);
        } else if (step instanceof Step.Fork fork) {
          spaces.set(fork.child(), space(fork.space()).fork(fork.inChild()));
          sections[fork.child()].reach(1);
        } else if (step instanceof Step.Close) {
          close(step.space());
          finders[step.space()] = null;
        }
        if (act.number() > 0) {
          sections[step.space()].reach(act.number());
        }
      }
    }
  }

  private static Milestone[] milestones(int count) {
    Milestone[] milestones = new Milestone[count];
    Arrays.setAll(milestones, i -> new Milestone());
    return milestones;
  }
}
