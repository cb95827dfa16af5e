package io.vmalock.bench.replay.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.reconstruction.Reconstruction;
import io.vmalock.bench.replay.recording.Traces;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import io.vmalock.space.SpaceStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right spaces pass the replay's oracle, and each kind of wrong one fails it. */
@Timeout(60)
class ReplayTest {
  private static final String TRACE =
      """
      1 1.000100 execve("/bin/a", ["a"], 0x7ff) = 0
      1 1.000200 mmap(NULL, 16384, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x200000
      1 1.000300 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
      2 1.000400 munmap(0x202000, 4096) = 0
      1 1.000500 mprotect(0x200000, 4096, PROT_READ) = 0
      2 1.000600 clone(child_stack=NULL, flags=SIGCHLD) = 3
      3 1.000700 mremap(0x203000, 4096, 8192, MREMAP_MAYMOVE) = 0x300000
      3 1.000800 +++ exited with 0 +++
      2 1.000900 mprotect(0x200000, 4096, PROT_READ|PROT_WRITE) = 0
      """;
  private static final String FAULTS =
      """
      a 1/1 1.000250: 202000
      b 1/2 1.000350: 200000
      b 1/2 1.000450: 200000
      a 1/1 1.000550: 200000
      c 3/3 1.000650: 200000
      c 3/3 1.000750: 301000
      b 1/2 1.000910: 8
      b 1/2 1.000950: 200000
      """;

  private static final ReplayPlan PLAN =
      ReplayPlan.of(Reconstruction.of(Traces.of(TRACE, FAULTS)), 10);

  private static Outcome replay(ReplayPlan plan, Supplier<ReplayedSpace> space) {
    try {
      return new Replay(plan, space, true, Duration.ofSeconds(20)).run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<String> strategies() {
    return Strategies.all().stream().map(StrategyProvider::name);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void everyStrategyFindsTheRightAreas(String strategy) throws InterruptedException {
    Replay replay = new Replay(PLAN, Strategies.named(strategy), true);
    for (int i = 0; i < 200; i++) {
      Outcome outcome = replay.run();
      assertThat(outcome.failures()).isEmpty();
      assertThat(outcome.failed()).isZero();
      SpaceStats counts = outcome.counts().stream().reduce(SpaceStats::plus).orElseThrow();
      assertThat(outcome.counts()).hasSize(2);
      assertThat(counts.hits() + counts.fallbacks() + counts.misses()).isEqualTo(8);
      assertThat(outcome.nanos()).isPositive();
      assertThat(outcome.idleNanos()).isBetween(0L, outcome.nanos());
      assertThat(outcome.workNanos()).isBetween(0L, 3 * outcome.nanos());
    }
  }

  /**
   * A thread that does not wait for order finds something else, because each change takes a while.
   */
  @Test
  void orderIsKeptHoweverLongAnythingTakes() {
    for (int i = 0; i < 50; i++) {
      Outcome outcome =
          replay(
              PLAN,
              () ->
                  new ModelSpace() {
                    @Override
                    void beforeChange(Change change) {
                      dawdle();
                    }

                    @Override
                    long beforeFind(long address) {
                      dawdle();
                      return address;
                    }
                  });
      assertThat(outcome.failures()).isEmpty();
    }
  }

  private static void dawdle() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1_000_000));
  }

  @Test
  void aSpaceThatForgetsAChangeFails() {
    Outcome outcome =
        replay(
            PLAN,
            () ->
                new ModelSpace() {
                  @Override
                  boolean keeps(Change change) {
                    return !(change instanceof Change.Revise);
                  }
                });
    // The faults on line 4 and 5 come after the mprotect on line 5, and the fork's map is wrong
    // too.
    assertThat(outcome.failed()).isEqualTo(3);
    assertThat(outcome.failures())
        .anySatisfy(
            failure ->
                assertThat(failure)
                    .isEqualToNormalizingNewlines(
                        """
                        fault at 0x200000 (line 4 of the faults, space 0)
                            expected [0x200000, 0x201000) r-- anonymous
                            found    [0x200000, 0x202000) rw- anonymous"""));
  }

  @Test
  void aSpaceThatUnmapsTooLittleFails() {
    Outcome outcome =
        replay(
            PLAN,
            () ->
                new ModelSpace() {
                  @Override
                  boolean keeps(Change change) {
                    return !(change instanceof Change.Unmap);
                  }
                });
    assertThat(outcome.failures())
        .anyMatch(failure -> failure.startsWith("the final map of space 0 has 1 areas, expected 2"))
        .anyMatch(failure -> failure.contains("missing [0x203000, 0x204000) rw- anonymous"))
        .anyMatch(failure -> failure.contains("unexpected [0x200000, 0x204000) rw- anonymous"));
  }

  @Test
  void aSpaceThatFindsNothingFails() {
    Outcome outcome =
        replay(
            PLAN,
            () ->
                new ModelSpace() {
                  @Override
                  long beforeFind(long address) {
                    return 0;
                  }
                });
    assertThat(outcome.failed()).as(outcome.failures().toString()).isEqualTo(7);
    assertThat(outcome.failures()).allMatch(failure -> failure.endsWith("found    nothing"));
  }

  @Test
  void aSpaceThatFindsAMissingAreaFails() {
    Outcome outcome =
        replay(
            PLAN,
            () ->
                new ModelSpace() {
                  @Override
                  long beforeFind(long address) {
                    return address == 8 ? 0x200000 : address;
                  }
                });
    assertThat(outcome.failures()).hasSize(1);
    assertThat(outcome.failures().get(0)).contains("expected nothing");
  }

  @Test
  void aForkThatSharesFails() {
    Outcome outcome =
        replay(
            PLAN,
            () ->
                new ModelSpace() {
                  @Override
                  public ReplayedSpace fork(List<Change> inChild) {
                    return this;
                  }
                });
    assertThat(outcome.failures())
        .anyMatch(failure -> failure.startsWith("the final map of space 0"));
  }

  @Test
  void aSpaceThatThrowsFailsAndEndsTheReplay() {
    Outcome outcome =
        replay(
            PLAN,
            () ->
                new ModelSpace() {
                  @Override
                  void beforeChange(Change change) {
                    if (change instanceof Change.Move) {
                      throw new IllegalArgumentException("no room");
                    }
                  }
                });
    assertThat(outcome.failures())
        .anyMatch(
            failure ->
                failure.startsWith("thread c 3 failed at Revise")
                    && failure.contains("line=7")
                    && failure.endsWith("IllegalArgumentException: no room"));
  }

  @Test
  void aSpaceThatBlocksIsStuckAndTheMessageShowsWhere() {
    CountDownLatch never = new CountDownLatch(1);
    Replay replay =
        new Replay(
            PLAN,
            () ->
                new ModelSpace() {
                  @Override
                  void beforeChange(Change change) {
                    if (change instanceof Change.Unmap) {
                      awaitForEver(never);
                    }
                  }
                },
            true,
            Duration.ofMillis(200));
    assertThatThrownBy(replay::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the replay is stuck")
        .hasMessageContaining("replay of b 2 at turn 1")
        .hasMessageContaining("awaitForEver");
  }

  private static void awaitForEver(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void thousandsOfThreads() throws InterruptedException {
    StringBuilder trace = new StringBuilder("1 1.000000 execve(\"/bin/a\", [\"a\"], 0x7ff) = 0\n");
    StringBuilder faults = new StringBuilder();
    long threads = 3_000;
    for (int i = 0; i < threads; i++) {
      int tid = i + 2;
      trace.append(
          String.format("1 1.1%05d0 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = %d%n", i, tid));
      faults.append(String.format("t 1/%d 2.%06d: %x%n", tid, i, 0x100000));
      faults.append(String.format("t 1/%d 3.%06d: %x%n", tid, i, 0x100000 + i));
    }
    trace.append("1 4.000000 munmap(0x100000, 4096) = 0\n");
    Reconstruction reconstruction =
        Reconstruction.of(Traces.of(trace.toString(), faults.toString()));
    ReplayPlan plan = ReplayPlan.of(reconstruction, ReplayPlan.MOST_THREADS);
    assertThat(plan.lanes()).hasSize(ReplayPlan.MOST_THREADS);
    Outcome outcome = new Replay(plan, Strategies.choose(), false).run();
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.counts().get(0).hits()).isEqualTo(2 * threads);
  }
}
