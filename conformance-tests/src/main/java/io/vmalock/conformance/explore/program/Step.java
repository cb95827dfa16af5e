package io.vmalock.conformance.explore.program;

import io.vmalock.Capability;
import org.jspecify.annotations.Nullable;

/** What a thread of a program does with one VMA, or with both. */
public enum Step {
  /** A hold. */
  READ("r", null),
  /** Two holds by one thread, nested. */
  READ_TWICE("rr", null),
  /** A hold that begins under the mmap lock, as that of a reader that fell back. */
  READ_LOCKED("rl", null),
  /** A section that write-holds. */
  WRITE("w", null),
  /** A section that write-holds both VMAs, by one call. */
  WRITE_BOTH("wb", null),
  /** A section that write-holds twice. */
  WRITE_AGAIN("ww", null),
  /** A section that write-holds with an interrupt pending. */
  WRITE_INTERRUPTED("wi", null),
  /** A section that releases the VMA before it ends, then goes on with the other one. */
  WRITE_RELEASE("we", Capability.EARLY_END_WRITE),
  /** A section that asks once. */
  WRITE_TRY("wt", Capability.INTERRUPTIBLE_WAIT),
  /** A section that waits for a time. */
  WRITE_TIMED("wn", Capability.INTERRUPTIBLE_WAIT),
  /** A section that ends in a downgrade. */
  DOWNGRADE("wd", null),
  /** A section that detaches. */
  DETACH("d", null),
  /** A section that detaches a VMA that it write-holds. */
  WRITE_DETACH("wx", null),
  /** A section that detaches and attaches again. */
  REATTACH("da", Capability.VMA_REUSE),
  /** Two sections that move the VMA to another mm. */
  MOVE("m", Capability.VMA_REUSE),
  /** An optimistic read. */
  OPTIMISTIC("o", Capability.OPTIMISTIC_READ);

  private final String code;
  private final @Nullable Capability needed;

  Step(String code, @Nullable Capability needed) {
    this.code = code;
    this.needed = needed;
  }

  /** How a program's text writes it. */
  public String code() {
    return code;
  }

  /** What a strategy must be able to do for it, or null. */
  public @Nullable Capability needed() {
    return needed;
  }

  /** Whether it opens a section. */
  public boolean writes() {
    return this != READ && this != READ_TWICE && this != READ_LOCKED && this != OPTIMISTIC;
  }

  static Step of(String code) {
    for (Step step : values()) {
      if (step.code.equals(code)) {
        return step;
      }
    }
    throw new IllegalArgumentException("no step: " + code);
  }
}
