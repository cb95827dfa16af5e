package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The operation of a step of a program. */
enum Operation {
  /** A hold, with the actions in its brackets inside. */
  READ("r", Takes.ONE, Place.ANYWHERE),
  /** A hold that begins under the mmap lock, like that of a reader that fell back. */
  READ_LOCKED("rl", Takes.ONE, Place.ANYWHERE),
  /** A hold that a thread begins, and another thread, which it starts, ends. */
  READ_HAND_OVER("rh", Takes.ONE, Place.ANYWHERE, Capability.END_READ_ELSEWHERE),
  /** A hold that its thread leaves for another one to end; before the threads begin. */
  READ_LEAVE("b", Takes.ONE, Place.ANYWHERE, Capability.END_READ_ELSEWHERE),
  /** The end of such a hold. */
  END_LEFT("q", Takes.ONE, Place.ANYWHERE, Capability.END_READ_ELSEWHERE),
  /** Many holds one after the other, with no other step in between. */
  READ_MANY("rm", Takes.ONE, Place.ANYWHERE),
  /** A hold that is granted when it is asked for a few times. */
  READ_GRANTED("rg", Takes.ONE, Place.ANYWHERE),
  /** An optimistic read. */
  OPTIMISTIC("o", Takes.ONE, Place.ANYWHERE, Capability.OPTIMISTIC_READ),
  /** A read under the mm's own sequence, which the base classes check. */
  SPECULATE("s", Takes.ONE, Place.ANYWHERE),
  /** A use of a VMA's content by a thread that finds the VMA detached. */
  FIND_DETACHED("f", Takes.ONE, Place.ANYWHERE),
  /** A look at a VMA that was retired. */
  LOOK_AGAIN("l", Takes.ONE, Place.ANYWHERE),
  /**
   * The notices of an mm, with a use of the VMAs' content, as by a thread that frees the memory.
   */
  TAKE_NOTICES("n", Takes.NONE, Place.ANYWHERE),
  /** The thread interrupts itself. */
  INTERRUPT("i", Takes.NONE, Place.ANYWHERE),
  /** The thread starts another one that interrupts it. */
  BE_INTERRUPTED("j", Takes.NONE, Place.ANYWHERE),
  /** The thread sleeps for seconds, which cost no time. */
  SLEEP("z", Takes.NONE, Place.ANYWHERE),
  /** The next step of the thread, if it waits, runs out of stack in its wait. */
  FAIL("x", Takes.NONE, Place.ANYWHERE),
  /** A startWrite. */
  WRITE("w", Takes.SOME, Place.SECTION),
  /** A tryStartWrite that tries once. */
  WRITE_TRY("wt", Takes.SOME, Place.SECTION, Capability.INTERRUPTIBLE_WAIT),
  /** A tryStartWrite that waits for a time. */
  WRITE_TIMED("wn", Takes.SOME, Place.SECTION, Capability.INTERRUPTIBLE_WAIT),
  /** A tryStartWrite that waits without bound. */
  WRITE_UNBOUNDED("wu", Takes.SOME, Place.SECTION, Capability.INTERRUPTIBLE_WAIT),
  /** An endWrite. */
  END_WRITE("e", Takes.ONE, Place.SECTION, Capability.EARLY_END_WRITE),
  /** A detach. */
  DETACH("d", Takes.SOME, Place.SECTION),
  /** An attach of VMAs that the thread detached, or that are new. */
  ATTACH("a", Takes.SOME, Place.SECTION, Capability.VMA_REUSE),
  /** An attach of VMAs that another thread may have detached or attached: it may be refused. */
  ADOPT("g", Takes.SOME, Place.SECTION, Capability.VMA_REUSE),
  /** A retire. */
  RETIRE("t", Takes.SOME, Place.SECTION),
  /**
   * A change of content that the thread has retired, and that only optimistic readers may still
   * read.
   */
  REUSE("u", Takes.ONE, Place.SECTION);

  /** The number of VMAs that a step names; several make it the bulk form. */
  private enum Takes {
    NONE("no VMA"),
    ONE("one VMA of 0 to 3"),
    SOME("VMAs of 0 to 3, one or several in order");

    private final String words;

    Takes(String words) {
      this.words = words;
    }
  }

  private enum Place {
    ANYWHERE,
    SECTION
  }

  private final String code;
  private final Takes takes;
  private final Place place;
  private final Set<Capability> needed;

  Operation(String code, Takes takes, Place place, Capability... needed) {
    this.code = code;
    this.takes = takes;
    this.place = place;
    this.needed = Set.of(needed);
  }

  /** Its text in a program. */
  String code() {
    return code;
  }

  /** The VMAs that it names, in words. */
  String takes() {
    return takes.words;
  }

  /** Whether it can name these VMAs. */
  boolean takes(List<Integer> areas) {
    return areas.stream().allMatch(area -> area < ProgramText.MOST_AREAS)
        && areas.stream().sorted().distinct().toList().equals(areas)
        && switch (takes) {
          case NONE -> areas.isEmpty();
          case ONE -> areas.size() == 1;
          case SOME -> !areas.isEmpty();
        };
  }

  /** The capabilities that it needs. */
  Set<Capability> needed() {
    return needed;
  }

  /** Whether it needs a section. */
  boolean writes() {
    return place == Place.SECTION;
  }

  /** Whether other steps may stand inside. */
  boolean hasInside() {
    return this == READ || this == READ_LOCKED;
  }

  /** Whether it takes a VMA that another thread detached, which no other thread may use then. */
  boolean takesDetached() {
    return this == FIND_DETACHED || this == ADOPT;
  }

  /** Whether it may give up. */
  boolean tries() {
    return this == WRITE_TRY || this == WRITE_TIMED || this == WRITE_UNBOUNDED;
  }

  static Operation of(String code) {
    for (Operation operation : values()) {
      if (operation.code.equals(code)) {
        return operation;
      }
    }
    throw new IllegalArgumentException(
        "no step \""
            + code
            + "\"; there are "
            + String.join(", ", Arrays.stream(values()).map(Operation::code).toList())
            + ", and at the end of a section's brackets "
            + ProgramText.DOWNGRADE);
  }
}
