package io.vmalock.conformance.model;

import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract's state of one VMA. */
final class Area {
  /** The stage of its life. */
  enum Life {
    NEW,
    ATTACHED,
    LEFT,
    RETIRED
  }

  /** An open hold. */
  record Held(long stamp, Who owner) {}

  /** An optimistic read that was begun. */
  static final class Begun {
    final long stamp;
    final int mm;
    boolean mayBeTrue = true;
    boolean mustBeTrue = true;

    Begun(long stamp, int mm) {
      this.stamp = stamp;
      this.mm = mm;
    }
  }

  Life life = Life.NEW;

  /** The mm that the VMA belongs to or belonged to. */
  int mm;

  boolean writeHeld;

  /** Whether a call for this VMA alone waits for its readers. */
  boolean awaited;

  /** Whether a call for several, this one among them, may wait for its readers. */
  boolean perhapsAwaited;

  final List<Held> holds = new ArrayList<>();
  final List<Begun> reads = new ArrayList<>();

  /** The number of writers' calls that the mm had seen when this was write-held. */
  int heldAt;

  /** The rule that a wrong answer breaks after the last step, or null for the answer's own rule. */
  @Nullable Rule blame;

  /** The number of its retirement. */
  int retirement = -1;

  boolean drainedAtOnce;

  boolean isOf(int other) {
    return life == Life.ATTACHED && mm == other;
  }

  void writeHold(int calls) {
    if (!writeHeld) {
      spoil();
      heldAt = calls;
    }
    writeHeld = true;
    blame = null;
  }

  /** From now on no optimistic read that was begun may validate. */
  void spoil() {
    for (Begun read : reads) {
      read.mayBeTrue = false;
      read.mustBeTrue = false;
    }
  }

  /** From now on optimistic reads that were begun need not validate. */
  void disturb() {
    for (Begun read : reads) {
      read.mustBeTrue = false;
    }
  }
}
