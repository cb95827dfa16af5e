package io.vmalock.modelcheck.search;

import java.util.ArrayList;
import java.util.List;

/** All executions within bounds, one after the other. */
public final class DepthFirst implements Search {
  /** A choice on the way to the present execution. */
  private static final class Step {
    final Choice.Kind kind;
    final int options;
    int taken;

    Step(Choice choice) {
      kind = choice.kind();
      options = choice.options();
    }

    int preemptions() {
      return taken == 0 ? 0 : kind.preemptions();
    }

    int staleReads() {
      return taken == 0 ? 0 : kind.staleReads();
    }
  }

  private final Bounds bounds;
  private final List<Step> path = new ArrayList<>();
  private int depth;
  private boolean begun;

  /** A search of everything within {@code bounds}. */
  public DepthFirst(Bounds bounds) {
    this.bounds = bounds;
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
      if (last.taken + 1 < last.options && affordable(last)) {
        last.taken++;
        return true;
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  /** Starts again from the first execution: there are more choices than was known. */
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
    path.add(new Step(choice));
    depth++;
    return 0;
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
