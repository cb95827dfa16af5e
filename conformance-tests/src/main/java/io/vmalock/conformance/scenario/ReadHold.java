package io.vmalock.conformance.scenario;

import io.vmalock.Vma;

/** A hold of an actor. */
final class ReadHold {
  private final Actor by;
  private final Vma vma;
  private final long stamp;
  private volatile boolean ended;

  ReadHold(Actor by, Vma vma, long stamp) {
    this.by = by;
    this.vma = vma;
    this.stamp = stamp;
    by.stage().remember(this);
  }

  Actor by() {
    return by;
  }

  long stamp() {
    return stamp;
  }

  /** Ends the hold, on the thread that has it. */
  void end() {
    ended = true;
    by.does("endRead", () -> by.strategy().endRead(vma, stamp));
  }

  /** Makes another actor end the hold. */
  void endedBy(Actor other) {
    ended = true;
    other.does("endRead of another's hold", () -> other.strategy().endRead(vma, stamp));
  }

  /** Notes that another call has ended the hold, which took it for its own. */
  void forget() {
    ended = true;
  }

  /** Ends the hold, if it is not gone. */
  void endIfLeft() {
    if (!ended) {
      end();
    }
  }

  /** Ends a hold that a broken-off scenario left, so that no thread waits for it for ever. */
  void dropIfLeft() {
    if (!ended) {
      ended = true;
      by.starts("endRead", () -> by.strategy().endRead(vma, stamp));
    }
  }
}
