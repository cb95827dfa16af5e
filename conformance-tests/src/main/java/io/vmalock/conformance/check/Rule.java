package io.vmalock.conformance.check;

import io.vmalock.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the contract, by number. {@code docs/contract.md} has the same sentences, and their
 * consequences for the author of a strategy.
 */
public enum Rule {
  X1(Kind.REQUIRED, "A VMA MUST NOT be write-held and held for reading at the same time."),
  X2(
      Kind.REQUIRED,
      "When startWrite returns, every hold of the VMA that began before MUST have ended."),
  X3(
      Kind.REQUIRED,
      "From the moment a writer waits for a VMA, new readers of it MUST be refused until"
          + " that write hold ends or the writer gives up. Refused readers MUST NOT delay the"
          + " writer without bound."),
  X4(
      Kind.REQUIRED,
      "startRead MUST NOT return CONTENDED for a free VMA unless, at some instant of the"
          + " call, a section of the mm was open or the VMA's readers were at their limit."),
  X5(
      Kind.REQUIRED,
      "A strategy MUST let as many readers as the limit allows hold one VMA at once, MUST"
          + " let one thread be several of them, and MUST count at least 16 readers."),
  X6(
      Kind.REQUIRED,
      "X1, X2 and X3 MUST hold across the wrap of every number that the strategy keeps,"
          + " even where startWrite returns early, and for a VMA that comes into an mm with the"
          + " numbers of another."),
  X7(
      Kind.REQUIRED,
      "A hold of one VMA, for reading or writing, MUST NOT keep readers out of another. A"
          + " reader that gets CONTENDED there without a reason MUST get in when it asks again."),

  W1(
      Kind.REQUIRED,
      "startWrite of a VMA that the open section already write-holds MUST change nothing"
          + " and MUST NOT wait."),
  W2(
      Kind.REQUIRED,
      "The end of a section MUST release every VMA that it write-holds at once, at a cost"
          + " in time and memory that does not grow with their number, and MUST NOT release one of"
          + " another mm."),
  W3(
      Kind.REQUIRED,
      "Only the end of its section or its own endWrite, detach or retire MAY end a write hold."),
  W4(
      Kind.REQUIRED,
      "A downgrade MUST end the section's write holds, and MUST keep writers out until the"
          + " mmap lock is released."),
  W5(
      Kind.CAPABILITY,
      "A tryStartWrite that gives up MUST leave everything in effect unchanged: the same"
          + " answers and the same holds; in bulk, it MUST give back only what this call took. Out"
          + " of time, it MUST report how many readers kept it waiting. An interrupted startWrite"
          + " MUST wait on without spinning, and MUST keep the interrupt status."),
  W6(
      Kind.CAPABILITY,
      "endWrite MUST release that VMA alone, and readers MAY enter at once. The VMA's"
          + " sequence MUST then be one that no section had or will have, so that an optimistic"
          + " read from before fails."),

  L1(
      Kind.REQUIRED,
      "A new VMA MUST be detached. startRead of a detached VMA MUST return DETACHED and"
          + " leave nothing held."),
  L2(
      Kind.REQUIRED,
      "A reader that gets a hold MUST see every field that was stored in the VMA before"
          + " attach. If two mms attach one VMA at once, one MUST win, and the other MUST get an"
          + " exception."),
  L3(
      Kind.REQUIRED,
      "attach MUST leave the VMA write-held, so that all VMAs that one section attaches"
          + " become readable when it ends."),
  L4(
      Kind.REQUIRED,
      "detach MUST refuse new readers, then wait for the readers inside, including those"
          + " that only pass, and then return. After that a reader MUST NOT be inside or get in"
          + " until attach. The bulk form MUST do so for every VMA."),
  L5(
      Kind.REQUIRED,
      "DETACHED MUST be true at some instant of the call; CONTENDED need not be, within X4."),
  L6(
      Kind.CAPABILITY,
      "A detached VMA MAY be attached again, to another mm too. A reader MUST get a hold"
          + " only under the mm that the VMA is attached to, and DETACHED under any other."
          + " Dropping a hold MUST wake the thread that waits for the VMA, whichever mm the VMA"
          + " belongs to now."),
  L7(
      Kind.REQUIRED,
      "A copy of a VMA MUST start detached and unlocked, whatever the state of its" + " original."),

  R1(
      Kind.REQUIRED,
      "retire MUST refuse new readers at once and MUST NOT wait. Once it has returned,"
          + " startRead, startReadLocked and startOptimistic MUST return DETACHED, and the readers"
          + " inside go on. The bulk form MUST do so for every VMA."),
  R2(
      Kind.REQUIRED,
      "A retirement MUST end exactly once, when no reader is inside the VMA and none can"
          + " get in any more: at once, or by the last reader out, which MUST give the mm one"
          + " notice. The actions inside the holds MUST happen before that."),
  R3(
      Kind.REQUIRED,
      "The last exit MUST end the retirement itself or, if the strategy declares a"
          + " noticeDelay of at most 10 ms, a lookAgain made later than that MUST find it."
          + " lookAgain MUST NOT wait, and MUST NOT end the retirement of a VMA with a reader"
          + " inside."),

  V1(
      Kind.REQUIRED,
      "Everything stored until a write hold ended MUST happen before every hold of that VMA"
          + " that begins later."),
  V2(
      Kind.REQUIRED,
      "The actions inside a hold MUST happen before the return of every later startWrite or"
          + " detach of that VMA, whether the call had to wait or found the hold over, and before"
          + " the end of the VMA's retirement."),
  V3(Kind.REQUIRED, "The accesses after a successful startRead MUST NOT be reordered before it."),

  P1(
      Kind.REQUIRED,
      "startRead MUST NOT block or spin without bound, whatever writers and other readers"
          + " do and whatever the thread holds already. It MAY wait for a mutex, a monitor or a"
          + " lock of the JDK, that is held for some steps of one call, in which its owner waits"
          + " for nothing."),
  P2(
      Kind.REQUIRED,
      "When the last reader leaves, the waiting writer MUST go on: at once or, if the"
          + " strategy declares that it polls, within longestPoll. A spurious wake-up MUST do no"
          + " harm."),
  P3(
      Kind.STATISTICAL,
      "Readers that overlap without end MUST NOT keep a writer waiting without bound."),
  P4(
      Kind.REQUIRED,
      "While the mmap lock is held for reading, startReadLocked MUST NOT fail, except for a"
          + " VMA that is not attached to the mm or whose readers are at their limit."),
  P5(
      Kind.SPACE,
      "A look-up under steady map and unmap of its address MUST end: its retries MUST be"
          + " bounded, and DETACHED with an unchanged index MUST fall back at once."),
  P6(
      Kind.CAPABILITY,
      "A full reader counter MUST refuse further readers until one leaves. It MUST NOT"
          + " wrap, and MUST NOT be taken for a writer."),
  P7(
      Kind.REQUIRED,
      "Inside a hold, a thread MUST NOT wait for the mmap lock of that mm, for a write hold"
          + " or for the end of a retirement. A strategy MUST NOT wait for the mmap lock at all. A"
          + " thread MUST NOT upgrade."),

  O1(
      Kind.CAPABILITY,
      "validate MUST return true only if no write hold, no detach and no retire of the VMA"
          + " came between, and MUST return true if nothing came between. Neither call MAY block,"
          + " and the reads between MUST be ordered before the answer."),

  M1(
      Kind.REQUIRED,
      "startWrite, endWrite, attach, detach and retire without an open section of this"
          + " thread MUST throw IllegalMonitorStateException and change nothing."),
  M2(
      Kind.REQUIRED,
      "attach of an attached VMA, detach, retire or startWrite of a detached one, and all"
          + " four of a retired one MUST throw IllegalStateException and change nothing. A retired"
          + " VMA MUST NOT be attached again."),
  M3(
      Kind.REQUIRED,
      "endRead without a hold, or with the answer of a failed startRead, MUST throw"
          + " IllegalMonitorStateException before anything is subtracted. A strategy MAY miss"
          + " misuse that only a race could show."),
  M4(
      Kind.REQUIRED,
      "null MUST be refused with NullPointerException. A VMA of another strategy, and for"
          + " startWrite, detach and retire one of another mm, MUST be refused with"
          + " IllegalArgumentException. A refusal MUST change nothing."),
  M5(
      Kind.REQUIRED,
      "Ending a section that this thread does not hold, ending it twice, and endWriteAll by"
          + " any caller but the mm MUST be refused with IllegalMonitorStateException, and MUST"
          + " change nothing."),

  A1(
      Kind.SPACE,
      "A look-up MUST give a held VMA that contains the address and was attached at some"
          + " instant of the look-up, or nothing."),
  A2(
      Kind.SPACE,
      "A look-up with fallback MUST always find an address that stays mapped through a"
          + " split, a merge or a change."),
  A3(Kind.SPACE, "A walk from area to area MUST NOT report a gap that was not there."),
  A4(
      Kind.SPACE,
      "Speculation MUST end in \"retry\" whenever a write section of that mm came between.");

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
