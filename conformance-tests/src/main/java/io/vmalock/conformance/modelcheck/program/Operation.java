package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Capability;
import java.util.Arrays;
import java.util.Set;

/** What a thread of a program does with one VMA, or with both. */
public enum Operation {
  /** A hold. */
  READ("r"),
  /** Two holds by one thread, nested. */
  READ_TWICE("rr"),
  /** A hold that begins under the mmap lock, as that of a reader that fell back. */
  READ_LOCKED("rl"),
  /** A section that write-holds. */
  WRITE("w"),
  /** A section that write-holds both VMAs, by one call. */
  WRITE_BOTH("wb"),
  /** A section that write-holds twice. */
  WRITE_AGAIN("ww"),
  /** A section that write-holds with an interrupt pending. */
  WRITE_INTERRUPTED("wi"),
  /** A section that releases the VMA before it ends, then goes on with the other one. */
  WRITE_RELEASE("we", Capability.EARLY_END_WRITE),
  /** A section that asks once. */
  WRITE_TRY("wt", Capability.INTERRUPTIBLE_WAIT),
  /** A section that waits for a time. */
  WRITE_TIMED("wn", Capability.INTERRUPTIBLE_WAIT),
  /** A section that ends in a downgrade. */
  DOWNGRADE("wd"),
  /** A section that detaches. */
  DETACH("d"),
  /** A section that detaches a VMA that it write-holds. */
  WRITE_DETACH("wx"),
  /** A section that detaches and attaches again. */
  REATTACH("da", Capability.VMA_REUSE),
  /** Two sections that move the VMA to another mm. */
  MOVE("m", Capability.VMA_REUSE),
  /** A section that retires. */
  RETIRE("t"),
  /** An optimistic read. */
  OPTIMISTIC("o", Capability.OPTIMISTIC_READ),
  /** A read under the mm's own sequence, which is the base classes' business. */
  SPECULATE("s"),
  /** A use of what a VMA stood for by a thread that finds it detached. */
  FIND_DETACHED("u"),
  /** A section of the other mm that attaches the VMA, unless it is refused. */
  ADOPT("a", Capability.VMA_REUSE),
  /** A move of such a VMA back to the first mm. */
  TAKE_BACK("b", Capability.VMA_REUSE),
  /** A hold of a VMA as one of the other mm. */
  READ_OTHER("ro", Capability.VMA_REUSE),
  /** A hold of a VMA as one of the other mm, under that mm's mmap lock. */
  READ_OTHER_LOCKED("rlo", Capability.VMA_REUSE),
  /** A move to the other mm, and then a section of that one that write-holds. */
  MOVE_WRITE("mw", Capability.VMA_REUSE),
  /** A move to the other mm in sections of both, of which the other one's is open all the time. */
  MOVE_INSIDE("mi", Capability.VMA_REUSE),
  /** Many holds one after the other, which nobody comes between. */
  READ_MANY("rm"),
  /** A hold that a thread begins and another one, which it starts, ends. */
  READ_HAND_OVER("rh", Capability.END_READ_ELSEWHERE),
  /** A section that asks once for both VMAs, by one call. */
  BOTH_TRY("bt", Capability.INTERRUPTIBLE_WAIT, Capability.EARLY_END_WRITE),
  /** A section that waits for both VMAs for a time, by one call. */
  BOTH_TIMED("bn", Capability.INTERRUPTIBLE_WAIT, Capability.EARLY_END_WRITE),
  /** A section that write-holds one, then asks once for both: giving up leaves it that one. */
  WRITE_BOTH_TRY("wbt", Capability.INTERRUPTIBLE_WAIT, Capability.EARLY_END_WRITE),
  /** A section that detaches both, by one call. */
  BOTH_DETACH("bd"),
  /** A section that detaches both, by one call, and attaches them again. */
  BOTH_REATTACH("bda", Capability.VMA_REUSE),
  /** A section that write-holds both, then releases one, which its own thread reads. */
  BOTH_RELEASE("wbe", Capability.EARLY_END_WRITE),
  /** A section that asks once with an interrupt pending. */
  TRY_INTERRUPTED("wti", Capability.INTERRUPTIBLE_WAIT),
  /** A section that waits without bound, though it might give up. */
  WAIT("wu", Capability.INTERRUPTIBLE_WAIT),
  /** A section that waits without bound, and that another thread, which it starts, interrupts. */
  WAIT_INTERRUPTED("wni", Capability.INTERRUPTIBLE_WAIT),
  /** A section of the other mm that write-holds. */
  WRITE_OTHER("wo", Capability.VMA_REUSE),
  /** A section that retires both, by one call. */
  BOTH_RETIRE("tb"),
  /** A section that retires a VMA that it write-holds. */
  WRITE_RETIRE("wr"),
  /** A section that retires, and then changes what only an optimistic reader may still look at. */
  RETIRE_REUSE("tu"),
  /** A look at a VMA that was retired. */
  LOOK_AGAIN("l"),
  /** The notices of the first mm: what they are about is used, as by one who frees the memory. */
  TAKE_NOTICES("n");

  private final String code;
  private final Set<Capability> needed;

  Operation(String code, Capability... needed) {
    this.code = code;
    this.needed = Set.of(needed);
  }

  /** How a program's text writes it. */
  public String code() {
    return code;
  }

  /** Whether a strategy that can do this can take it. */
  boolean isPossible(Set<String> capabilities) {
    return needed.stream().allMatch(need -> capabilities.contains(need.name()));
  }

  /** Whether it opens a section. */
  public boolean writes() {
    return switch (this) {
      case READ,
          READ_TWICE,
          READ_LOCKED,
          READ_OTHER,
          READ_OTHER_LOCKED,
          READ_HAND_OVER,
          READ_MANY,
          OPTIMISTIC,
          SPECULATE,
          FIND_DETACHED,
          LOOK_AGAIN,
          TAKE_NOTICES ->
          false;
      default -> true;
    };
  }

  /** Whether it takes what another thread detached: nobody else may use that then. */
  boolean takesDetached() {
    return this == FIND_DETACHED || this == ADOPT || this == TAKE_BACK;
  }

  /** Whether it waits with a time limit, so that a time-out is progress. */
  boolean isTimed() {
    return this == WRITE_TIMED || this == BOTH_TIMED;
  }

  /** Whether it is combined with every other step, and not only in programs of its own. */
  boolean isCommon() {
    return compareTo(OPTIMISTIC) <= 0;
  }

  static Operation of(String code) {
    for (Operation step : values()) {
      if (step.code.equals(code)) {
        return step;
      }
    }
    throw new IllegalArgumentException(
        "no step \""
            + code
            + "\"; there are "
            + String.join(", ", Arrays.stream(values()).map(Operation::code).toList()));
  }
}
