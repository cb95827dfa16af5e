package io.vmalock.conformance.model;

import io.vmalock.conformance.check.Rule;

/** The operation of a step. */
public enum Operation {
  /** Begins a hold. */
  READ("startRead", Rule.P1),
  /** Begins a hold under the mmap lock, which is held for reading. */
  READ_LOCKED("startReadLocked", Rule.P1),
  /** Ends a hold; the step's number chooses among the VMA's holds. */
  END_READ("endRead", Rule.P2),
  /** Ends a hold with a wrong stamp; the step's number is the stamp. */
  END_READ_WRONGLY("endRead", Rule.M3),
  /** Many short holds, one after the other; the step's number is their count. */
  WARM("reads", Rule.P1),
  /** Many empty sections, one after the other; the step's number is their count. */
  SECTIONS("empty sections", Rule.W2),
  /** Many write holds of one VMA, each ended early; the step's number is their count. */
  WRITE_HOLDS("write holds", Rule.W6),
  /** Many moves out of the mm and back; the step's number is their count. */
  REJOINS("moves out and in", Rule.L4),
  /** Many tries that give up at once, for the readers inside; the step's number is their count. */
  GIVE_UPS("tries that give up", Rule.W5),
  /** Opens a section. */
  OPEN("writeLock", Rule.W2),
  /** Ends a section. */
  CLOSE("writeUnlock", Rule.W2),
  /** Ends a section and holds the mmap lock for reading. */
  DOWNGRADE("downgrade", Rule.W4),
  /** Takes the mmap lock for reading. */
  LOCK_READ("readLock", Rule.W4),
  /** Gives it back. */
  UNLOCK_READ("readUnlock", Rule.W4),
  /** Ends a section by other means than the mm, which is misuse. */
  END_ALL("endWriteAll", Rule.M5),
  /** Write-holds. */
  WRITE("startWrite", Rule.P2),
  /** Write-holds or gives up; the step's number is the patience in nanoseconds. */
  TRY_WRITE("tryStartWrite", Rule.W5),
  /** Ends one write hold early. */
  END_WRITE("endWrite", Rule.W6),
  /** Attaches. */
  ATTACH("attach", Rule.L3),
  /** Detaches. */
  DETACH("detach", Rule.P2),
  /** Retires. */
  RETIRE("retire", Rule.R1),
  /** Looks whether a retirement has ended. */
  LOOK_AGAIN("lookAgain", Rule.R3),
  /** Takes the notices of an mm. */
  TAKE_NOTICES("takeNotices", Rule.R2),
  /** Begins an optimistic read. */
  OPTIMISTIC("startOptimistic", Rule.O1),
  /** Validates an optimistic read; the step's number chooses among the VMA's reads. */
  VALIDATE("validate", Rule.O1),
  /** Copies the first VMA over the second. */
  COPY("copy", Rule.L7);

  private final String call;
  private final Rule returns;

  Operation(String call, Rule returns) {
    this.call = call;
    this.returns = returns;
  }

  /** The method that it calls. */
  public String call() {
    return call;
  }

  /** The rule that is broken if the operation does not return although nothing keeps it. */
  public Rule returns() {
    return returns;
  }

  /** Whether it needs an open section of the calling thread. */
  public boolean isWriters() {
    return switch (this) {
      case WRITE, TRY_WRITE, END_WRITE, ATTACH, DETACH, RETIRE -> true;
      default -> false;
    };
  }

  /** Whether it has a form for several VMAs. */
  public boolean hasBulkForm() {
    return switch (this) {
      case WRITE, TRY_WRITE, ATTACH, DETACH, RETIRE -> true;
      default -> false;
    };
  }
}
