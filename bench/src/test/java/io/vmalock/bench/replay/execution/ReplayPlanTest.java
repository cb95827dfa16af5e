package io.vmalock.bench.replay.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.bench.replay.reconstruction.Reconstruction;
import io.vmalock.bench.replay.recording.Traces;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The waits of each turn, and the threads that share a lane. */
class ReplayPlanTest {
  private static final String TRACE =
      """
      1 1.000100 execve("/bin/a", ["a"], 0x7ff) = 0
      1 1.000200 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x200000
      1 1.000300 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 2
      2 1.000400 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0x300000
      1 1.000600 munmap(0x200000, 4096) = 0
      2 1.000700 +++ exited with 0 +++
      1 1.000800 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 3
      3 1.001000 +++ exited with 0 +++
      """;
  private static final String FAULTS =
      """
      a 1/1 1.000250: 200000
      b 1/2 1.000500: 200000
      b 1/2 1.000510: 300000
      c 1/3 1.000900: 300000
      """;

  private static ReplayPlan plan(int mostThreads) {
    return ReplayPlan.of(Reconstruction.of(Traces.of(TRACE, FAULTS)), mostThreads);
  }

  @Test
  void aLaneForEachThreadAndTheWaitsBetweenThem() {
    List<Lane> lanes = plan(10).lanes();
    assertThat(lanes).extracting(lane -> lane.name).containsExactly("a 1", "b 2", "c 3");
    // a: execve, mmap, fault, clone, munmap, clone.
    assertThat(lanes.get(0).waits)
        .isDeepEqualTo(
            new int[][] {
              {}, {}, {}, {}, {1, 2}, {},
            });
    assertThat(lanes.get(0).after).containsExactly(0, 0, 0, 0, 3, 0);
    assertThat(lanes.get(0).awaited).containsExactly(false, false, false, true, false, true);
    // b: mmap after the clone and a's two sections, and two faults: the first one is awaited.
    assertThat(lanes.get(1).waits).isDeepEqualTo(new int[][] {{0, 4}, {}, {}});
    assertThat(lanes.get(1).after).containsExactly(2, 0, 0);
    assertThat(lanes.get(1).awaited).containsExactly(false, true, false);
    // c: a fault in the area that b made.
    assertThat(lanes.get(2).waits).isDeepEqualTo(new int[][] {{0, 6}});
    assertThat(lanes.get(2).after).containsExactly(3);
  }

  @Test
  void threadsThatNeverLivedAtOnceShareFirst() {
    List<Lane> lanes = plan(2).lanes();
    assertThat(lanes).extracting(lane -> lane.name).containsExactly("a 1", "b 2 and 1 more");
    assertThat(lanes.get(1).turns.length).isEqualTo(4);
  }

  @Test
  void oneLaneForAllIsTheRecordedOrder() {
    ReplayPlan plan = plan(1);
    assertThat(plan.lanes()).hasSize(1);
    assertThat(plan.lanes().get(0).turns).containsExactlyElementsOf(plan.reconstruction().turns());
    assertThat(List.of(plan.lanes().get(0).waits)).allMatch(waits -> waits.length == 0);
    assertThat(plan.lanes().get(0).after).containsOnly(0);
  }
}
