package io.vmalock.modelcheck.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A search of all executions within bounds, one after the other. A reduced search makes at least
 * one of each set of executions that differ only in an order of events that cannot show. Both
 * searches have the same outcomes and find the same faults within every bound, unless a thread's
 * turn ends because it waits in a loop: the loads of such a turn depend on how often it has looked.
 */
public final class DepthFirst implements Search {
  /** A choice on the way to the present execution. */
  private static final class Step {
    private static final Deque<Integer> NONE = new ArrayDeque<>(0);

    final Choice.Kind kind;
    final int options;
    final int[] threads;
    int taken;

    /** The options to take, and those already taken, as bits. */
    long asked;

    long tried = 1;

    /** The later values still to be returned, and all those asked for. */
    private final Deque<Integer> values;

    private final Set<Integer> known;

    Step(Choice choice, boolean reduced) {
      kind = choice.kind();
      options = choice.options();
      threads = choice.threads();
      boolean onlyAsked = reduced && kind == Choice.Kind.PREEMPT || kind == Choice.Kind.LATER;
      asked = onlyAsked ? 0 : all();
      boolean later = kind == Choice.Kind.LATER;
      values = later ? new ArrayDeque<>() : NONE;
      known = later ? new HashSet<>() : Set.of();
    }

    void askLater(int value) {
      if (known.add(value)) {
        values.add(value);
      }
    }

    private long all() {
      return options >= Long.SIZE ? -1L : (1L << options) - 1;
    }

    void ask(int thread) {
      for (int option = 0; option < threads.length; option++) {
        if (threads[option] == thread) {
          asked |= 1L << option;
          return;
        }
      }
      asked = all();
    }

    /**
     * Takes the next option that is asked for and not yet taken; returns false if there is none.
     */
    boolean advance() {
      if (kind == Choice.Kind.LATER) {
        Integer value = values.poll();
        taken = value == null ? taken : 1 + value;
        return value != null;
      }
      long left = asked & ~tried;
      if (left == 0) {
        return false;
      }
      taken = Long.numberOfTrailingZeros(left);
      tried |= 1L << taken;
      return true;
    }

    int preemptions() {
      return taken == 0 ? 0 : kind.preemptions();
    }

    int staleReads() {
      return taken == 0 ? 0 : kind.staleReads();
    }
  }

  private final Bounds bounds;
  private final boolean reduced;
  private final List<Step> path = new ArrayList<>();
  private int depth;
  private boolean begun;

  /** Makes a reduced search of everything within {@code bounds}. */
  public DepthFirst(Bounds bounds) {
    this(bounds, true);
  }

  /**
   * Makes a search of everything within {@code bounds}.
   *
   * @param reduced whether to leave out orders of events that cannot show
   */
  public DepthFirst(Bounds bounds, boolean reduced) {
    this.bounds = bounds;
    this.reduced = reduced;
  }

  @Override
  public boolean next() {
    depth = 0;
    if (!begun) {
      begun = true;
      return true;
    }
    while (!path.isEmpty()) {
      Step last = path.get(path.size() - 1);
      if (affordable(last) && last.advance()) {
        return true;
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  /** Starts again from the first execution, because there are more choices than the search knew. */
  public void restart() {
    path.clear();
    begun = false;
  }

  @Override
  public int decide(Choice choice) {
    if (depth < path.size()) {
      Step step = path.get(depth++);
      if (step.kind != choice.kind() || step.options != choice.options()) {
        throw new IllegalStateException(
            "not deterministic: the same schedule met "
                + choice
                + " where it met "
                + step.kind
                + " of "
                + step.options
                + " before");
      }
      return step.taken;
    }
    path.add(new Step(choice, reduced));
    depth++;
    return 0;
  }

  @Override
  public boolean isReduced() {
    return reduced;
  }

  @Override
  public boolean isEverywhere() {
    return !reduced;
  }

  @Override
  public boolean returnsOlder() {
    return bounds.staleReads() > 0;
  }

  @Override
  public int place() {
    return depth - 1;
  }

  @Override
  public void ask(int place, int thread) {
    path.get(place).ask(thread);
  }

  @Override
  public void askLater(int place, int value) {
    path.get(place).askLater(value);
  }

  @Override
  public String describe() {
    return "depth first (" + bounds + ")";
  }

  private boolean affordable(Step last) {
    int preemptions = last.kind.preemptions();
    int staleReads = last.kind.staleReads();
    for (int i = 0; i < path.size() - 1; i++) {
      preemptions += path.get(i).preemptions();
      staleReads += path.get(i).staleReads();
    }
    return preemptions <= bounds.preemptions() && staleReads <= bounds.staleReads();
  }
}
