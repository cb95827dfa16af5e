package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.variable.Site;
import java.util.List;

/** Where an access was made: its site, and the stack, where stacks are taken. */
record Place(Site site, List<String> stack) {
  private static final int DEEPEST = 12;

  /** The place where the caller is. */
  static Place here(Site site) {
    return new Place(site, Frames.print(new Throwable().getStackTrace(), DEEPEST));
  }

  @Override
  public String toString() {
    return site.toString();
  }
}
