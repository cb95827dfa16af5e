package io.vmalock.bench.replay.execution;

import io.vmalock.bench.replay.reconstruction.Reconstruction;
import io.vmalock.bench.replay.reconstruction.Reconstruction.Act;
import io.vmalock.bench.replay.reconstruction.Reconstruction.Find;
import io.vmalock.bench.replay.reconstruction.Reconstruction.Turn;
import io.vmalock.bench.replay.reconstruction.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan for the replay of a reconstruction: the work of each thread, and the waits of each turn.
 * It does not depend on a strategy, is immutable and may be replayed any number of times.
 *
 * <p>The plan keeps this order, besides each thread's own:
 *
 * <ul>
 *   <li>the sections of a space come in recorded order;
 *   <li>a fault comes after the section that made the area it must find, and begins its hold before
 *       the section that replaces or unmaps it. A fault that must find nothing comes after all
 *       sections before it and before the next one. If a call was changing the same area at that
 *       time, the fault is not ordered against that call's section;
 *   <li>a thread begins after the call that made it.
 * </ul>
 *
 * <p>Nothing else waits: faults run beside each other, and beside the sections that change other
 * areas. The waits are computed beforehand, so a fault costs at most one look at a counter that
 * changes with the sections of its space, and a store only if a section waits for it.
 *
 * @param reconstruction the reconstruction to replay
 * @param lanes the work of each replay thread
 * @param spaces the number of spaces
 */
public record ReplayPlan(Reconstruction reconstruction, List<Lane> lanes, int spaces) {
  /** The most replay threads by default. */
  public static final int MOST_THREADS = 512;

  /**
   * Makes a plan.
   *
   * @param mostThreads recorded threads beyond so many share replay threads: first those that never
   *     lived at the same time
   */
  public static ReplayPlan of(Reconstruction reconstruction, int mostThreads) {
    if (mostThreads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, got " + mostThreads);
    }
    return new Builder(reconstruction, mostThreads).build();
  }

  /** A section of a space, by its number. */
  private record Section(int space, int number) {}

  /** A thread's life, in turns. */
  private record Life(int thread, int first, int last) {}

  /** A lane as it grows. */
  private static final class Draft {
    final List<Turn> turns = new ArrayList<>();
    final List<Integer> after = new ArrayList<>();
    final List<Map<Draft, Integer>> waits = new ArrayList<>();
    final List<Integer> threads = new ArrayList<>();

    /** By space, the number of sections that this lane has waited for or made itself. */
    final Map<Integer, Integer> seen = new HashMap<>();

    /** The turn in which the last thread so far ends. */
    int busyUntil = -1;

    int index;

    /**
     * Records that the lane knows this many sections to be over. Returns 0 if it knew that before,
     * otherwise the number.
     */
    int look(int space, int sections) {
      if (seen.getOrDefault(space, 0) >= sections) {
        return 0;
      }
      seen.put(space, sections);
      return sections;
    }

    Lane toLane(String name, boolean[] awaited) {
      int size = turns.size();
      int[] counts = new int[size];
      int[][] pairs = new int[size][];
      for (int i = 0; i < size; i++) {
        counts[i] = after.get(i);
        pairs[i] =
            waits.get(i).entrySet().stream()
                .flatMapToInt(wait -> IntStream.of(wait.getKey().index, wait.getValue()))
                .toArray();
      }
      return new Lane(name, turns.toArray(new Turn[0]), counts, pairs, awaited);
    }
  }

  private static final class Builder {
    private final Reconstruction reconstruction;
    private final Draft[] byThread;
    private final List<Draft> drafts = new ArrayList<>();

    /** By section, the turns that each lane must have done before it. */
    private final Map<Section, Map<Draft, Integer>> finders = new HashMap<>();

    /** By thread, the wait of its first turn. */
    private final Map<Integer, Map<Draft, Integer>> births = new HashMap<>();

    Builder(Reconstruction reconstruction, int mostThreads) {
      this.reconstruction = reconstruction;
      this.byThread = new Draft[reconstruction.threads().size()];
      assign(mostThreads);
    }

    /** Gives each recorded thread a lane. */
    private void assign(int mostThreads) {
      int count = byThread.length;
      int[] first = new int[count];
      int[] last = new int[count];
      java.util.Arrays.fill(first, -1);
      for (int i = 0; i < reconstruction.turns().size(); i++) {
        int thread = reconstruction.turns().get(i).step().thread();
        first[thread] = first[thread] < 0 ? i : first[thread];
        last[thread] = i;
      }
      List<Life> lives = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (first[i] >= 0) {
          lives.add(new Life(i, first[i], last[i]));
        }
      }
      lives.sort(java.util.Comparator.comparingInt(Life::first));
      boolean share = lives.size() > mostThreads;
      PriorityQueue<Draft> soonestFree =
          new PriorityQueue<>(java.util.Comparator.comparingInt((Draft draft) -> draft.busyUntil));
      for (Life life : lives) {
        Draft draft = share ? soonestFree.peek() : null;
        if (draft == null || (draft.busyUntil >= life.first() && drafts.size() < mostThreads)) {
          draft = new Draft();
          draft.index = drafts.size();
          drafts.add(draft);
        } else {
          soonestFree.remove(draft);
        }
        draft.busyUntil = Math.max(draft.busyUntil, life.last());
        draft.threads.add(life.thread());
        soonestFree.add(draft);
        byThread[life.thread()] = draft;
      }
    }

    ReplayPlan build() {
      reconstruction.turns().forEach(this::add);
      boolean[][] awaited = new boolean[drafts.size()][];
      for (Draft draft : drafts) {
        awaited[draft.index] = new boolean[draft.turns.size()];
      }
      for (Draft draft : drafts) {
        for (Map<Draft, Integer> waits : draft.waits) {
          waits.forEach((other, turns) -> awaited[other.index][turns - 1] = true);
        }
      }
      List<Lane> lanes = new ArrayList<>();
      for (Draft draft : drafts) {
        lanes.add(draft.toLane(name(draft), awaited[draft.index]));
      }
      return new ReplayPlan(reconstruction, List.copyOf(lanes), reconstruction.spaces().size());
    }

    private void add(Turn turn) {
      int thread = turn.step().thread();
      int space = turn.step().space();
      Draft draft = byThread[thread];
      Map<Draft, Integer> waits = new HashMap<>();
      merge(waits, births.remove(thread), draft);
      int after;
      int done = draft.turns.size() + 1;
      if (turn instanceof Find find) {
        after = find.after();
        if (find.before() > 0) {
          finders
              .computeIfAbsent(new Section(space, find.before()), key -> new HashMap<>())
              .put(draft, done);
        }
      } else {
        Act act = (Act) turn;
        after = Math.max(act.number() - 1, 0);
        merge(waits, finders.remove(new Section(space, act.number())), draft);
        if (act.step() instanceof Step.Spawn spawn) {
          births.put(spawn.child(), Map.of(draft, done));
        }
      }
      draft.turns.add(turn);
      draft.after.add(draft.look(space, after));
      draft.waits.add(waits);
      if (turn instanceof Act act && act.number() > 0) {
        draft.look(space, act.number());
        if (act.step() instanceof Step.Fork fork) {
          draft.look(fork.child(), 1);
        }
      }
    }

    /** A lane need not wait for itself. */
    private static void merge(
        Map<Draft, Integer> waits, @Nullable Map<Draft, Integer> more, Draft self) {
      if (more != null) {
        more.forEach(
            (draft, turns) -> {
              if (draft != self) {
                waits.merge(draft, turns, Math::max);
              }
            });
      }
    }

    private String name(Draft draft) {
      String first = reconstruction.threads().get(draft.threads.get(0));
      int more = draft.threads.size() - 1;
      return more == 0 ? first : first + " and " + more + " more";
    }
  }
}
