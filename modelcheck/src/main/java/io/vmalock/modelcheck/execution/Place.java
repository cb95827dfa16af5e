package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.variable.Site;
import java.util.List;

/** The place of an access: its site and, if stacks are recorded, the stack. */
record Place(Site site, List<String> stack) {
  private static final int DEEPEST = 12;

  /** Returns the place of the caller. */
  static Place here(Site site) {
    return new Place(site, Frames.print(new Throwable().getStackTrace(), DEEPEST));
  }

  @Override
  public String toString() {
    return site.toString();
  }
}
