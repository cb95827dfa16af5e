package io.vmalock.conformance.explore.run;

import java.util.List;

/** Where an access was made: its site, and the stack, where stacks are taken. */
record Place(Site site, List<String> stack) {
  private static final int DEEPEST = 12;

  /** The place where the caller is. */
  static Place here(Site site) {
    List<String> stack =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> !frame.getClassName().startsWith(OWN))
                        .limit(DEEPEST)
                        .map(
                            frame ->
                                Renamed.original(frame.getClassName())
                                    + "."
                                    + frame.getMethodName()
                                    + "("
                                    + frame.getFileName()
                                    + ":"
                                    + frame.getLineNumber()
                                    + ")")
                        .toList());
    return new Place(site, stack);
  }

  private static final String OWN = "io.vmalock.conformance.explore.run.";

  @Override
  public String toString() {
    return site.toString();
  }
}
