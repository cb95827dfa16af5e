package io.vmalock.conformance.check;

import io.vmalock.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the contract, by number. {@code docs/contract.md} has the same sentences, and their
 * consequences for the author of a strategy.
 */
public enum Rule {
  X1(
      Kind.REQUIRED,
      "While a VMA is write-held nobody holds it for reading, and while somebody holds it for"
          + " reading it is not write-held."),
  X2(Kind.REQUIRED, "When startWrite returns, every hold of the VMA that began before has ended."),
  X3(
      Kind.REQUIRED,
      "From the moment a writer waits for a VMA, new readers of it are refused until that write"
          + " hold ends or the writer gives up; readers that are refused do not put the writer off"
          + " without bound."),
  X4(
      Kind.REQUIRED,
      "startRead says CONTENDED of a free VMA only if, at some instant of the call, a section of"
          + " the mm was open or the VMA's readers were at their limit."),
  X5(
      Kind.REQUIRED,
      "As many readers as the limit allows hold one VMA at once, and one thread may be several of"
          + " them. A strategy counts at least 16 readers."),
  X6(
      Kind.REQUIRED,
      "X1, X2 and X3 hold across the wrap of every number that the strategy keeps, where startWrite"
          + " returns early too, and for a VMA that comes into an mm with the numbers of another."),
  X7(
      Kind.REQUIRED,
      "A hold of one VMA, for reading or writing, keeps no reader out of another: one that is told"
          + " CONTENDED there for no reason gets in when it asks again."),

  W1(
      Kind.REQUIRED,
      "startWrite of a VMA that the open section write-holds already changes nothing and does not"
          + " wait."),
  W2(
      Kind.REQUIRED,
      "The end of a section releases every VMA that it write-holds at once, at a price in time and"
          + " memory that does not grow with their number, and releases none of another mm."),
  W3(
      Kind.REQUIRED,
      "Only the end of its section, its own endWrite or its own detach ends a write hold."),
  W4(
      Kind.REQUIRED,
      "A downgrade ends the section's write holds, and keeps writers out until the mmap lock is"
          + " released."),
  W5(
      Kind.CAPABILITY,
      "A tryStartWrite that gives up leaves everything in effect as it was: the same answers, the"
          + " same holds, in bulk nothing given back but what this call took; out of time, it says"
          + " how many readers kept it waiting. A startWrite that is interrupted waits on, without"
          + " spinning, and keeps the interrupt status."),
  W6(
      Kind.CAPABILITY,
      "endWrite releases that VMA alone, and readers may enter at once; the VMA's sequence is then"
          + " one that no section had or will have, so that an optimistic read from before fails."),

  L1(
      Kind.REQUIRED,
      "A new VMA is detached; startRead of a detached VMA says DETACHED and leaves nothing held."),
  L2(
      Kind.REQUIRED,
      "A reader that gets a hold sees every field that was stored in the VMA before attach; of two"
          + " mms that attach one VMA at once one wins, and the other gets an exception."),
  L3(
      Kind.REQUIRED,
      "attach leaves the VMA write-held, so that all that one section attaches becomes readable"
          + " when it ends."),
  L4(
      Kind.REQUIRED,
      "detach refuses new readers, then waits for those inside, those who only pass too, then"
          + " returns; after that nobody is inside and nobody gets in until attach. The bulk form"
          + " does so for every VMA."),
  L5(
      Kind.REQUIRED,
      "DETACHED is true at some instant of the call; CONTENDED need not be, within X4."),
  L6(
      Kind.CAPABILITY,
      "A detached VMA may be attached again, to another mm too: a reader gets a hold only under the"
          + " mm that the VMA is attached to, DETACHED under any other; and dropping a hold wakes"
          + " whoever waits for the VMA, whichever mm it belongs to now."),
  L7(
      Kind.REQUIRED,
      "A copy of a VMA starts detached and unlocked, whatever the state of its original."),

  R1(
      Kind.REQUIRED,
      "retire refuses new readers at once and never waits: once it has returned, startRead,"
          + " startReadLocked and startOptimistic say DETACHED, and those inside go on. The bulk"
          + " form does so for every VMA."),
  R2(
      Kind.REQUIRED,
      "A retirement ends exactly once, when nobody is inside the VMA and nobody gets in any more:"
          + " at once, or by the last one out, who gives the mm one notice; what was done inside"
          + " the holds happens-before that."),
  R3(
      Kind.REQUIRED,
      "The last exit ends the retirement itself or, where the strategy declares a noticeDelay of at"
          + " most 10 ms, a lookAgain made later than that finds it. lookAgain never waits, and"
          + " never ends the retirement of a VMA that somebody is inside."),

  V1(
      Kind.REQUIRED,
      "What was stored until a write hold ended happens-before every hold of that VMA that begins"
          + " later."),
  V2(
      Kind.REQUIRED,
      "What was done inside a hold happens-before the return of every later startWrite or detach of"
          + " that VMA, whether it had to wait or found the hold over, and before the end of its"
          + " retirement."),
  V3(Kind.REQUIRED, "What follows a startRead that succeeded is not reordered before it."),

  P1(
      Kind.REQUIRED,
      "startRead neither blocks nor spins without bound, whatever writers and other readers do and"
          + " whatever the thread holds already. It may wait for a mutex, a monitor or a lock of"
          + " the JDK, that is held for some steps of one call, in which its owner waits for"
          + " nothing."),
  P2(
      Kind.REQUIRED,
      "When the last reader leaves, the waiting writer goes on: at once or, where the strategy"
          + " declares that it polls, within longestPoll. A spurious wake-up does no harm."),
  P3(
      Kind.STATISTICAL,
      "Readers that overlap without end do not keep a writer waiting without bound."),
  P4(
      Kind.REQUIRED,
      "While the mmap lock is held for reading, startReadLocked fails only for a VMA that is not"
          + " attached to the mm or whose readers are at their limit."),
  P5(
      Kind.SPACE,
      "A look-up under steady map and unmap of its address ends: its retries are bounded, and"
          + " DETACHED with an unchanged index falls back at once."),
  P6(
      Kind.CAPABILITY,
      "A full reader counter refuses further readers until one leaves; it never wraps and is never"
          + " taken for a writer."),
  P7(
      Kind.REQUIRED,
      "Inside a hold nobody waits for the mmap lock of that mm, for a write hold or for the end of"
          + " a retirement; a strategy never waits for the mmap lock at all; nobody upgrades."),

  O1(
      Kind.CAPABILITY,
      "validate says true only if no write hold, no detach and no retire of the VMA came between,"
          + " and says so if nothing came between; neither call blocks, and the reads between are"
          + " ordered before the answer."),

  M1(
      Kind.REQUIRED,
      "startWrite, endWrite, attach, detach and retire without an open section of this thread"
          + " are refused with IllegalMonitorStateException; nothing changes."),
  M2(
      Kind.REQUIRED,
      "attach of an attached VMA, detach, retire or startWrite of a detached one, and all four of a"
          + " retired one, are refused with IllegalStateException; nothing changes. What was"
          + " retired is never attached again."),
  M3(
      Kind.REQUIRED,
      "endRead without a hold, or with the answer of a startRead that failed, is refused with"
          + " IllegalMonitorStateException before anything is subtracted; what only racing misuse"
          + " could show is not promised."),
  M4(
      Kind.REQUIRED,
      "null is refused with NullPointerException; a VMA of another strategy, and for startWrite,"
          + " detach and retire one of another mm, with IllegalArgumentException; nothing"
          + " changes."),
  M5(
      Kind.REQUIRED,
      "Ending a section that this thread does not hold, ending it twice, and endWriteAll by anyone"
          + " but the mm are refused with IllegalMonitorStateException; nothing changes."),

  A1(
      Kind.SPACE,
      "A look-up gives a held VMA that contains the address and was attached at some instant of the"
          + " look-up, or nothing."),
  A2(
      Kind.SPACE,
      "An address that stays mapped through a split, a merge or a change is always found by a"
          + " look-up with fallback."),
  A3(Kind.SPACE, "A walk from area to area never reports a gap that was not there."),
  A4(Kind.SPACE, "Speculation ends in \"retry\" whenever a write section of that mm came between.");

  /** The fewest readers of one VMA that a strategy may count to (X5). */
  public static final int LEAST_READERS = 16;

  /** The strategies that a rule binds, and the certainty of a test of it. */
  public enum Kind {
    /** Binds every strategy. */
    REQUIRED("required"),
    /** Binds, wholly or in part, the strategies that declare a capability. */
    CAPABILITY("bound to a capability"),
    /** Binds every strategy; a test sees only that it held for a while. */
    STATISTICAL("statistical"),
    /** Kept by the address space on top of any strategy that keeps the others. */
    SPACE("kept by the address space");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** A few words, as in the contract. */
    public String label() {
      return label;
    }
  }

  private final Kind kind;
  private final String sentence;

  Rule(Kind kind, String sentence) {
    this.kind = kind;
    this.sentence = sentence;
  }

  /** The strategies that the rule binds. */
  public Kind kind() {
    return kind;
  }

  /** The sentence of the rule. */
  public String sentence() {
    return sentence;
  }

  /** The capability without which it does not bind at all, or null. */
  @Nullable Capability boundTo() {
    return switch (this) {
      case W6 -> Capability.EARLY_END_WRITE;
      case O1 -> Capability.OPTIMISTIC_READ;
      default -> null;
    };
  }

  /** The reason why neither the scenarios nor stress judge it, or empty if they do. */
  public String judgedElsewhere() {
    return this == V1 || this == V2 || this == V3
        ? "untested here: only the model checker judges memory order"
        : "";
  }
}
